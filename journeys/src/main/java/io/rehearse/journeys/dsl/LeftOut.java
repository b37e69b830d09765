package io.rehearse.journeys.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Replaces wrong statements by spaces, so that everything else keeps its place; remembers the names that go with them. */
final class LeftOut {
    private final StringBuilder text;
    private final Set<String> names;
    private final List<Statement> statements = new ArrayList<>();

    LeftOut(String text, Set<String> names) {
        this.text = new StringBuilder(text);
        this.names = names;
    }

    String rest() {
        return text.toString();
    }

    /** Learns where the script's statements are. */
    void statements(ModuleNode script) {
        CodeVisitorSupport visitor = new CodeVisitorSupport() {
            @Override
            public void visitBlockStatement(BlockStatement block) {
                statements.addAll(block.getStatements());
                super.visitBlockStatement(block);
            }
        };
        script.getStatementBlock().visit(visitor);
        script.getMethods().forEach(method -> method.getCode().visit(visitor));
    }

    /** Leaves out the innermost statement a node stands in. */
    void add(ASTNode node) {
        add(node.getLineNumber(), node.getColumnNumber());
    }

    void add(int line, int column) {
        Statement innermost = null;
        for (Statement statement : statements) {
            boolean inside = isBefore(statement.getLineNumber(), statement.getColumnNumber(), line, column)
                    && isBefore(line, column + 1, statement.getLastLineNumber(), statement.getLastColumnNumber());
            boolean smaller = innermost == null
                    || isBefore(
                            innermost.getLineNumber(),
                            innermost.getColumnNumber(),
                            statement.getLineNumber(),
                            statement.getColumnNumber());
            if (inside && smaller) {
                innermost = statement;
            }
        }
        if (innermost != null) {
            innermost.visit(new CodeVisitorSupport() {
                @Override
                public void visitConstantExpression(ConstantExpression constant) {
                    names.add(constant.getText());
                }

                @Override
                public void visitVariableExpression(VariableExpression variable) {
                    names.add(variable.getName());
                }
            });
            blank(innermost);
        }
    }

    private void blank(Statement statement) {
        int from = offset(statement.getLineNumber(), statement.getColumnNumber());
        int to = offset(statement.getLastLineNumber(), statement.getLastColumnNumber());
        for (int i = from; i < to && i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n' && c != '\r') {
                text.setCharAt(i, ' ');
            }
        }
    }

    private int offset(int line, int column) {
        int at = 0;
        for (int i = 1; i < line; i++) {
            int end = text.indexOf("\n", at);
            if (end < 0) {
                return text.length();
            }
            at = end + 1;
        }
        return Math.min(text.length(), at + column - 1);
    }

    private static boolean isBefore(int line, int column, int otherLine, int otherColumn) {
        return line < otherLine || line == otherLine && column <= otherColumn;
    }
}
