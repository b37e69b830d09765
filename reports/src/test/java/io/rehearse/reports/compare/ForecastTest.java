package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a load and a number of runs can prove is told before any traffic. */
class ForecastTest {
    private static final LatencyModel MODEL = new LatencyModel(60, 3_000, 3, 0.03);

    @Test
    void whatIsForecastIsWhatUnchangedComparisonsThenProve() {
        int forecastEnough = 0;
        double proves = 0;
        List<Double> uppers = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<JudgedRun> base = MODEL.runs(random, "base", 5, LatencyModel.Change.NONE, 5);
            Forecast p95 = p95(Forecast.of(base, 3, Method.product()));
            proves += p95.proves() / 40;
            if (p95.enough()) forecastEnough++;
            Comparison c =
                    Judge.compare(base, MODEL.runs(random, "cand", 3, LatencyModel.Change.NONE, 5), Method.product());
            uppers.add(c.row(null, Metric.latency(0.95)).orElseThrow().numbers().upper());
        }
        double wanted = proves;
        assertThat(forecastEnough).isGreaterThanOrEqualTo(36);
        // promised for 80 % of 40 comparisons
        assertThat(uppers.stream().filter(u -> u <= wanted).count()).isBetween(26L, 38L);
    }

    @Test
    void moreRunsProveLessChange() {
        List<JudgedRun> base = MODEL.runs(new SplittableRandom(1), "base", 5, LatencyModel.Change.NONE, 5);
        assertThat(p95(Forecast.of(base, 1, Method.product())).proves())
                .isGreaterThan(1.2 * p95(Forecast.of(base, 3, Method.product())).proves());
    }

    @Test
    void aRareStepIsNeverAndSaysHowManyValuesItNeeds() {
        Sample rare = new Sample();
        rare.perSecond = 1;
        rare.seconds = 40;
        rare.steps = List.of("Pay");
        List<Forecast> rows = Forecast.of(rare.runs("base", 5), 3, Method.product());
        Forecast p99 = rows.stream()
                .filter(f -> "Pay".equals(f.step()) && f.metric().equals(Metric.latency(0.99)))
                .findFirst()
                .orElseThrow();
        assertThat(p99.enough()).isFalse();
        assertThat(Words.forecast(p99)).matches("p99 of Pay: never, 40 values, needs [3-9]\\d\\d");
    }

    @Test
    void theSentenceHasTheProvableChangeTheLimitAndWhatWouldBeFound() {
        Forecast row =
                new Forecast("Pay", Metric.latency(0.95), Math.log(1.1134), Math.log(1.151), Math.log(1.15), 3000, 0);
        assertThat(Words.forecast(row)).isEqualTo("p95 of Pay: proves +12 % (limit 15 %), finds +16 %");
        Forecast errors = new Forecast(null, Metric.ERRORS, 0.00601, 0.0071, 0.005, 9000, 0);
        assertThat(Words.forecast(errors))
                .isEqualTo(
                        "errors over all steps: proves +0.61 points (limit 0.5 points: not enough), finds +0.71 points");
    }

    @Test
    void withoutABaselineThereIsNothingToForecast() {
        assertThat(Forecast.of(List.of(), 3, Method.product())).isEmpty();
        assertThatThrownBy(() -> Forecast.of(List.of(), 0, Method.product()))
                .hasMessage("candidate runs: found 0, expected 1 or more");
    }

    @Test
    void aBaselineWithoutAttemptsForecastsNothingProvable() {
        List<JudgedRun> silent = new Sample().runs("base", 2, s -> Sample.never(new Sample().steps.get(s)));
        assertThat(Forecast.of(silent, 1, Method.product())).hasSize(16).noneMatch(Forecast::enough);
    }

    private static Forecast p95(List<Forecast> rows) {
        return rows.stream()
                .filter(f -> f.step() == null && f.metric().equals(Metric.latency(0.95)))
                .findFirst()
                .orElseThrow();
    }
}
