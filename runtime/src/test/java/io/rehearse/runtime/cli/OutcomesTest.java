package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rehearse.examples.hostile.HostileServer;
import io.rehearse.examples.shop.Shop;
import io.rehearse.examples.shop.ShopSettings;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Summary;
import io.rehearse.runtime.driver.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every outcome and every exit code, produced through the command line. What a server does to one request is the table of
 * {@link HostileTest}; here is what takes a machine without ports, a stopped process or a signal.
 */
@Timeout(300)
class OutcomesTest {
    /** Outcomes of the tests below. */
    private static final Set<Outcome> HERE = EnumSet.of(
            Outcome.UNFINISHED,
            Outcome.DROPPED_TARGET,
            Outcome.DROPPED_LATE,
            Outcome.NO_DESCRIPTORS,
            Outcome.NO_PORTS,
            Outcome.SCRIPT_ERROR,
            Outcome.DNS_FAILED,
            Outcome.POLL_EXPIRED);

    @TempDir
    Path directory;

    @Test
    void everyOutcomeIsProducedThroughTheCommandLine() {
        Set<Outcome> produced = EnumSet.copyOf(HERE);
        produced.addAll(HostileTest.outcomes());
        assertThat(produced).containsExactlyInAnyOrder(Outcome.values());
    }

    @Test
    void everyOutcomeIsInTheRunsManifestWithItsBlame() throws Exception {
        try (HostileServer server = new HostileServer(0)) {
            run(server.port(), "load('test') { walks 1 }", "/hello");
        }
        Map<String, RunManifest.Blame> blames =
                new RunDirectory(directory.resolve("run")).manifest().outcomes();
        for (Outcome outcome : Outcome.values()) {
            assertThat(blames.get(outcome.name()).name())
                    .isEqualTo(outcome.blame().name());
        }
    }

    /** Those of exit code 5 and of signals are below and in {@link BadInputTest}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0 | /hello      | walks 3, users: 3                              | all steps of all walks succeeded
        0 | /hello      | hold 20.perSecond, 1.s; pass { p50.below 5.s } | 3 of 3 objectives hold
        1 | /status/503 | walks 3, users: 3                              | Step: STATUS_ERROR, 3 times
        1 | /status/503 | hold 20.perSecond, 1.s                         | all steps errors 100 % is not below 1 %…
        2 | /hello      | hold 20, 1.s                                   |
        3 | /hello      | hold 20.perSecond, 1.s; pass { p99.below 5.s } | …p99…
        4 | /status/503 | hold 20.perSecond, 9.s; pass { abortWhen { errorRate.above 25.percent, during: 1.s } } | …errors…
        """)
    void everyExitCodeHasItsReason(int exitCode, String path, String loadAndPass, String reason) throws Exception {
        String load = "load('test') { " + loadAndPass.replaceFirst("; pass", " }\npass")
                + (loadAndPass.contains("pass") ? "" : " }");
        try (HostileServer server = new HostileServer(0)) {
            CommandLineRun run = run(server.port(), load, path);
            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
            if (exitCode == 2) {
                assertThat(run.err()).contains("test.groovy:5:", "exit code 2");
                assertThat(directory.resolve("run")).doesNotExist();
                return;
            }
        }
        Summary summary = summary();
        assertThat(summary.exitCode()).isEqualTo(exitCode);
        assertThat(summary.reasons().get(0)).matches("\\Q" + reason.replace("…", "\\E.*\\Q") + "\\E");
    }

    @Test
    void aHeaderThatAValueWouldBreakIsAnErrorOfTheScriptAndProvesNothing() throws Exception {
        Files.writeString(directory.resolve("names.csv"), "name\n\"two\nlines\"\n");
        try (HostileServer server = new HostileServer(0)) {
            CommandLineRun run = run(
                    server.port(),
                    "load('test') { hold 20.perSecond, 1.s }",
                    "/hello'; header 'X-Name', vars.name; tag a: 'b",
                    "feed csv('names.csv'), circular");
            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(3);
            assertThat(server.requests()).isEmpty();
        }
        assertThat(step().outcomes()).isEqualTo(Map.of("SCRIPT_ERROR", 20L));
        assertThat(messages("SCRIPT_ERROR"))
                .isNotEmpty()
                .containsOnly("vars.name has a control character, which a header cannot have");
        assertThat(summary().trusted()).isFalse();
    }

    /** One process: its users wait, arrivals are dropped; it is stopped for a while, then they are dropped lately. */
    @Test
    void arrivalsThatFindNoRoomAreDroppedAndWhatIsOpenAtTheEndIsUnfinished() throws Exception {
        try (HostileServer server = new HostileServer(0)) {
            write(
                    server.port(),
                    "load('test') { hold 250.perSecond, 5.min }",
                    "/silence'; timeout 5.min; tag a: 'b",
                    "");
            try (CommandProcess run =
                    CommandProcess.start(directory, "run", "test.groovy", "--out", "run", "--lanes", "1")) {
                run.awaitFile("run/counts.ndjson", "DROPPED_TARGET");
                run.signal("STOP");
                Thread.sleep(1_500);
                run.signal("CONT");
                run.awaitFile("run/counts.ndjson", "DROPPED_LATE");
                run.signal("INT");
                run.awaitOutput("Ctrl-C: no more users arrive");
                run.signal("INT");
                assertThat(run.awaitExit()).as(run.output()).isEqualTo(130);
            }
        }
        long started = 0;
        long unfinished = 0;
        Set<String> dropped = new TreeSet<>();
        for (Summary.StepRow row : summary().steps()) {
            started += row.started();
            unfinished += row.outcomes().getOrDefault("UNFINISHED", 0L);
        }
        new RunDirectory(directory.resolve("run")).forEachInterval(interval -> {
            for (JourneyCounts counts : interval.journeys()) {
                dropped.addAll(counts.dropped().keySet());
            }
        });
        assertThat(dropped).containsExactly("DROPPED_LATE", "DROPPED_TARGET");
        assertThat(unfinished).isEqualTo(started).isEqualTo(1_250);
        assertThat(messages("UNFINISHED")).isNotEmpty().allMatch(message -> !message.isEmpty());
    }

    @Test
    void aPollThatRunsOutHasAnOutcomeOfItsOwn() throws Exception {
        try (HostileServer server = new HostileServer(0)) {
            CommandLineRun run = run(
                    server.port(),
                    "load('test') { walks 1 }",
                    "/hello'; poll every: 20.ms, upTo: 60.ms; expect { status 201 }; tag a: 'b");
            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
        }
        assertThat(step().outcomes()).containsOnlyKeys("POLL_EXPIRED");
        assertThat(messages("POLL_EXPIRED")).hasSize(1).allMatch(message -> message.contains("expected 201, was 200"));
    }

    /** Names of targets are looked up once, before the start; those behind a proxy are the proxy's to look up. */
    @Test
    void aNameThatTheProxyDoesNotFindIsADnsFailure() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> refuseAll(proxy), "proxy");
            answering.setDaemon(true);
            answering.start();
            write(0, "load('test') { walks 1 }", "/hello", "");
            Files.writeString(
                    directory.resolve("env/default.yaml"),
                    "targets: {server: {url: 'http://no.example', proxy: 'http://127.0.0.1:" + proxy.getLocalPort()
                            + "', allow: true}}\n");
            CommandLineRun run = CommandLineRun.of(
                    "run",
                    directory.resolve("test.groovy").toString(),
                    "--out",
                    directory.resolve("run").toString());
            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
            assertThat(step().outcomes()).containsOnlyKeys("DNS_FAILED");
            assertThat(messages("DNS_FAILED"))
                    .containsExactly("the proxy http://127.0.0.1:" + proxy.getLocalPort()
                            + " found no address for no.example: \"HTTP/1.1 502 Bad Gateway\"");
        }
    }

    private static void refuseAll(ServerSocket proxy) {
        while (true) {
            try (Socket client = proxy.accept()) {
                StringBuilder head = new StringBuilder();
                for (int b = client.getInputStream().read();
                        b >= 0;
                        b = client.getInputStream().read()) {
                    head.append((char) b);
                    if (head.toString().endsWith("\r\n\r\n")) {
                        client.getOutputStream()
                                .write(("HTTP/1.1 502 Bad Gateway\r\nProxy-Status: p.example; error=dns_error;"
                                                + " rcode=NXDOMAIN\r\nContent-Length: 0\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                    }
                }
            } catch (IOException ended) {
                if (proxy.isClosed()) {
                    return;
                }
            }
        }
    }

    @Test
    void aSigtermIsAnEndInOrder() throws Exception {
        try (HostileServer server = new HostileServer(0)) {
            write(server.port(), "load('test') { hold 20.perSecond, 5.min }", "/hello", "");
            try (CommandProcess run =
                    CommandProcess.start(directory, "run", "test.groovy", "--out", "run", "--lanes", "1")) {
                run.awaitFile("run/counts.ndjson", "\"ok\"");
                run.signal("TERM");
                assertThat(run.awaitExit()).as(run.output()).isEqualTo(143);
            }
        }
        assertThat(summary().reasons().get(0)).startsWith("stopped by signal 15 after ");
        assertThat(step().ok()).isEqualTo(step().started()).isPositive();
    }

    /** More users than expected, each with a connection of its own, in a process that may open few. */
    @Test
    void withoutDescriptorsTheGeneratorIsToBlame() throws Exception {
        try (Shop shop = new Shop(ShopSettings.parse(List.of("--service-times", "off", "--slow", "all=+6s")))) {
            shop.start();
            write(shop.port(), "load('test') { hold 40.perSecond, 5.s }", "/index.php?title=Special:UserLogin", "");
            Files.writeString(
                    directory.resolve("env/default.yaml"),
                    "targets: {server: {url: 'http://127.0.0.1:" + shop.port()
                            + "', connections: {policy: perUser}}}\n");
            List<String> limit = List.of("bash", "-c", "ulimit -n 240; exec \"$@\"", "--");
            try (CommandProcess run = CommandProcess.startPacked(
                    directory, limit, "run", "test.groovy", "--out", "run", "--lanes", "1")) {
                assertThat(run.awaitExit()).as(run.output()).isEqualTo(3);
            }
        }
        assertThat(step().outcomes()).containsOnlyKeys("NO_DESCRIPTORS");
        assertThat(step().ok()).isPositive();
        assertThat(step().started()).isEqualTo(step().ok() + step().failed()).isEqualTo(200);
        assertThat(messages("NO_DESCRIPTORS"))
                .allMatch(
                        message -> message.startsWith("this process has no file descriptor left for a connection to"));
        assertThat(summary().trusted()).isFalse();
    }

    /** A network of the process' own with eleven ports, which are not given out again at once. */
    @Test
    void withoutPortsTheGeneratorIsToBlame() throws Exception {
        String network = "ip link set lo up && echo 40000 40010 >/proc/sys/net/ipv4/ip_local_port_range"
                + " && echo 0 >/proc/sys/net/ipv4/tcp_tw_reuse";
        List<String> probe = List.of("unshare", "-rn", "bash", "-c", network);
        assumeTrue(succeeds(probe), "this machine lets nobody make a network of his own (unshare -rn)");
        write(0, "load('test') { hold 15.perSecond, 2.s }", "/health", "");
        Files.writeString(
                directory.resolve("env/default.yaml"),
                "targets: {server: {embedded: shop, connections: {policy: fresh}}}\n");
        List<String> wrapper = List.of("unshare", "-rn", "bash", "-c", network + " && exec \"$@\"", "--");
        try (CommandProcess run =
                CommandProcess.start(directory, wrapper, "run", "test.groovy", "--out", "run", "--lanes", "1")) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(3);
        }
        assertThat(step().outcomes()).containsOnlyKeys("NO_PORTS");
        assertThat(step().started()).isEqualTo(step().ok() + step().failed()).isEqualTo(30);
        assertThat(messages("NO_PORTS"))
                .allMatch(message -> message.startsWith("this machine has no local port left for a connection to"));
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    private CommandLineRun run(int port, String load, String path) throws IOException {
        return run(port, load, path, "");
    }

    private CommandLineRun run(int port, String load, String path, String feed) throws IOException {
        write(port, load, path, feed);
        return CommandLineRun.of(
                "run",
                directory.resolve("test.groovy").toString(),
                "--out",
                directory.resolve("run").toString());
    }

    private void write(int port, String load, String path, String feed) throws IOException {
        Files.writeString(directory.resolve("test.groovy"), """
            journey('Walk') {
                target 'server'; %s
                step('Step') { get '%s' }
            }
            %s
            """.formatted(feed, path, load));
        Files.writeString(
                Files.createDirectories(directory.resolve("env")).resolve("default.yaml"),
                "targets: {server: {url: 'http://127.0.0.1:" + port + "'}}\n");
    }

    private Summary summary() throws IOException {
        return RunReport.of(directory.resolve("run")).summary();
    }

    private Summary.StepRow step() throws IOException {
        return summary().steps().get(0);
    }

    private List<String> messages(String outcome) throws IOException {
        return new RunDirectory(directory.resolve("run"))
                .examples().stream()
                        .filter(example -> example.outcome().equals(outcome))
                        .map(ErrorExample::message)
                        .toList();
    }
}
