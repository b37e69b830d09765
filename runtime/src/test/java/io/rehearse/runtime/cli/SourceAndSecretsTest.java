package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --source} and {@code --show-secrets}. */
@Timeout(120)
class SourceAndSecretsTest {
    private final Set<String> clients = new CopyOnWriteArraySet<>();
    private final Set<String> hosts = new CopyOnWriteArraySet<>();
    private HttpServer server;

    @TempDir
    Path directory;

    @BeforeEach
    void openServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            clients.add(exchange.getRemoteAddress().getAddress().getHostAddress());
            byte[] body = ("you sent " + exchange.getRequestHeaders().getFirst("Authorization"))
                    .getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        Files.writeString(directory.resolve("a.groovy"), """
                journey('A') {
                    target 'shop'
                    step('A') { get '/'; auth bearer('pl4nted-secret'); expect { body.lacks 'nothing' } }
                    step('B') { get '/'; auth bearer('pl4nted-secret'); expect { body.lacks 'you' } }
                }
                load('few') { walks 4, users: 1 }
                """);
    }

    @AfterEach
    void closeServer() {
        server.stop(0);
    }

    private String[] words(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "run",
                directory.resolve("a.groovy").toString(),
                "--target",
                "shop=http://127.0.0.1:" + server.getAddress().getPort(),
                "--out",
                directory.resolve("run").toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @Test
    void connectionsAreMadeFromEachSourceInTurn() throws IOException {
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(
                directory.resolve("env/default.yaml"),
                "targets: {shop: {url: 'http://127.0.0.1:1', connections: fresh, source: 127.0.0.4}}\n");
        CommandLineRun run = CommandLineRun.of(words("--source", "127.0.0.2,127.0.0.3", "--lanes", "1"));
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(clients).containsExactlyInAnyOrder("127.0.0.2", "127.0.0.3");
    }

    @Test
    void aSourceThatIsNoneIsTold() {
        CommandLineRun name = CommandLineRun.of(words("--source", "here"));
        assertThat(name.exitCode()).isEqualTo(2);
        assertThat(name.err())
                .contains(
                        "--source  source is one or more addresses of this machine, like 10.0.0.1, 10.0.0.2, not 'here'");
        CommandLineRun foreign = CommandLineRun.of(words("--source", "192.0.2.1"));
        assertThat(foreign.exitCode()).isEqualTo(5);
        assertThat(foreign.err()).contains("target shop: source 192.0.2.1 is no address of this machine: ");
    }

    @Test
    void connectionsGoWhereTheCommandLineSays() throws IOException {
        String port = "" + server.getAddress().getPort();
        String[] elsewhere = words("--target", "shop=http://shop.example", "--connect-to", "shop=127.0.0.1:" + port);
        CommandLineRun run = CommandLineRun.of(elsewhere);
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(hosts).containsOnly("shop.example");
        CommandLineRun nowhere = CommandLineRun.of(words("--connect-to", "shop=127.0.0.1:99999"));
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err())
                .containsPattern("--connect-to +connectTo is a host, or host:port, not '127.0.0.1:99999'");
        CommandLineRun misspelt = CommandLineRun.of(words("--connect-to", "shp=127.0.0.1"));
        assertThat(misspelt.exitCode()).isEqualTo(2);
        assertThat(misspelt.err())
                .containsPattern("--connect-to shp +no target 'shp'; did you mean 'shop'\\?; targets: shop");
    }

    @Test
    void secretsAreShownWithOnceOnATerminalOnly() {
        CommandLineRun load = CommandLineRun.of(words("--show-secrets"));
        assertThat(load.exitCode()).isEqualTo(2);
        assertThat(load.err().strip())
                .isEqualTo(
                        "rehearse run: --show-secrets goes with --once: what a load shows and keeps is always masked");
        CommandLineRun piped = CommandLineRun.of(words("--once", "-v", "--show-secrets"));
        assertThat(piped.exitCode()).isEqualTo(2);
        assertThat(piped.err().strip())
                .isEqualTo("rehearse run: --show-secrets shows them on a terminal only, and this output goes elsewhere:"
                        + " leave it out here");
        assertThat(clients).as("nothing was sent").isEmpty();
    }

    /** A terminal is made by script(1), where there is one. */
    @Test
    void onATerminalTheyAreShownAndNotKept() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1) to make a terminal");
        List<String> terminal = List.of(
                "env",
                "-u",
                "CI",
                "TERM=xterm",
                "bash",
                "-c",
                "script -qec \"$(printf '%q ' \"$@\")\" /dev/null",
                "--");
        try (CommandProcess run = CommandProcess.start(directory, terminal, words("--once", "-v", "--show-secrets"))) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(1);
            assertThat(run.output()).contains("Authorization: Bearer pl4nted-secret", "you sent Bearer pl4nted-secret");
            assertThat(run.output())
                    .as("the terminal is asked nothing: a late answer would be typed into the user's shell")
                    .doesNotContain("\u001b[c", "\u001b[6n", "\u001b[?u", "$p");
        }
        assertThat(Files.readString(directory.resolve("run/errors.ndjson")))
                .contains("shown with its secrets (--show-secrets), so not kept here");
        try (Stream<Path> files = Files.walk(directory.resolve("run"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("pl4nted");
            }
        }
    }
}
