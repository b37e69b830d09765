package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.RunEnd;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A probe fed by hand, one walk a second, asked over real sockets. */
@Timeout(120)
class ProbeServerTest {
    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private ProbedRun probed;
    private ProbeServer server;

    @BeforeEach
    void open() throws IOException {
        probed = new ProbedRun(directory);
        server = ProbeServer.start(probed.run(), Listen.onLoopback(0), probed::now);
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        server.close();
        probed.close();
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
        probed.walks(660, true);
        assertThat(statuses()).as("pass").isEqualTo("200 200 412");
        probed.silence(60);
        assertThat(statuses()).as("old news").isEqualTo("200 412 412");
        probed.walks(3, false);
        assertThat(statuses()).as("fail").isEqualTo("200 412 200");
        assertThat(get("/flagger/rollback/checkout").body()).isEqualTo("FAIL down: 3 of the last 5 walks failed\n");
        probed.silence(600);
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
        probed.walks(70, true);
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
        probed.walks(5, false);
        assertThat(statuses()).as("expected to be down").isEqualTo("200 412 412");
        probed.run().ended(RunEnd.signal(Instant.now(), 1, 15));
    }

    @Test
    void whatFailsAfterItWasToldToEndIsNotJudged() throws Exception {
        probed.walks(660, true);
        probed.toldToEnd(20);
        assertThat(probed.run().seen().status().standing().gate().verdict()).isEqualTo(Verdict.PASS);
        assertThat(probed.run().seen().status().alert()).isNull();
        assertThat(statuses()).as("old news").isEqualTo("200 412 412");
        assertThat(get("/").body())
                .contains("told to end: walks under way may finish, what becomes of them is not judged");
    }

    /** Who waits for a verdict, and who is alerted by numbers, knows of a downtime before and in it. */
    @Test
    void announcedDowntimeIsToldEverywhere() throws Exception {
        probed.walks(20, true);
        assertThat(get("/metrics").body())
                .contains("rehearse_gate_expected_down{gate=\"checkout\"} 0\n")
                .doesNotContain("rehearse_gate_expected_down_start_timestamp_seconds");
        assertThat(document().path("expectedDown").asBoolean(true)).isFalse();
        assertThat(document().path("downtimes").size()).isZero();

        Instant from = probed.began().plusSeconds(100).truncatedTo(ChronoUnit.SECONDS);
        probed.run().expectDown(List.of(new Announcement(from, from.plusSeconds(60), "the \"database\" moves", true)));
        probed.walks(1, true);
        assertThat(document().path("expectedDown").asBoolean(true)).isFalse();
        assertThat(document().path("downtimes").toString())
                .isEqualTo("[{\"from\":\"" + from + "\",\"to\":\"" + from.plusSeconds(60)
                        + "\",\"reason\":\"the \\\"database\\\" moves\",\"counts\":true}]");
        assertThat(get("/metrics").body())
                .contains("rehearse_gate_expected_down{gate=\"checkout\"} 0\n")
                .contains("rehearse_gate_expected_down_start_timestamp_seconds{gate=\"checkout\"} "
                        + from.getEpochSecond() + "\n")
                .contains("rehearse_gate_expected_down_end_timestamp_seconds{gate=\"checkout\"} "
                        + from.plusSeconds(60).getEpochSecond() + "\n");

        probed.walks(80, false);
        assertThat(document().path("expectedDown").asBoolean()).isTrue();
        assertThat(get("/metrics").body()).contains("rehearse_gate_expected_down{gate=\"checkout\"} 1\n");
        assertThat(get("/probe").body()).contains("\nprobe_success 0\n").endsWith("\nprobe_expected_down 1\n");

        probed.walks(70, true);
        assertThat(document().path("expectedDown").asBoolean(true)).isFalse();
        assertThat(document().path("downtimes").size()).isZero();
    }

    private JsonNode document() throws IOException, InterruptedException {
        return Json.mapper().readTree(get("/api/v1/gates/checkout").body());
    }

    @Test
    void thePageAndTheMetricsEscapeWhatCameFromElsewhere() throws Exception {
        probed.walks(20, true);
        probed.walks(3, false);
        String page = get("/").body();
        assertThat(page)
                .contains("</svg>ROLL BACK</h1><div class=\"by\">FAIL since ")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert");
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

    /** Nothing of how the target is reached, what it answered, or how it is judged. */
    @Test
    void thePlainPageSaysWhetherItWorksAndNoMore() throws Exception {
        assertThat(get("/plain").body()).contains(">Not known yet</h1>");
        probed.walks(660, true);
        assertThat(get("/plain").body())
                .contains("<h1 class=\"PASS\">Working</h1>")
                .contains(">Pay</th><td class=\"l\">600 of 600 tries worked in the last 10 minutes<");
        probed.walks(3, false);
        String failing = get("/plain").body();
        assertThat(failing)
                .contains("<h1 class=\"FAIL\">Not working</h1>")
                .contains("There was a problem at ")
                .contains("UTC. It is not over.")
                .contains("540 of 543 tries worked")
                .doesNotContain("script>", "TIMEOUT", "p95", "trace", "curl", "rehearse journal", "4bf92f");
        probed.walks(70, true);
        assertThat(get("/plain").body())
                .contains("<h1 class=\"PASS\">Working</h1>")
                .contains("It is over; somebody still has to confirm that.");
        assertThat(post(
                                "/api/v1/gates/checkout/expect-down",
                                "application/json",
                                "{\"seconds\":600,\"reason\":\"<b>copy</b>\"}")
                        .body())
                .isEqualTo("done\n");
        probed.walks(5, false);
        assertThat(get("/plain").body())
                .contains("<h1 class=\"INCONCLUSIVE\">Planned downtime</h1>")
                .contains("It is down as planned until ")
                .contains("UTC: &lt;b&gt;copy&lt;/b&gt;");
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

    @Test
    void thePageIsPushedToAndWorksWithoutScript() throws Exception {
        probed.walks(660, true);
        HttpResponse<Stream<String>> events =
                client.send(HttpRequest.newBuilder(uri("/events")).build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(events.headers().firstValue("Content-Type")).hasValue("text/event-stream; charset=utf-8");
        try (Stream<String> lines = events.body()) {
            String data =
                    lines.filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
            var page = Json.mapper().readTree(data.substring("data: ".length()));
            assertThat(page.path("title").asText()).startsWith("GO ").endsWith(" checkout");
            assertThat(get("/").body())
                    .contains("<main>" + page.path("main").asText() + "</main>")
                    .contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
        }
        assertThat(get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .containsPattern("script-src 'sha256-[A-Za-z0-9+/=]{44}'");
    }

    /** It is pushed again and again, with what has changed meanwhile. */
    @Test
    void thePageIsPushedWhenSomethingHasChanged() throws Exception {
        probed.walks(660, true);
        HttpResponse<Stream<String>> events =
                client.send(HttpRequest.newBuilder(uri("/events")).build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = events.body()) {
            var pages = lines.filter(line -> line.startsWith("data: ")).iterator();
            assertThat(pages.next()).contains("\"title\":\"GO ");
            probed.walks(3, false);
            String page = pages.next();
            for (int i = 0; i < 5 && page.contains("\"title\":\"GO "); i++) {
                page = pages.next();
            }
            assertThat(page).contains("\"title\":\"ROLL BACK ");
        }
    }

    @Test
    void twentyMayLookAndWhoLeavesMakesRoom() throws Exception {
        List<Socket> looking = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket one = new Socket(uri("/").getHost(), uri("/").getPort());
                looking.add(one);
                assertThat(look(one)).startsWith("HTTP/1.1 200");
            }
            HttpResponse<String> oneMore = get("/events");
            assertThat(oneMore.statusCode() + " " + oneMore.body())
                    .isEqualTo("503 too many look at this page; it reloads itself\n");
        } finally {
            for (Socket one : looking) {
                one.close();
            }
        }
        String answer = "";
        for (int i = 0; i < 100 && !answer.startsWith("HTTP/1.1 200"); i++) {
            Thread.sleep(100);
            try (Socket again = new Socket(uri("/").getHost(), uri("/").getPort())) {
                answer = look(again);
            }
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    private static String look(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    @Test
    void theLastWalkIsToldAsBlackboxExporterDoes() throws Exception {
        assertThat(get("/probe").statusCode()).isEqualTo(503);
        probed.walks(20, true);
        assertThat(get("/probe?journey=Checkout&target=new").body()).isEqualTo("""
                # HELP probe_success 1 if the last walk was good and none hangs.
                # TYPE probe_success gauge
                probe_success 1
                # HELP probe_duration_seconds Response times of the last walk, thinking left out.
                # TYPE probe_duration_seconds gauge
                probe_duration_seconds 0.300031
                # HELP probe_expected_down 1 while the target is announced to be down.
                # TYPE probe_expected_down gauge
                probe_expected_down 0
                """);
        probed.walks(1, false);
        assertThat(get("/probe?target=shop").body()).contains("\nprobe_success 0\n");
        assertThat(get("/probe?journey=Search").body()).isEqualTo("journey=Search: expected one of Checkout\n");
        assertThat(get("/probe?target=old").body()).isEqualTo("target=old: expected new, or one of shop\n");
        assertThat(get("/probe?target=old").statusCode()).isEqualTo(400);
        probed.silence(60);
        HttpResponse<String> old = get("/probe");
        assertThat(old.statusCode() + " " + old.body()).isEqualTo("503 nothing was seen for 60 s\n");
    }

    /** As a report's text: what turns the direction of writing would let a server's words look like ours. */
    @Test
    void textOfThePageIsHarmlessAndANumberKeepsItsUnit() {
        assertThat(StatusPage.escaped("a\u202eb <i a=\"1\" b='2'> & 5 %"))
                .isEqualTo("a\ufffdb &lt;i a=&quot;1&quot; b=&#39;2&#39;&gt; &amp; 5&nbsp;%");
    }
}
