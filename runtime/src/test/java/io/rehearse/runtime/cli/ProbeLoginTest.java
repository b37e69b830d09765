package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a probe needs before it can walk, and who does not give it: a token endpoint, and {@code before}. */
@Timeout(240)
class ProbeLoginTest {
    private static final String REFUSED = "401 {\"error\":\"invalid_client\"}";
    private static final String AWAY = "503 {\"error\":\"temporarily_unavailable\"}";

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private HttpServer server;
    private volatile String token = AWAY;
    private volatile int status = 200;
    private volatile String good = "none";

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/token", exchange -> answer(exchange, Integer.parseInt(token.substring(0, 3)), token.substring(4)));
        server.createContext("/seed", exchange -> answer(exchange, status, "{}"));
        server.createContext("/look", exchange -> {
            String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, shown.equals("Bearer " + good) ? 200 : 401, "");
        });
        server.start();
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(directory.resolve("env/default.yaml"), """
                targets: {shop: {url: 'URL'}}
                oauth2: {idp: {tokenUrl: 'URL/token', clientId: probe, clientSecret: s3cr3t}}
                """.replace("URL", url()));
    }

    @AfterEach
    void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, text.isEmpty() ? -1 : text.length());
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String token(String text, int seconds) {
        return "200 {\"access_token\":\"" + text + "\",\"expires_in\":" + seconds + "}";
    }

    private void script(String before, String auth) throws IOException {
        Files.writeString(
                directory.resolve("look.groovy"),
                before + "journey('Look') {\n    target 'shop'\n    step('Look') { get '/look'" + auth
                        + " }\n}\nload('canary') { hold 5.perSecond, forever }\n");
    }

    private CommandProcess probe(String... more) throws IOException {
        String[] words = new String[2 + more.length];
        words[0] = "probe";
        words[1] = "look.groovy";
        System.arraycopy(more, 0, words, 2, more.length);
        return CommandProcess.start(directory, words);
    }

    private void ends(CommandProcess probe, int exitCode) throws IOException, InterruptedException {
        probe.signal("TERM");
        assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(exitCode);
    }

    @Test
    void aTokenEndpointThatIsAwayForAWhileIsWaitedFor() throws Exception {
        script("", "; auth oauth2('idp')");
        String why = "oauth2 'idp': no token from " + url() + "/token: answered 503: temporarily_unavailable;"
                + " check its settings in env/default.yaml";
        try (CommandProcess probe = probe("--port", "0")) {
            probe.awaitOutput("probing, gate look, ");
            probe.awaitOutput("changed    nothing is walked yet, it is tried again: " + why);
            good = "t0ken";
            token = token(good, 3600);
            probe.awaitOutput("ready, the walks begin");
            ends(probe, 3);
            assertThat(probe.output()).doesNotContain("FAIL", "t0ken", "s3cr3t");
        }
        assertThat(journal()).contains("\"type\":\"gap\"", why).doesNotContain("t0ken", "s3cr3t");
    }

    @Test
    void itCanBeEndedWhileItWaits() throws Exception {
        script("", "; auth oauth2('idp')");
        try (CommandProcess probe = probe()) {
            probe.awaitOutput("changed    nothing is walked yet, it is tried again: oauth2");
            ends(probe, 3);
            assertThat(probe.output()).contains("verdict INCONCLUSIVE, exit code 3; journal journal.jsonl");
        }
        assertThat(journal()).contains("\"why\":\"signal 15\"");
        try (CommandProcess probe = probe("--duration", "2s")) {
            assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(3);
        }
    }

    @Test
    void aLoginThatIsRefusedEndsIt() throws Exception {
        script("", "; auth oauth2('idp')");
        token = REFUSED;
        String why = "oauth2 'idp': no token from " + url()
                + "/token: answered 401: invalid_client; check its settings in env/default.yaml";
        try (CommandProcess probe = probe()) {
            assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(5);
            assertThat(probe.output().strip()).isEqualTo("rehearse probe: " + why);
        }
        assertThat(directory.resolve("journal.jsonl")).doesNotExist();
        token = AWAY;
        try (CommandProcess probe = probe()) {
            probe.awaitOutput("changed    nothing is walked yet, it is tried again: oauth2");
            token = REFUSED;
            assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(5);
            assertThat(probe.output()).contains("rehearse probe: " + why);
        }
        assertThat(journal()).contains("\"type\":\"ended\"");
    }

    /** Expired while nobody renews it: the target refuses it, which is no failure of the target. */
    @Test
    void aTokenThatExpiredSaysNothingAboutTheTarget() throws Exception {
        script("", "; auth oauth2('idp')");
        good = "t0ken";
        token = token(good, 8);
        try (CommandProcess probe = probe()) {
            probe.awaitOutput("probing, gate look, ");
            token = AWAY;
            probe.awaitOutput("has expired and is sent all the same");
            good = "other";
            probe.awaitFile(
                    "journal.jsonl",
                    "\"reason\":\"walks failed, oauth2 'idp': no token from " + url()
                            + "/token: answered 503: temporarily_unavailable; the old one has expired\"");
            probe.awaitOutput("(4 times in a row)");
            ends(probe, 3);
            assertThat(probe.output()).doesNotContain("FAIL");
        }
    }

    private String journal() throws IOException {
        return Files.readString(directory.resolve("journal.jsonl"));
    }

    @Test
    void aBeforeThatFailsIsWalkedAgainAndOneThatIsWrongIsNot() throws Exception {
        status = 503;
        good = "null";
        script("before { target 'shop'; step('Seed') { get '/seed' } }\n", "; header 'Authorization', 'Bearer null'");
        try (CommandProcess probe = probe()) {
            probe.awaitOutput(
                    "changed    nothing is walked yet, it is tried again: before: step 'Seed' failed, STATUS_ERROR: expected a status"
                            + " below 400, was 503 (look.groovy:1); no user came, nothing was measured");
            status = 200;
            probe.awaitOutput("ready, the walks begin");
            ends(probe, 3);
            assertThat(probe.output()).doesNotContain("FAIL,");
        }
        Files.delete(directory.resolve("journal.jsonl"));
        script(
                "before { target 'shop'; step('Seed') { get '/seed'; check('odd') { r -> throw new"
                        + " IllegalStateException('no') } } }\n",
                "");
        try (CommandProcess probe = probe()) {
            assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(5);
            assertThat(probe.output()).contains("rehearse probe: before: step 'Seed' failed, SCRIPT_ERROR: ");
        }
        assertThat(directory.resolve("journal.jsonl")).doesNotExist();
    }
}
