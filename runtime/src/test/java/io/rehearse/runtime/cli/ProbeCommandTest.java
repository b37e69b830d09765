package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a probe refuses before it sends anything. */
class ProbeCommandTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void script() throws IOException {
        Files.writeString(directory.resolve("look.groovy"), """
                journey('Look') {
                    target 'shop'
                    step('Front page') { get '/health' }
                }
                load('canary') { hold 1.perSecond, forever }
                load('closed') { users 2, 1.min }
                pass { abortWhen { errorRate.above 25.percent, during: 1.s } }
                """);
    }

    private CommandLineRun probe(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "probe",
                directory.resolve("look.groovy").toString(),
                "--journal",
                directory.resolve("journal.jsonl").toString(),
                "--out",
                directory.resolve("kept").toString(),
                "--target",
                "shop=http://127.0.0.1:1"));
        words.addAll(List.of(more));
        return CommandLineRun.of(words.toArray(String[]::new));
    }

    private void refused(int exitCode, String message, String... words) {
        CommandLineRun run = probe(words);
        assertThat(run.err()).isEqualToIgnoringNewLines(message.replace("DIR", directory.toString()));
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(directory.resolve("journal.jsonl")).doesNotExist();
    }

    @Test
    void aLoadWithoutARateIsNoProbe() {
        refused(
                2,
                "rehearse probe: load 'closed' is a number of users or walks; a probe needs a rate, for example load('canary') {"
                        + " hold 1.perSecond, 1.h }",
                "--load",
                "closed");
    }

    @Test
    void aBaselineThatIsNotThereIsInconclusiveAndSaysHowToRecordIt() {
        refused(
                3,
                "there is no baseline before of load canary in DIR/none; record one first: rehearse baseline record"
                        + " before DIR/look.groovy --load canary --runs 5",
                "--baseline",
                "before",
                "--baselines",
                directory.resolve("none").toString());
    }

    @Test
    void aBudgetThatIsNoneAndOneTooSmallToMeasure() {
        refused(
                2,
                "rehearse probe: --budget '99.5': expected a goal and a time, as 99.5%/4h",
                "--budget",
                "99.5",
                "--duration",
                "5s");
        refused(
                2,
                "rehearse probe: budget 99.9 % over 60 min: at 1 walks/s it is 3.6 failed walks, expected 5 or more (one failure would"
                        + " be chance); probe at 1.389 walks/s or more, or take a longer window or a lower goal",
                "--budget",
                "99.9%/1h");
    }

    @Test
    void theScriptsBudgetIsTakenWhereTheCommandLineHasNone() throws IOException {
        Files.writeString(
                directory.resolve("look.groovy"), "pass { budget 99.percent, over: 1.h }\n", StandardOpenOption.APPEND);
        CommandLineRun run = probe("--duration", "1s");
        assertThat(run.out())
                .as(run.err())
                .contains("0 streams against no baseline, budget 99 % over 60 min, 0 actions");
    }

    @Test
    void aNameThatIsNoneForAGateAndAControlThatIsNoUrl() {
        refused(2, "rehearse probe: --gate 'a b': expected 1 to 63 letters, digits, '.', '_' or '-'", "--gate", "a b");
        refused(2, "rehearse probe: --control 'gateway': expected a URL, as https://10.0.0.1", "--control", "gateway");
    }

    private void environments(String... names) throws IOException {
        Files.createDirectories(directory.resolve("env"));
        for (String name : names) {
            Files.writeString(
                    directory.resolve("env/" + name + ".yaml"), "targets:\n  shop:\n    url: http://127.0.0.1:1\n");
        }
    }

    @Test
    void threeEnvironmentsAndTheSameOneTwice() throws IOException {
        environments("old", "new");
        refused(
                2,
                "rehearse probe: at most two environments run together: --env old --env new",
                "--env",
                "old",
                "--env",
                "new",
                "--env",
                "old");
        refused(
                2,
                "rehearse probe: --env new is there twice: old and new are two environments, the old one first, as in"
                        + " --env old --env new",
                "--env",
                "new",
                "--env",
                "new");
    }

    @Test
    void aJournalOfOneSideIsNotContinuedWithTwo() throws IOException {
        environments("old", "new", "stage");
        probe("--env", "new", "--duration", "2s");
        String journal = directory.resolve("journal.jsonl").toString();
        CommandLineRun two = probe("--env", "old", "--env", "new", "--duration", "2s");
        assertThat(two.err())
                .contains(journal + " is the journal of a probe of new alone, not of new beside old: name another"
                        + " --journal");
        assertThat(two.exitCode()).isEqualTo(5);

        Files.delete(Path.of(journal));
        probe("--env", "old", "--env", "new", "--duration", "2s");
        assertThat(probe("--env", "stage", "--env", "new", "--duration", "2s").err())
                .contains(
                        " is the journal of a probe of new beside old, not of new beside stage: name another --journal");
        assertThat(probe("--env", "new", "--duration", "2s").err())
                .contains(" is the journal of a probe of new beside old, not of new alone: name another --journal");
    }

    /** A connection that is refused is what a probe is there to see. */
    @Test
    void aTargetThatIsNotThereIsSeenAsDown() throws IOException {
        CommandLineRun run = probe("--duration", "5s");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("ROLL BACK  FAIL, latched: down: 3 of the last 3 walks failed");
        assertThat(Files.readString(directory.resolve("journal.jsonl"))).contains("\"type\":\"verdict\"");
        try (var parts = Files.list(directory.resolve("kept"))) {
            assertThat(parts).singleElement().satisfies(part -> {
                assertThat(part.resolve("run.json"))
                        .content()
                        .contains("no connection to http://127.0.0.1:1 (127.0.0.1:1): Connection refused");
                assertThat(part.resolve("end.json"))
                        .as("abortWhen is not for probes")
                        .content()
                        .contains("\"finished\"");
            });
        }
    }
}
