package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Capture;
import io.rehearse.journeys.plan.Check;
import io.rehearse.journeys.plan.Check.Verb;
import io.rehearse.journeys.plan.Code;
import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges one response by the step's checks, then fills the variables its captures name. One per lane. As long as all is
 * well, status checks and JSON values cost no allocation; words are made only for what failed.
 */
public final class ResponseReader {
    /** Keeps the random picks apart from everything else that is drawn for a walk. */
    private static final long PURPOSE_PICK = 1L << 40;

    private static final long PURPOSE_CHECK = 1L << 19;
    private static final BitSet NONE = new BitSet();

    private final Extractor extractor;
    private final Comparison comparison = new Comparison();
    private final Found actual = new Found();
    private final Found expected = new Found();
    private final Value decided = new Value();
    private final Map<Step, List<String>> namesOfStep = new IdentityHashMap<>();
    private final Map<Step, BitSet> sentAsSecret = new IdentityHashMap<>();
    private final Masking planMasking;
    private List<String> names = List.of();
    private long arrival;

    /**
     * A reader that knows no names: its messages leave them out.
     *
     * @param seed of everything drawn; a random pick is a function of it, the arrival and the step
     */
    public ResponseReader(long seed) {
        this(seed, List.of());
    }

    /** @param plans whose steps are read; they give the variables' names and the secrets to mask in messages */
    public ResponseReader(long seed, List<Plan> plans) {
        this(seed, plans, false);
    }

    /** @param showsSecrets whether messages are not masked */
    public ResponseReader(long seed, List<Plan> plans, boolean showsSecrets) {
        this.extractor = new Extractor(seed);
        this.planMasking = showsSecrets ? Masking.NONE : Masking.of(plans);
        for (Plan plan : plans) {
            for (Journey journey : plan.journeys()) {
                BitSet secret = SentAsSecret.in(journey);
                for (Step step : journey.steps()) {
                    namesOfStep.put(step, journey.variables());
                    sentAsSecret.put(step, secret);
                }
                for (Step step : journey.afterwards()) {
                    namesOfStep.put(step, journey.variables());
                    sentAsSecret.put(step, secret);
                }
            }
        }
    }

    /** Whether a step's checks or captures look at the body, so that it must be kept. */
    public static boolean readsBody(Step step) {
        return step.checks().stream().anyMatch(check -> readsBody(check.subject()))
                || step.captures().stream().anyMatch(capture -> readsBody(capture.extraction()));
    }

    private static boolean readsBody(Extraction extraction) {
        return Extractor.readsBody(extraction.reader())
                || extraction.other().filter(ResponseReader::readsBody).isPresent();
    }

    /**
     * @param values the session's variables; filled in the order of the captures
     * @param arrival number of the walk
     * @return null if every expectation holds and every value was found, else the first that does not
     */
    public Failure read(Step step, Response response, Value[] values, long arrival) {
        turnTo(step, response, arrival, values);
        List<Check> checks = step.checks();
        if (isStatusFailure(step, response)) {
            Failure.Kind kind = response.status() == 429 ? Failure.Kind.THROTTLED : Failure.Kind.STATUS;
            return new Failure(kind, statusInWords(response), step.line());
        }
        for (int i = 0; i < checks.size(); i++) {
            Check check = checks.get(i);
            try {
                if (!holds(step, i, values)) {
                    extractor.closures().repeat();
                    return new Failure(Failure.Kind.CHECK, failureInWords(step, i, values), check.line());
                }
            } catch (ScriptFault fault) {
                return new Failure(Failure.Kind.SCRIPT, fault.getMessage(), check.line());
            } catch (Code.Failed thrown) {
                return thrown.asserted() ? notAsserted(check, thrown) : thrown(thrown);
            }
        }
        for (int i = 0; i < step.captures().size(); i++) {
            Capture capture = step.captures().get(i);
            try {
                Failure failure = keep(step, capture, values);
                if (failure != null) {
                    return failure;
                }
            } catch (ScriptFault fault) {
                return new Failure(Failure.Kind.SCRIPT, fault.getMessage(), capture.line());
            } catch (Code.Failed thrown) {
                return thrown(thrown);
            }
        }
        return null;
    }

    /**
     * Whether a closure says yes to a walk.
     *
     * @param names of the variables
     * @throws Code.Failed if it throws
     */
    public boolean holds(Code condition, List<String> names, Value[] values) {
        Closures closures = extractor.closures();
        closures.turnTo(names, values, false);
        closures.run(condition, null, decided);
        return decided.isSet() && decided.text().equals("true");
    }

    /** Whether the text of the body that was {@link #read} last had bytes that are no UTF-8. */
    public boolean sawInvalidText() {
        return extractor.sawInvalidText();
    }

    /** Whether reading the last answer meant work for the script, whose time is told: a closure, a page parsed. */
    public boolean workedForScript() {
        return extractor.workedForScript();
    }

    private static Failure thrown(Code.Failed thrown) {
        return new Failure(Failure.Kind.SCRIPT, inWords(thrown), thrown.line());
    }

    /** What a closure's failure is called. */
    public static String inWords(Code.Failed thrown) {
        return "a closure of the script threw " + thrown.getMessage();
    }

    /** An {@code assert} in a check is an expectation like any other. */
    private static Failure notAsserted(Check check, Code.Failed thrown) {
        return new Failure(Failure.Kind.CHECK, check.name() + ": " + thrown.getMessage(), thrown.line());
    }

    private void turnTo(Step step, Response response, long arrival, Value[] values) {
        this.arrival = arrival;
        this.names = namesOfStep.getOrDefault(step, List.of());
        extractor.of(response, arrival);
        extractor.closures().turnTo(names, values, true);
    }

    /** The answer that was read last is looked at for people. */
    private void lookAgain(Step step, Response response) {
        this.names = namesOfStep.getOrDefault(step, List.of());
        extractor.of(response, arrival);
        extractor.closures().repeat();
    }

    /** A status of 400 and above fails the step unless a check looks at the status: then that decides alone. */
    private static boolean isStatusFailure(Step step, Response response) {
        if (response.status() < 400) {
            return false;
        }
        for (int i = 0; i < step.checks().size(); i++) {
            if (step.checks().get(i).subject().reader() instanceof Reader.Status) {
                return false;
            }
        }
        return true;
    }

    private static String statusInWords(Response response) {
        return "expected a status below 400, was " + response.status();
    }

    // ---- checks

    /** Leaves both sides in {@link #actual} and {@link #expected}. */
    private boolean holds(Step step, int i, Value[] values) {
        Check check = step.checks().get(i);
        RightSide.render(check.expected(), values, names, expected);
        Extraction subject = check.subject();
        long purpose = PURPOSE_PICK + (step.index() + 1L << 20) + PURPOSE_CHECK + i;
        if (!find(subject, purpose, values)) {
            boolean mayBeMissing = subject.optional() || check.verb() == Verb.ABSENT && extractor.problem() == null;
            return mayBeMissing;
        }
        return comparison.holds(check, actual, expected);
    }

    /** Finds the value or what holds instead. */
    private boolean find(Extraction wanted, long purpose, Value[] values) {
        if (extractor.find(wanted, purpose, actual)) {
            return true;
        }
        if (wanted.other().isPresent()) {
            return find(wanted.other().get(), purpose, values);
        }
        if (wanted.orElse().isPresent()) {
            RightSide.render(wanted.orElse().get(), values, names, actual);
        }
        return actual.isThere();
    }

    private String failureInWords(Step step, int i, Value[] values) {
        Check check = step.checks().get(i);
        Masking secrets = masking(step, values);
        holds(step, i, values);
        return Words.failure(check, Words.shown(expected, secrets), foundInWords(step, check, secrets));
    }

    private String foundInWords(Step step, Check check, Masking secrets) {
        if (!actual.isThere()) {
            return ", " + Words.nothing(extractor.problem());
        }
        if (check.verb() == Verb.LACKS) {
            return "";
        }
        if (Comparison.isNumeric(check) && !comparison.isNumber(expected)) {
            return ", which is not a number";
        }
        boolean odd = Comparison.isNumeric(check) && !comparison.isNumber(actual);
        return ", was " + shown(step, check, secrets)
                + (odd
                        ? actual.kind() == Value.Kind.NUMBER
                                ? ", which is too long or too large to compare (1 000 characters, exponents up to 10 000)"
                                : ", which is not a number"
                        : Comparison.isOfItsType(check, actual)
                                ? ""
                                : ", which is " + Words.type(actual.kind()) + ", not " + Words.type(check.type()));
    }

    private String shown(Step step, Check check, Masking secrets) {
        if (isSecret(step, check.subject().reader())) {
            actual.markSecret();
        }
        return Words.shown(actual, secrets) + Words.unit(check);
    }

    /** Cookies are secrets, and so is what the step keeps as one. */
    private boolean isSecret(Step step, Reader reader) {
        return reader instanceof Reader.Cookie
                || reader instanceof Reader.Header header && header.name().equalsIgnoreCase("Set-Cookie")
                || step.captures().stream()
                        .anyMatch(capture -> isSecret(step, capture)
                                && capture.extraction().reader().text().equals(reader.text()));
    }

    /** Everything to be masked in words about this response, what it brings itself included. */
    private Masking masking(Step step, Value[] values) {
        Set<String> secrets = new HashSet<>();
        for (Value value : values) {
            if (value.isSet() && value.isSecret()) {
                secrets.add(value.text());
            }
        }
        for (Capture capture : step.captures()) {
            if (isSecret(step, capture)) {
                try {
                    if (extractor.find(capture.extraction(), purpose(step, capture), actual)) {
                        secrets.add(actual.text(actual.length()));
                    }
                } catch (ScriptFault | Code.Failed notRead) {
                    // It was not read, so it is known to nobody; the failure itself is reported where it belongs.
                    continue;
                }
            }
        }
        return planMasking.and(secrets);
    }

    /** Told by its name, or because a later step sends it where secrets go. */
    private boolean isSecret(Step step, Capture capture) {
        return capture.secret() || sentAsSecret.getOrDefault(step, NONE).get(capture.variable());
    }

    /** The text without the secrets that this response brings, also those that are not kept because something failed. */
    public String masked(Step step, Response response, Value[] values, String text) {
        lookAgain(step, response);
        return masking(step, values).maskQuoting(text);
    }

    // ---- captures

    private static long purpose(Step step, Capture capture) {
        return PURPOSE_PICK + (step.index() + 1L << 20) + capture.variable();
    }

    private Failure keep(Step step, Capture capture, Value[] values) {
        Extraction wanted = capture.extraction();
        Value value = values[capture.variable()];
        if (find(wanted, purpose(step, capture), values)) {
            actual.copyTo(value, isSecret(step, capture));
            value.markReceived();
        } else if (wanted.optional()) {
            value.clear();
        } else {
            return new Failure(Failure.Kind.NO_MATCH, missingInWords(capture), capture.line());
        }
        return null;
    }

    private String missingInWords(Capture capture) {
        return save(capture) + ": " + capture.extraction().text() + " " + Words.nothing(extractor.problem());
    }

    private String save(Capture capture) {
        return "save " + (capture.variable() < names.size() ? names.get(capture.variable()) : "value");
    }

    // ---- for people

    /**
     * What each check and capture of the step sees in the response, one a line, secrets masked; for people. Random picks
     * are those of the response {@link #read} last.
     */
    public String inWords(Step step, Response response, Value[] values) {
        lookAgain(step, response);
        List<String> lines = new ArrayList<>();
        if (isStatusFailure(step, response)) {
            lines.add("status: " + statusInWords(response) + ", FAILED");
        }
        Masking secrets = masking(step, values);
        for (int i = 0; i < step.checks().size(); i++) {
            Check check = step.checks().get(i);
            try {
                String ending = holds(step, i, values) ? ", ok" : ", FAILED";
                String found =
                        actual.isThere() ? "was " + shown(step, check, secrets) : Words.nothing(extractor.problem());
                lines.add(Words.check(check, Words.shown(expected, secrets)) + ": " + found + ending);
            } catch (ScriptFault | Code.Failed fault) {
                lines.add("check " + check.subject().text() + ": " + fault.getMessage() + ", FAILED");
            }
        }
        for (Capture capture : step.captures()) {
            try {
                if (find(capture.extraction(), purpose(step, capture), values)) {
                    if (isSecret(step, capture)) {
                        actual.markSecret();
                    }
                    lines.add(save(capture) + " = " + Words.shown(actual, secrets));
                } else {
                    lines.add(missingInWords(capture)
                            + (capture.extraction().optional() ? ", which is allowed" : ", FAILED"));
                }
            } catch (ScriptFault | Code.Failed fault) {
                lines.add(save(capture) + ": " + fault.getMessage() + ", FAILED");
            }
        }
        return String.join("\n", lines);
    }

    /**
     * What was wrong.
     *
     * @param kind which outcome it means
     * @param message in words: {@code json('$.state'): expected CONFIRMED, was PENDING}
     * @param line of the script, from 1
     */
    public record Failure(Kind kind, String message, int line) {
        /** Which outcome a failure means. */
        public enum Kind {
            STATUS,
            THROTTLED,
            CHECK,
            NO_MATCH,
            SCRIPT
        }
    }
}
