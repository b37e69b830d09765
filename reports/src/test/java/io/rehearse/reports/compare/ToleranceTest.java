package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Ten minutes of a step that takes 1, 2, … 100 ms in every 5 s, worked out by hand: nothing differs between blocks, so the noise is
 * that of independent values. sd of ln p50 inside the run: 0.0066 (3 % from run to run are assumed), so one run more differs by
 * sqrt(2 (0.03^2 + 0.0066^2)) = 0.0434 from this one.
 */
class ToleranceTest {
    private static final int SECONDS = 600;

    private static JudgedRun run(int valuesPerSlice, int failedEveryMinute) {
        List<LatencySlice> latencies = new ArrayList<>();
        List<CountSlice> counts = new ArrayList<>();
        long[] micros = LongStream.rangeClosed(1, valuesPerSlice)
                .map(i -> i * 100_000 / valuesPerSlice)
                .toArray();
        long[] one = LongStream.generate(() -> 1).limit(valuesPerSlice).toArray();
        for (int t = 0; t < SECONDS; t += 5) {
            latencies.add(new LatencySlice(t, 5, Latencies.of(micros, one)));
            counts.add(new CountSlice(t, 5, valuesPerSlice, t % 60 == 0 ? failedEveryMinute : 0));
        }
        return new JudgedRun("r", SECONDS, List.of(new StepSeries("Pay", latencies, counts)));
    }

    private static Tolerance of(Tolerance.Set set, Metric metric) {
        return set.streams().stream()
                .filter(t -> t.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLatencyMayBeWorseByTheMargin() {
        Tolerance p50 = of(Tolerance.of(List.of(run(100, 0)), Method.product(), 60), Metric.latency(0.5));

        assertThat(p50.baseline()).isCloseTo(50, within(0.05));
        assertThat(p50.limitMicros()).isCloseTo(55_000, within(50L));
        assertThat(p50.share()).isEqualTo(0.5);
        assertThat(p50.spread()).isEqualTo(1.5);
        assertThat(p50.byNoise()).isFalse();
    }

    @Test
    void orByTwoStandardDeviationsOfANewRunIfThatIsMore() {
        Method narrow =
                Method.product().withMargins(Margins.defaults().with(Metric.latency(0.5), new Margins.Margin(0.02, 0)));

        Tolerance p50 = of(Tolerance.of(List.of(run(100, 0)), narrow, 60), Metric.latency(0.5));

        assertThat(p50.limitMicros()).isCloseTo((long) (50_015 * Math.exp(2 * 0.0434)), within(50L));
        assertThat(p50.byNoise()).isTrue();
    }

    @Test
    void failuresMayBeMoreFrequentByTheMargin() {
        Tolerance none = of(Tolerance.of(List.of(run(100, 0)), Method.product(), 60), Metric.ERRORS);
        assertThat(none.share()).isCloseTo(0.005, within(1e-9));
        assertThat(none.spread()).isEqualTo(3);

        // 240 of 12 000, evenly: 2 % + half of it
        Tolerance two = of(Tolerance.of(List.of(run(100, 24)), Method.product(), 60), Metric.ERRORS);
        assertThat(two.baseline()).isCloseTo(0.02, within(1e-9));
        assertThat(two.share()).isCloseTo(0.03, within(1e-9));
        assertThat(two.spread()).isEqualTo(3);
    }

    @Test
    void whatTheBaselineCannotSayIsNamed() {
        Tolerance.Set set = Tolerance.of(List.of(run(1, 0)), Method.product(), 60);

        assertThat(set.leftOut()).containsExactly("p99 of Pay: too few values above it in a run of the baseline");
        assertThatThrownBy(() -> Tolerance.of(List.of(), Method.product(), 60))
                .hasMessage("a baseline of 0 runs: expected 1 or more");
    }
}
