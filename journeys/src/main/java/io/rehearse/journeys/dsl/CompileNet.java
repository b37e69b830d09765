package io.rehearse.journeys.dsl;

import groovy.lang.Closure;
import groovy.lang.GString;
import groovy.transform.NamedParam;
import io.rehearse.journeys.error.Nearest;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;

/**
 * The compile net: walks the parsed script with the vocabulary and finds words that do not stand where they are, wrong
 * and missing units, misspelt options. What it finds is left out of {@link #rest}, so that the rest can be compiled and
 * read for the mistakes in it; what only the Groovy compiler finds is put into words by {@link CompilerMessages}.
 */
final class CompileNet {
    private static final Pattern OF_THE_MOMENT = Pattern.compile(
            "\\b(randomUUID|currentTimeMillis|nanoTime|Math\\.random|(Instant|Local\\w+|\\w+DateTime)\\.now|new (java\\.util\\.)?(Date|Random))\\(");

    private final Reading reading;
    private final CompilerMessages messages;
    private final LeftOut leftOut;
    private final Set<String> locals = new HashSet<>();
    private final Set<String> methods = new HashSet<>();
    private final Set<String> instanceMethods = new HashSet<>();
    private boolean found;

    /** A block of the script: its words, and what it is called in messages. */
    private record Frame(Class<?> words, String label) {}

    CompileNet(Reading reading, String text) {
        this.reading = reading;
        this.leftOut = new LeftOut(text, reading.leftOut);
        this.messages = new CompilerMessages(reading, leftOut);
    }

    /** Looks at the whole script. */
    void check(ModuleNode script) {
        for (MethodNode method : script.getStatementBlock() == null ? List.<MethodNode>of() : script.getMethods()) {
            methods.add(method.getName());
            if (!method.isStatic()) {
                instanceMethods.add(method.getName());
            }
        }
        leftOut.statements(script);
        script.getStatementBlock().visit(new Names());
        script.getMethods().forEach(method -> {
            for (Parameter parameter : method.getParameters()) {
                locals.add(parameter.getName());
            }
            method.getCode().visit(new Names());
        });
        script.getStatementBlock().visit(new Words());
    }

    boolean hasFound() {
        return found;
    }

    /** The script without the statements that are wrong; every line and column stays where it was. */
    String rest() {
        return leftOut.rest();
    }

    /** What the compiler found. */
    void translate(MultipleCompilationErrorsException wrong) {
        messages.tell(wrong);
    }

    private void tell(ASTNode node, String message) {
        found = true;
        int length = node.getLastLineNumber() == node.getLineNumber()
                ? node.getLastColumnNumber() - node.getColumnNumber()
                : Integer.MAX_VALUE;
        tell(node, length, message);
    }

    private void tell(ASTNode node, int length, String message) {
        found = true;
        reading.errors.add(reading.source.error(node.getLineNumber(), node.getColumnNumber(), length, message));
        leftOut.add(node);
    }

    /** Names the script declares itself: they are no words of ours. */
    private final class Names extends CodeVisitorSupport {
        @Override
        public void visitDeclarationExpression(DeclarationExpression declaration) {
            if (declaration.isMultipleAssignmentDeclaration()) {
                declaration.getTupleExpression().forEach(name -> locals.add(name.getText()));
            } else {
                locals.add(declaration.getVariableExpression().getName());
            }
            super.visitDeclarationExpression(declaration);
        }

        @Override
        public void visitClosureExpression(ClosureExpression closure) {
            if (closure.getParameters() != null) {
                for (Parameter parameter : closure.getParameters()) {
                    locals.add(parameter.getName());
                }
            }
            super.visitClosureExpression(closure);
        }

        @Override
        public void visitForLoop(ForStatement loop) {
            locals.add(loop.getVariable().getName());
            super.visitForLoop(loop);
        }

        @Override
        public void visitCatchStatement(org.codehaus.groovy.ast.stmt.CatchStatement statement) {
            locals.add(statement.getVariable().getName());
            super.visitCatchStatement(statement);
        }
    }

    /** Follows the blocks and looks at every word. */
    private final class Words extends CodeVisitorSupport {
        private final Deque<Frame> frames = new ArrayDeque<>(List.of(new Frame(JourneyScript.class, "the top level")));

        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            String name = call.getMethodAsString();
            if (call.isImplicitThis() && instanceMethods.contains(name) && frames.size() > 1) {
                tell(
                        call.getMethod(),
                        name.length(),
                        "a block sees its own words only: declare static " + name + "(…)");
                return;
            }
            if (call.isImplicitThis() && methods.contains(name)) {
                // a block sees its own words only; "this" is the script in every block
                call.setObjectExpression(new VariableExpression("this"));
                call.setImplicitThis(false);
            }
            if (name == null || locals.contains(name) || methods.contains(name)) {
                super.visitMethodCallExpression(call);
                return;
            }
            Class<?> type;
            if (call.isImplicitThis()) {
                type = frames.peek().words;
                if (!Vocabulary.words(type).containsKey(name)) {
                    tell(call.getMethod(), name.length(), unknown(name));
                    return;
                }
            } else {
                call.getObjectExpression().visit(this);
                type = typeOf(call.getObjectExpression());
                if (type == null || !isOurs(type)) {
                    call.getArguments().visit(this);
                    return;
                }
                if (!Vocabulary.words(type).containsKey(name)) {
                    tell(call.getMethod(), name.length(), unknownAfter(call, name, type));
                    return;
                }
            }
            List<Method> forms = Vocabulary.words(type).get(name);
            if (call.isImplicitThis() && forms.stream().allMatch(Vocabulary::isProperty)) {
                if (name.equals("p99") && call.getArguments().getText().contains("0.9")) {
                    tell(call.getMethod(), 5, "p99.9 is written p999: a word has no dot in it");
                    return;
                }
                tell(
                        call.getMethod(),
                        name.length(),
                        "'" + name + "' takes nothing behind it" + dotHint(type, name, call));
                return;
            }
            arguments(call, name, forms);
        }

        private String dotHint(Class<?> type, String name, MethodCallExpression call) {
            Class<?> value = Vocabulary.property(type, name).orElse(Object.class);
            return isOurs(value) && Vocabulary.words(value).containsKey("is")
                    ? "; write a dot and a verb: " + name + "." + "contains 'text'"
                    : "";
        }

        @Override
        public void visitVariableExpression(VariableExpression variable) {
            String name = variable.getName();
            boolean free = variable.isThisExpression()
                    || variable.isSuperExpression()
                    || locals.contains(name)
                    || List.of("it", "delegate", "owner", "thisObject", "java").contains(name)
                    || Character.isUpperCase(name.charAt(0));
            if (!free && Vocabulary.property(frames.peek().words, name).isEmpty()) {
                tell(variable, name.length(), unknown(name));
            }
        }

        @Override
        public void visitDeclarationExpression(DeclarationExpression declaration) {
            declaration.getRightExpression().visit(this);
        }

        @Override
        public void visitBinaryExpression(BinaryExpression binary) {
            String verb = Map.of("<", "below", "<=", "below", ">", "above", ">=", "above", "==", "is")
                    .getOrDefault(binary.getOperation().getText(), "");
            Class<?> left = typeOf(binary.getLeftExpression());
            if (left != null && isOurs(left) && Vocabulary.words(left).containsKey(verb)) {
                Expression right = binary.getRightExpression();
                String subject = text(binary.getLeftExpression());
                tell(
                        binary,
                        "'" + binary.getOperation().getText() + "' compares while the script is being read; write "
                                + subject + "." + verb + " " + text(right));
                return;
            }
            super.visitBinaryExpression(binary);
        }

        private String text(Expression expression) {
            boolean word = expression instanceof MethodCallExpression call && call.isImplicitThis();
            ASTNode start = word ? ((MethodCallExpression) expression).getMethod() : expression;
            return reading.source.between(
                    start.getLineNumber(),
                    start.getColumnNumber(),
                    expression.getLastLineNumber(),
                    expression.getLastColumnNumber());
        }

        @Override
        public void visitPropertyExpression(PropertyExpression property) {
            String unit = property.getPropertyAsString();
            boolean number = property.getObjectExpression() instanceof ConstantExpression constant
                    && constant.getValue() instanceof Number;
            if (number && !Vocabulary.UNITS.contains(unit)) {
                tell(
                        property.getProperty(),
                        "unknown unit '" + unit + "'" + Nearest.hint(unit, Vocabulary.UNITS) + " (units: "
                                + String.join(" ", Vocabulary.UNITS) + ")");
                return;
            }
            super.visitPropertyExpression(property);
            Class<?> type = typeOf(property.getObjectExpression());
            if (type != null
                    && unit != null
                    && isOurs(type)
                    && type != Vars.class
                    && type != WalkVars.class
                    && type != WalkRun.class
                    && !Vocabulary.words(type).containsKey(unit)) {
                tell(property.getProperty(), unknownAfter(property, unit, type));
            }
        }

        /** The arguments of a word: how many, of which type, with which units and options. */
        private void arguments(MethodCallExpression call, String name, List<Method> forms) {
            List<Expression> values = new ArrayList<>();
            List<MapEntryExpression> options = new ArrayList<>();
            split(call.getArguments(), values, options);
            boolean closes = !values.isEmpty() && values.get(values.size() - 1) instanceof ClosureExpression;
            Optional<Class<?>> block = forms.stream()
                    .map(Vocabulary::block)
                    .flatMap(Optional::stream)
                    .findFirst();
            if (block.isPresent() && !closes && tellParentheses(call, name, values, options)) {
                return;
            }
            if (name.equals("perform") && tellNoFragment(values)) {
                return;
            }
            for (Expression value : values) {
                if (!(closes && value instanceof ClosureExpression && block.isPresent())) {
                    value.visit(this);
                }
            }
            for (MapEntryExpression option : options) {
                option.getValueExpression().visit(this);
            }
            if (name.equals("let") && tellOnce(options)) {
                return;
            }
            if (fits(call, name, forms, values, options) && closes && block.isPresent()) {
                for (int i = 0; i < values.size(); i++) {
                    int fromEnd = values.size() - 1 - i;
                    Optional<Class<?>> words = forms.stream()
                            .map(form -> Vocabulary.block(form, fromEnd))
                            .flatMap(Optional::stream)
                            .findFirst();
                    if (values.get(i) instanceof ClosureExpression closure && words.isPresent()) {
                        block(call, closure, words.get(), label(name, values), fromEnd > 0);
                    }
                }
            }
        }

        /** @param isCondition whether it decides about the block behind it */
        private void block(
                MethodCallExpression call,
                ClosureExpression closure,
                Class<?> words,
                String label,
                boolean isCondition) {
            if (words == WalkWords.class) {
                new ClosureNet(reading, call, closure, isCondition, (node, message) -> tell(node, message));
            }
            frames.push(new Frame(words, label));
            closure.getCode().visit(this);
            frames.pop();
        }

        /** Plain Groovy makes one value for all users. */
        private boolean tellOnce(List<MapEntryExpression> values) {
            boolean told = false;
            for (MapEntryExpression value : values) {
                if (OF_THE_MOMENT.matcher(value.getValueExpression().getText()).find()) {
                    tell(
                            value.getValueExpression(),
                            "this is computed once, while the script is being read, and the same for all users; for each"
                                    + " walk its own: uuid(), now(), sequence('n'), random.number(1, 9) or random.text(8)");
                    told = true;
                }
            }
            return told;
        }

        /** A fragment goes by the name it was given at the top level, which is no word. */
        private boolean tellNoFragment(List<Expression> values) {
            if (values.size() != 1
                    || !(values.get(0) instanceof VariableExpression variable)
                    || locals.contains(variable.getName())) {
                return false;
            }
            String name = variable.getName();
            if (reading.mayBeLost(name)) {
                found = true;
                leftOut.add(variable);
                return true;
            }
            tell(
                    variable,
                    name.length(),
                    "no fragment '" + name + "'"
                            + Nearest.to(name, locals)
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("; write it above the journey: def " + name
                                            + " = fragment { step('…') { get '/…' } }"));
            return true;
        }

        /** {@code repeat 3 { }} gives the block to the 3: a value before a block stands in parentheses. */
        private boolean tellParentheses(
                MethodCallExpression call, String name, List<Expression> values, List<MapEntryExpression> options) {
            Expression last = !options.isEmpty()
                    ? options.get(options.size() - 1).getValueExpression()
                    : values.isEmpty() ? null : values.get(values.size() - 1);
            if (!(last instanceof MethodCallExpression taker)) {
                return false;
            }
            List<Expression> taken = new ArrayList<>();
            split(taker.getArguments(), taken, new ArrayList<>());
            if (taken.isEmpty() || !(taken.get(taken.size() - 1) instanceof ClosureExpression block)) {
                return false;
            }
            Expression first = values.isEmpty() ? last : values.get(0);
            String before = reading.source
                    .between(
                            first.getLineNumber(),
                            first.getColumnNumber(),
                            block.getLineNumber(),
                            block.getColumnNumber())
                    .replaceAll("[\\s(]+$", "");
            tell(
                    call.getMethod(),
                    name.length(),
                    "a block follows parentheses: write " + name + "(" + (before.isEmpty() ? "…" : before) + ") { … }");
            return true;
        }

        private String label(String name, List<Expression> values) {
            String first = values.get(0) instanceof ConstantExpression constant ? " '" + constant.getText() + "'" : "";
            String outer = frames.peek().label;
            return name + first + (name.equals("expect") ? " of " + outer : "");
        }

        private boolean fits(
                MethodCallExpression call,
                String name,
                List<Method> forms,
                List<Expression> values,
                List<MapEntryExpression> options) {
            boolean map = !options.isEmpty();
            List<Method> right = forms.stream()
                    .filter(form -> !Vocabulary.isProperty(form) || values.isEmpty() && !call.isImplicitThis())
                    .filter(form -> takesMap(form) == map)
                    .filter(form -> form.getParameterCount() == values.size() + (map ? 1 : 0))
                    .toList();
            if (right.isEmpty()) {
                boolean needsOptions = forms.stream().anyMatch(form -> takesMap(form) != map);
                ASTNode at = needsOptions && map ? options.get(0) : call.getMethod();
                String several = name.equals("status") && values.size() > 1
                        ? "; one of several: check('status') { r -> r.status in [200, 201] }"
                        : "";
                tell(at, "'" + name + "' is written '" + Vocabulary.written(name, forms) + "'" + several);
                return false;
            }
            return optionsFit(call, name, right, options) && valuesFit(call, name, right, values);
        }

        private boolean valuesFit(MethodCallExpression call, String name, List<Method> forms, List<Expression> values) {
            for (int i = 0; i < values.size(); i++) {
                int at = i;
                Class<?> type = typeOf(values.get(i));
                if (type == null) {
                    continue;
                }
                List<Class<?>> wanted = forms.stream()
                        .<Class<?>>map(form -> form.getParameterTypes()[at + (takesMap(form) ? 1 : 0)])
                        .toList();
                if (wanted.stream().noneMatch(one -> accepts(one, type))) {
                    tell(
                            values.get(i),
                            ValueMessages.message(
                                    reading.source, call, values.get(i), name, ValueMessages.nearest(wanted), type));
                    return false;
                }
            }
            return true;
        }

        private boolean optionsFit(
                MethodCallExpression call, String name, List<Method> forms, List<MapEntryExpression> options) {
            Map<String, NamedParam> known = Vocabulary.options(forms.get(0));
            if (known.isEmpty()) {
                return true;
            }
            Set<String> given = new HashSet<>();
            for (MapEntryExpression option : options) {
                String key = option.getKeyExpression().getText();
                given.add(key);
                if (!known.containsKey(key)) {
                    tell(
                            option.getKeyExpression(),
                            "unknown option '" + key + ":' of '" + name + "'" + Nearest.hint(key, known.keySet())
                                    + " (options: " + String.join(", ", known.keySet()) + ")");
                    return false;
                }
                Class<?> type = typeOf(option.getValueExpression());
                Class<?> wanted = known.get(key).type();
                if (type != null && !accepts(wanted, type)) {
                    tell(
                            option.getValueExpression(),
                            ValueMessages.message(
                                    reading.source, call, option.getValueExpression(), name, wanted, type));
                    return false;
                }
            }
            for (NamedParam option : known.values()) {
                if (option.required() && !given.contains(option.value())) {
                    tell(
                            call.getMethod(),
                            "'" + name + "' needs '" + option.value() + ":'; it is written '"
                                    + Vocabulary.written(name, forms) + "'");
                    return false;
                }
            }
            return true;
        }

        /** The type of an expression as far as the vocabulary tells; null when it does not. */
        private Class<?> typeOf(Expression expression) {
            if (expression instanceof ConstantExpression constant) {
                return constant.getValue() == null ? null : constant.getValue().getClass();
            } else if (expression instanceof GStringExpression) {
                return GString.class;
            } else if (expression instanceof ClosureExpression) {
                return Closure.class;
            } else if (expression instanceof ListExpression && !(expression instanceof MapExpression)) {
                return List.class;
            } else if (expression instanceof VariableExpression variable) {
                return locals.contains(variable.getName())
                        ? null
                        : Vocabulary.property(frames.peek().words, variable.getName())
                                .orElse(null);
            } else if (expression instanceof PropertyExpression property) {
                return typeOf(property);
            } else if (expression instanceof MethodCallExpression call) {
                String name = call.getMethodAsString();
                Class<?> type = call.isImplicitThis() ? frames.peek().words : typeOf(call.getObjectExpression());
                if (name == null || type == null || locals.contains(name) || !isOurs(type)) {
                    return null;
                }
                List<Expression> values = new ArrayList<>();
                List<MapEntryExpression> options = new ArrayList<>();
                split(call.getArguments(), values, options);
                return Vocabulary.words(type).getOrDefault(name, List.of()).stream()
                        .filter(form -> form.getParameterCount() == values.size() + (options.isEmpty() ? 0 : 1)
                                && takesMap(form) != options.isEmpty())
                        .filter(form -> form.getReturnType() != void.class)
                        .findFirst()
                        .<Class<?>>map(form -> Vocabulary.resolved(type, form))
                        .orElse(null);
            }
            return null;
        }

        private Class<?> typeOf(PropertyExpression property) {
            Class<?> type = typeOf(property.getObjectExpression());
            if (type == null) {
                return null;
            }
            if (Number.class.isAssignableFrom(type)) {
                return ValueMessages.type(property.getPropertyAsString());
            }
            if (type == Vars.class) {
                return Ref.class;
            }
            return isOurs(type)
                    ? Vocabulary.property(type, property.getPropertyAsString()).orElse(null)
                    : null;
        }

        private String unknown(String name) {
            Frame frame = frames.peek();
            if (name.equals("otherwise")) {
                return "'otherwise' stands behind the closing brace of a when or a chance, in the same line:"
                        + " } otherwise { … }";
            }
            List<Method> forms = Vocabulary.words(frame.words).get(name);
            if (forms != null) {
                return "'" + name + "' is written '" + Vocabulary.written(name, forms) + "'";
            }
            List<String> elsewhere = Vocabulary.blocksOf(name);
            if (!elsewhere.isEmpty()) {
                return "'" + name + "' does not stand " + (frames.size() == 1 ? "at " : "in ") + frame.label
                        + "; it stands in: " + String.join(", ", elsewhere)
                        + (Vocabulary.LET.contains(name)
                                ? ": write let x: " + name + "… before the steps, and vars.x here"
                                : "");
            }
            if (Vocabulary.NOT_YET.contains(name)) {
                return "'" + name + "' is not available yet in this version";
            }
            if (name.equals("println") || name.equals("print")) {
                return "'" + name
                        + "' does not stand here: rehearse run --once -v shows each request, answer and value";
            }
            Set<String> words = Vocabulary.words(frame.words).keySet();
            String hint = hint(name, words);
            return "unknown word '" + name + "' " + (frames.size() == 1 ? "at " : "in ") + frame.label
                    + (hint.isEmpty() ? "; words here: " + String.join(", ", words) : hint);
        }

        private static String hint(String name, Set<String> words) {
            String meant = Vocabulary.MEANT.getOrDefault(name, "");
            return words.contains(meant) ? "; did you mean '" + meant + "'?" : Nearest.hint(name, words);
        }

        private String unknownAfter(ASTNode expression, String name, Class<?> type) {
            if (Vocabulary.NOT_YET.contains(name)) {
                return "'." + name + "' is not available yet in this version";
            }
            Set<String> words = Vocabulary.words(type).keySet();
            Expression object = expression instanceof MethodCallExpression call
                    ? call.getObjectExpression()
                    : ((PropertyExpression) expression).getObjectExpression();
            String before = text(object);
            if (type == SavedValue.class
                    && Vocabulary.words(ExpectedValue.class).containsKey(name)) {
                return "'." + name + "' is expected of an answer: write expect { " + before + "." + name + " … }";
            }
            String hint = hint(name, words);
            return "unknown word '" + name + "' after '" + before + "'"
                    + (hint.isEmpty() ? "; words here: " + String.join(", ", words) : hint);
        }
    }

    private static boolean takesMap(Method form) {
        return form.getParameterCount() > 0 && Map.class.isAssignableFrom(form.getParameterTypes()[0]);
    }

    private static boolean isOurs(Class<?> type) {
        return type.getPackage() == CompileNet.class.getPackage();
    }

    private static boolean accepts(Class<?> wanted, Class<?> type) {
        return wanted == Object.class
                || wanted.isAssignableFrom(type)
                || wanted == int.class && type == Integer.class
                || wanted == String.class && GString.class.isAssignableFrom(type)
                || wanted == boolean.class && type == Boolean.class;
    }

    private static void split(Expression arguments, List<Expression> values, List<MapEntryExpression> options) {
        if (!(arguments instanceof TupleExpression tuple)) {
            values.add(arguments);
            return;
        }
        for (Expression argument : tuple.getExpressions()) {
            boolean named = argument instanceof org.codehaus.groovy.ast.expr.NamedArgumentListExpression
                    || argument instanceof MapExpression && argument == tuple.getExpression(0);
            if (named) {
                options.addAll(((MapExpression) argument).getMapEntryExpressions());
            } else {
                values.add(argument);
            }
        }
    }
}
