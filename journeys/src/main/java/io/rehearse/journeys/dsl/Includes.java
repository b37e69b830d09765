package io.rehearse.journeys.dsl;

import io.rehearse.journeys.error.ScriptErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;

/**
 * A journey file and the files it includes, one behind the other as one text, so that each line keeps one number while
 * the script is read; {@link #arrange} puts what a file says where it is included.
 */
final class Includes {
    private static final int DEPTH_MAX = 20;
    /** A class file has no line numbers above 65535. */
    private static final int LINES_MAX = 60_000;

    private static final Set<String> NOT_INCLUDED = Set.of("before", "after", "journey", "load", "pass");

    private final List<Source> files = new ArrayList<>();
    /** For each file those that it includes, in its order, by their places in {@link #files}. */
    private final List<List<Integer>> children = new ArrayList<>();
    /** Where a file was included. */
    private final Map<Path, String> included = new HashMap<>();
    /** What the files included when they were compiled last, by {@link #key}; those that have changed are not asked for. */
    private final Map<String, List<Include>> known;
    /** What they include, likewise; without those that cannot be parsed. */
    private final Map<String, List<Include>> found = new HashMap<>();

    private final Source source;
    /** Of the journey file alone. */
    private final String text;

    /** A statement that includes a file, by what is written there. */
    record Include(String name, int line) {}

    /** @throws ScriptErrors when a file cannot be included */
    Includes(String name, String text, Path script, Optional<CompiledScripts> kept) {
        Source root = new Source(name, text);
        this.text = text;
        this.known = kept.filter(scripts -> mayInclude(text))
                .map(scripts -> scripts.findIncludes(text))
                .orElse(Map.of());
        included.put(real(script), "");
        add(root, text, script, List.of(root.name()));
        this.source = Source.of(files);
        if (source.lastLine() > LINES_MAX && files.size() > 1) {
            throw new ScriptErrors(List.of(root.error(
                    1, "", "with what it includes the script has more than " + LINES_MAX + " lines; split it")));
        }
    }

    /** All lines of all files; those of the journey file have the numbers they have there. */
    Source source() {
        return source;
    }

    /** Keeps what was found for the next reading; not of a script with a mistake. */
    void keep(CompiledScripts scripts) {
        if (!found.equals(known)) {
            scripts.keepIncludes(text, found);
        }
    }

    /** What a file includes follows from its text; and the journey file may have what no included one may. */
    static String key(boolean isIncluded, String text) {
        return (isIncluded ? "included " : "run ") + ScriptRun.sha256(text);
    }

    private static boolean mayInclude(String text) {
        return text.contains("include");
    }

    /** Whether anything is included. */
    boolean hasFiles() {
        return files.size() > 1;
    }

    /** @param chain names of the files that include one another, this one last */
    private void add(Source file, String text, Path path, List<String> chain) {
        int place = files.size();
        files.add(file);
        children.add(new ArrayList<>());
        if (place > 0 || mayInclude(text)) { // parsing is felt at every start
            for (Include each : includes(place > 0, file, text, path)) {
                children.get(place).add(files.size());
                include(file, path, each.name(), each.line(), chain);
            }
        }
    }

    private List<Include> includes(boolean isIncluded, Source file, String text, Path path) {
        List<Include> includes = known.get(key(isIncluded, text));
        if (includes == null) {
            Reading alone = new Reading(file, path.getParent(), null);
            includes = includes(isIncluded, text, alone);
            if (isIncluded && !alone.errors.isEmpty()) {
                throw new ScriptErrors(alone.errors);
            }
            if (!alone.errors.isEmpty()) {
                return List.of(); // what is wrong with the journey file itself is told when it is compiled
            }
        }
        found.put(key(isIncluded, text), includes);
        return includes;
    }

    private static List<Include> includes(boolean isIncluded, String text, Reading alone) {
        List<Include> includes = new ArrayList<>();
        if (Dollars.tell(alone, text)) {
            return includes;
        }
        try {
            ModuleNode script = parse(text);
            if (isIncluded) {
                script.getStatementBlock().visit(new Refused(alone));
            }
            for (Statement statement : script.getStatementBlock().getStatements()) {
                String name = included(statement);
                if (name != null) {
                    includes.add(new Include(name, statement.getLineNumber()));
                }
            }
        } catch (MultipleCompilationErrorsException wrong) {
            new CompileNet(alone, text).translate(wrong);
        }
        return includes;
    }

    private void include(Source from, Path path, String name, int line, List<String> chain) {
        Path target = path.resolveSibling(name);
        String shown = Path.of(from.name()).resolveSibling(name).normalize().toString();
        if (Files.isDirectory(target)) {
            throw wrong(from, line, name, "is a directory; name a file in it: include '" + name + "/….groovy'");
        }
        if (!Files.exists(target)) {
            throw wrong(from, line, name, "is not there: no file " + shown + " beside " + from.name());
        }
        List<String> longer = new ArrayList<>(chain);
        longer.add(shown);
        if (chain.contains(shown)) {
            throw wrong(
                    from,
                    line,
                    name,
                    "includes itself: " + String.join(" → ", longer) + "; write what both need into a file of its own");
        }
        String before = included.putIfAbsent(real(target), "line " + line + " of " + from.name());
        if (before != null) {
            throw wrong(
                    from,
                    line,
                    name,
                    "is included already (" + before + "); a file is read once, for all that come behind it: leave this"
                            + " include out");
        }
        if (chain.size() > DEPTH_MAX) {
            throw wrong(from, line, name, "is included " + chain.size() + " files deep; at most " + DEPTH_MAX);
        }
        String text = ScriptCompiler.text(shown, target);
        add(new Source(shown, text), text, target, longer);
    }

    private static ScriptErrors wrong(Source from, int line, String name, String message) {
        return new ScriptErrors(List.of(from.error(line, Reading.quoted(name), "'" + name + "' " + message)));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException told) {
            return path.toAbsolutePath().normalize(); // reading the file says what is wrong with it
        }
    }

    private static ModuleNode parse(String text) {
        CompilationUnit unit = new CompilationUnit();
        SourceUnit file = unit.addSource(Reading.FILE, text);
        unit.compile(Phases.CONVERSION);
        return file.getAST();
    }

    /** The name of the file a statement includes; null if it is no include. */
    private static String included(Statement statement) {
        return statement instanceof ExpressionStatement expression
                        && expression.getExpression() instanceof MethodCallExpression call
                        && call.isImplicitThis()
                        && "include".equals(call.getMethodAsString())
                        && call.getArguments() instanceof TupleExpression arguments
                        && arguments.getExpressions().size() == 1
                        && only(arguments) instanceof ConstantExpression name
                        && name.getValue() instanceof String file
                ? file
                : null;
    }

    private static Expression only(TupleExpression arguments) {
        return arguments.getExpression(0);
    }

    /** Puts the statements of each file in the place of its include. */
    void arrange(ModuleNode script) {
        if (!hasFiles()) {
            return;
        }
        List<List<Statement>> byFile = new ArrayList<>();
        files.forEach(file -> byFile.add(new ArrayList<>()));
        List<Statement> all = script.getStatementBlock().getStatements();
        all.forEach(
                statement -> byFile.get(source.part(statement.getLineNumber())).add(statement));
        List<Statement> arranged = new ArrayList<>();
        arrange(0, byFile, arranged);
        all.clear();
        all.addAll(arranged);
    }

    private void arrange(int file, List<List<Statement>> byFile, List<Statement> arranged) {
        Iterator<Integer> next = children.get(file).iterator();
        for (Statement statement : byFile.get(file)) {
            if (included(statement) != null) {
                arrange(next.next(), byFile, arranged);
            } else {
                arranged.add(statement);
            }
        }
    }

    /** Finds what an included file may not say. */
    private static final class Refused extends CodeVisitorSupport {
        private final Reading reading;

        Refused(Reading reading) {
            this.reading = reading;
        }

        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            String name = call.getMethodAsString();
            if (call.isImplicitThis() && NOT_INCLUDED.contains(name)) {
                reading.errors.add(reading.source.error(
                        call.getMethod().getLineNumber(),
                        call.getMethod().getColumnNumber(),
                        name.length(),
                        "'" + name + "' does not stand in an included file, which has fragments, params and methods;"
                                + " write it in the file that includes this one"));
            }
            super.visitMethodCallExpression(call);
        }

        @Override
        public void visitClosureExpression(ClosureExpression block) {
            // a block has words of its own
        }
    }
}
