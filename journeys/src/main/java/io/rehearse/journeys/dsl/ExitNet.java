package io.rehearse.journeys.dsl;

import java.util.Set;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;

/**
 * Refuses what ends the process: it would end as if all were well, with no verdict told. Asked is the type checker, which
 * knows what is called whatever it is called by. Public because the Groovy compiler makes it.
 */
public final class ExitNet extends AbstractTypeCheckingExtension {
    /** What the message has in it, for {@link CompilerMessages}. */
    static final String ENDS = "would end the tool, with no verdict told";

    private static final Set<String> CALLS = Set.of("System.exit", "Runtime.exit", "Runtime.halt");

    private final SourceUnit source;

    public ExitNet(StaticTypeCheckingVisitor visitor) {
        super(visitor);
        this.source = visitor.getTypeCheckingContext().getSource();
    }

    @Override
    public void onMethodSelection(Expression call, MethodNode method) {
        look(call, method.getDeclaringClass(), method.getName());
    }

    /** {@code System.&exit} and {@code System::exit} are no calls yet. */
    @Override
    public void afterVisitClass(ClassNode type) {
        new ClassCodeVisitorSupport() {
            @Override
            public void visitMethodPointerExpression(MethodPointerExpression pointer) {
                ClassNode of = getType(pointer.getExpression());
                boolean isClass = ClassHelper.isClassType(of) && of.getGenericsTypes() != null;
                look(
                        pointer,
                        isClass ? of.getGenericsTypes()[0].getType() : of,
                        pointer.getMethodName().getText());
                super.visitMethodPointerExpression(pointer);
            }

            @Override
            protected SourceUnit getSourceUnit() {
                return source;
            }
        }.visitClass(type);
    }

    private void look(Expression expression, ClassNode type, String method) {
        String called = type.getNameWithoutPackage() + "." + method;
        if ("java.lang".equals(type.getPackageName()) && CALLS.contains(called)) {
            addStaticTypeError(
                    "'" + called + "' " + ENDS + "; leave it out. To refuse a value: throw new"
                            + " IllegalArgumentException('why')",
                    expression);
        }
    }
}
