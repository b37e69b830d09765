package io.rehearse.runtime.response;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One step of a real script, read against answers made by hand. */
final class Script {
    private final Plan plan;
    final Step step;
    final Value[] values;
    final ResponseReader reader;

    private Script(Plan plan) {
        this.plan = plan;
        this.step = plan.steps().get(plan.steps().size() - 1);
        this.reader = new ResponseReader(42, List.of(plan));
        this.values = new Value[names().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = new Value();
        }
    }

    /** A script whose last step has these lines. */
    static Script step(Path directory, String lines) throws IOException {
        return of(directory, "journey('A') { target 'shop'; step('S') { get '/'\n" + lines + "\n} }\n");
    }

    static Script of(Path directory, String text) throws IOException {
        Path file = Files.writeString(directory.resolve("a.groovy"), text);
        return new Script(Journeys.compile(file, Inputs.none().target("shop", "http://127.0.0.1:1")));
    }

    Plan plan() {
        return plan;
    }

    private List<String> names() {
        return plan.journeys().get(0).variables();
    }

    /** "ok", or the kind of failure, its message and line. */
    String read(Response answer) {
        ResponseReader.Failure failure = reader.read(step, answer, values, 3);
        return failure == null ? "ok" : failure.kind() + " " + failure.message() + " @" + failure.line();
    }

    Value value(String name) {
        return values[names().indexOf(name)];
    }

    /** Kind and text of a variable. */
    String shown(String name) {
        Value value = value(name);
        return value.kind() + " " + value.text();
    }
}
