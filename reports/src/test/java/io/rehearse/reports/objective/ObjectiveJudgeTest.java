package io.rehearse.reports.objective;

import static io.rehearse.reports.Sample.BROWSE;
import static io.rehearse.reports.Sample.LOG_IN;
import static io.rehearse.reports.Sample.ORDER;
import static io.rehearse.reports.Sample.above;
import static io.rehearse.reports.Sample.below;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.run.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectiveJudgeTest {
    private final Sample sample = new Sample();

    private Totals totals(Interval... intervals) {
        Totals totals = new Totals(sample.manifest(), Set.of(Sample.HOLD), EnumSet.allOf(Kind.class));
        for (Interval interval : intervals) {
            totals.accept(interval);
        }
        return totals;
    }

    private ObjectiveResult judge(Objective objective, Interval... intervals) {
        List<ObjectiveResult> results = ObjectiveJudge.judge(List.of(objective), totals(intervals), "hold", true);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static final Objective P99_ORDER = below(Scope.step("Place order"), Metric.P99, 800);

    // n good values of 100 ms and some slow ones of 900 ms; limit 800 ms. P99 needs 1 000 values to pass. The lower
    // bound is the k-th smallest value, k the largest with P(Binomial(n, 0.99) <= k - 1) <= 5 %.
    @ParameterizedTest
    @CsvSource({
        "1000, 0, PASS",
        "999, 0, INCONCLUSIVE", // within the limit, but too few
        "990, 10, PASS", // exactly 1 % above: the 990th smallest of 1 000 is a good one
        "989, 11, INCONCLUSIVE", // over the limit, not proved
        "985, 15, INCONCLUSIVE", // P(Bin(1000, 1 %) >= 15) = 8.2 %
        "984, 16, FAIL", // P(Bin(1000, 1 %) >= 16) = 4.8 %
        "100, 4, FAIL", // few values may prove a failure: P(Bin(104, 1 %) >= 4) = 2.2 %
        "100, 3, INCONCLUSIVE", // P(Bin(103, 1 %) >= 3) = 8.5 %
        "0, 1, FAIL", // P(Bin(1, 1 %) >= 1) = 1 %
    })
    void aPercentilePassesWithEnoughSamplesAndFailsWhenProved(int good, int slow, Verdict expected) {
        Second second = Second.at(6);
        if (good > 0) {
            second.ok(ORDER, good, 100);
        }
        if (slow > 0) {
            second.ok(ORDER, slow, 900);
        }

        assertThat(judge(P99_ORDER, second.build()).verdict()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"P50, 20", "P75, 40", "P90, 100", "P95, 200", "P99, 1000", "P999, 10000"})
    void aPassNeedsTenSamplesBeyondThePercentile(Metric metric, int needed) {
        Objective objective = below(Scope.step("Place order"), metric, 800);

        assertThat(judge(objective, Second.at(6).ok(ORDER, needed, 100).build()).verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judge(objective, Second.at(6).ok(ORDER, needed - 1, 100).build()))
                .satisfies(r -> assertThat(r.verdict()).isEqualTo(Verdict.INCONCLUSIVE))
                .satisfies(r -> assertThat(r.reason())
                        .isEqualTo("Place order " + metric.label() + " 100 ms is below 800 ms, but " + (needed - 1)
                                + " samples are too few: a pass needs " + needed));
    }

    @Test
    void theBoundsAreOrderStatistics() {
        Histogram values = new Histogram(3);
        for (int i = 1; i <= 100; i++) {
            values.recordValue(i);
        }
        // Binomial(100, 0.5): P(B <= 41) = 4.4 %, P(B <= 42) = 6.7 %; P(B >= 59) = 4.4 %, P(B >= 58) = 6.7 %.
        assertThat(QuantileBound.lower(values, 0.5)).hasValue(42);
        assertThat(QuantileBound.upper(values, 0.5)).hasValue(59);
        assertThat(QuantileBound.lower(values, 0.001)).isEmpty();
        assertThat(QuantileBound.upper(values, 0.999)).isEmpty();
    }

    @Test
    void aFailureSaysValueLimitAndWhatIsProved() {
        ObjectiveResult result = judge(
                P99_ORDER, Second.at(6).ok(ORDER, 900, 100).ok(ORDER, 100, 900).build());

        assertThat(result.reason()).matches("Place order p99 900 ms is not below 800 ms, proved at least 900 ms");
        assertThat(result.n()).isEqualTo(1000);
        assertThat(result.value()).isBetween(900.0, 901.0);
        assertThat(result.bound()).isBetween(899.0, 900.0);
        assertThat(result.window()).isEqualTo("hold");
    }

    @Test
    void noDataIsNeverAPass() {
        for (Metric metric : Metric.values()) {
            for (Scope scope : List.of(Scope.everyStep(), Scope.step("Place order"), Scope.everyJourney())) {
                assertThat(ObjectiveJudge.judge(List.of(below(scope, metric, 1e9)), totals(), "hold", true))
                        .as(metric + " of " + scope)
                        .isNotEmpty()
                        .allSatisfy(r -> assertThat(r.verdict()).isEqualTo(Verdict.INCONCLUSIVE))
                        .allSatisfy(r -> assertThat(r.reason()).endsWith("no data"));
            }
        }
    }

    @Test
    void anUnqualifiedPercentileIsOfEveryStepExceptWhereAStepHasItsOwn() {
        List<Objective> objectives = List.of(below(Scope.everyStep(), Metric.P99, 800), P99_ORDER);

        assertThat(ObjectiveJudge.judge(objectives, totals(), "hold", true))
                .extracting(ObjectiveResult::id, ObjectiveResult::subject)
                .containsExactly(
                        tuple("p99.below/Log in", "Log in"),
                        tuple("p99.below/Browse list", "Browse list"),
                        tuple("p99.below@Place order", "Place order"));
    }

    @ParameterizedTest
    @CsvSource({"99, 1, FAIL", "100, 1, PASS", "1, 0, PASS", "0, 1, FAIL"})
    void theErrorRateIsOfEndedAttemptsOfAllSteps(int ok, int failed, Verdict expected) {
        Second second = Second.at(6).waiting(BROWSE, 50, 50);
        if (ok > 0) {
            second.ok(LOG_IN, ok, 10);
        }
        if (failed > 0) {
            second.failed(ORDER, failed, "STATUS_ERROR");
        }

        assertThat(judge(below(Scope.everyStep(), Metric.ERROR_RATE, 0.01), second.build())
                        .verdict())
                .isEqualTo(expected);
    }

    @Test
    void anArrivalDroppedForTheTargetIsAnErrorAndOneDroppedByTheGeneratorIsNot() {
        Objective errors = below(Scope.everyStep(), Metric.ERROR_RATE, 0.01);
        Second good = Second.at(6).ok(LOG_IN, 100, 10);

        assertThat(judge(errors, good.dropped("DROPPED_LATE", 50).build()).value())
                .isEqualTo(0);
        assertThat(judge(errors, good.dropped("DROPPED_TARGET", 100).build()).value())
                .isEqualTo(0.5);
    }

    @Test
    void aFailureOfTheGeneratorIsNoErrorOfTheTarget() {
        assertThat(judge(
                                below(Scope.everyStep(), Metric.ERROR_RATE, 0.01),
                                Second.at(6)
                                        .ok(LOG_IN, 10, 10)
                                        .failed(ORDER, 10, "SCRIPT_ERROR")
                                        .build())
                        .value())
                .isEqualTo(0);
    }

    @Test
    void anUnknownOutcomeCountsAgainstTheTarget() {
        assertThat(judge(
                                below(Scope.everyStep(), Metric.ERROR_RATE, 0.01),
                                Second.at(6)
                                        .ok(LOG_IN, 10, 10)
                                        .failed(ORDER, 10, "NEW_KIND_OF_FAILURE")
                                        .build())
                        .value())
                .isEqualTo(0.5);
    }

    @Test
    void theErrorRateOfAStepIsOfThatStepAndThatOfAJourneyOfItsWalks() {
        Interval second = Second.at(6)
                .ok(LOG_IN, 90, 10)
                .ok(ORDER, 5, 10)
                .failed(ORDER, 5, "STATUS_ERROR")
                .walks(20, 15, 5)
                .build();

        assertThat(judge(below(Scope.step("Place order"), Metric.ERROR_RATE, 0.01), second)
                        .value())
                .isEqualTo(0.5);
        assertThat(judge(below(Scope.everyJourney(), Metric.ERROR_RATE, 0.01), second)
                        .value())
                .isEqualTo(0.25);
        assertThat(judge(below(Scope.everyStep(), Metric.ERROR_RATE, 0.01), second)
                        .value())
                .isEqualTo(0.05);
    }

    @Test
    void throughputIsSuccessesPerMeasuredSecond() {
        Interval[] seconds = {
            Second.at(5).ok(LOG_IN, 40, 10).build(),
            Second.at(6).ok(LOG_IN, 50, 10).build()
        };

        assertThat(judge(above(Scope.everyStep(), Metric.THROUGHPUT, 44), seconds))
                .satisfies(r -> assertThat(r.verdict()).isEqualTo(Verdict.PASS))
                .satisfies(r -> assertThat(r.reason()).isEqualTo("all steps throughput 45/s is above 44/s"));
        assertThat(judge(above(Scope.everyStep(), Metric.THROUGHPUT, 45), seconds)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void aJourneysPercentileIsOfWholeWalks() {
        assertThat(judge(
                        below(Scope.journey("Checkout"), Metric.P95, 2000),
                        Second.at(6).walkTimes(200, 1500).build()))
                .satisfies(r -> assertThat(r.verdict()).isEqualTo(Verdict.PASS))
                .satisfies(r -> assertThat(r.reason()).isEqualTo("Checkout p95 1.5 s is below 2 s"));
    }

    @Test
    void onlyThePhasesAskedForCountAndWhatEndsAfterItsPhaseBelongsToIt() {
        Totals totals = totals(
                Second.at(3).phase(Sample.WARM_UP).ok(LOG_IN, 7, 10).build(),
                Second.at(24).ok(LOG_IN, 5, 10).build(),
                Second.at(27).ok(LOG_IN, 2, 10).build());

        assertThat(totals.step(0, LOG_IN).ok()).isEqualTo(7);
        assertThat(totals.seconds()).isEqualTo(1);
    }

    @Test
    void ofTwoEnvironmentsTheNewOneIsJudged() {
        sample.sides.clear();
        sample.sides.add(Sample.side(0, "old"));
        sample.sides.add(Sample.side(1, "new"));

        assertThat(judge(
                        below(Scope.everyStep(), Metric.ERROR_RATE, 0.01),
                        Second.at(6)
                                .side(0)
                                .failed(ORDER, 10, "STATUS_ERROR")
                                .side(1)
                                .ok(ORDER, 10, 10)
                                .build()))
                .satisfies(r -> assertThat(r.side()).isEqualTo(1))
                .satisfies(r -> assertThat(r.verdict()).isEqualTo(Verdict.PASS));
    }

    @Test
    void inAnUntrustedRunTimesAreNeitherPassNorFailAndErrorsStand() {
        Totals totals = totals(Second.at(6)
                .ok(ORDER, 1000, 900)
                .failed(LOG_IN, 100, "STATUS_ERROR")
                .build());
        List<Objective> objectives = List.of(P99_ORDER, below(Scope.everyStep(), Metric.ERROR_RATE, 0.01));

        assertThat(ObjectiveJudge.judge(objectives, totals, "hold", false))
                .extracting(ObjectiveResult::verdict)
                .containsExactly(Verdict.INCONCLUSIVE, Verdict.FAIL);
        assertThat(ObjectiveJudge.judge(objectives, totals, "hold", true))
                .extracting(ObjectiveResult::verdict)
                .containsExactly(Verdict.FAIL, Verdict.FAIL);
    }

    @Test
    void anObjectiveOnAnUnknownStepIsNotAPass() {
        assertThat(judge(below(Scope.step("Place oder"), Metric.P99, 800)).reason())
                .isEqualTo("Place oder p99 the run has no such part");
    }

    @Test
    void defaultsStandUnlessTheScriptSetsItsOwnOverAllSteps() {
        assertThat(Objectives.effective(sample.manifest()))
                .extracting(Objective::id)
                .containsExactly("default.errorRate", "default.outage");

        sample.objectives.add(below(Scope.everyStep(), Metric.ERROR_RATE, 0.05));
        sample.objectives.add(below(Scope.step("Place order"), Metric.OUTAGE, 10));
        assertThat(Objectives.effective(sample.manifest()))
                .extracting(Objective::id)
                .containsExactly("errors.below", "outage.below@Place order", "default.outage");

        assertThat(Objectives.effective(new Sample().functional().manifest())).isEmpty();
    }
}
