package io.rehearse.journeys.dsl;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PostfixExpression;
import org.codehaus.groovy.ast.expr.PrefixExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.syntax.Types;

/**
 * Looks into a closure that runs while load is driven: which variables of the walk it reads and sets, and whether it
 * assigns a variable of the script around it. That one would be shared by all lanes, which share nothing.
 */
final class ClosureNet extends CodeVisitorSupport {
    private static final Set<String> RUN = Set.of("run");

    private final Reading reading;
    private final MethodCallExpression call;
    private final ClosureExpression closure;
    private final BiConsumer<ASTNode, String> mistakes;
    private final Set<String> own = new HashSet<>();
    /** What the variables of the walk stand behind: {@code vars}, and what a condition is given. */
    private final Set<String> walk = new HashSet<>(Set.of("vars"));

    /** @param isGivenWalk whether what it is given are the walk's variables */
    ClosureNet(
            Reading reading,
            MethodCallExpression call,
            ClosureExpression closure,
            boolean isGivenWalk,
            BiConsumer<ASTNode, String> mistakes) {
        this.reading = reading;
        this.call = call;
        this.closure = closure;
        this.mistakes = mistakes;
        if (isGivenWalk) {
            Parameter[] given = closure.getParameters();
            walk.add(given == null || given.length == 0 ? "it" : given[0].getName());
        }
        visitClosureExpression(closure);
    }

    @Override
    public void visitClosureExpression(ClosureExpression inner) {
        own.add("it");
        if (inner.getParameters() != null) {
            for (Parameter parameter : inner.getParameters()) {
                own.add(parameter.getName());
            }
        }
        super.visitClosureExpression(inner);
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        if (declaration.isMultipleAssignmentDeclaration()) {
            declaration.getTupleExpression().forEach(name -> own.add(name.getText()));
        } else {
            own.add(declaration.getVariableExpression().getName());
        }
        declaration.getRightExpression().visit(this);
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        own.add(loop.getVariable().getName());
        super.visitForLoop(loop);
    }

    @Override
    public void visitCatchStatement(CatchStatement statement) {
        own.add(statement.getVariable().getName());
        super.visitCatchStatement(statement);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression binary) {
        if (Types.ofType(binary.getOperation().getType(), Types.ASSIGNMENT_OPERATOR)) {
            assigned(binary.getLeftExpression());
            if (binary.getOperation().getType() == Types.EQUAL) {
                binary.getRightExpression().visit(this);
                return;
            }
        }
        super.visitBinaryExpression(binary);
    }

    @Override
    public void visitPostfixExpression(PostfixExpression postfix) {
        assigned(postfix.getExpression());
        super.visitPostfixExpression(postfix);
    }

    @Override
    public void visitPrefixExpression(PrefixExpression prefix) {
        assigned(prefix.getExpression());
        super.visitPrefixExpression(prefix);
    }

    @Override
    public void visitPropertyExpression(PropertyExpression property) {
        if (isOf(property, walk) || isOf(property, RUN)) {
            add(property, false);
        }
        super.visitPropertyExpression(property);
    }

    private void assigned(Expression left) {
        if (left instanceof PropertyExpression property && isOf(property, walk)) {
            add(property, true);
        } else if (left instanceof PropertyExpression property && isOf(property, RUN)) {
            String name = property.getPropertyAsString();
            mistakes.accept(
                    property,
                    "run." + name + " is the same for all users as long as the run lasts; keep a value of the walk in"
                            + " vars." + name);
        } else if (left instanceof VariableExpression variable && !own.contains(variable.getName())) {
            String name = variable.getName();
            mistakes.accept(
                    variable,
                    "'" + name + "' belongs to the script, which is gone when users walk; keep a value of the walk in"
                            + " vars." + name);
        }
    }

    private static boolean isOf(PropertyExpression property, Set<String> names) {
        return property.getObjectExpression() instanceof VariableExpression of
                && names.contains(of.getName())
                && property.getPropertyAsString() != null;
    }

    private void add(PropertyExpression property, boolean written) {
        reading.namesInClosures.add(new Reading.NameInClosure(
                property.getPropertyAsString(),
                property.getLineNumber(),
                Math.min(call.getLineNumber(), call.getMethod().getLineNumber()),
                closure.getLineNumber(),
                written,
                isOf(property, RUN),
                property.getText()));
    }
}
