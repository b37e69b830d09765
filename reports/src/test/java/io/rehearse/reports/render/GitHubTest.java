package io.rehearse.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunWriter;
import io.rehearse.reports.run.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubTest {
    @TempDir
    Path temp;

    private RunReport report(int failing) throws IOException {
        Sample sample = new Sample();
        for (int i = 0; i < failing; i++) {
            sample.objectives.add(Sample.below(Scope.step("Log in"), Metric.P50, 10 + i));
        }
        RunWriter writer = new RunWriter(temp.resolve("r"), sample.manifest());
        for (int i = 0; i < 25; i++) {
            writer.write(
                    Second.at(i).phase(i < 5 ? 0 : 1).ok(Sample.LOG_IN, 20, 88).build());
        }
        writer.close(RunEnd.finished(Sample.CREATED, 25));
        return RunReport.of(temp.resolve("r"));
    }

    private GitHub job() {
        return GitHub.of(Map.of(
                        "GITHUB_STEP_SUMMARY", temp.resolve("summary").toString(),
                        "GITHUB_WORKSPACE", temp.toString()))
                .orElseThrow();
    }

    @Test
    void outsideOfAJobThereIsNothingToDo() {
        assertThat(GitHub.of(Map.of())).isEmpty();
        assertThat(GitHub.of(Map.of("GITHUB_STEP_SUMMARY", ""))).isEmpty();
    }

    @Test
    void theSummaryIsAddedBehindWhatIsThere() throws IOException {
        Files.writeString(temp.resolve("summary"), "before\n");

        job().appendSummary(report(1));

        assertThat(temp.resolve("summary"))
                .content()
                .startsWith("before\n### FAIL: ")
                .endsWith("</details>\n\n");
    }

    @Test
    void theSummaryNeverExceedsWhatAStepMayWrite() throws IOException {
        Files.write(temp.resolve("summary"), new byte[GitHub.SUMMARY_BYTES_MAX - 300]);

        job().appendSummary(report(1));

        assertThat(Files.size(temp.resolve("summary"))).isLessThanOrEqualTo(GitHub.SUMMARY_BYTES_MAX);
        assertThat(Files.readString(temp.resolve("summary"), StandardCharsets.ISO_8859_1))
                .endsWith("The rest is left out: a job summary takes 1 MiB.\n");
    }

    @Test
    void aCutDoesNotSplitACharacter() {
        for (int max = 60; max < 70; max++) {
            String cut = new String(GitHub.bounded("€".repeat(100), max), StandardCharsets.UTF_8);
            assertThat(cut).doesNotContain("\ufffd").startsWith("€");
        }
        assertThat(GitHub.bounded("x".repeat(100), 10))
                .as("no room even for the remark")
                .isEmpty();
    }

    @Test
    void aFailedObjectiveIsAnErrorOnItsLineOfTheScript() throws IOException {
        List<String> lines = job().annotations(report(1), temp.resolve("load/checkout.groovy"));

        assertThat(lines)
                .containsExactly("::error file=load/checkout.groovy,line=40,title=Log in%2C p50::"
                        + "Log in p50 88.1 ms is not below 10 ms, proved at least 88 ms");
    }

    @Test
    void whatIsBeyondTenIsCounted() throws IOException {
        List<String> lines = job().annotations(report(14), Path.of("checkout.groovy"));

        assertThat(lines).hasSize(10).last().isEqualTo("::error title=Rehearse::5 more in report.html");
    }

    @Test
    void aPassHasNoAnnotations() throws IOException {
        assertThat(job().annotations(report(0), Path.of("checkout.groovy"))).isEmpty();
    }
}
