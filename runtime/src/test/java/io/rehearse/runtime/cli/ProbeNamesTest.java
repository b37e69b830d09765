package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A probe in a cutover that is done by a name: Java takes names from a file, and is otherwise as users have it. */
@Timeout(180)
class ProbeNamesTest {
    @TempDir
    private Path directory;

    private static HttpServer server(String address, int port, AtomicInteger asked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
        return server;
    }

    private void name(String address) throws IOException {
        Files.writeString(directory.resolve("hosts"), address.isEmpty() ? "# nobody\n" : address + " shop.example\n");
    }

    @Test
    void theProbeFollowsTheNameAndSaysSo() throws Exception {
        Files.writeString(directory.resolve("look.groovy"), """
                journey('Look') {
                    target 'shop'
                    step('Page') { get '/' }
                }
                load('canary') { hold 5.perSecond, forever }
                """);
        name("");
        AtomicInteger old = new AtomicInteger();
        AtomicInteger fresh = new AtomicInteger();
        HttpServer oldServer = server("127.0.0.1", 0, old);
        int port = oldServer.getAddress().getPort();
        HttpServer newServer = server("127.0.0.2", port, fresh);
        try (CommandProcess probe = CommandProcess.start(
                directory,
                List.of("env", "JAVA_TOOL_OPTIONS=-Djdk.net.hosts.file=hosts"),
                "probe",
                "look.groovy",
                "--target",
                "shop=http://shop.example:" + port)) {
            probe.awaitOutput("ROLL BACK  FAIL, latched");
            assertThat(probe.output())
                    .contains(
                            "changed    unknown host shop.example: new connections fail as DNS_FAILED until it is known");
            name("127.0.0.1");
            probe.awaitOutput("changed    shop.example now is 127.0.0.1, was unknown");
            name("127.0.0.2");
            probe.awaitOutput("changed    shop.example now is 127.0.0.2, was 127.0.0.1");
            int atOld = old.get();
            int atNew = fresh.get();
            for (int i = 0; i < 300 && fresh.get() < atNew + 10; i++) {
                Thread.sleep(100);
            }
            probe.signal("TERM");
            assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(1);
            assertThat(atOld).isPositive();
            assertThat(fresh.get()).isGreaterThanOrEqualTo(atNew + 10);
            assertThat(old.get()).as("requests at the old one").isEqualTo(atOld);
        } finally {
            oldServer.stop(0);
            newServer.stop(0);
        }
        String journal = directory.resolve("journal.jsonl").toString();
        assertThat(CommandLineRun.of("journal", "timeline", journal).out())
                .contains(" | note | shop.example now is 127.0.0.1, was unknown |")
                .contains(" | note | shop.example now is 127.0.0.2, was 127.0.0.1 |");
        assertThat(CommandLineRun.of("journal", "verify", journal).exitCode()).isZero();
    }
}
