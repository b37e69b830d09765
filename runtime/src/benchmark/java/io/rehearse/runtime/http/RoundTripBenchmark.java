package io.rehearse.runtime.http;

import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template.Encoding;
import io.rehearse.runtime.driver.Plans;
import java.net.URI;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The complete path of a request over a socket (lane, encoder, connection, decoder, checks, recorder) of 16 users at once, on this
 * thread, against a server of a fixed answer on another: mostly the system's work.
 */
@State(Scope.Thread)
public class RoundTripBenchmark {
    private static final int WALKS = 20_000;

    private AnsweringServer server;
    private Plan fixed;
    private Plan journey;

    @Setup
    public void plans() throws InterruptedException {
        server = AnsweringServer.start();
        fixed = plan(WALKS, Walk.journey(List.of(), Walk.get("/fixed?a=1")));
        Request login = Walk.withBody(
                "POST", "/login", "application/json", Walk.template(Walk.text("{\"user\":\"ann\",\"pass\":\"secret\"}")));
        Request read = Walk.request(
                "GET",
                Walk.template(Walk.text("/items/"), Walk.slot(0, Encoding.PATH)),
                new Request.Header(
                        "Authorization", Walk.template(Walk.text("Bearer "), Walk.slot(0, Encoding.HEADER)), true));
        Step first = Walk.saving(Walk.step(0, login), Walk.save(0, new Reader.Json(JsonPath.parse("$.token"))));
        journey = plan(WALKS / 2, Walk.journey(List.of("token"), first, Walk.step(1, read)));
    }

    private Plan plan(int walks, io.rehearse.journeys.plan.Journey walked) {
        return Plans.plan(
                Plans.target(URI.create("http://127.0.0.1:" + server.port()), Plans.shared(64)),
                Plans.walks(walks, 16),
                walked);
    }

    @Benchmark
    @OperationsPerInvocation(WALKS)
    public Object fixed() {
        return run(fixed);
    }

    @Benchmark
    @OperationsPerInvocation(WALKS)
    public Object journey() {
        return run(journey);
    }

    private static Object run(Plan plan) {
        return Walk.run(List.of(plan), HttpSettings.of(List.of(plan), Walk::resolved, "1", "r", false), false);
    }

    @TearDown
    public void end() throws InterruptedException {
        server.close();
    }
}
