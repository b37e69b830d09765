package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.data.Draws;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.baseline.RunSeries;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.compare.Verdict;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Summarizer;
import io.rehearse.runtime.driver.Exchange;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import io.rehearse.runtime.driver.SimulatedWire.Server;
import io.rehearse.runtime.driver.Simulation;
import io.rehearse.runtime.driver.Traffic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a duet comes to, in virtual time: 60 s at 50 users/s on each side, three steps of 20, 40 and 90 ms (log-normal,
 * σ = 0.4), drawn for each side on its own, and a load on the machine that both sides feel in the same seconds.
 */
class DuetVerdictTest {
    private static final long SECOND = Plans.SECOND;
    private static final double[] MEDIAN_MILLIS = {20, 40, 90};
    private static final int SEEDS_UNCHANGED = 40;
    private static final int SEEDS_SLOWER = 10;

    @Test
    void anUnchangedSideIsNeverFailed() {
        for (long seed = 0; seed < SEEDS_UNCHANGED; seed++) {
            RunReport report = run(seed, server(seed, 0, 1), server(seed, 1, 1));
            assertThat(compared(report).verdict()).as("seed " + seed).isNotEqualTo(Verdict.FAIL);
            assertThat(report.summary().exitCode()).as("seed " + seed).isIn(0, 3);
            assertThat(has(report, Concern.Kind.RATIO)).isFalse();
        }
    }

    @Test
    void aSideThatIsTenPercentSlowerIsFailedAndItsStepsAreNamed() {
        for (long seed = 100; seed < 100 + SEEDS_SLOWER; seed++) {
            RunReport report = run(seed, server(seed, 0, 1), server(seed, 1, 1.1));
            assertThat(report.summary().exitCode()).as("seed " + seed).isEqualTo(1);
            assertThat(compared(report).comparison().rows())
                    .filteredOn(row -> row.metric().equals(Metric.latency(0.5)))
                    .as("seed " + seed)
                    .hasSize(4)
                    .extracting(Row::verdict)
                    .containsOnly(Verdict.FAIL);
            assertThat(String.join("\n", report.summary().reasons()))
                    .contains(
                            "Step 0 is ",
                            "Step 1 is ",
                            "Step 2 is ",
                            " slower at p50 than old (1 run); proved at least");
        }
    }

    @Test
    void aSideThatIsTenPercentFasterIsNotFailed() {
        RunReport report = run(7, server(7, 0, 1), server(7, 1, 0.9));
        assertThat(report.summary().exitCode()).isIn(0, 3);
    }

    @Test
    void aNewSideThatFailsOneLogInInTenIsFailedByItsErrorsAndTheRatioHolds() {
        Server failing = server(3, 1, 1)
                .endingAs(exchange ->
                        exchange.step().index() == 0 && exchange.session().arrival() % 10 == 3
                                ? Outcome.STATUS_ERROR
                                : Outcome.OK);
        RunReport report = run(3, server(3, 0, 1), failing);
        assertThat(has(report, Concern.Kind.RATIO)).isFalse();
        assertThat(row(report, "Step 0", Metric.ERRORS).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(compared(report).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.summary().exitCode()).isEqualTo(1);
        assertThat(String.join("\n", report.summary().reasons())).contains("Step 0 is 10.00 points more often failing");
    }

    @Test
    void aNewSideThatHangsIsFailedAndTheOldSidesFiguresStayRight() {
        RunReport report = run(4, server(4, 0, 1), server(4, 1, 1).frozen(20 * SECOND, 1000 * SECOND));
        assertThat(report.summary().exitCode()).isEqualTo(1);
        assertThat(has(report, Concern.Kind.OUTAGE)).isTrue();
        assertThat(has(report, Concern.Kind.RATIO)).isFalse();
        assertThat(report.summary().steps())
                .filteredOn(row -> row.side() == 0)
                .hasSize(3)
                .allSatisfy(row -> {
                    assertThat(row.failed()).isZero();
                    // the last users come to their later steps after the load's end
                    assertThat(row.ok()).isEqualTo(row.started()).isBetween(2950L, 3000L);
                    assertThat(row.response().p99Ms()).isLessThan(400);
                });
    }

    @Test
    void anOldSideThatHangsLeavesNothingToHoldTheNewOneAgainst() {
        RunReport report = run(5, server(5, 0, 1).frozen(20 * SECOND, 1000 * SECOND), server(5, 1, 1));
        assertThat(report.summary().exitCode()).isEqualTo(3);
        assertThat(has(report, Concern.Kind.OUTAGE_IN_OLD)).isTrue();
        assertThat(report.summary().reasons().get(0))
                .startsWith("old from 20 s on, the old side was down for ")
                .endsWith(
                        "there is nothing to hold the new side against. It can fail, it cannot pass; run both again.");
        assertThat(report.summary().steps())
                .filteredOn(row -> row.side() == 1)
                .allSatisfy(row -> assertThat(row.ok()).isEqualTo(row.started()).isBetween(2950L, 3000L));
    }

    @Test
    void theSessionsOfBothSidesAreInTheSummary() {
        RunReport report = run(6, server(6, 0, 1), server(6, 1, 1));
        assertThat(report.summary().comparison().path("sessions").toString())
                .isEqualTo("[{\"side\":0,\"run\":\"old\",\"started\":3000,\"open\":0},"
                        + "{\"side\":1,\"run\":\"new\",\"started\":3000,\"open\":0}]");
    }

    private static Server server(long seed, int side, double factor) {
        return Server.of(exchange -> (long) (factor * shared(seed, exchange) * own(seed, side, exchange)));
    }

    /** Nanoseconds, log-normal by Box and Muller. */
    private static double own(long seed, int side, Exchange exchange) {
        int step = exchange.step().index();
        long k = exchange.session().arrival();
        double radius = Math.sqrt(-2 * Math.log1p(-Draws.unit(seed, k, 0xA000 + 16L * side + step)));
        double angle = 2 * Math.PI * Draws.unit(seed, k, 0xB000 + 16L * side + step);
        return 1e6 * MEDIAN_MILLIS[step] * Math.exp(0.4 * radius * Math.cos(angle));
    }

    /** In each second everything takes longer or shorter, by 6 % (σ): the same for both sides. */
    private static double shared(long seed, Exchange exchange) {
        long second = exchange.sentAt() / SECOND;
        return Math.exp(0.06 * new Random(31 * seed + second).nextGaussian());
    }

    private static RunReport run(long seed, Server old, Server fresh) {
        Plan plan = Plans.plan(
                Plans.target(),
                Plans.hold(50, 60),
                Plans.journey(
                        0,
                        1,
                        Plans.get(0, "/login", 15 * SECOND),
                        Plans.think(SECOND / 2),
                        Plans.get(1, "/list", 15 * SECOND),
                        Plans.get(2, "/order", 15 * SECOND)));
        List<Plan> sides = List.of(named(plan, "old"), named(plan, "new"));
        Traffic traffic = Plans.traffic(sides, 1, seed, 2000);
        Simulation simulation = new Simulation(traffic, 0, 10_000, old, fresh).run();

        RunRequest request =
                new RunRequest(sides, traffic.load(), seed, 1, Path.of("."), Path.of("runs", "simulated"), false);
        RunManifest manifest = PlanManifest.of(request, traffic, Instant.EPOCH, List.of());
        Summarizer summarizer = new Summarizer(manifest);
        RunSeries series = new RunSeries(manifest);
        merged(traffic, simulation).forEach(interval -> {
            summarizer.accept(interval);
            series.accept(interval);
        });
        RunEnd end = RunEnd.finished(Instant.EPOCH.plusSeconds(61), 61);
        return new RunReport(request.directory(), manifest, summarizer.summary(end, List.of(), List.of()), List.of())
                .withSides(series);
    }

    private static List<Interval> merged(Traffic traffic, Simulation simulation) {
        IntervalCollector collector = new IntervalCollector(traffic, Instant.EPOCH, () -> null);
        GeneratorHealth health = new GeneratorHealth();
        List<Interval> intervals = new java.util.ArrayList<>();
        try {
            for (LaneInterval finished : simulation.intervals()) {
                collector.swap(finished);
                collector.next(health).forEach(merged -> intervals.add(merged.interval()));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(collector.isDone()).isTrue();
        return intervals;
    }

    private static Plan named(Plan plan, String environment) {
        return new Plan(
                plan.script(),
                environment,
                plan.parameters(),
                plan.targets(),
                plan.journeys(),
                plan.steps(),
                plan.loads(),
                plan.pass(),
                plan.secrets());
    }

    private static Compared compared(RunReport report) {
        return report.compared().orElseThrow();
    }

    private static boolean has(RunReport report, Concern.Kind kind) {
        return compared(report).comparison().concerns().stream().anyMatch(c -> c.kind() == kind);
    }

    private static Row row(RunReport report, String step, Metric metric) {
        return compared(report).comparison().row(step, metric).orElseThrow();
    }
}
