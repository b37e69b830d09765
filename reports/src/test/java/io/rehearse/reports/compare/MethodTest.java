package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rehearse.reports.compare.Margins.Margin;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Margins, levels, Benjamini-Hochberg, Wilson, throughput: small rules with numbers worked out by hand. */
class MethodTest {
    private static final Metric P50 = Metric.latency(0.5);
    private static final Metric P95 = Metric.latency(0.95);
    private static final Metric P99 = Metric.latency(0.99);

    @Test
    void defaultMarginsHaveAFloorForStepsAndAGuardOfTwice() {
        Margins m = Margins.defaults();
        record Case(String step, Metric metric, double base, double margin, double limit) {}
        for (Case c : List.of(
                new Case(null, P50, 5, 0.10, 0.10),
                new Case("Pay", P50, 100, 0.10, 0.20),
                new Case("Pay", P50, 5, 0.40, 0.80),
                new Case("Pay", P95, 100, 0.15, 0.30),
                new Case("Pay", P99, 20, 0.50, 1.00),
                new Case(null, Metric.THROUGHPUT, 50, 0.05, 0.05))) {
            Margins.Limit limit = m.limit(c.step, c.metric, c.base);
            assertThat(Math.expm1(limit.margin())).as("%s", c).isCloseTo(c.margin, within(1e-12));
            assertThat(Math.expm1(limit.limit())).as("%s", c).isCloseTo(c.limit, within(1e-12));
        }
        assertThat(m.limit(null, Metric.ERRORS, 0.02)).isEqualTo(new Margins.Limit(0.01, 0.01));
        assertThat(m.limit("Pay", Metric.ERRORS, 0.001)).isEqualTo(new Margins.Limit(0.005, 0.01));
    }

    @Test
    void aWrittenMarginIsExactForAllStepsAndForItsOwnStep() {
        Margins m = Margins.defaults().with(P99, new Margin(0.10, 0)).withStep("Pay", P99, new Margin(0.10, 0));
        assertThat(Math.expm1(m.limit(null, P99, 3).limit())).isCloseTo(0.10, within(1e-12));
        assertThat(Math.expm1(m.limit("Search", P99, 3).limit())).isCloseTo(0.20, within(1e-12));
        assertThat(Math.expm1(m.limit("Pay", P99, 3).limit())).isCloseTo(0.10, within(1e-12));
        Margins errors = Margins.defaults().withStep("Pay", Metric.ERRORS, new Margin(0, 0.005));
        assertThat(errors.limit("Pay", Metric.ERRORS, 0.5)).isEqualTo(new Margins.Limit(0.005, 0.005));
        assertThatThrownBy(() -> new Margin(-0.1, 0))
                .hasMessage("margin -0.1, at least 0.0: expected numbers of 0 or more, not both 0");
    }

    @Test
    void aPercentileWithoutAMarginTakesThatOfTheNextLowerOne() {
        Margins m = Margins.defaults();
        assertThat(m.limit(null, Metric.latency(0.999), 9)).isEqualTo(m.limit(null, P99, 9));
        assertThat(m.limit(null, Metric.latency(0.9), 9)).isEqualTo(m.limit(null, P50, 9));
        assertThat(m.limit(null, Metric.latency(0.25), 9)).isEqualTo(m.limit(null, P50, 9));
    }

    @Test
    void everyLookOfAnExtendedComparisonGetsAThirdOfTheErrors() {
        Method.Levels levels = Method.product().withLooks().levels();
        assertThat(levels.fail()).isCloseTo(0.01 / 3, within(1e-15));
        assertThat(levels.bound()).isCloseTo(0.05 / 3, within(1e-15));
        List<JudgedRun> base = new Sample().runs("base", 5);
        List<JudgedRun> cand = new Sample().runs("cand", 3);
        Numbers once = Judge.compare(base, cand, Method.product())
                .row(null, P95)
                .orElseThrow()
                .numbers();
        Numbers thrice = Judge.compare(base, cand, Method.product().withLooks())
                .row(null, P95)
                .orElseThrow()
                .numbers();
        assertThat(thrice.upper()).isGreaterThan(once.upper());
    }

    @Test
    void benjaminiHochbergBelievesTheLargestPThatIsBelowItsLine() {
        double[] p = {0.03, 0.001, 0.5, 0.02};
        // lines at 5 %: 0.0125, 0.025, 0.0375, 0.05
        assertThat(BenjaminiHochberg.rejected(p, 0.05)).containsExactly(true, true, false, true);
        assertThat(BenjaminiHochberg.rejected(p, 0.01)).containsExactly(false, true, false, false);
        assertThat(BenjaminiHochberg.adjusted(p)).containsExactly(new double[] {0.04, 0.004, 0.5, 0.04}, within(1e-12));
        assertThat(BenjaminiHochberg.rejected(new double[0], 0.05)).isEmpty();
    }

    @Test
    void noErrorsInAThousandAgainstNoErrorsInAThousandLeaveRoomForAQuarterPoint() {
        ErrorContrast.Side none = new ErrorContrast.Side(0, 1000, 1, 10_000);
        assertThat(ErrorContrast.of(none, none, 0.05).upper()).isCloseTo(0.0027, within(0.00005));
    }

    @Test
    void errorsInClumpsHaveALargeDesignEffect() {
        Blocks blocks = new Blocks(60, 20);
        double[] attempts = IntStream.range(0, 20).mapToDouble(b -> 150).toArray();
        double[] spread = IntStream.range(0, 20).mapToDouble(b -> 1).toArray();
        double[] clump = new double[20];
        clump[7] = 20;
        double even = ErrorContrast.Side.of(List.of(new ErrorContrast.Counts(attempts, spread, blocks)))
                .designEffect();
        double burst = ErrorContrast.Side.of(List.of(new ErrorContrast.Counts(attempts, clump, blocks)))
                .designEffect();
        assertThat(even).isEqualTo(1);
        assertThat(burst).isBetween(18.0, 21.0);
    }

    @Test
    void throughputHasARowInTheClosedModelOnly() {
        Sample slow = new Sample();
        slow.perSecond = 40;
        List<JudgedRun> base = new Sample().runs("base", 5);
        assertThat(Judge.compare(base, slow.runs("cand", 3), Method.product()).row(null, Metric.THROUGHPUT))
                .isEmpty();
        Row row = Judge.compare(base, slow.runs("cand", 3), Method.product().withClosedModel())
                .row(null, Metric.THROUGHPUT)
                .orElseThrow();
        assertThat(row.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(row.numbers().base()).isCloseTo(150, within(1e-9));
        assertThat(row.numbers().candidate()).isCloseTo(120, within(1e-9));
        assertThat(row.numbers().estimate()).isCloseTo(Math.log(1.25), within(1e-12));
    }

    @Test
    void aSlowStartIsCutFromAllRunsAlike() {
        LatencyModel model = new LatencyModel(120, 3_000, 3, 0.02);
        List<JudgedRun> base = model.runs(new SplittableRandom(1), "base", 3, LatencyModel.Change.NONE, 5);
        List<JudgedRun> cand = slowFor(20, model.runs(new SplittableRandom(2), "cand", 2, LatencyModel.Change.NONE, 5));
        Comparison cut = Judge.compare(base, cand, Method.product().withWarmUpCut(true));
        assertThat(cut.setup().cutSeconds()).isBetween(20, 45);
        assertThat(cut.setup().judgedSeconds()).isEqualTo(120 - cut.setup().cutSeconds());
        assertThat(Judge.compare(base, cand, Method.product()).setup().cutSeconds())
                .isZero();
        Comparison duet = Judge.duet(
                base.subList(0, 1), cand.subList(0, 1), Method.productDuet().withWarmUpCut(true));
        assertThat(duet.setup().cutSeconds()).isZero();
        assertThat(duet.concerns()).extracting(Concern::kind).contains(Concern.Kind.WARM_UP_IN_DUET);
    }

    private static List<JudgedRun> slowFor(int seconds, List<JudgedRun> runs) {
        return runs.stream()
                .map(r -> new JudgedRun(
                        r.name(),
                        r.seconds(),
                        r.steps().stream()
                                .map(s -> new StepSeries(
                                        s.step(),
                                        s.latencies().stream()
                                                .map(l -> l.startSeconds() < seconds ? twice(l) : l)
                                                .toList(),
                                        s.counts()))
                                .toList()))
                .toList();
    }

    private static LatencySlice twice(LatencySlice slice) {
        long[][] pairs = slice.latencies().toPairs();
        for (int i = 0; i < pairs[0].length; i++) pairs[0][i] *= 2;
        return new LatencySlice(slice.startSeconds(), slice.widthSeconds(), Latencies.of(pairs[0], pairs[1]));
    }

    @Test
    void whatIsNeededFollowsFromTheGapToTheLimit() {
        // V = 0.0016, need = (0.2/(2 + 0.84))^2 = 0.00496; more: 1/(0.00496/0.0016 - 1/5) - 1 = -0.66: none; with half
        // the gap: 1.73
        record Case(double estimate, double within, Needed needed) {}
        double se = Math.sqrt(0.0016 * (1 / 5.0 + 1));
        for (Case c : List.of(
                new Case(0.10, 0.0004, new Needed(1, 0, Double.NaN, 0)),
                new Case(0.15, 0.0004, new Needed(0, 11, Double.NaN, 0)),
                new Case(0.10, 0.0016, new Needed(1, 0, 0.0016 / (Math.pow(0.1 / 2.84, 2) / 1.2), 0)))) {
            Numbers n = new Numbers(
                    "Pay",
                    P95,
                    1,
                    1,
                    c.estimate,
                    se,
                    0,
                    1,
                    0.5,
                    10,
                    10,
                    2,
                    1,
                    1,
                    1,
                    0.1,
                    0.2,
                    0.0016,
                    c.within,
                    null,
                    Numbers.Cause.NONE);
            Needed found = Needed.separate(n, 5, 1);
            assertThat(found.candidateRuns()).as("%s", c).isEqualTo(c.needed.candidateRuns());
            assertThat(found.runsEach()).as("%s", c).isEqualTo(c.needed.runsEach());
            if (Double.isNaN(c.needed.longer()))
                assertThat(found.longer()).as("%s", c).isNaN();
            else assertThat(found.longer()).as("%s", c).isCloseTo(c.needed.longer(), within(1e-9));
        }
        assertThat(Needed.samples(0.99, Double.NaN).samples()).isEqualTo(330);
        assertThat(Needed.samples(0.999, 2).samples()).isEqualTo(6600);
    }

    @Test
    void aRunThatNeverSettlesCannotPass() {
        Sample sample = new Sample();
        sample.seconds = 120;
        List<JudgedRun> base = slowFor(60, sample.runs("base", 5));
        List<JudgedRun> cand = slowFor(60, sample.runs("cand", 3));
        Comparison c = Judge.compare(base, cand, Method.product().withWarmUpCut(true));
        assertThat(Decision.overall(c.rows(), false)).isEqualTo(Verdict.PASS);
        assertThat(c.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(new Words(c, "main").headline())
                .isEqualTo("base 0 did not settle in its first 60 s; it can fail, it cannot pass."
                        + " Use a warm-up phase or a longer run.");
    }

    @Test
    void anHdrHistogramIsTakenOverWithItsCountsAndQuantiles() {
        org.HdrHistogram.Histogram h = new org.HdrHistogram.Histogram(3_600_000_000L, 3);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 10_000; i++) h.recordValue((long) Math.exp(18 * random.nextDouble()));
        Latencies latencies = Latencies.of(h);
        assertThat(latencies.count()).isEqualTo(10_000);
        for (double q : new double[] {0.001, 0.5, 0.95, 0.99, 0.999}) {
            assertThat(latencies.quantileMicros(q)).isEqualTo(h.getValueAtPercentile(100 * q));
        }
    }
}
