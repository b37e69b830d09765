package io.rehearse.journeys.dsl;

import io.rehearse.journeys.environment.Environment;
import io.rehearse.journeys.error.Nearest;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.OAuth2;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Template;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one reading of a script has gathered so far; shared by all its blocks, gone when the plan is made. */
final class Reading {
    /** Name the script is compiled under; frames of the stack with it are the script's. */
    static final String FILE = "JourneyFile.groovy";

    private static final StackWalker WALKER = StackWalker.getInstance();

    final Source source;
    final Path directory;
    final Environment environment;
    final List<ScriptError> errors = new ArrayList<>();
    final Map<String, Param> parameters = new LinkedHashMap<>();
    final List<Plan.Parameter> resolved = new ArrayList<>();
    final Map<String, Target> targets = new LinkedHashMap<>();
    final List<Journey> journeys = new ArrayList<>();
    /** The steps of the journeys. */
    final Steps measured = new Steps();

    final RunValues run = new RunValues(this);
    Optional<OnceSpec> before = Optional.empty();
    Optional<OnceSpec> after = Optional.empty();
    final Map<String, Integer> loadLines = new LinkedHashMap<>();
    final List<Load> loads = new ArrayList<>();
    final PassParts pass = new PassParts();
    final Set<String> secrets = new HashSet<>();
    final Set<String> secretNames = new HashSet<>();
    final Map<String, OAuth2> logins = new LinkedHashMap<>();

    /** Every name in the statements that did not compile and were left out to find the other mistakes. */
    final Set<String> leftOut = new HashSet<>();

    /** Names behind {@code vars.} in closures that run while load is driven; their values cannot be asked for now. */
    final List<NameInClosure> namesInClosures = new ArrayList<>();

    /** The fragments that are being performed now, outermost first. */
    final Deque<Performed> performing = new ArrayDeque<>();

    private boolean incomplete;

    /** A fragment, and the line where it is performed. */
    record Performed(Fragment fragment, int line) {}

    /**
     * A variable in a closure.
     *
     * @param from line where the word that takes the closure begins
     * @param to line where the closure begins
     * @param written whether it is assigned
     * @param ofRun whether it is {@code run.x}, not {@code vars.x}
     * @param shown as it stands there: {@code vars.x}, {@code it.x}
     */
    record NameInClosure(String name, int line, int from, int to, boolean written, boolean ofRun, String shown) {
        boolean isIn(int line) {
            return from <= line && line <= to;
        }
    }

    Reading(Source source, Path directory, Environment environment) {
        this.source = source;
        this.directory = directory;
        this.environment = environment;
    }

    /** Line of the script that is running now. */
    int line() {
        return WALKER.walk(frames -> frames.filter(frame -> FILE.equals(frame.getFileName()))
                .findFirst()
                .map(StackWalker.StackFrame::getLineNumber)
                .orElse(0));
    }

    /**
     * A line for the plan, whose lines are all of the journey file: one in an included file becomes that of the perform
     * which led there.
     */
    int planLine(int line) {
        return source.part(line) == 0 || performing.isEmpty()
                ? line
                : performing.peekFirst().line();
    }

    /** A mistake in the line that is running now; reading goes on. */
    void error(String underlined, String message) {
        error(line(), underlined, message);
    }

    void error(int line, String underlined, String message) {
        error(line, underlined, message, performed());
    }

    /** A mistake that is found later than where it was made, with {@link #performed()} of then. */
    void error(int line, String underlined, String message, String performed) {
        errors.add(source.error(line, underlined, message + performed));
    }

    /** Where the fragments are performed that are being read, for the end of a message; empty outside of fragments. */
    String performed() {
        StringBuilder text = new StringBuilder();
        performing
                .descendingIterator()
                .forEachRemaining(each -> text.append(text.isEmpty() ? " (performed in " : ", and that in ")
                        .append(source.line(each.line())));
        return text.isEmpty() ? "" : text.append(')').toString();
    }

    /** Something that should be there is not; not told while parts of the script had to be left out. */
    void missing(int line, String underlined, String message) {
        if (leftOut.isEmpty() && !incomplete) {
            error(line, underlined, message);
        }
    }

    /** Whether a name may have been lost with a part of the script that had to be left out. */
    boolean mayBeLost(String name) {
        return incomplete || leftOut.contains(name);
    }

    /** A part of the script ended early. */
    void fault(Fault fault) {
        incomplete = true;
        error(lineOf(fault), fault.underlined(), fault.getMessage());
    }

    /** The script's own code threw. */
    void fault(Throwable thrown) {
        incomplete = true;
        String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
        error(lineOf(thrown), "", "the script failed here: " + thrown.getClass().getSimpleName() + message);
    }

    /** Line of the script that threw; 0 when none did. */
    static int lineOf(Throwable thrown) {
        return lineOf(thrown.getStackTrace());
    }

    static int lineOf(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (FILE.equals(frame.getFileName())) {
                return frame.getLineNumber();
            }
        }
        return 0;
    }

    /** A name in quotes, as the script most likely wrote it. */
    static String quoted(String name) {
        return "'" + name + "'";
    }

    Param parameter(String name) {
        Param known = parameters.get(name);
        if (known == null) {
            String names = parameters.isEmpty()
                    ? "none is declared above"
                    : "declared above: " + String.join(", ", parameters.keySet());
            throw new Fault(
                    "no parameter '" + name + "'" + Nearest.hint(name, parameters.keySet()) + " (" + names + ")",
                    quoted(name));
        }
        return known;
    }

    Secret secret(String name) {
        try {
            String value = environment.secret(name);
            secret(name, value);
            return new Secret(value);
        } catch (IllegalArgumentException missing) {
            error(quoted(name), missing.getMessage());
            return new Secret("");
        }
    }

    /** The token of a login of the environment; an error is told where it is used. */
    Template.Token oauth2(String name) {
        if (!logins.containsKey(name)) {
            try {
                OAuth2 login = environment.oauth2(name);
                logins.put(name, login);
                Environment.secrets(login).forEach(this::secret);
            } catch (IllegalArgumentException missing) {
                error(quoted(name), missing.getMessage());
            } catch (ScriptErrors wrong) {
                wrong.errors().stream().filter(error -> !errors.contains(error)).forEach(errors::add);
            }
        }
        return new Template.Token(List.copyOf(logins.keySet()).indexOf(name), name);
    }

    /** From now on the value is masked. */
    void secret(String name, String value) {
        if (!value.isEmpty()) {
            secrets.add(value);
            secretNames.add(name);
        }
    }

    /** The target of that name; an error is told once and reading goes on without a URL. */
    Optional<Target> target(String name) {
        Target known = targets.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Optional<Target> target = environment.target(name, targets.size());
            if (target.isEmpty()) {
                String others = environment.targetNames().isEmpty()
                        ? ""
                        : Nearest.hint(name, environment.targetNames()) + " (targets: "
                                + String.join(", ", environment.targetNames()) + ")";
                error(
                        quoted(name),
                        "target '" + name + "' has no URL" + others + "; give it with --target " + name
                                + "=http://host:port or in env/" + environment.name() + ".yaml under targets:");
            }
            target.ifPresent(found -> {
                targets.put(name, found);
                Environment.secrets(found).forEach((what, value) -> secret(what, value));
            });
            return target;
        } catch (ScriptErrors wrong) {
            errors.addAll(wrong.errors());
            return Optional.empty();
        }
    }
}
