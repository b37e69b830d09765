package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Capture;
import io.rehearse.journeys.plan.Check;
import io.rehearse.journeys.plan.Check.Verb;
import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.JsonPath.Index;
import io.rehearse.journeys.plan.JsonPath.Name;
import io.rehearse.journeys.plan.JsonPath.Selector;
import io.rehearse.journeys.plan.JsonPath.Wildcard;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import io.rehearse.journeys.plan.Template.Encoding;
import io.rehearse.journeys.plan.Template.Part;
import io.rehearse.journeys.plan.Template.Slot;
import io.rehearse.journeys.plan.Template.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The plan's parts as a script would give them, in few words. */
final class Scripted {
    static final int STEP_LINE = 7;
    static final int CHECK_LINE = 8;
    static final int SAVE_LINE = 9;
    static final List<String> NAMES = List.of("token", "itemId", "next", "password");

    private Scripted() {}

    static final Reader STATUS = new Reader.Status();
    static final Reader BODY = new Reader.Body();
    static final Reader TIME = new Reader.Time();

    static Reader json(Object... path) {
        return new Reader.Json(path(path));
    }

    static Reader regex(String pattern) {
        return new Reader.Regex(Pattern.compile(pattern));
    }

    /** Names as text, indexes as numbers, "*" for the wildcard. */
    static JsonPath path(Object... steps) {
        StringBuilder text = new StringBuilder("$");
        List<Selector> selectors = new ArrayList<>();
        for (Object step : steps) {
            if (step instanceof Integer index) {
                text.append('[').append(index).append(']');
                selectors.add(new Index(index));
            } else if (step.equals("*")) {
                text.append("[*]");
                selectors.add(new Wildcard());
            } else {
                text.append('.').append(step);
                selectors.add(new Name((String) step));
            }
        }
        return new JsonPath(text.toString(), selectors);
    }

    static Extraction first(Reader reader) {
        return picked(reader, Pick.FIRST);
    }

    static Extraction picked(Reader reader, Pick pick) {
        return new Extraction(reader, pick, Optional.empty(), false, reader.text());
    }

    static Extraction orElse(Reader reader, Object... template) {
        return new Extraction(reader, Pick.FIRST, Optional.of(template(template)), false, reader.text());
    }

    static Extraction optional(Reader reader) {
        return new Extraction(reader, Pick.FIRST, Optional.empty(), true, reader.text());
    }

    /** Text as it is, numbers as slots of that variable. */
    static Template template(Object... parts) {
        List<Part> all = new ArrayList<>();
        for (Object part : parts) {
            all.add(part instanceof Integer variable ? new Slot(variable, Encoding.RAW) : Text.of((String) part));
        }
        return new Template(all);
    }

    static Check check(Reader reader, Verb verb, String expected) {
        return check(first(reader), verb, template(expected), false, "");
    }

    static Check number(Reader reader, Verb verb, String expected) {
        return check(first(reader), verb, template(expected), true, "");
    }

    static Check check(Extraction subject, Verb verb, Template expected, boolean numeric, String name) {
        return new Check(subject, verb, expected, numeric, CHECK_LINE, name);
    }

    static Capture save(int variable, Extraction extraction) {
        return new Capture(variable, extraction, false, SAVE_LINE);
    }

    static Capture saveSecret(int variable, Extraction extraction) {
        return new Capture(variable, extraction, true, SAVE_LINE);
    }

    static Step step(List<Check> checks, List<Capture> captures) {
        Request request = new Request("GET", Template.of("/"), List.of(), List.of(), java.util.Optional.empty(), true);
        return new Step(0, "Log in", STEP_LINE, 0, request, 1_000_000_000, checks, captures, Map.of());
    }

    static Step step(Check... checks) {
        return step(List.of(checks), List.of());
    }

    static Step step(Capture... captures) {
        return step(List.of(), List.of(captures));
    }

    /** A reader that knows the step's journey, with one secret of the plan: {@code s3cret}. */
    static ResponseReader reader(Step step) {
        Journey journey = new Journey(0, "Checkout", 1, 0, List.of(), NAMES, List.of(step), List.of());
        Pass nothing = null;
        return new ResponseReader(
                42,
                List.of(new Plan(
                        new Plan.Script("checkout.groovy", ""),
                        "default",
                        List.of(),
                        List.of(),
                        List.of(journey),
                        List.of(step),
                        List.of(),
                        nothing,
                        Set.of("s3cret"))));
    }

    static Value[] values() {
        Value[] values = new Value[NAMES.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = new Value();
        }
        return values;
    }

    /** What the step's failure says, or "ok". */
    static String outcome(Step step, Response response) {
        return outcome(step, response, values());
    }

    static String outcome(Step step, Response response, Value[] values) {
        ResponseReader.Failure failure = reader(step).read(step, response, values, 3);
        return failure == null ? "ok" : failure.kind() + " " + failure.message() + " @" + failure.line();
    }
}
