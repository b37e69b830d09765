package io.rehearse.reports.summary;

import static io.rehearse.reports.Sample.BROWSE;
import static io.rehearse.reports.Sample.LOG_IN;
import static io.rehearse.reports.Sample.ORDER;
import static io.rehearse.reports.Sample.below;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Scope;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SummarizerTest {
    private final Sample sample = new Sample();

    private Summary summary(RunEnd end, IntFunction<Second> seconds, int from, int to) {
        Summarizer summarizer = new Summarizer(sample.manifest());
        for (int i = from; i < to; i++) {
            summarizer.accept(seconds.apply(i).build());
        }
        return summarizer.summary(end, List.of(), List.of());
    }

    /** Over the 20 s of the hold, ended as it should. */
    private Summary held(IntFunction<Second> seconds) {
        return summary(RunEnd.finished(Sample.CREATED, 25), seconds, 5, 25);
    }

    private static Second good(int i) {
        return Second.at(i)
                .ok(LOG_IN, 10, 100)
                .ok(BROWSE, 10, 50)
                .ok(ORDER, 10, 200)
                .walks(10, 10, 0);
    }

    private static void assertDecision(Summary summary, Verdict verdict, int exitCode, String firstReason) {
        assertThat(tuple(
                        summary.verdict(), summary.exitCode(), summary.reasons().get(0)))
                .isEqualTo(tuple(verdict, exitCode, firstReason));
    }

    @Test
    void aGoodRunPasses() {
        assertDecision(held(SummarizerTest::good), Verdict.PASS, 0, "2 of 2 objectives hold");
    }

    @Test
    void anErrorRateOverItsLimitFails() {
        assertDecision(
                held(i -> good(i).failed(ORDER, 1, "STATUS_ERROR")),
                Verdict.FAIL,
                1,
                "all steps errors 3.23 % is not below 1 % (20 of 620)");
    }

    @Test
    void aHungTargetFailsAlthoughNothingEnded() {
        assertDecision(
                held(i -> Second.at(i).waiting(LOG_IN, 10, 10 * (i - 4))),
                Verdict.FAIL,
                1,
                "all steps outage 20 s is not below 5 s (from 5 s to 25 s)");
    }

    @Test
    void anUntrustedRunIsInconclusiveAndNamesTheCause() {
        sample.objectives.add(below(Scope.step("Place order"), Metric.P95, 100));
        Summary summary = held(i -> good(i).health(1500, 1400, 0));

        assertDecision(summary, Verdict.INCONCLUSIVE, 3, "the generator stood still for 1.5 s (1 s is allowed)");
        assertThat(summary.reasons())
                .contains(
                        "likely cause: the garbage collector paused for 1.4 s in one interval: give the generator more "
                                + "memory")
                .anyMatch(r -> r.startsWith("Place order p95 200 ms is not below 100 ms")
                        && r.endsWith("but the generator is not trusted"));
        assertThat(summary.trusted()).isFalse();
    }

    @Test
    void aHungTargetUnderAnUntrustedGeneratorIsAFailureOfTheTarget() {
        assertThat(held(i -> good(i).failed(ORDER, 10, "TIMEOUT").health(1500, 0, 0)))
                .satisfies(s -> assertThat(s.exitCode()).isEqualTo(1))
                .satisfies(s -> assertThat(s.trusted()).isFalse());
    }

    @Test
    void arrivalsDroppedForTheTargetFailAndThoseDroppedByTheGeneratorAreInconclusive() {
        assertThat(held(i -> good(i).dropped("DROPPED_TARGET", 10)).exitCode()).isEqualTo(1);
        assertThat(held(i -> good(i).dropped("DROPPED_LATE", 10)).exitCode()).isEqualTo(3);
    }

    @Test
    void latenessOfFewerThanAHundredStartsIsNotJudgedAndThatIsSaid() {
        String unseen = "no walk came to Browse list, Place order: nothing was learned about them";
        Summary few = held(i -> Second.at(i).ok(LOG_IN, 4, 100, i < 7 ? 50 : 0).walks(4, 4, 0));
        assertThat(few.trusted()).isTrue();
        assertThat(few.notes())
                .containsExactly(
                        "the generator's lateness is not judged: fewer than 100 starts; 8 of 80 were more than 10"
                                + " ms late",
                        unseen);
        assertThat(held(i -> Second.at(i).ok(LOG_IN, 4, 100).walks(4, 4, 0)).notes())
                .containsExactly(unseen);
        Summary enough =
                held(i -> Second.at(i).ok(LOG_IN, 40, 100, i < 7 ? 50 : 0).walks(40, 40, 0));
        assertThat(enough.trusted()).isFalse();
        assertThat(enough.notes()).containsExactly(unseen);
    }

    @Test
    void aStepThatNobodyCameToIsToldUnlessFailuresBeforeItAreWhy() {
        Summary passed =
                held(i -> Second.at(i).ok(LOG_IN, 10, 100).ok(BROWSE, 10, 50).walks(10, 10, 0));
        assertThat(passed.verdict()).isEqualTo(Verdict.PASS);
        assertThat(passed.notes()).containsExactly("no walk came to Place order: nothing was learned about it");
        Summary failed = held(i -> Second.at(i)
                .failed(LOG_IN, 10, "STATUS_ERROR")
                .notReached(BROWSE, 10)
                .notReached(ORDER, 10));
        assertThat(failed.notes()).isEmpty();
    }

    @Test
    void cleanUpsThatFailedAreToldThoughNothingJudgesThem() {
        Summary summary = held(i -> good(i).cleanups(9, 1));
        assertThat(summary.verdict()).isEqualTo(Verdict.PASS);
        assertThat(summary.notes())
                .containsExactly(
                        "20 of 200 clean-ups (afterwards) of Checkout failed: what those walks made is still there");
    }

    @Test
    void whatWasSentAgainIsTold() {
        Summary summary = held(i -> {
            Second second = good(i);
            return i == 9 ? second.sentAgain(LOG_IN, 3) : second;
        });
        assertThat(summary.notes())
                .containsExactly(
                        "connections were closed while a request was on its way to the server, 3 times; each was"
                                + " sent again, within its response time");
    }

    @Test
    void aFailedPercentileFailsAndOneWithTooFewSamplesIsInconclusive() {
        sample.objectives.add(below(Scope.step("Place order"), Metric.P99, 100));
        assertThat(held(SummarizerTest::good).exitCode()).isEqualTo(1);

        sample.objectives.set(0, below(Scope.step("Place order"), Metric.P99, 300));
        assertDecision(
                held(SummarizerTest::good),
                Verdict.INCONCLUSIVE,
                3,
                "Place order p99 200 ms is below 300 ms, but 200 samples are too few: a pass needs 1000");
    }

    @Test
    void noDataIsInconclusive() {
        assertDecision(held(Second::at), Verdict.INCONCLUSIVE, 3, "no data: no step ended in a measured phase");
        assertThat(summary(RunEnd.finished(Sample.CREATED, 5), i -> good(i).phase(Sample.WARM_UP), 0, 0)
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void onlyMeasuredPhasesAreJudgedAndTheOthersAreShown() {
        Summary summary = summary(
                RunEnd.finished(Sample.CREATED, 25),
                i -> i < 5 ? Second.at(i).phase(Sample.WARM_UP).failed(LOG_IN, 10, "STATUS_ERROR") : good(i),
                0,
                25);

        assertThat(summary.exitCode()).isZero();
        assertThat(summary.steps()).extracting(Summary.StepRow::failed).containsExactly(0L, 0L, 0L);
        assertThat(summary.seconds()).isEqualTo(20);
        assertThat(summary.notJudged())
                .extracting(Summary.StepRow::phase, Summary.StepRow::step, Summary.StepRow::failed)
                .containsExactly(tuple("warm-up", "Log in", 50L));
    }

    // Precedence: 5, signal, 4, target's failure, untrusted, failure, inconclusive.
    @Test
    void theEndOfTheRunComesBeforeItsNumbers() {
        IntFunction<Second> bad = i -> good(i).failed(ORDER, 10, "STATUS_ERROR");

        assertDecision(
                summary(RunEnd.error(Sample.CREATED, 9, "cannot write counts.ndjson: disk full"), bad, 5, 25),
                Verdict.NONE,
                5,
                "cannot write counts.ndjson: disk full");
        assertDecision(
                summary(RunEnd.signal(Sample.CREATED, 9, 2), bad, 5, 25),
                Verdict.FAIL,
                130,
                "stopped by signal 2 after 9 s");
        assertDecision(
                summary(RunEnd.signal(Sample.CREATED, 9, 15), SummarizerTest::good, 5, 25),
                Verdict.INCONCLUSIVE,
                143,
                "stopped by signal 15 after 9 s");
        assertDecision(
                summary(RunEnd.aborted(Sample.CREATED, 9, "abort rule"), bad, 5, 25), Verdict.FAIL, 4, "abort rule");
    }

    @Test
    void aKilledRunNeverPasses() {
        assertDecision(
                summary(null, SummarizerTest::good, 5, 25),
                Verdict.INCONCLUSIVE,
                3,
                "the run still goes on or was killed: it has no end.json, so it may not have done all it was to do");
        assertThat(summary(null, i -> good(i).failed(ORDER, 10, "STATUS_ERROR"), 5, 25)
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void aFunctionalRunFailsByAnyFailureAndByNothingElse() {
        sample.functional();
        sample.objectives.add(below(Scope.everyStep(), Metric.P50, 1));

        assertThat(summary(
                        RunEnd.finished(Sample.CREATED, 2),
                        i -> Second.at(i).phase(0).ok(ORDER, 1, 100).health(5000, 0, 0),
                        0,
                        2))
                .satisfies(s -> assertThat(s.exitCode()).isZero())
                .satisfies(s -> assertThat(s.reasons()).containsExactly("all steps of all walks succeeded"))
                .satisfies(s ->
                        assertThat(s.objectives()).extracting(o -> o.verdict()).containsOnly(Verdict.NONE));
        assertDecision(
                summary(
                        RunEnd.finished(Sample.CREATED, 2),
                        i -> Second.at(i).phase(0).ok(LOG_IN, 500, 100).failed(ORDER, 1, "CHECK_FAILED"),
                        0,
                        1),
                Verdict.FAIL,
                1,
                "Place order: CHECK_FAILED, 1 time");
        assertThat(summary(
                                RunEnd.finished(Sample.CREATED, 2),
                                i -> Second.at(i).phase(0).failed(ORDER, 1, "SCRIPT_ERROR"),
                                0,
                                1)
                        .exitCode())
                .isEqualTo(1);
        assertDecision(
                summary(RunEnd.finished(Sample.CREATED, 2), Second::at, 0, 2),
                Verdict.INCONCLUSIVE,
                3,
                "no data: no step ended");
    }

    /** A stair per 10 s; {@code failing} is the one from which on orders fail. */
    private static IntFunction<Second> climb(int failing) {
        return i -> {
            Second second = Second.at(i).phase(i / 10).ok(ORDER, 100, 100);
            return i / 10 >= failing ? second.failed(ORDER, 50, "STATUS_ERROR") : second;
        };
    }

    @Test
    void theCapacityOfStairsIsTheLastThatPasses() {
        sample.stairs();
        RunEnd end = RunEnd.finished(Sample.CREATED, 30);

        Summary second = summary(end, climb(1), 0, 20);
        assertDecision(second, Verdict.PASS, 0, "capacity 10/s: the stair after it failed");
        assertThat(second.capacity()).isEqualTo(new Summary.Capacity(10.0, false));
        assertThat(second.stairs())
                .extracting(Summary.Stair::phase, Summary.Stair::verdict)
                .startsWith(tuple("stair 1", Verdict.PASS), tuple("stair 2", Verdict.FAIL));

        Summary never = summary(end, climb(9), 0, 30);
        assertDecision(never, Verdict.PASS, 0, "capacity at least 30/s: no stair failed");
        assertThat(never.capacity()).isEqualTo(new Summary.Capacity(30.0, true));

        Summary first = summary(end, climb(0), 0, 10);
        assertDecision(first, Verdict.FAIL, 1, "the first stair failed");
        assertThat(first.capacity()).isEqualTo(new Summary.Capacity(null, false));

        Summary untrusted = summary(end, i -> climb(9).apply(i).health(i == 15 ? 2000 : 0, 0, 0), 0, 30);
        assertDecision(
                untrusted, Verdict.INCONCLUSIVE, 3, "stair 2: the generator stood still for 2 s (1 s is allowed)");
    }

    @Test
    void aStairIsJudgedWhileTheRunGoesOn() {
        sample.stairs();
        Summarizer summarizer = new Summarizer(sample.manifest());
        for (int i = 0; i < 20; i++) {
            summarizer.accept(climb(1).apply(i).build());
        }

        assertThat(summarizer.stair(0)).isEqualTo(Verdict.PASS);
        assertThat(summarizer.stair(1)).isEqualTo(Verdict.FAIL);
        assertThat(summarizer.stair(2)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void errorsAreGroupedWithTheirFirstExample() {
        Summarizer summarizer = new Summarizer(sample.manifest());
        Interval bad = Second.at(6)
                .error("a", LOG_IN, "status: expected 200, was 500", null)
                .error("b", ORDER, "status: expected 201, was 503", null)
                .error("b", ORDER, "status: expected 201, was 503", null)
                .build();
        summarizer.accept(bad);
        summarizer.accept(Second.at(9).error("b", ORDER, "", null).build());

        assertThat(summarizer.summary(null, bad.examples(), List.of()).errors())
                .extracting(
                        Summary.ErrorRow::step,
                        Summary.ErrorRow::message,
                        Summary.ErrorRow::count,
                        Summary.ErrorRow::example,
                        Summary.ErrorRow::firstSeconds,
                        Summary.ErrorRow::lastSeconds)
                .containsExactly(
                        tuple("Place order", "status: expected 201, was 503", 3L, 2, 7.0, 10.0),
                        tuple("Log in", "status: expected 200, was 500", 1L, 1, 7.0, 7.0));
    }

    @Test
    void thatConnectionsRanOutIsToldWithoutBlamingTheLimit() {
        Summary summary = held(i -> good(i).record(LOG_IN, Kind.WAIT, 5, 30));

        assertThat(summary.notes())
                .containsExactly(
                        "14.3 % of exchanges waited more than 10 ms for a free connection: all that the limit allows were in use, "
                                + "because answers took long or the limit is too low for so many users");
    }

    @Test
    void whoWaitedBecauseAConnectionWasMadeDidNotWaitForTheLimit() {
        Summary summary = held(i -> good(i).record(LOG_IN, Kind.WAIT, 5, 30).connects(5, 29));

        assertThat(summary.notes()).isEmpty();
    }

    @Test
    void aStepThatWasDueOnlyAfterTheLoadKeepsARunFromPassing() {
        Summary good = ended(
                i -> Second.at(i).ok(LOG_IN, 10, 100).ok(BROWSE, 10, 50).walks(10, 10, 0),
                Second.at(25).phase(Sample.DRAIN).ok(ORDER, 25, 100));
        assertDecision(
                good,
                Verdict.INCONCLUSIVE,
                3,
                "Place order was never judged: it was due only after the load, 25 times; hold the load longer than a walk takes");

        Summary broken = ended(
                i -> Second.at(i).ok(LOG_IN, 10, 100).ok(BROWSE, 10, 50).walks(10, 0, 10),
                Second.at(25).phase(Sample.DRAIN).failed(ORDER, 25, "STATUS_ERROR"));
        assertThat(broken.exitCode()).isEqualTo(3);
        assertThat(broken.reasons())
                .containsExactly(
                        "Place order was never judged: it was due only after the load, 25 times, 25 failed; hold the load"
                                + " longer than a walk takes",
                        "25 of 25 steps that were due after the load failed; with them errors are 5.88 %, not below 1 %");
    }

    @Test
    void failuresAfterTheLoadThatWouldBreakTheLimitKeepARunFromPassing() {
        assertThat(ended(SummarizerTest::good, Second.at(25).phase(Sample.DRAIN).failed(ORDER, 3, "STATUS_ERROR"))
                        .exitCode())
                .as("3 of 603")
                .isZero();
        assertDecision(
                ended(
                        SummarizerTest::good,
                        Second.at(25)
                                .phase(Sample.DRAIN)
                                .failed(ORDER, 30, "STATUS_ERROR")
                                .ok(LOG_IN, 10, 100)),
                Verdict.INCONCLUSIVE,
                3,
                "30 of 40 steps that were due after the load failed; with them errors are 4.69 %, not below 1 %");
    }

    private Summary ended(IntFunction<Second> seconds, Second after) {
        Summarizer summarizer = new Summarizer(sample.manifest());
        for (int i = 5; i < 25; i++) {
            summarizer.accept(seconds.apply(i).build());
        }
        summarizer.accept(after.build());
        return summarizer.summary(RunEnd.finished(Sample.CREATED, 26), List.of(), List.of());
    }

    @Test
    void theWorstDelayIsThatOfAStepThatIsJudgedWheneverItWasAtLastTakenUp() {
        Summary summary = ended(SummarizerTest::good, Second.at(25).record(ORDER, Kind.LATE, 1, 3_594));

        assertThat(summary.health().lateMaxMs()).isBetween(3_590.0, 3_600.0);
    }

    @Test
    void aClosedModelSaysThatQueueingIsHidden() {
        sample.model = RunManifest.Model.CLOSED;
        Summary summary = held(SummarizerTest::good);

        assertThat(summary.model()).isEqualTo("closed");
        assertThat(summary.notes()).containsExactly("closed model: queueing is hidden");
    }

    @Test
    void plannedAndStartedArrivalsAreTold() {
        assertThat(held(SummarizerTest::good).health())
                .satisfies(h -> assertThat(h.plannedPerSecond()).isEqualTo(10))
                .satisfies(h -> assertThat(h.startedPerSecond()).isEqualTo(10));
    }
}
