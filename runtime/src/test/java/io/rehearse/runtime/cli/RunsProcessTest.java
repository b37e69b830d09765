package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.rehearse.reports.run.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets of runs against the embedded shop, as a user makes them. Too short to prove anything, which is what they must say. */
class RunsProcessTest {
    @TempDir
    Path directory;

    @BeforeEach
    void writeScript() throws IOException {
        Files.writeString(directory.resolve("look.groovy"), """
                journey('Look') {
                    target 'shop'
                    step('Front page') { get '/health' }
                }
                load('short') { hold 20.perSecond, 1.s }
                pass { against('main') { p95.worseBy 20.percent } }
                """);
        Files.writeString(
                Files.createDirectory(directory.resolve("env")).resolve("default.yaml"),
                "targets:\n  shop:\n    embedded: shop\n");
    }

    @Test
    void aSetHasWholeRunsAndAReportOfAllOfThem() throws Exception {
        try (CommandProcess run =
                CommandProcess.start(directory, "run", "look.groovy", "--runs", "2", "--out", "set")) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(ExitCode.INCONCLUSIVE);
            assertThat(run.output())
                    .contains("run 1 of 2, ", "run 2 of 2, ")
                    .contains("There is no baseline main for load short. Record it: rehearse baseline record main"
                            + " look.groovy --load short --runs 5");
        }
        for (String file : new String[] {
            "set.json",
            "compared.json",
            "summary.json",
            "report.html",
            "junit.xml",
            "summary.md",
            "run-1/run.json",
            "run-2/summary.json"
        }) {
            assertThat(directory.resolve("set").resolve(file)).exists();
        }
        JsonNode first = json("set/run-1/run.json");
        JsonNode second = json("set/run-2/run.json");
        assertThat(first.path("id").asText()).isEqualTo("set-run-1");
        assertThat(second.path("seed").asLong()).isEqualTo(first.path("seed").asLong() + 1);
        JsonNode summary = json("set/summary.json");
        assertThat(summary.path("exitCode").asInt()).isEqualTo(3);
        assertThat(summary.path("steps").path(0).path("ok").asInt()).isEqualTo(40);
        assertThat(summary.path("comparison").path("verdict").asText()).isEqualTo("INCONCLUSIVE");

        CommandLineRun again =
                CommandLineRun.of("report", directory.resolve("set").toString());
        assertThat(again.exitCode()).isZero();
        assertThat(json("set/summary.json"))
                .as("judged again from what is kept")
                .isEqualTo(summary);
    }

    @Test
    void runsTooShortForABaselineAreNotRecorded() throws Exception {
        try (CommandProcess record =
                CommandProcess.start(directory, "baseline", "record", "main", "look.groovy", "--runs", "1")) {
            assertThat(record.awaitExit()).as(record.output()).isEqualTo(ExitCode.INCONCLUSIVE);
            assertThat(record.output())
                    .contains("has 1 judged seconds; a run of a baseline has 30 or more, shorter ones prove nothing");
        }
        assertThat(directory.resolve("baselines")).doesNotExist();
    }

    @Test
    void optionsThatDoNotGoTogetherAreToldBeforeAnyTraffic() {
        String script = directory.resolve("look.groovy").toString();
        assertThat(CommandLineRun.of("run", script, "--once", "--runs", "2").err())
                .contains("--once is a functional run and has no times to compare");
        assertThat(CommandLineRun.of("run", script, "--runs", "0").err()).contains("--runs is from 1 to 100, not 0");
        assertThat(CommandLineRun.of("run", script, "--baseline", "../x").err())
                .contains("'../x' is no name for a baseline");
        assertThat(CommandLineRun.of("plan", script, "--baseline", "main", "--baselines", directory + "/none")
                        .out())
                .contains("there is no main for load short. Record it: rehearse baseline record main ");
    }

    @Test
    void aBaselineOfTheCommandLineThatIsNotThereIsToldBeforeAnyTraffic() throws IOException {
        String script = directory.resolve("look.groovy").toString();
        Path store = directory.resolve("store");
        Files.createFile(Files.createDirectories(store.resolve("main")).resolve("gate.ndjson"));
        CommandLineRun none = against(script, "mian", store);
        assertThat(none.err())
                .isEqualTo("rehearse run: there is no baseline mian for load short; did you mean 'main'? Record it:"
                        + " rehearse baseline record mian " + script + " --load short --runs 5\n");
        assertThat(none.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(against(script, "main", store).err())
                .isEqualTo("rehearse run: there is no baseline main for load short; it has gate. Record it:"
                        + " rehearse baseline record main " + script + " --load short --runs 5\n");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    private CommandLineRun against(String script, String baseline, Path store) {
        return CommandLineRun.of(
                "run",
                script,
                "--baseline",
                baseline,
                "--baselines",
                store.toString(),
                "--out",
                directory.resolve("out").toString());
    }

    private JsonNode json(String file) throws IOException {
        return Json.mapper().readTree(directory.resolve(file).toFile());
    }

    @Test
    void aSetWhoseNextRunCannotStartReportsTheRunsBefore() throws Exception {
        Files.writeString(directory.resolve("look.groovy"), """
                journey('Look') {
                    target 'shop'
                    step('Front page') { get '/' }
                }
                load('short') { hold 20.perSecond, 2.s }
                """);
        AtomicInteger left = new AtomicInteger(25);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(204, -1);
            }
            if (left.decrementAndGet() == 0) {
                new Thread(() -> server.stop(0)).start();
            }
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try (CommandProcess run = CommandProcess.start(
                directory, "run", "look.groovy", "--runs", "2", "--out", "set", "--target", "shop=" + url)) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(run.output())
                    .contains("1 run made before: FAIL, run-1: all steps errors ", "; set/report.html\n")
                    .endsWith("rehearse run: target shop: no connection to " + url + " (" + url.substring(7)
                            + "): Connection refused; is it running?\n");
        }
        JsonNode summary = json("set/summary.json");
        assertThat(summary.path("verdict").asText()).isEqualTo("FAIL");
        assertThat(summary.path("notes").path(0).asText()).isEqualTo("1 run of 2 planned");
        assertThat(directory.resolve("set/junit.xml")).exists();
    }
}
