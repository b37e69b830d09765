package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandTest {
    @TempDir
    Path directory;

    @Test
    void whatItWritesIsAValidJourneyWithAnEnvironmentAndAWorkflow() {
        CommandLineRun run = CommandLineRun.of("new", directory.resolve("mine").toString());
        assertThat(run.exitCode()).isZero();
        assertThat(directory.resolve("mine/.github/workflows/rehearse.yaml")).exists();
        assertThat(directory.resolve("mine/.github/workflows/rehearse.yaml"))
                .as("run itself adds to the summary of the job")
                .content()
                .contains("rehearse run journey.groovy --out rehearse-run\n")
                .doesNotContain("GITHUB_STEP_SUMMARY");
        CommandLineRun validate = CommandLineRun.of(
                "validate", directory.resolve("mine/journey.groovy").toString());
        assertThat(validate.err()).isEmpty();
        assertThat(validate.out()).startsWith("journey.groovy  valid: 1 journey, 3 steps, environment default");
        assertThat(CommandLineRun.of(
                                "plan", directory.resolve("mine/journey.groovy").toString())
                        .out())
                .as("300 walks are enough for a p95, which needs 200: else the job could not pass")
                .contains("hold 20/s for 15 s", "p95.below 500.ms");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path mine = Files.writeString(directory.resolve("journey.groovy"), "mine");
        CommandLineRun run = CommandLineRun.of("new", directory.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).isEqualTo("rehearse new: " + mine + " is there already; nothing was written\n");
        assertThat(mine).hasContent("mine");
        assertThat(directory.resolve("users.csv")).doesNotExist();
    }
}
