package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.gate.ErrorBudget;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.Stream;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A probe fed by hand, one walk a second, asked over real sockets. */
@Timeout(120)
class ProbeServerTest {
    private static final Rules RULES = new Rules(
            List.of(new Stream("Pay", "p95", 392, 450_000, 0.05, 1.5), new Stream("Pay", "errors", 0.001, 0, 0.006, 3)),
            new ErrorBudget(0.99, 4 * 3_600_000, 1),
            1000);

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> clock = new AtomicReference<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private ProbeRun run;
    private ProbeServer server;
    private Instant began;
    private int second = 10;

    @BeforeEach
    void open() throws IOException {
        run = ProbeRun.open(
                directory.resolve("journal.jsonl"),
                new Started("checkout", 0, RULES, Map.of("env", "new")),
                List.of(),
                0,
                new Sender(InstantSource.system()),
                seen -> {});
        began = run.seen().status().zero();
        clock.set(began);
        RunManifest m = Manifests.probed();
        run.started(new RunManifest(
                m.schema(),
                m.id(),
                m.tool(),
                1,
                began,
                0,
                null,
                null,
                1,
                m.load(),
                m.journeys(),
                m.sides(),
                List.of(),
                List.of(),
                List.of(),
                m.outcomes(),
                List.of(),
                List.of(),
                null,
                null,
                1,
                1,
                1,
                Map.of()));
        server = ProbeServer.start(run, 0, clock::get);
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        server.close();
        run.close();
    }

    private void walks(int count, boolean ok) throws InterruptedException {
        for (int i = 0; i < count; i++, second++) {
            Interval.Builder builder = Interval.builder(second, second, second + 1.0);
            Map<String, Long> failed = ok ? Map.of() : Map.of("TIMEOUT", 1L);
            builder.add(new StepCounts(0, 1, 1, 1, ok ? 1 : 0, failed, 0, 0, 0, 0, 0, 0));
            builder.add(new JourneyCounts(0, 0, 1, 1, ok ? 1 : 0, ok ? 0 : 1, Map.of(), 0, 0, 0, 0));
            Histogram times = new Histogram(Series.DIGITS);
            times.recordValue(ok ? 300_000 : 10_000_000);
            builder.add(Series.ofStep(0, 1, 0, 1, Kind.RESPONSE), times);
            if (!ok) {
                builder.add(new ErrorExample(
                        "f", 1, 0, 1, "TIMEOUT", "<script>alert(1)</script>", 3, null, null, null, began));
            }
            run.interval(builder.build(), List.of());
            clock.set(began.plusSeconds(second + 1));
            if (i % 100 == 99 || i == count - 1) {
                taken(second + 1);
            }
        }
    }

    /** The probe's thread has taken everything until this second. */
    private void taken(int seconds) throws InterruptedException {
        while (run.seen().status().standing().atMillis() < seconds * 1000L) {
            Thread.sleep(5);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private String statuses() throws IOException, InterruptedException {
        return get("/api/v1/gates/checkout").statusCode() + " "
                + get("/flagger/gate/checkout").statusCode() + " "
                + get("/flagger/rollback/checkout").statusCode();
    }

    @Test
    void controllersAreLetThroughOnlyByProof() throws Exception {
        assertThat(statuses()).as("nothing seen").isEqualTo("200 412 412");
        walks(660, true);
        assertThat(statuses()).as("pass").isEqualTo("200 200 412");
        clock.set(clock.get().plusSeconds(60));
        assertThat(statuses()).as("old news").isEqualTo("200 412 412");
        walks(3, false);
        assertThat(statuses()).as("fail").isEqualTo("200 412 200");
        assertThat(get("/flagger/rollback/checkout").body()).isEqualTo("FAIL down: 3 of the last 5 walks failed\n");
        clock.set(clock.get().plusSeconds(600));
        assertThat(statuses()).as("fail, old news").isEqualTo("200 412 200");
        assertThat(Json.mapper()
                        .readTree(get("/api/v1/gates/checkout").body())
                        .path("verdict")
                        .asText())
                .isEqualTo("FAIL");

        assertThat(post("/api/v1/gates/checkout/clear", "application/json", "{\"by\":\"dba\",\"reason\":\"x\"}")
                        .body())
                .startsWith("not cleared, it still fails: down");
        assertThat(post("/api/v1/gates/checkout/clear", "text/plain", "{\"by\":\"dba\",\"reason\":\"x\"}")
                        .statusCode())
                .isEqualTo(415);
        walks(70, true);
        assertThat(post("/api/v1/gates/checkout/clear", "application/json", "{\"by\":\"dba\",\"reason\":\"x\"}")
                        .body())
                .isEqualTo("done\n");
        assertThat(statuses()).as("cleared").isEqualTo("200 200 412");
        assertThat(post(
                                "/api/v1/gates/checkout/expect-down",
                                "application/json",
                                "{\"seconds\":60,\"reason\":\"copy\"}")
                        .body())
                .isEqualTo("done\n");
        walks(5, false);
        assertThat(statuses()).as("expected to be down").isEqualTo("200 412 412");
        run.ended(RunEnd.signal(Instant.now(), 1, 15));
    }

    @Test
    void thePageAndTheMetricsEscapeWhatCameFromElsewhere() throws Exception {
        walks(20, true);
        walks(3, false);
        String page = get("/").body();
        assertThat(page)
                .contains("<h1 class=\"FAIL\">FAIL</h1>")
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
        assertThat(get("/").headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(get("/metrics").body())
                .contains("rehearse_gate_verdict{gate=\"checkout\",verdict=\"FAIL\"} 1\n")
                .contains("rehearse_gate_check_threshold{gate=\"checkout\",step=\"Pay\",check=\"p95\"} 0.05\n")
                .contains(
                        "rehearse_step_duration_seconds_bucket{journey=\"Checkout\",step=\"Pay\",target=\"shop\",le=\"0.5\"}"
                                + " 20\n")
                .contains(
                        "rehearse_step_duration_seconds_count{journey=\"Checkout\",step=\"Pay\",target=\"shop\"} 23\n")
                .contains(
                        "rehearse_failures_total{journey=\"Checkout\",step=\"Pay\",target=\"shop\",reason=\"TIMEOUT\"} 3\n")
                .endsWith("\n");
        assertThat(Metrics.label("step", "a\"b\\c\nd")).isEqualTo("step=\"a\\\"b\\\\c\\nd\"");
    }

    @Test
    void aForeignNameThatPointsHereIsRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 403");
        }
        assertThat(get("/nothing").body())
                .isEqualTo("nothing here; the gate is 'checkout', see /api/v1/gates/checkout\n");
    }
}
