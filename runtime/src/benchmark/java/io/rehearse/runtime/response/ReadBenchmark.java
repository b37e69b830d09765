package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Check.Verb;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.Step;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Checks and captures of one answer: a login's token; an order with two checks and a random element of a list. */
@State(Scope.Thread)
public class ReadBenchmark {
    private final Step login = Scripted.step(
            List.of(), List.of(Scripted.save(0, Scripted.first(Scripted.json("token")))));
    private final Step order = Scripted.step(
            List.of(
                    Scripted.number(Scripted.STATUS, Verb.IS, "201"),
                    Scripted.check(Scripted.json("order", "state"), Verb.IS, "CONFIRMED")),
            List.of(Scripted.save(2, Scripted.picked(Scripted.json("order", "lines", "*", "item"), Pick.RANDOM))));
    private final Answer token =
            Answer.of(200, "{\"user\":{\"name\":\"ann\",\"roles\":[\"a\",\"b\"]},\"token\":\"t-0123456789abcdef\"}");
    private final Answer confirmed = Answer.of(
            201,
            "{\"order\":{\"state\":\"CONFIRMED\",\"total\":20.25,\"lines\":[{\"item\":\"item-6\"},{\"item\":\"item-7\"}]}}");
    private final ResponseReader loginReader = Scripted.reader(login);
    private final ResponseReader orderReader = Scripted.reader(order);
    private final Value[] values = Scripted.values();
    private long arrival;

    @Benchmark
    public ResponseReader.Failure login() {
        return loginReader.read(login, token, values, arrival++);
    }

    @Benchmark
    public ResponseReader.Failure order() {
        return orderReader.read(order, confirmed, values, arrival++);
    }
}
