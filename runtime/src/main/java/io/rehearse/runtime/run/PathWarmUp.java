package io.rehearse.runtime.run;

import com.sun.net.httpserver.HttpServer;
import io.rehearse.journeys.plan.Capture;
import io.rehearse.journeys.plan.Check;
import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.LaneThread;
import io.rehearse.runtime.driver.Traffic;
import io.rehearse.runtime.driver.Wakeup;
import io.rehearse.runtime.http.Addresses;
import io.rehearse.runtime.http.HttpSettings;
import io.rehearse.runtime.http.HttpWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Loads and compiles the code that requests go through before the first user comes: a moment of a small journey, through a
 * lane and a wire as they are, against a server of our own on loopback. Without it the first users of a load would find a
 * generator that is busy with itself for half a second. What it measures is thrown away.
 */
final class PathWarmUp {
    private static final int USERS = 8;
    private static final long LOAD_NANOS = 500_000_000;
    private static final long FUNCTIONAL_NANOS = 80_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final byte[] ANSWER = "{\"token\":\"warm\",\"items\":[{\"id\":1}]}".getBytes(StandardCharsets.UTF_8);

    private PathWarmUp() {}

    /** Takes a moment; a shorter one before a functional run, whose times are not judged. */
    static void run(boolean functional) throws PreflightException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        HttpServer server = null;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, ANSWER.length);
                    exchange.getResponseBody().write(ANSWER);
                }
            });
            server.start();
            walk(server.getAddress(), functional ? FUNCTIONAL_NANOS : LOAD_NANOS);
        } catch (IOException e) {
            throw new PreflightException("no server on loopback for warming up: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PreflightException("interrupted while warming up", e);
        } finally {
            if (server != null) {
                server.stop(0);
            }
            threads.shutdownNow();
        }
    }

    private static void walk(InetSocketAddress server, long nanos) throws InterruptedException {
        Plan plan = plan(server, nanos);
        Traffic traffic = new Traffic(
                List.of(plan),
                plan.loads().get(0),
                1,
                1,
                Clock.SYSTEM.nanoTime(),
                USERS,
                SECOND,
                RunRequest.INTERVAL_NANOS,
                false);
        HttpSettings settings =
                HttpSettings.of(traffic.sides(), target -> Addresses.of(server), Version.tool(), "warm-up", false);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        LaneThread lane = new LaneThread(
                traffic,
                0,
                Wakeup.TIMER,
                (made, loop) -> new HttpWire(made, loop, settings),
                finished -> new LaneInterval(traffic, 0),
                (index, cause) -> failed.set(cause));
        lane.start();
        lane.join();
        if (failed.get() != null) {
            throw new IllegalStateException("the warm-up failed", failed.get());
        }
    }

    private static Plan plan(InetSocketAddress server, long nanos) {
        Target target = new Target(
                0,
                "warm-up",
                URI.create("http://127.0.0.1:" + server.getPort()),
                Optional.empty(),
                Map.of(),
                new Target.Connections(Target.Connections.Policy.SHARED, USERS, SECOND),
                new Target.Tls(false, Optional.empty(), Optional.empty(), Optional.empty()),
                true);
        Template.Slot token = new Template.Slot(0, Template.Encoding.JSON_VALUE);
        Step post = step(
                0,
                new Request(
                        "POST",
                        Template.of("/log-in"),
                        List.of(),
                        List.of(),
                        Optional.of(new Request.Body("application/json", Template.of("{\"user\":\"warm\"}"))),
                        true),
                List.of(new Check(extraction(new Reader.Status()), Check.Verb.IS, Template.of("200"), true, 1, "")),
                List.of(new Capture(0, extraction(new Reader.Json(JsonPath.parse("$.token"))), false, 1)));
        Step get = step(
                1,
                new Request(
                        "GET",
                        Template.of("/items"),
                        List.of(new Request.Header(
                                "Authorization",
                                new Template(List.of(
                                        Template.Text.of("Bearer "), new Template.Slot(0, Template.Encoding.HEADER))),
                                true)),
                        List.of(),
                        Optional.empty(),
                        true),
                List.of(new Check(
                        extraction(new Reader.Json(JsonPath.parse("$.items"))),
                        Check.Verb.NOT_EMPTY,
                        Template.of(""),
                        false,
                        1,
                        "")),
                List.of());
        Step order = step(
                2,
                new Request(
                        "POST",
                        Template.of("/orders"),
                        List.of(),
                        List.of(),
                        Optional.of(new Request.Body("application/json", new Template(List.of(token)))),
                        true),
                List.of(),
                List.of());
        Journey journey =
                new Journey(0, "warm-up", 1, 0, List.of(), List.of("token"), List.of(post, get, order), List.of());
        Load.Phase phase = new Load.Phase(0, Load.Kind.USERS, nanos, 0, 0, USERS, 0, false);
        return new Plan(
                new Plan.Script("warm-up", ""),
                "warm-up",
                List.of(),
                List.of(target),
                List.of(journey),
                List.of(post, get, order),
                List.of(new Load("warm-up", Load.Model.CLOSED, Load.Arrivals.EVEN, List.of(phase), 0)),
                new Pass(List.of(), List.of(), List.of()),
                Set.of());
    }

    private static Step step(int index, Request request, List<Check> checks, List<Capture> captures) {
        return new Step(index, "step " + index, 1, 0, request, SECOND, checks, captures, Map.of());
    }

    private static Extraction extraction(Reader reader) {
        return new Extraction(reader, Extraction.Pick.FIRST, Optional.empty(), false, reader.text());
    }
}
