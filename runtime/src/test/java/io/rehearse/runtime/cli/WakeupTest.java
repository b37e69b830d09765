package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.examples.hostile.HostileServer;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.summary.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --precise} and {@code --gather}: who comes is the same, the run says how it waited for them. */
class WakeupTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"--seed=1, timer", "--precise, precise", "--gather, gathered"})
    void allUsersComeAndTheRunSaysHowTheyWereWaitedFor(String option, String words) throws Exception {
        try (HostileServer server = new HostileServer(0)) {
            write(server.port());
            CommandLineRun run = run(option);
            Summary.StepRow step =
                    RunReport.of(directory.resolve("run")).summary().steps().get(0);
            assertThat(step.started()).as(run.out() + run.err()).isEqualTo(800);
            assertThat(step.ok()).isEqualTo(800);
            assertThat(new RunDirectory(directory.resolve("run"))
                            .manifest()
                            .settings()
                            .get("wake-up"))
                    .startsWith(words);
        }
    }

    /** A busy machine makes users later, never earlier: the least that gathering costs is certain. */
    @Test
    void gatheredUsersWaitForOneAnother() throws Exception {
        try (HostileServer server = new HostileServer(0)) {
            write(server.port());
            run("--gather");
            Summary.StepRow step =
                    RunReport.of(directory.resolve("run")).summary().steps().get(0);
            assertThat(step.late().p90Ms()).isGreaterThan(0.2);
        }
    }

    @Test
    void oneExcludesTheOther() throws Exception {
        write(1);
        CommandLineRun run = run("--precise", "--gather");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("""
                        rehearse run: --precise starts users on time, --gather lets them wait for one another; leave one out
                        """);
        assertThat(directory.resolve("run")).doesNotExist();
    }

    private void write(int port) throws IOException {
        Files.writeString(directory.resolve("test.groovy"), """
                journey('Walk') {
                    target 'server'
                    step('Step') { get '/hello' }
                }
                load('test') { hold 4000.perSecond, 200.ms }
                """);
        Files.writeString(
                Files.createDirectories(directory.resolve("env")).resolve("default.yaml"),
                "targets: {server: {url: 'http://127.0.0.1:" + port + "'}}\n");
    }

    private CommandLineRun run(String... more) {
        List<String> words =
                new ArrayList<>(List.of("run", directory.resolve("test.groovy").toString()));
        words.addAll(List.of("--quiet", "--out", directory.resolve("run").toString()));
        words.addAll(List.of(more));
        return CommandLineRun.of(words.toArray(String[]::new));
    }
}
