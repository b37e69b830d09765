package io.rehearse.journeys.dsl;

import static groovy.lang.Closure.DELEGATE_ONLY;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.SimpleType;
import io.rehearse.journeys.data.SecretNames;
import io.rehearse.journeys.plan.Capture;
import io.rehearse.journeys.plan.Check;
import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.FromPage;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import io.rehearse.journeys.plan.Tries;
import io.rehearse.journeys.plan.Tries.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of a step. */
public final class StepSpec extends SendSpec {
    private final String name;
    private final List<Check> checks = new ArrayList<>();
    private final List<Capture> captures = new ArrayList<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private boolean guarded = true;
    private Tries tries = Tries.ONCE;

    StepSpec(WalkSpec journey, String name) {
        super(journey, "step '" + name + "'", TIMEOUT_NANOS);
        this.name = name;
    }

    /** Sends a form of the page before, as it is there. */
    public void submit(String form) {
        submit(Map.of(), form);
    }

    /**
     * Sends a form of the page before: what it has filled in already, and these fields.
     *
     * @param fields by name; a list repeats a field, null leaves it out; {@code button:} names the button that is pressed
     * @param form CSS selector of the form
     */
    public void submit(Map<String, ?> fields, String form) {
        needPage("submit");
        noteSecrets(fields);
        Optional<String> button = Optional.ofNullable(fields.get("button")).map(Templates::constant);
        List<FromPage.Field> filled = new ArrayList<>();
        fields.forEach((field, value) -> {
            if (!field.equals("button")) {
                filled.add(new FromPage.Field(
                        field,
                        Templates.repeated(value).stream()
                                .map(journey.templates::field)
                                .toList()));
            }
        });
        sendFromPage("submit", block.css(form), new FromPage.Submit(form, button, filled));
    }

    /** Follows a link of the page before. */
    public void follow(String link) {
        needPage("follow");
        sendFromPage("follow", block.css(link), new FromPage.Follow(link));
    }

    /** Follows the link of a relation: {@code rel: 'next'}, in the answer's Link header or on the page. */
    public void follow(@NamedParam(value = "rel", type = String.class, required = true) Map<String, ?> options) {
        needPage("follow");
        String relation = Templates.constant(options.get("rel"));
        sendFromPage("follow", "rel " + relation, new FromPage.FollowRelation(relation));
    }

    private void needPage(String word) {
        if (journey.isFirstStep()) {
            reading.error(
                    word,
                    "'" + word
                            + "' uses the page of the step before, and this is the first: write a step before it that"
                            + " gets the page");
        }
    }

    /** What is expected of the answer. */
    public void expect(@DelegatesTo(value = ExpectSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        expect("", block);
    }

    /** What is expected of the answer; the name is that of the failure. */
    public void expect(
            String name, @DelegatesTo(value = ExpectSpec.class, strategy = DELEGATE_ONLY) Closure<?> expectations) {
        checks.addAll(ExpectSpec.read(reading, journey, name, expectations));
    }

    /** What is expected of the answer, and nothing that the journey expects of every step. */
    public void expectOnly(@DelegatesTo(value = ExpectSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        expectOnly("", block);
    }

    /** What is expected of the answer, and nothing that the journey expects of every step. */
    public void expectOnly(
            String name, @DelegatesTo(value = ExpectSpec.class, strategy = DELEGATE_ONLY) Closure<?> expectations) {
        guarded = false;
        expect(name, expectations);
    }

    /** Tries again, so many times at most, after some failures. */
    public void retry(
            @NamedParam(value = "on", type = List.class, required = true)
                    @NamedParam(value = "wait", type = Object.class, required = true)
                    Map<String, ?> options,
            int times) {
        List<Integer> statuses = new ArrayList<>();
        List<Cause> causes = new ArrayList<>();
        for (Object on : (List<?>) options.get("on")) {
            if (on instanceof Cause cause) {
                causes.add(cause);
            } else if (on instanceof Integer status && status >= 300 && status <= 599) {
                statuses.add(status);
            } else {
                reading.error("on", "on: lists statuses from 300 to 599, connect and reset, like on: [503, connect]");
            }
        }
        if (times < 1 || times > 100) {
            reading.error(String.valueOf(times), "a step is tried again 1 to 100 times, not " + times);
        }
        Object wait = options.get("wait");
        boolean asked = wait instanceof Asked;
        if (!asked && !(wait instanceof Time)) {
            reading.error("wait", "wait: takes a time like 100.ms, or retryAfter");
        }
        long waitNanos = wait instanceof Time time ? positive("wait", time) : 1_000_000_000L;
        tries("retry", new Tries.Retry(times, statuses, causes, waitNanos, asked));
    }

    /** Tries again until the answer is as expected. */
    public void poll(
            @NamedParam(value = "every", type = Time.class, required = true)
                    @NamedParam(value = "upTo", type = Time.class, required = true)
                    Map<String, ?> options) {
        long every = positive("every", (Time) options.get("every"));
        long upTo = positive("upTo", (Time) options.get("upTo"));
        if (upTo < every) {
            reading.error("upTo", "upTo: is longer than every:, else there is one try only");
        }
        tries("poll", new Tries.Poll(every, upTo));
    }

    private void tries(String word, Tries wanted) {
        if (!tries.equals(Tries.ONCE)) {
            reading.error(word, where + " tries in one way: retry or poll, once");
        }
        tries = wanted;
    }

    private long positive(String option, Time time) {
        if (time.nanos() <= 0 || time.nanos() > Quantities.TIME_MAX_NANOS) {
            reading.error(option, option + ": is longer than 0 and has an end");
            return 1;
        }
        return time.nanos();
    }

    /** No connection: refused, timed out, name not found, TLS failed. */
    public Cause getConnect() {
        return Cause.CONNECT;
    }

    /** The connection ended before the answer did. */
    public Cause getReset() {
        return Cause.RESET;
    }

    /** As long as the answer's Retry-After header says; 1 s without one. */
    public Asked getRetryAfter() {
        return Asked.RETRY_AFTER;
    }

    /** The value of {@code retryAfter}. */
    public enum Asked {
        RETRY_AFTER
    }

    /**
     * What a closure says about the answer; for what no reader and verb can say.
     *
     * @param name of the failure
     */
    public void check(
            String name,
            @DelegatesTo(value = WalkWords.class, strategy = DELEGATE_ONLY)
                    @ClosureParams(value = SimpleType.class, options = "io.rehearse.journeys.dsl.AnswerWords")
                    Closure<?> closure) {
        int line = reading.line();
        Reader reader = new Reader.Judgement(block.code(ScriptCode.Use.CHECK, closure));
        Extraction subject = new Extraction(reader, Extraction.Pick.FIRST, Optional.empty(), false, reader.text());
        checks.add(new Check(subject, Check.Verb.IS, Template.of("true"), false, reading.planLine(line), name));
    }

    /** What is kept of the answer, by the name it will have. */
    public void save(Map<String, ?> values) {
        values.forEach((variable, value) -> {
            if (!(value instanceof SavedValue found)) {
                reading.error(
                        variable,
                        "save keeps what an answer says: write save " + variable + ": json('$.…'), header('…'),"
                                + " cookie('…'), css('…'), regex('…'), link('…'), body, status or time");
                return;
            }
            found.used = true;
            boolean secret = SecretNames.matches(variable) || isSecret(found.extraction());
            int slot = journey.scope.save(variable, found.isOptional());
            captures.add(new Capture(slot, found.extraction(), secret, reading.planLine(found.line)));
        });
    }

    private static boolean isSecret(Extraction extraction) {
        return extraction.reader() instanceof Reader.Cookie
                || extraction.reader() instanceof Reader.Header header && SecretNames.matches(header.name())
                || extraction.other().filter(StepSpec::isSecret).isPresent();
    }

    public SavedValue getStatus() {
        return new SavedValue(block, new Reader.Status());
    }

    public SavedValue header(String header) {
        return new SavedValue(block, new Reader.Header(header));
    }

    public SavedValue cookie(String cookie) {
        return new SavedValue(block, new Reader.Cookie(cookie));
    }

    public SavedValue getBody() {
        return new SavedValue(block, new Reader.Body());
    }

    public SavedValue json(String path) {
        if (!path.startsWith("$")) {
            throw new Fault(SENDING_JSON, "json");
        }
        return new SavedValue(block, block.json(path));
    }

    /** The text of the elements a CSS selector matches. */
    public SavedValue css(String selector) {
        return new SavedValue(block, new Reader.Css(block.css(selector), Optional.empty()));
    }

    /** Where the link of a relation leads, as {@code link('next')}: in the answer's Link header or on the page. */
    public SavedValue link(String relation) {
        return new SavedValue(block, new Reader.Link(relation));
    }

    public SavedValue regex(String pattern) {
        return new SavedValue(block, block.regex(pattern));
    }

    public SavedValue getTime() {
        return new SavedValue(block, new Reader.Time());
    }

    /** Constants for reports. */
    public void tag(Map<String, ?> constants) {
        constants.forEach((key, value) -> {
            if (!Templates.refs(value).isEmpty()) {
                reading.error("tag", "a tag is a constant of the plan: vars do not stand in it");
            } else {
                tags.put(key, Templates.constant(value));
            }
        });
    }

    /** The step as it was written; its index is its place among all steps. */
    Step build() {
        block.tellUnused(
                "to keep it write save name: " + "json('$.…'), to judge it expect { … }, to send text body '…'");
        List<Check> all = new ArrayList<>(guarded ? journey.guards() : List.of());
        all.addAll(checks);
        if (tries instanceof Tries.Poll && all.isEmpty() && captures.isEmpty()) {
            reading.missing(
                    line,
                    "poll",
                    "poll tries until what is expected holds, and " + where
                            + " expects nothing: write expect { json('$.state').is 'DONE' }");
        }
        return new Step(
                journey.all.steps.size(),
                name,
                reading.planLine(line),
                journey.targetIndex(),
                request(),
                timeoutNanos,
                all,
                captures,
                tags,
                tries);
    }
}
