package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rehearse.reports.run.RunDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code auth oauth2('name')} from the command line, against a token endpoint of our own. */
@Timeout(120)
class OAuth2Test {
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<String> used = new CopyOnWriteArraySet<>();
    /** What the token endpoint answers, one after the other; the last one again and again. */
    private final List<String> answers = new CopyOnWriteArrayList<>();

    private HttpServer server;

    @TempDir
    Path directory;

    @BeforeEach
    void openServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/token", this::token);
        server.createContext("/echo", exchange -> {
            String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            used.add(header);
            boolean known = header.startsWith("Bearer t0ken-");
            answer(exchange, known ? 200 : 401, "you sent " + header.substring(header.indexOf(' ') + 1));
        });
        server.createContext("/last", exchange -> answer(exchange, 500, "still t0ken-1"));
        server.start();
    }

    @AfterEach
    void closeServer() {
        server.stop(0);
        threads.shutdownNow();
    }

    private synchronized void token(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String answer = answers.get(Math.min(asked.size(), answers.size()) - 1);
        answer(
                exchange,
                Integer.parseInt(answer.substring(0, 3)),
                answer.substring(4).replace("#", "" + asked.size()));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, text.length());
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private CommandLineRun run(String settings, String load, String... more) throws IOException {
        Files.createDirectories(directory.resolve("env"));
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(
                directory.resolve("env/default.yaml"),
                "targets: {shop: {url: '" + url + "', allow: true}}\noauth2:\n  shop:\n    tokenUrl: " + url
                        + "/token\n    clientId: reh earse\n" + settings.indent(4));
        Path script = directory.resolve("a.groovy");
        Files.writeString(
                script,
                "journey('A') {\n    target 'shop'\n    step('A') { get '/echo'; auth oauth2('shop'); expect { body.contains 'sent t0k' } }\n"
                        + (load.contains("walks") ? "    step('B') { get '/last' }\n" : "")
                        + "}\nload('default') { " + load + " }\n");
        List<String> words = new ArrayList<>(List.of(
                "run", script.toString(), "--out", directory.resolve("run").toString(), "--no-color"));
        words.addAll(List.of(more));
        return CommandLineRun.of(words.toArray(String[]::new));
    }

    @Test
    void theTokenIsFetchedOnceAndShownNowhere() throws IOException {
        answers.add("200 {\"access_token\":\"t0ken-#\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        CommandLineRun run = run("clientSecret: s3cr3t/+\nscope: a b\naudience: shop", "walks 3", "--once", "-v");
        assertThat(run.out() + run.err()).contains("you sent ***").doesNotContain("t0ken", "s3cr3t");
        assertThat(used).containsExactly("Bearer t0ken-1");
        assertThat(asked)
                .containsExactly("Basic cmVoK2VhcnNlOnMzY3IzdCUyRiUyQg=="
                        + " grant_type=client_credentials&scope=a+b&audience=shop");
        try (Stream<Path> files = Files.walk(directory.resolve("run"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain("t0ken", "s3cr3t");
            }
        }
    }

    @Test
    void credentialsGoInTheBodyIfTheServerWantsThemThere() throws IOException {
        answers.add("200 {\"access_token\":\"t0ken-#\"}");
        run("clientSecret: s3cr3t\ncredentials: body", "walks 1");
        assertThat(asked)
                .containsExactly("null grant_type=client_credentials&client_id=reh+earse&client_secret=s3cr3t");
    }

    @Test
    void withoutATokenTheRunDoesNotStart() throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
        answers.add("401 {\"error\":\"invalid_client\",\"error_description\":\"s3cr3t is\\nwrong\"}");
        CommandLineRun refused = run("clientSecret: s3cr3t", "walks 1");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refused.err().strip())
                .isEqualTo("rehearse run: oauth2 'shop': no token from " + url
                        + ": answered 401: invalid_client, *** is wrong; check its settings in env/default.yaml");
        answers.set(0, "200 <html>");
        assertThat(run("clientSecret: s3cr3t", "walks 1").err())
                .contains(": no token from " + url + ": answered without an access_token; ");
        answers.set(0, "200 {\"access_token\":\"a\\r\\nX-Evil: 1\"}");
        assertThat(run("clientSecret: s3cr3t", "walks 1").err())
                .contains(": gave an access_token that cannot stand in a header; ");
        assertThat(used).isEmpty();
    }

    @Test
    void aTokenIsRenewedBeforeItExpires() throws IOException {
        answers.add("200 {\"access_token\":\"t0ken-#\",\"expires_in\":1,\"refresh_token\":\"r-#\"}");
        CommandLineRun run = run("clientSecret: s3cr3t\nrefreshToken: first", "hold 20.perSecond, 3.s");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(used).hasSizeGreaterThan(2).allMatch(header -> header.matches("Bearer t0ken-\\d+"));
        assertThat(asked.get(0)).endsWith(" grant_type=refresh_token&refresh_token=first");
        assertThat(asked.get(1)).endsWith(" grant_type=refresh_token&refresh_token=r-1");
    }

    @Test
    void whileRenewingFailsTheOldOneStaysInUse() throws IOException {
        answers.add("200 {\"access_token\":\"t0ken-#\",\"expires_in\":1}");
        answers.add("503 {\"error\":\"temporarily_unavailable\"}");
        CommandLineRun run = run("clientSecret: s3cr3t", "hold 20.perSecond, 4.s", "--quiet");
        CommandLineRun loud = run("clientSecret: s3cr3t", "hold 20.perSecond, 4.s");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(used).containsExactly("Bearer t0ken-1");
        int[] failures = {0};
        new RunDirectory(directory.resolve("run"))
                .forEachInterval(interval -> failures[0] += interval.health().tokenFailures());
        assertThat(failures[0]).isPositive();
        assertThat(run.out() + run.err() + loud.out())
                .containsPattern(
                        "oauth2 'shop': no token from http://127.0.0.1:\\d+/token: answered 503:"
                                + " temporarily_unavailable \\(once\\); the old one (is good for another 0 s|has expired and is sent all the same)");
    }
}
