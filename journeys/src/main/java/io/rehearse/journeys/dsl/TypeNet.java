package io.rehearse.journeys.dsl;

import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.NotExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.ast.stmt.SwitchStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;

/**
 * The net for what only the type checker knows, whatever it is called by in the script. Refused are
 *
 * <ul>
 *   <li>what ends the process: it would end as if all were well, with no verdict told;
 *   <li>deciding with a value of the walk, or with a parameter as such, while the script is read: it would decide the same for
 *       every value.
 * </ul>
 *
 * Public because the Groovy compiler makes it.
 */
public final class TypeNet extends AbstractTypeCheckingExtension {
    /** Each message begins with it, for {@link CompilerMessages}. */
    static final String MARK = "TypeNet: ";

    static final String OF_WALK =
            "a value of the walk is not there while the script is being read, so nothing is decided or"
                    + " computed with it here; while users walk: when(vars.x.present) { … }, when({ it.x == 'a' }) { … },"
                    + " repeat(vars.x, as: 'item') { … }";

    static final String PARAMETER =
            "to decide or compute with a parameter say what it is: (param('…') as int) or (param('…') as String)";

    private static final Set<String> ENDS = Set.of("System.exit", "Runtime.exit", "Runtime.halt");
    private static final Set<String> DECIDES =
            Set.of("==", "!=", "===", "!==", "<", "<=", ">", ">=", "<=>", "&&", "||", "in", "!in", "=~", "==~");

    private final SourceUnit source;

    public TypeNet(StaticTypeCheckingVisitor visitor) {
        super(visitor);
        this.source = visitor.getTypeCheckingContext().getSource();
    }

    @Override
    public void onMethodSelection(Expression call, MethodNode method) {
        called(call, method.getDeclaringClass(), method.getName());
    }

    @Override
    public void afterVisitClass(ClassNode type) {
        new Decisions().visitClass(type);
    }

    private void called(Expression expression, ClassNode type, String method) {
        String called = type.getNameWithoutPackage() + "." + method;
        if ("java.lang".equals(type.getPackageName()) && ENDS.contains(called)) {
            tell(
                    expression,
                    "'" + called + "' would end the tool, with no verdict told; leave it out. To refuse a value: throw"
                            + " new IllegalArgumentException('why')");
        }
    }

    private void tell(ASTNode node, String message) {
        addStaticTypeError(MARK + message, node);
    }

    private final class Decisions extends ClassCodeVisitorSupport {
        @Override
        public void visitBooleanExpression(BooleanExpression condition) {
            decides(condition.getExpression());
            super.visitBooleanExpression(condition);
        }

        @Override
        public void visitNotExpression(NotExpression not) {
            decides(not.getExpression());
            super.visitNotExpression(not);
        }

        @Override
        public void visitBinaryExpression(BinaryExpression binary) {
            if (DECIDES.contains(binary.getOperation().getText())) {
                decides(binary.getLeftExpression());
                decides(binary.getRightExpression());
            }
            super.visitBinaryExpression(binary);
        }

        @Override
        public void visitRangeExpression(RangeExpression range) {
            decides(range.getFrom());
            decides(range.getTo());
            super.visitRangeExpression(range);
        }

        @Override
        public void visitSwitch(SwitchStatement statement) {
            decides(statement.getExpression());
            super.visitSwitch(statement);
        }

        /** {@code System.&exit} and {@code System::exit} are no calls yet. */
        @Override
        public void visitMethodPointerExpression(MethodPointerExpression pointer) {
            ClassNode of = getType(pointer.getExpression());
            boolean isClass = ClassHelper.isClassType(of) && of.getGenericsTypes() != null;
            called(
                    pointer,
                    isClass ? of.getGenericsTypes()[0].getType() : of,
                    pointer.getMethodName().getText());
            super.visitMethodPointerExpression(pointer);
        }

        private void decides(Expression value) {
            String type = getType(value).getName();
            if (type.equals(Ref.class.getName())) {
                tell(value, OF_WALK);
            } else if (type.equals(Param.class.getName())) {
                tell(value, PARAMETER);
            } else if (type.equals(Secret.class.getName())) {
                tell(value, "a secret is only sent; to decide with a value of the environment make it a param");
            }
        }

        @Override
        protected SourceUnit getSourceUnit() {
            return source;
        }
    }
}
