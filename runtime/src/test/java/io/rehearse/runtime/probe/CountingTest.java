package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.run.Health;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.time.Instant;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class CountingTest {
    private static final Instant AT = Instant.parse("2026-11-22T03:00:00Z");

    private final Counting counting = new Counting(Manifests.probed(), 0);

    private Tallies.StepFigures pay(int second, long micros, double lateMillis) {
        Interval.Builder builder = Interval.builder(second, second, second + 1.0);
        builder.add(new StepCounts(0, 1, 1, 1, 1, Map.of(), 0, 0, 0, 0, 0, 0));
        Histogram times = new Histogram(Series.DIGITS);
        times.recordValue(micros);
        builder.add(Series.ofStep(0, 1, 0, 1, Kind.RESPONSE), times);
        builder.health(new Health(null, null, lateMillis, 0.0, null, null, null, null, null, null, null, null, null));
        return counting.after(builder.build(), AT).steps().get(1);
    }

    @Test
    void peopleSeeThePercentilesOfWhatTheDetectorsSee() {
        pay(20, 300_000, 1);
        Tallies.StepFigures late = pay(21, 5_000_000, 11);
        assertThat(late.recentP95Millis()).isBetween(300.0, 301.0);
        assertThat(late.recentOk()).isEqualTo(2);
        assertThat(late.buckets().stream().mapToLong(Long::longValue).sum())
                .as("metrics have all")
                .isEqualTo(2);
    }

    @Test
    void ofAnHourAndMoreAnHourIsKept() {
        Tallies.StepFigures last = null;
        for (int second = 0; second < 2 * 3600; second += 20) {
            last = pay(second, 300_000, 1);
        }
        assertThat(last.minutes()).hasSize(60);
        assertThat(last.minutes().get(59).at() - last.minutes().get(0).at()).isEqualTo(59 * 60);
    }
}
