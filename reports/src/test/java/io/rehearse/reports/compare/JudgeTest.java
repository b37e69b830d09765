package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.reports.compare.Concern.Kind;
import io.rehearse.reports.compare.JudgedRun.Sessions;
import io.rehearse.reports.compare.Numbers.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everything but ordinary data: nothing of it may be an exception or a green. */
class JudgeTest {
    private static final Metric P50 = Metric.latency(0.5);
    private static final Metric P99 = Metric.latency(0.99);
    private static final Method METHOD = Method.product();

    @Test
    void unchangedRunsPass() {
        Comparison c = Judge.compare(new Sample().runs("base", 5), new Sample().runs("cand", 3), METHOD);
        assertThat(c.verdict()).as("%s", c.concerns()).isEqualTo(Verdict.PASS);
        assertThat(c.rows()).hasSize(16);
        assertThat(c.concerns()).isEmpty();
    }

    @Test
    void noRunsAtAllAreInconclusive() {
        for (Comparison c : List.of(
                Judge.compare(List.of(), List.of(), METHOD),
                Judge.compare(new Sample().runs("base", 5), List.of(), METHOD),
                Judge.duet(List.of(), List.of(), METHOD))) {
            assertThat(c.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(kinds(c)).contains(Kind.NO_DATA);
        }
    }

    @Test
    void runsWithoutStepsOrWithoutASingleAttemptAreInconclusive() {
        List<JudgedRun> stepless = List.of(new JudgedRun("cand 0", 60, List.of()));
        List<JudgedRun> silent = new Sample().runs("cand", 3, s -> Sample.never(new Sample().steps.get(s)));
        for (List<JudgedRun> cand : List.of(stepless, silent)) {
            Comparison c = Judge.compare(new Sample().runs("base", 5), cand, METHOD);
            assertThat(c.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(kinds(c)).contains(Kind.NO_DATA);
            assertThat(c.rows()).noneMatch(r -> r.verdict() == Verdict.PASS);
        }
        assertThat(Judge.compare(silent, silent, METHOD).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Judge.duet(silent, silent, METHOD).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void oneSecondOrLessIsTooShortToPass() {
        for (int seconds : new int[] {0, 1, 2, 29}) {
            Sample sample = new Sample();
            sample.seconds = seconds;
            Comparison c = Judge.compare(sample.runs("base", 5), sample.runs("cand", 3), METHOD.withWarmUpCut(true));
            assertThat(c.verdict()).as("%d s", seconds).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(kinds(c)).contains(Kind.TOO_SHORT);
            Comparison duet = Judge.duet(sample.runs("old", 1), sample.runs("new", 1), METHOD);
            assertThat(duet.verdict()).as("%d s", seconds).isEqualTo(Verdict.INCONCLUSIVE);
        }
    }

    @Test
    void noErrorsAtAllHaveABoundAllTheSame() {
        Comparison c = Judge.compare(new Sample().runs("base", 5), new Sample().runs("cand", 3), METHOD);
        Row errors = c.row("Pay", Metric.ERRORS).orElseThrow();
        assertThat(errors.numbers().estimate()).isZero();
        assertThat(errors.numbers().p()).isEqualTo(1);
        assertThat(errors.numbers().upper()).isPositive().isLessThan(0.001);
        assertThat(errors.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void allErrorsFailAndLeaveLatenciesUndecided() {
        Sample dead = new Sample();
        dead.failedPerSecond = dead.perSecond;
        Comparison c = Judge.compare(new Sample().runs("base", 5), dead.runs("cand", 3), METHOD);
        assertThat(c.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(kinds(c)).contains(Kind.OUTAGE, Kind.ERROR_RATE);
        assertThat(c.row("Pay", Metric.ERRORS).orElseThrow().verdict()).isEqualTo(Verdict.FAIL);
        Row latency = c.row("Pay", P50).orElseThrow();
        assertThat(latency.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(latency.numbers().cause()).isEqualTo(Cause.NO_SUCCESS);
        Comparison both = Judge.compare(dead.runs("base", 5), dead.runs("cand", 3), METHOD.withHard(Method.Hard.NONE));
        assertThat(both.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aStepThatOnlyOneSideHasMakesTheRunsIncomparable() {
        Sample more = new Sample();
        more.steps = List.of("Login", "Search", "Pay", "Refund");
        for (Comparison c : List.of(
                Judge.compare(new Sample().runs("base", 5), more.runs("cand", 3), METHOD),
                Judge.compare(more.runs("base", 5), new Sample().runs("cand", 3), METHOD))) {
            assertThat(c.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(c.concerns())
                    .extracting(Concern::kind, Concern::subject)
                    .contains(org.assertj.core.groups.Tuple.tuple(Kind.STEPS_DIFFER, "Refund"));
            assertThat(c.row("Refund", P50).orElseThrow().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        }
    }

    @Test
    void aStepTheCandidateNeverReachedKeepsItFromPassing() {
        Comparison c = Judge.compare(
                new Sample().runs("base", 5),
                new Sample().runs("cand", 3, s -> s == 2 ? Sample.never("Pay") : null),
                METHOD);
        assertThat(c.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(c.row("Pay", Metric.ERRORS).orElseThrow().numbers().cause()).isEqualTo(Cause.NO_ATTEMPTS);
        assertThat(new Words(c, "main").headline())
                .isEqualTo("Step Pay in the candidate was never reached; about 9000 attempts were expected.");
    }

    @Test
    void aStepWithFortySamplesDoesNotBlockTheRest() {
        List<JudgedRun> base = new Sample().runs("base", 5, s -> s == 2 ? rare(s) : null);
        List<JudgedRun> cand = new Sample().runs("cand", 3, s -> s == 2 ? rare(s + 1) : null);
        Comparison c = Judge.compare(base, cand, METHOD);
        assertThat(c.verdict()).isEqualTo(Verdict.PASS);
        Row p99 = c.row("Pay", P99).orElseThrow();
        assertThat(p99.numbers().cause()).isEqualTo(Cause.TOO_FEW);
        assertThat(p99.needed().samples()).isGreaterThanOrEqualTo(330);
        assertThat(c.row(null, P99).orElseThrow().verdict()).isEqualTo(Verdict.PASS);
        assertThat(c.concerns()).extracting(Concern::subject).contains("p99: Pay");
        assertThat(Judge.compare(base, cand, METHOD.withStrict()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** 40 successes in 60 s. */
    private static StepSeries rare(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LatencySlice> latencies = new ArrayList<>();
        List<CountSlice> counts = new ArrayList<>();
        for (int t = 0; t < 60; t++) {
            if (t % 3 == 2) continue;
            long micros = (long) (60_000 * Math.exp(0.2 * Sample.gauss(random)));
            latencies.add(new LatencySlice(t, 1, Latencies.of(new long[] {micros}, new long[] {1})));
            counts.add(new CountSlice(t, 1, 1, 0));
        }
        return new StepSeries("Pay", latencies, counts);
    }

    @Test
    void oneOfThreeCandidateRunsNinetyPercentDownFailsByItsName() {
        Sample down = new Sample();
        down.failedPerSecond = 45;
        List<JudgedRun> cand = new ArrayList<>(new Sample().runs("cand", 2));
        cand.add(down.runs("third", 1).get(0));
        Comparison c = Judge.compare(new Sample().runs("base", 5), cand, METHOD);
        assertThat(c.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(new Words(c, "main").reasons().subList(0, 2))
                .containsExactly(
                        "third 0 from 0 s on was down for 60 s: more than half of all attempts failed in every second; less than 5 s is allowed.",
                        "third 0 failed in 90 % of its attempts; 1.00 % is allowed.");
    }

    @Test
    void anOutageIsFiveSecondsInARowAndWaitingSecondsCount() {
        record Case(String name, boolean found, int... downAt) {}
        for (Case c : List.of(
                new Case("four seconds", false, 10, 11, 12, 13),
                new Case("five seconds", true, 10, 11, 12, 13, 14),
                new Case("five seconds with a good one between", false, 10, 11, 12, 14, 15))) {
            assertThat(outage(c.downAt, false)).as(c.name).isEqualTo(c.found);
        }
        assertThat(outage(new int[] {10, 11, 12, 13, 14}, true))
                .as("nothing ends, but something waits")
                .isTrue();
    }

    private static boolean outage(int[] downAt, boolean hanging) {
        List<CountSlice> counts = IntStream.range(0, 60)
                .mapToObj(t -> IntStream.of(downAt).noneMatch(d -> d == t)
                        ? new CountSlice(t, 1, 10, 0)
                        : hanging ? new CountSlice(t, 1, 0, 0, true) : new CountSlice(t, 1, 10, 6))
                .toList();
        JudgedRun run = new JudgedRun("r", 60, List.of(new StepSeries("s", List.of(), counts)));
        return Outage.longest(run).orElseThrow().seconds() >= 5;
    }

    @Test
    void anOutageInASlowStartThatIsCutIsAnOutageAllTheSame() {
        Sample sample = new Sample();
        sample.seconds = 120;
        List<JudgedRun> cand = sample.runs("cand", 1).stream()
                .map(JudgeTest::slowAndDownAtFirst)
                .toList();
        Comparison c = Judge.compare(sample.runs("base", 5), cand, METHOD.withWarmUpCut(true));
        assertThat(c.setup().cutSeconds()).isGreaterThanOrEqualTo(20);
        assertThat(c.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(new Words(c, "main").headline()).startsWith("cand 0 from 10 s on was down for 8 s");
    }

    /** Twice as slow for 20 s, and down from 10 s to 18 s. */
    private static JudgedRun slowAndDownAtFirst(JudgedRun run) {
        List<StepSeries> steps = new ArrayList<>();
        for (StepSeries s : run.steps()) {
            steps.add(new StepSeries(
                    s.step(),
                    s.latencies().stream()
                            .filter(l -> l.startSeconds() < 10 || l.startSeconds() >= 18)
                            .map(l -> l.startSeconds() < 20 ? twice(l) : l)
                            .toList(),
                    s.counts().stream()
                            .map(k -> k.startSeconds() < 10 || k.startSeconds() >= 18
                                    ? k
                                    : new CountSlice(k.startSeconds(), 1, k.attempts(), k.attempts()))
                            .toList()));
        }
        return new JudgedRun(run.name(), run.seconds(), steps);
    }

    private static LatencySlice twice(LatencySlice slice) {
        long[][] pairs = slice.latencies().toPairs();
        for (int i = 0; i < pairs[0].length; i++) pairs[0][i] *= 2;
        return new LatencySlice(slice.startSeconds(), slice.widthSeconds(), Latencies.of(pairs[0], pairs[1]));
    }

    @Test
    void failingLoginsSideBySideAreAFailureAndNotABrokenRatio() {
        Sample bad = new Sample();
        bad.failedPerSecond = 5;
        JudgedRun good = new Sample().runs("old", 1).get(0);
        JudgedRun failing = bad.runs("new", 1).get(0);
        Sessions same = new Sessions(3000, 2);
        Comparison c = Judge.duet(
                List.of(new JudgedRun("old 0", 60, good.steps(), same, true)),
                List.of(new JudgedRun("new 0", 60, failing.steps(), same, true)),
                Method.productDuet().withHard(Method.Hard.NONE));
        assertThat(c.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(kinds(c)).doesNotContain(Kind.RATIO);
    }

    @Test
    void droppedSessionsOfOneSideBreakTheRatio() {
        record Case(long started, long open, boolean broken) {}
        for (Case k : List.of(
                new Case(2990, 10, false),
                new Case(2989, 10, true),
                new Case(3011, 10, true),
                new Case(-1, 0, false))) {
            JudgedRun o = new Sample().runs("old", 1).get(0);
            JudgedRun n = new Sample().runs("new", 1).get(0);
            Comparison c = Judge.duet(
                    List.of(new JudgedRun("old 0", 60, o.steps(), new Sessions(3000, 0), true)),
                    List.of(new JudgedRun("new 0", 60, n.steps(), new Sessions(k.started, k.open), true)),
                    Method.productDuet());
            assertThat(kinds(c).contains(Kind.RATIO)).as("%s", k).isEqualTo(k.broken);
            if (k.broken) assertThat(c.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        }
    }

    @Test
    void anUntrustedRunProvesNothingByItsLatencies() {
        Sample slow = new Sample();
        slow.medianMs = 200;
        List<JudgedRun> cand = slow.runs("cand", 3).stream()
                .map(r -> new JudgedRun(r.name(), r.seconds(), r.steps(), r.sessions(), false))
                .toList();
        Comparison c = Judge.compare(new Sample().runs("base", 5), cand, METHOD);
        assertThat(c.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(c.row("Pay", P50).orElseThrow().numbers().cause()).isEqualTo(Cause.UNTRUSTED);
    }

    @Test
    void aGeneratorThatIsLateOnOneSideOnlyDecidesNothing() {
        Latencies late = Latencies.of(new long[] {20_000}, new long[] {3000});
        Latencies onTime = Latencies.of(new long[] {100}, new long[] {3000});
        Comparison c = Judge.compare(
                withLate(new Sample().runs("base", 5), onTime), withLate(new Sample().runs("cand", 3), late), METHOD);
        assertThat(c.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // 20 ms are more than half of the 10 % margin of 50 ms, and less than half of the 25 % margin of p99, 400 ms
        assertThat(c.row("Login", P50).orElseThrow().numbers().cause()).isEqualTo(Cause.GENERATOR_DIFFERS);
        assertThat(c.row("Pay", P99).orElseThrow().verdict()).isEqualTo(Verdict.PASS);
    }

    private static List<JudgedRun> withLate(List<JudgedRun> runs, Latencies late) {
        return runs.stream()
                .map(r -> new JudgedRun(
                        r.name(),
                        r.seconds(),
                        r.steps().stream()
                                .map(s -> new StepSeries(s.step(), s.latencies(), s.counts(), late))
                                .toList()))
                .toList();
    }

    @Test
    void withOneBaselineRunTheNoiseIsAssumedAndTheWordsSaySo() {
        Comparison c = Judge.compare(new Sample().runs("base", 1), new Sample().runs("cand", 1), METHOD);
        assertThat(c.setup().measuredDf()).isZero();
        assertThat(new Words(c, "main").reasons())
                .anySatisfy(r -> assertThat(r)
                        .startsWith(
                                "Noise between runs is assumed, not measured: 3 % (1 baseline run). It can prove over all steps: p50 1")
                        .endsWith(" 4 more baseline runs would measure it."));
    }

    @Test
    void dataThatCannotHaveBeenMeasuredIsRefused() {
        assertThatThrownBy(() -> new CountSlice(3, 1, -1, 0))
                .isInstanceOf(DamagedDataException.class)
                .hasMessage("attempts at 3 s: found -1, expected 0 or more");
        assertThatThrownBy(() -> new CountSlice(3, 1, 4, 5))
                .isInstanceOf(DamagedDataException.class)
                .hasMessage("failed attempts at 3 s: found 5, expected 0 to 4");
        assertThatThrownBy(() -> Latencies.of(new long[] {-7}, new long[] {1}))
                .isInstanceOf(DamagedDataException.class)
                .hasMessage("a latency in us: found -7, expected 0 to 4398046511103");
        assertThatThrownBy(() -> Latencies.of(new long[] {7}, new long[] {-1}))
                .isInstanceOf(DamagedDataException.class)
                .hasMessage("the count of latency 7 us: found -1, expected 0 or more");
        assertThatThrownBy(() -> new StepSeries(
                        "Pay", List.of(), List.of(new CountSlice(5, 1, 1, 0), new CountSlice(4, 1, 1, 0))))
                .isInstanceOf(DamagedDataException.class)
                .hasMessage(
                        "step Pay: found a slice that starts at 4 s, expected 6 s or later: time must not step back");
        assertThatThrownBy(() -> Judge.duet(new Sample().runs("old", 2), new Sample().runs("new", 1), METHOD))
                .isInstanceOf(DamagedDataException.class)
                .hasMessage("a duet: found 2 old and 1 new sides, expected both sides of each run");
    }

    private static List<Kind> kinds(Comparison c) {
        return c.concerns().stream().map(Concern::kind).toList();
    }

    @Test
    void whatARowNeedsIsMoreThanTheRunThatHasTooFewHas() {
        Sample sample = new Sample();
        // one run has all its slow values in its last six seconds: many values that know little of a p99
        StepSeries even = sample.step(new SplittableRandom(7), "Pay", 50);
        StepSeries slow = sample.step(new SplittableRandom(8), "Pay", 500);
        List<LatencySlice> clumped = new ArrayList<>(even.latencies().subList(0, 54));
        clumped.addAll(slow.latencies().subList(54, 60));
        sample.steps = List.of("Pay");
        List<JudgedRun> base = sample.runs("base", 5);
        base.set(0, new JudgedRun("base 0", 60, List.of(new StepSeries("Pay", clumped, even.counts()))));

        List<Row> rows = Judge.compare(base, sample.runs("cand", 3), METHOD).rows().stream()
                .filter(r -> r.numbers().cause() == Cause.TOO_FEW || r.numbers().cause() == Cause.NO_STEP)
                .toList();

        assertThat(rows).extracting(r -> r.numbers().cause()).contains(Cause.NO_STEP, Cause.TOO_FEW);
        assertThat(rows)
                .allSatisfy(r ->
                        assertThat(r.needed().samples()).isGreaterThan(3000).isLessThan(100_000));
    }
}
