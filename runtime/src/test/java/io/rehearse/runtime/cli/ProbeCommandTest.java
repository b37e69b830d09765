package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    void theControlPointComesFromTheEnvironmentAndTheCommandLineWins() throws IOException {
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(directory.resolve("env/base.yaml"), "control: http://127.0.0.1:3\n");
        Files.writeString(directory.resolve("env/new.yaml"), "extends: base\ncontrol: http://127.0.0.1:2\n");
        assertThat(probe("--env", "new", "--duration", "1s").out())
                .contains("0 actions, control http://127.0.0.1:2 (environment new), journal ");
        assertThat(probe("--env", "base", "--duration", "1s").out())
                .contains("0 actions, control http://127.0.0.1:3 (environment base), journal ");
        CommandLineRun own = probe("--env", "new", "--control", "http://127.0.0.1:4", "--duration", "8s");
        assertThat(own.out()).contains("0 actions, control http://127.0.0.1:4 (--control), journal ");
        assertThat(own.exitCode()).as("nothing was observed: our own network").isEqualTo(3);
        assertThat(CommandLineRun.of(
                                "plan",
                                directory.resolve("look.groovy").toString(),
                                "--load",
                                "canary",
                                "--env",
                                "new",
                                "--target",
                                "shop=http://127.0.0.1:1")
                        .out())
                .contains("control     http://127.0.0.1:2 (environment new), asked by a probe when walks fail");
    }

    @Test
    void aControlPointThatIsNoUrlIsToldWithItsPlace() throws IOException {
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(directory.resolve("env/new.yaml"), "control: gateway\n");
        refused(
                2,
                "rehearse probe: env/new.yaml:1  control 'gateway': expected a URL, as https://10.0.0.1",
                "--env",
                "new");
    }

    @Test
    void downtimesThatCannotBeMeant() {
        refused(
                2,
                "rehearse probe: --expect-down '22:00/30m': expected day, time and zone of its beginning and how long it takes,"
                        + " as 2026-11-27T22:00Z/30m or '2026-11-27T23:00+01:00/30m/counts the database moves'",
                "--expect-down",
                "22:00/30m");
        refused(
                2,
                "rehearse probe: --expect-down '2062-11-27T22:00Z/2d': expected at most 24h at once; nobody is called meanwhile",
                "--expect-down",
                "2062-11-27T22:00Z/2d");
        refused(
                2,
                "rehearse probe: --expect-down '2062-11-27T23:15+01:00/1h copy' overlaps '2062-11-27T22:00Z/30m': write one"
                        + " that covers both",
                "--expect-down",
                "2062-11-27T22:00Z/30m",
                "--expect-down",
                "2062-11-27T23:15+01:00/1h copy");
        CommandLineRun over = probe("--expect-down", "2020-11-27T22:00Z/30m");
        assertThat(over.exitCode()).isEqualTo(2);
        assertThat(over.err())
                .startsWith(
                        "rehearse probe: --expect-down '2020-11-27T22:00Z/30m' was over at 2020-11-27T22:30:00Z, and the"
                                + " journal " + directory.resolve("journal.jsonl")
                                + " does not have it: check day and zone, it is ");
    }

    /** Nothing takes connections there, which is expected. */
    @Test
    void aTargetThatIsExpectedToBeDownIsNoFailure() throws IOException {
        String now =
                Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MINUTES).toString();
        CommandLineRun run = probe(
                "--duration",
                "8s",
                "--expect-down",
                now + "/1h the database moves",
                "--expect-down",
                "2062-01-01T00:00Z/1h");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(3);
        assertThat(run.out())
                .contains("0 actions, 2 downtimes announced, journal ")
                .contains("HOLD  INCONCLUSIVE: expected to be down: the database moves");
        assertThat(CommandLineRun.of(
                                "journal",
                                "timeline",
                                directory.resolve("journal.jsonl").toString())
                        .out())
                .contains(": the database moves |")
                .contains("| expect.down | from 2062-01-01 00:00:00 to 2062-01-01 01:00:00: announced beforehand |");
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
