package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.RunSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** {@code baseline}, {@code compare}, {@code merge} and {@code report} over directories of runs that were simulated. */
@TestInstance(Lifecycle.PER_CLASS)
class CompareCommandTest {
    @TempDir
    static Path directory;

    /** Five unchanged runs as a set. */
    private Path old;

    private int runs;

    @BeforeAll
    void fiveRunsOfABaseline() throws Exception {
        old = set("old", 5, r -> {});
    }

    @Test
    void anUnchangedVersionPassesAndAllStepsSayHowWellTheyAreKnown() throws Exception {
        CommandLineRun run = compare(old, set("same", 3, r -> {}));
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .startsWith("PASS  As good as old (5 runs): every percentile that can be decided is proved at most ")
                .contains("Log in             4 rows pass; percentiles at most ")
                .contains("noise between runs ")
                .contains("(measured, 5 + 3 runs)");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 96);
    }

    @Test
    void aSlowerVersionFailsAndTheWorstComesFirst() throws Exception {
        CommandLineRun run = compare(old, set("slow", 3, r -> r.factor = 1.3));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(run.out())
                .startsWith("FAIL  ")
                .contains("slower at p")
                .contains("proved at least +")
                .contains("verdict\n");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 96);
    }

    @Test
    void theJsonIsTheSameToTheByteForTheSameRuns() throws Exception {
        Path same = set("json", 3, r -> {});
        CommandLineRun first = CommandLineRun.of("compare", old.toString(), same.toString(), "--json");
        CommandLineRun second = CommandLineRun.of("compare", old.toString(), same.toString(), "--json");
        assertThat(first.out()).isEqualTo(second.out()).startsWith("{");
        assertThat(Json.mapper().readTree(first.out()).path("rows")).hasSize(16);
    }

    @Test
    void replayJudgesWithOtherLimits() throws Exception {
        Path slow = set("replay", 3, r -> r.factor = 1.3);
        CommandLineRun tolerant = CommandLineRun.of(
                "compare",
                old.toString(),
                slow.toString(),
                "--worse-by",
                "p50=60%",
                "--worse-by",
                "p95=60%",
                "--worse-by",
                "p99=80%");
        assertThat(tolerant.exitCode()).as(tolerant.out()).isZero();
        Path script = Files.writeString(directory.resolve("limits.groovy"), """
                journey('A') { target 'shop'; step('S') { get '/' } }
                load('l') { hold 5.perSecond, 30.s }
                pass { against('old') { p50.worseBy 60.percent; p95.worseBy 60.percent; p99.worseBy 80.percent } }
                """);
        CommandLineRun replayed =
                CommandLineRun.of("compare", old.toString(), slow.toString(), "--replay", script.toString());
        assertThat(replayed.exitCode()).as(replayed.out() + replayed.err()).isZero();
    }

    @Test
    void oneOfThreeRunsNinetyPercentDownIsAFailByItsName() throws Exception {
        Path set = set("down", 3, r -> r.downSeconds = runs == 2 ? 60 : 0);
        CommandLineRun run = compare(old, set);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(run.out().replaceAll("\\s+", " ")).startsWith("FAIL down-run-2 from 0 s on was down for 60 s:");
    }

    @Test
    void aStepWithFortySamplesDoesNotBlockTheRest() throws Exception {
        Path base = set("rare-old", 5, r -> r.rare = 75);
        CommandLineRun run = compare(base, set("rare", 3, r -> r.rare = 75));
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("This load cannot decide")
                .contains("p99 of Place order");
    }

    @Test
    void oneBaselineRunSaysThatTheNoiseIsAssumedAndHowManyRunsWouldMeasureIt() throws Exception {
        CommandLineRun run = compare(set("single", 1, r -> {}), set("single-new", 1, r -> {}));
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("Noise between runs is assumed, not measured: 3 % (1 baseline run).")
                .contains("4 more baseline runs would measure it.");
    }

    @Test
    void whateverIsMissingIsSaidAndNeverGreen() throws Exception {
        assertInconclusive("no-data", r -> r.perSecond = 0, "No data: the candidate has no attempts.");
        assertInconclusive("second", r -> r.seconds = 1, "has 1 judged seconds; 30 are needed.");
        assertInconclusive(
                "one-side",
                r -> {
                    r.steps = List.of("Log in", "Browse list", "Place order", "Pay");
                    r.parts = Map.of("step Checkout/Log in", "POST /api/login", "step Checkout/Pay", "POST /api/pay");
                },
                "Not comparable with old: step Checkout/Pay is new. Make both runs with the same journey and load.");
        assertInconclusive("late", r -> r.lateMillis = 30, "The generator was the bottleneck of late-run-1");
        CommandLineRun failing = compare(old, set("all-errors", 3, r -> r.failShare = 1));
        assertThat(failing.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(failing.out().replaceAll("\\s+", " ")).startsWith("FAIL all-errors-run-1 from 0 s on was down");
    }

    private void assertInconclusive(String name, Consumer<SimulatedRun> change, String reason) throws Exception {
        CommandLineRun run = compare(old, set(name, 2, change));
        assertThat(run.exitCode()).as(name + run.out() + run.err()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(run.out().replaceAll("\\s+", " "))
                .as(name)
                .startsWith("INCONCLUSIVE")
                .contains(reason);
    }

    @Test
    void aClockThatStepsBackIsRefusedWithFileAndLine() throws Exception {
        Path run = simulated("clock", r -> {});
        Path counts = run.resolve("counts.ndjson");
        List<String> lines = new ArrayList<>(Files.readAllLines(counts));
        lines.set(20, lines.get(20).replaceFirst("\"start\":20.0", "\"start\":12.0"));
        Files.write(counts, lines);
        CommandLineRun compared = compare(old, run);
        assertThat(compared.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(compared.err())
                .contains("counts.ndjson:21: an interval from 12.0 s to 21.0 s cannot follow one that ends at 20.0 s");
    }

    @Test
    void runsGoIntoABaselineAndOutAgain() throws Exception {
        Path store = directory.resolve("baselines");
        CommandLineRun added = baseline("add", "main", old.toString());
        assertThat(added.exitCode()).as(added.err()).isZero();
        assertThat(added.out()).startsWith("added 5 runs of load gate to main: 5 now, ");
        assertThat(baseline("list").out()).contains("main", "gate", "5 runs", "recorded 2026-11-22T");
        assertThat(baseline("show", "main").out())
                .contains("main, load gate", "old-run-1, 60 s judged, environment new", "Place order", "3000 attempts");
        CommandLineRun compared = CommandLineRun.of(
                "compare", "main", set("against", 3, r -> {}).toString(), "--baselines", store.toString());
        assertThat(compared.exitCode()).as(compared.out() + compared.err()).isZero();
        assertThat(compared.out()).startsWith("PASS  As good as main (5 runs)");

        Path file = store.resolve("main/gate.ndjson");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() / 2));
        CommandLineRun damaged = baseline("show", "main");
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(damaged.err()).contains("gate.ndjson:").contains("the file is damaged or half written");
        Files.writeString(file, text);

        assertThat(baseline("remove", "main").out()).isEqualTo("removed main: gate\n");
        CommandLineRun gone = baseline("show", "main");
        assertThat(gone.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(gone.err()).contains("there is no baseline main");
    }

    @Test
    void anUntrustedRunIsStoredOnlyWithAReasonThatEveryLaterOutputShows() throws Exception {
        Path late = set("untrusted", 5, r -> r.lateMillis = 30);
        CommandLineRun refused = baseline("add", "forced", late.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(refused.err())
                .contains("run untrusted-run-1 is not trusted: 100 % of 9000 steps started more than 10 ms late")
                .contains("--force --reason");
        assertThat(baseline("add", "forced", late.toString(), "--force").err())
                .contains("--force and --reason \"why these runs are good enough\" go together");
        CommandLineRun stored =
                baseline("add", "forced", late.toString(), "--force", "--reason", "the machine is what we have");
        assertThat(stored.exitCode()).as(stored.err()).isZero();
        assertThat(baseline("list").out()).contains("5 stored by force");
        assertThat(baseline("show", "forced").out()).contains("): the machine is what we have");
        CommandLineRun compared = CommandLineRun.of(
                "compare",
                "forced",
                set("forced-new", 1, r -> {}).toString(),
                "--baselines",
                directory.resolve("baselines").toString());
        assertThat(compared.out().replaceAll("\\s+", " ")).contains("the reason given: the machine is what we have.");
    }

    @Test
    void aRunThatDidSomethingElseIsNotAddedToWhatIsThere() throws Exception {
        assertThat(baseline("add", "mixed", old.toString()).exitCode()).isZero();
        CommandLineRun other = baseline(
                "add", "mixed", simulated("faster", r -> r.perSecond = 60).toString());
        assertThat(other.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(other.err())
                .contains("run faster cannot be in a baseline with run old-run-1: phase hold has 60/s, had 50/s.")
                .contains("rehearse baseline remove mixed --load gate");
        assertThat(baseline("list").out()).contains("mixed").contains("5 runs");
    }

    @Test
    void runsOfGeneratorsThatWorkedTogetherAddUpWithoutLoss() throws Exception {
        Path a = simulated("worker-a", r -> r.started = SimulatedRun.START);
        Path b = simulated("worker-b", r -> r.started = SimulatedRun.START.plusSeconds(2));
        Path merged = directory.resolve("merged");
        CommandLineRun run = CommandLineRun.of("merge", a.toString(), b.toString(), "--out", merged.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = Json.mapper().readTree(merged.resolve("summary.json").toFile());
        JsonNode step = summary.path("steps").path(0);
        assertThat(step.path("ok").asInt()).isEqualTo(6000);
        assertThat(step.path("response").path("n").asInt()).isEqualTo(6000);
        assertThat(summary.path("seconds").asDouble()).isEqualTo(60);
        assertThat(summary.path("health").path("plannedPerSecond").asDouble()).isEqualTo(100);
        assertThat(summary.path("health").path("startedPerSecond").asDouble()).isEqualTo(100);
        assertThat(CommandLineRun.of("merge", old.toString(), a.toString()).err())
                .contains("is a set of runs made one after another; merge takes runs made at the same time");
    }

    @Test
    void aRunIsNotMergedWithItself() throws Exception {
        Path a = simulated("worker-c", r -> {});
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (Stream<Path> files = Files.list(a)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        for (Path other : List.of(a, copy)) {
            Path merged = directory.resolve("twice");
            CommandLineRun run = CommandLineRun.of("merge", a.toString(), other.toString(), "--out", merged.toString());
            assertThat(run.err())
                    .isEqualTo("rehearse merge: " + a + " and " + other + " are the same run, worker-c, and merged it"
                            + " would count twice; name each run once\n");
            assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
            assertThat(merged).doesNotExist();
        }
    }

    @Test
    void theReportOfASetAddsItsRunsUp() throws Exception {
        CommandLineRun run = CommandLineRun.of("report", old.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = Json.mapper().readTree(old.resolve("summary.json").toFile());
        assertThat(summary.path("run").asText()).isEqualTo("old");
        assertThat(summary.path("steps").path(0).path("ok").asInt()).isEqualTo(15_000);
        assertThat(summary.path("seconds").asDouble()).isEqualTo(300);
        assertThat(summary.path("notes").path(0).asText()).isEqualTo("5 runs of 5 planned");
        assertThat(old.resolve("report.html")).exists();
        assertThat(old.resolve("junit.xml")).exists();
    }

    @Test
    void measuredDataOfAnyOriginIsJudged() throws Exception {
        StringBuilder text = new StringBuilder("case,run,side,step,second,attempts,errors,values\n");
        for (int t = 0; t < 60; t++) text.append("0,0,base,login,").append(t).append(",17,0,8127:9 9343:8\n");
        for (int t = 0; t < 60; t++) text.append("0,0,cand,login,").append(t).append(",17,0,18127:9 19343:8\n");
        Path file = Files.writeString(directory.resolve("data.csv"), text);
        CommandLineRun run = CommandLineRun.of("compare", "--hist", file.toString());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.FAIL);
        assertThat(Json.mapper().readTree(run.out()).path("verdict").asText()).isEqualTo("FAIL");
        Files.writeString(file, text.toString().replace(",17,0,18127:9", ",-17,0,18127:9"));
        CommandLineRun damaged = CommandLineRun.of("compare", "--hist", file.toString());
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(damaged.err()).contains("data.csv:62: attempts: found -17, expected a whole number");
    }

    private CommandLineRun baseline(String... words) {
        List<String> all = new ArrayList<>(List.of("baseline"));
        all.addAll(List.of(words));
        all.addAll(List.of("--baselines", directory.resolve("baselines").toString()));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    private static CommandLineRun compare(Path a, Path b) {
        return CommandLineRun.of("compare", a.toString(), b.toString());
    }

    private Path simulated(String name, Consumer<SimulatedRun> change) throws Exception {
        SimulatedRun run = new SimulatedRun();
        change.accept(run);
        return run.write(directory.resolve(name), name.hashCode() & 0xffff);
    }

    private Path set(String name, int count, Consumer<SimulatedRun> change) throws Exception {
        Path place = directory.resolve(name);
        RunSet set = RunSet.begun(name, Instant.parse("2026-11-22T02:14:07Z"), count, 0);
        for (runs = 1; runs <= count; runs++) {
            SimulatedRun run = new SimulatedRun();
            change.accept(run);
            run.name = name + "-run-" + runs;
            run.write(place.resolve("run-" + runs), 1000 * runs + (name.hashCode() & 0xff));
            set = set.with("run-" + runs);
        }
        set.write(place);
        return place;
    }

    @Test
    void aRunIsNoEvidenceAboutItself() throws Exception {
        Path one = simulated("itself", r -> {});
        Path other = simulated("another", r -> {});
        CommandLineRun self = compare(one, one);
        assertThat(self.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(self.out().replaceAll("\\s+", " "))
                .startsWith(
                        "INCONCLUSIVE Not comparable with itself: run itself is there more than once, and no evidence"
                                + " about itself. Make both runs with the same journey and load.");
        CommandLineRun twice = CommandLineRun.of("compare", one.toString(), other.toString(), other.toString());
        assertThat(twice.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(twice.out().replaceAll("\\s+", " "))
                .contains("run another is there more than once, and no evidence about itself.");
    }

    @Test
    void aPlanThatCannotBeComparedIsToldBeforeAnyTraffic() throws Exception {
        assertThat(baseline("add", "planned", old.toString()).exitCode()).isZero();
        Path script = Files.writeString(directory.resolve("pay.groovy"), """
                journey('Checkout') {
                    target 'shop'
                    step('Pay') { post '/api/pay' }
                }
                load('gate') { warmUp 50.perSecond, 5.s; hold 60.perSecond, 60.s }
                """);
        CommandLineRun plan = CommandLineRun.of(
                "plan",
                script.toString(),
                "--target",
                "shop=http://127.0.0.1:8080",
                "--baseline",
                "planned",
                "--baselines",
                directory.resolve("baselines").toString());
        assertThat(plan.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(plan.out())
                .contains("\nbaseline    not comparable with planned: phase hold has 60/s, had 50/s; ")
                .contains("; step Checkout/Log in is gone; step Checkout/Pay is new; ")
                .endsWith(". Record it anew: rehearse baseline record planned " + script + " --load gate --runs 5\n")
                .doesNotContain("proves");
        CommandLineRun run = CommandLineRun.of(
                "run",
                script.toString(),
                "--target",
                "shop=http://127.0.0.1:1",
                "--baseline",
                "planned",
                "--baselines",
                directory.resolve("baselines").toString(),
                "--out",
                directory.resolve("never").toString());
        assertThat(run.exitCode()).as("no traffic").isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err())
                .startsWith("rehearse: this run is not comparable with planned: phase hold has 60/s, had 50/s; ")
                .contains(". Record it anew: rehearse baseline record planned " + script + " --load gate --runs 5\n");
    }

    @Test
    void aSetOfWhichRunsAreMissingDoesNotPass() throws Exception {
        Path whole = set("whole", 2, r -> {});
        assertThat(CommandLineRun.of("report", whole.toString()).out()).startsWith("PASS  ");
        RunSet.begun("cut", Instant.parse("2026-11-22T02:14:07Z"), 3, 0)
                .with("run-1")
                .with("run-2")
                .write(whole);
        assertThat(CommandLineRun.of("report", whole.toString()).out())
                .startsWith("INCONCLUSIVE  only 2 of 3 planned runs were made\n")
                .contains("\nexit code   3\n");
    }

    @Test
    void runsMadeOneAfterAnotherAreNotMerged() throws Exception {
        Path early = simulated("early", r -> r.started = Instant.parse("2026-11-22T02:14:07Z"));
        Path late = simulated("late-worker", r -> r.started = Instant.parse("2026-11-22T02:14:47Z"));
        Path merged = directory.resolve("not-merged");
        CommandLineRun run = CommandLineRun.of("merge", early.toString(), late.toString(), "--out", merged.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(run.err())
                .isEqualTo(
                        "rehearse merge: runs early and late-worker were not made at the same time: they began at"
                                + " 2026-11-22T02:14:07Z and 2026-11-22T02:14:47Z, and the load takes 65 s; merged they would"
                                + " tell of a rate that the target never had. If they were, the clocks of the generators differ\n");
        assertThat(merged).doesNotExist();
    }
}
