package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rehearse.runtime.probe.Action.Template;
import io.rehearse.runtime.response.Masking;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a receiver on loopback that answers what it is told to. */
class SenderTest {
    private static final Instant AT = Instant.parse("2026-11-22T03:12:44Z");
    private static final Alert FAILED = new Alert(
            "checkout",
            Alert.Change.FAILED,
            "rehearse-ab12-600000",
            AT,
            AT.minusSeconds(5),
            List.of("down: 3 of the last 5 walks failed", "<b> & more"),
            "rehearse journal timeline");

    private record Received(String path, String body, String signature, String idempotencyKey) {}

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final Sender sender = new Sender(InstantSource.fixed(AT), Masking.of(List.of()), 1);
    private HttpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestURI().toString(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    exchange.getRequestHeaders().getFirst("X-Rehearse-Signature"),
                    exchange.getRequestHeaders().getFirst("Idempotency-Key")));
            Integer status = answers.poll();
            exchange.sendResponseHeaders(status == null ? 200 : status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() throws IOException {
        server.stop(0);
        sender.close();
    }

    private Action webhook(Template template, String secret) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook-s3cret";
        return new Action("a", false, List.of(), template, url, secret, 2);
    }

    private Action command(String... words) {
        return new Action("a", false, List.of(words), null, null, "s3cret", 2);
    }

    @Test
    void slackGetsItsBlocksEscaped() throws Exception {
        assertThat(sender.send(webhook(Template.SLACK, null), FAILED)).isEqualTo(new Outcome(true, 1, "status 200"));
        assertThat(received.take().body())
                .isEqualTo(
                        "{\"text\":\"gate checkout: FAIL: down: 3 of the last 5 walks failed\",\"blocks\":[{\"type\":"
                                + "\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"*gate checkout: FAIL: down: 3 of the last 5"
                                + " walks failed*\\ndown: 3 of the last 5 walks failed\\n&lt;b&gt; &amp; more\\n`rehearse journal"
                                + " timeline`\"}}]}");
    }

    @Test
    void pagerDutyIsTriggeredAndResolvedUnderOneKey() throws Exception {
        sender.send(webhook(Template.PAGERDUTY, "r0uting"), FAILED);
        assertThat(received.take().body())
                .startsWith(
                        "{\"routing_key\":\"r0uting\",\"event_action\":\"trigger\",\"dedup_key\":\"rehearse-ab12-600000\"")
                .contains("\"severity\":\"critical\",\"timestamp\":\"2026-11-22T03:12:44Z\"");
        Alert cleared = new Alert("checkout", Alert.Change.CLEARED, FAILED.key(), AT, AT, List.of("dba: ok"), "x");
        sender.send(webhook(Template.PAGERDUTY, "r0uting"), cleared);
        assertThat(received.take().body())
                .isEqualTo(
                        "{\"routing_key\":\"r0uting\",\"event_action\":\"resolve\",\"dedup_key\":\"rehearse-ab12-600000\"}");
    }

    @Test
    void alertmanagerGetsAnEndThatLiesAheadWhileItFires() throws Exception {
        sender.send(webhook(Template.ALERTMANAGER, null), FAILED);
        Received first = received.take();
        assertThat(first.path()).isEqualTo("/hook-s3cret/api/v2/alerts");
        assertThat(first.body())
                .startsWith(
                        "[{\"labels\":{\"alertname\":\"RehearseGateFailed\",\"gate\":\"checkout\",\"severity\":\"critical\"}")
                .endsWith("\"startsAt\":\"2026-11-22T03:12:39Z\",\"endsAt\":\"2026-11-22T03:17:44Z\"}]");
    }

    @Test
    void aSignedBodyCanBeVerified() throws Exception {
        sender.send(webhook(Template.JSON, "s3cret"), FAILED);
        Received got = received.take();
        assertThat(got.signature())
                .isEqualTo("sha256=" + Sender.signature("s3cret", AT.getEpochSecond() + "." + got.body()));
        assertThat(got.idempotencyKey()).isEqualTo(FAILED.key());
        assertThat(Sender.signature("key", "The quick brown fox jumps over the lazy dog"))
                .isEqualTo("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
    }

    @Test
    void aBusyReceiverIsTriedThreeTimesAndARefusalOnce() throws Exception {
        answers.addAll(List.of(503, 429, 200, 503, 503, 503, 400));
        Action action = webhook(Template.JSON, null);
        assertThat(sender.send(action, FAILED)).isEqualTo(new Outcome(true, 3, "status 200"));
        assertThat(sender.send(action, FAILED)).isEqualTo(new Outcome(false, 3, "status 503"));
        assertThat(sender.send(action, FAILED)).isEqualTo(new Outcome(false, 1, "status 400"));
    }

    @Test
    void aDeadReceiverIsGivenUpWithoutNamingItsSecretUrl() throws Exception {
        server.stop(0);
        Outcome outcome = sender.send(webhook(Template.SLACK, null), FAILED);
        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.tries()).isEqualTo(3);
        assertThat(outcome.text()).startsWith("no answer: ").doesNotContain("s3cret");
    }

    @Test
    void aCommandGetsTheAlertOnItsInput() throws Exception {
        Path out = directory.resolve("out");
        Outcome outcome = sender.send(
                command(
                        "sh",
                        "-c",
                        "cat > " + out + "; echo $REHEARSE_CHANGE $REHEARSE_IDEMPOTENCY_KEY s3cret; exit 3"),
                FAILED);
        assertThat(outcome).isEqualTo(new Outcome(false, 1, "exit code 3: FAILED rehearse-ab12-600000 ***"));
        assertThat(Files.readString(out)).startsWith("{\"gate\":\"checkout\",\"change\":\"FAILED\"");
    }

    @Test
    void aCommandThatHangsIsEndedWithItsChildren() throws Exception {
        Outcome outcome = sender.send(command("sh", "-c", "echo begun; sleep 60 & wait"), FAILED);
        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.text()).isEqualTo("not done after 2 s, ended by force: begun");
    }

    @Test
    void aCommandThatIsNotThereIsSaidSo() throws Exception {
        assertThat(sender.send(command("/no/such/program"), FAILED).text()).startsWith("could not be started: ");
    }
}
