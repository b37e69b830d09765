package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was measured is there, whatever ends the process: Ctrl-C, kill -9, a disk that is full. */
class RunProcessTest {
    private static final String[] RUN = {"run", "look.groovy", "--out", "run"};

    @TempDir
    Path directory;

    @BeforeEach
    void writeScript() throws IOException {
        Files.writeString(directory.resolve("look.groovy"), """
                journey('Look') {
                    target 'shop'
                    step('Front page') { get '/health' }
                }
                load('long') { hold 50.perSecond, 10.min }
                """);
        Files.writeString(
                Files.createDirectory(directory.resolve("env")).resolve("default.yaml"),
                "targets:\n  shop:\n    embedded: shop\n");
    }

    @Test
    void afterCtrlCTheRunIsWholeAndJudged() throws Exception {
        try (CommandProcess run = CommandProcess.start(directory, RUN)) {
            run.awaitOutput("phase      hold");
            awaitIntervals(3);
            run.signal("INT");
            assertThat(run.awaitExit()).isEqualTo(130);
            assertThat(run.output()).contains("Ctrl-C: no more users arrive");
        }
        RunReport report = RunReport.of(directory.resolve("run"));
        assertThat(report.summary().steps().get(0).ok()).isGreaterThanOrEqualTo(100);
        assertThat(new RunDirectory(directory.resolve("run")).end())
                .hasValueSatisfying(end -> assertThat(end.how()).isEqualTo(RunEnd.How.SIGNAL));
        for (String file : List.of(
                "run.json",
                "intervals.hlog",
                "counts.ndjson",
                "health.ndjson",
                "errors.ndjson",
                "summary.json",
                "report.html",
                "junit.xml",
                "summary.md")) {
            assertThat(directory.resolve("run").resolve(file)).exists();
        }
    }

    @Test
    void afterKillNineTheReportReadsWhatWasMeasured() throws Exception {
        try (CommandProcess run = CommandProcess.start(directory, RUN)) {
            awaitIntervals(3);
            run.signal("KILL");
            assertThat(run.awaitExit()).isEqualTo(137);
        }
        assertThat(directory.resolve("run/summary.json")).doesNotExist();
        CommandLineRun report =
                CommandLineRun.of("report", directory.resolve("run").toString());
        assertThat(report.out())
                .contains("Front page")
                .contains("the run still goes on or was killed")
                .contains("exit code   3");
        assertThat(RunReport.of(directory.resolve("run"))
                        .summary()
                        .steps()
                        .get(0)
                        .ok())
                .isPositive();
    }

    /** A limit on the size of files stands for a disk that is full: writing fails in the middle of the run. */
    @Test
    void onAFullDiskTheRunEndsWithExitFiveAndKeepsWhatWasWritten() throws Exception {
        List<String> limit = List.of("bash", "-c", "ulimit -f 16; exec \"$@\"", "--");
        try (CommandProcess run = CommandProcess.start(directory, limit, RUN)) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(5);
        }
        CommandLineRun report =
                CommandLineRun.of("report", directory.resolve("run").toString());
        assertThat(report.out()).contains("Front page");
        assertThat(RunReport.of(directory.resolve("run"))
                        .summary()
                        .steps()
                        .get(0)
                        .ok())
                .isPositive();
    }

    @Test
    void aTargetThatIsNotThereIsSaidBeforeTheStart() throws Exception {
        CommandLineRun run = CommandLineRun.of(
                "run",
                directory.resolve("look.groovy").toString(),
                "--target",
                "shop=http://127.0.0.1:1",
                "--out",
                directory.resolve("run").toString());
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err())
                .contains("target shop: no connection to http://127.0.0.1:1 (127.0.0.1:1): Connection refused;"
                        + " is it running?");
        assertThat(directory.resolve("run")).doesNotExist();
    }

    private void awaitIntervals(int intervals) throws IOException, InterruptedException {
        Path counts = directory.resolve("run/counts.ndjson");
        for (int i = 0; i < 600; i++) {
            if (Files.exists(counts) && Files.readString(counts).lines().count() >= intervals) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no " + intervals + " intervals were written within a minute");
    }
}
