package io.rehearse.reports;

import io.rehearse.reports.run.ErrorCount;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Health;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** One second of results for tests, written down in words. */
public final class Second {
    private final int index;
    private final Interval.Builder interval;
    private int phase = Sample.HOLD;
    private int side;

    private Second(int index) {
        this.index = index;
        this.interval = Interval.builder(index, index, index + 1);
    }

    public static Second at(int index) {
        return new Second(index);
    }

    public Second phase(int phase) {
        this.phase = phase;
        return this;
    }

    public Second side(int side) {
        this.side = side;
        return this;
    }

    /** {@code n} successes of a step, each taking {@code millis}, none late. */
    public Second ok(int step, int n, double millis) {
        return ok(step, n, millis, 0);
    }

    public Second ok(int step, int n, double millis, double lateMillis) {
        interval.add(new StepCounts(side, step, phase, n, n, Map.of(), 0, 0, 100L * n, 50L * n, 0, 0));
        record(step, Kind.RESPONSE, n, millis);
        record(step, Kind.SERVICE, n, millis - lateMillis);
        record(step, Kind.WAIT, n, 0);
        record(step, Kind.LATE, n, lateMillis);
        record(step, Kind.FIRST_BYTE, n, millis - lateMillis);
        return this;
    }

    /** {@code n} successes whose times are recorded apart. */
    public Second ok(int step, int n) {
        interval.add(new StepCounts(side, step, phase, n, n, Map.of(), 0, 0, 100L * n, 50L * n, 0, 0));
        return this;
    }

    public Second record(int step, Kind kind, Histogram micros) {
        interval.add(Series.ofStep(0, step, side, phase, kind), micros);
        return this;
    }

    public Second failed(int step, int n, String outcome) {
        interval.add(new StepCounts(side, step, phase, n, 0, Map.of(outcome, (long) n), 0, 0, 0, 0, 0, 0));
        record(step, Kind.LATE, n, 0);
        record(step, Kind.FAILED, n, 5);
        return this;
    }

    /** Started and still waiting when the second is over. */
    public Second waiting(int step, int started, int waiting) {
        interval.add(new StepCounts(side, step, phase, started, 0, Map.of(), 0, waiting, 0, 0, 0, 0));
        return this;
    }

    /** Requests that were sent again because their connection was closed; their step is counted elsewhere. */
    public Second sentAgain(int step, int n) {
        interval.add(new StepCounts(side, step, phase, 0, 0, Map.of(), 0, 0, 0, 0, 0, n));
        return this;
    }

    public Second walks(int started, int ok, int failed) {
        interval.add(new JourneyCounts(0, side, phase, started, ok, failed, Map.of(), 0, 0, 0, 0));
        return this;
    }

    public Second notReached(int step, int n) {
        interval.add(new StepCounts(side, step, phase, 0, 0, Map.of(), n, 0, 0, 0, 0, 0));
        return this;
    }

    public Second cleanups(int ok, int failed) {
        interval.add(new JourneyCounts(0, side, phase, 0, 0, 0, Map.of(), 0, ok, failed, 0));
        return this;
    }

    public Second dropped(String outcome, int n) {
        interval.add(new JourneyCounts(0, side, phase, 0, 0, 0, Map.of(outcome, (long) n), 0, 0, 0, 0));
        return this;
    }

    public Second record(int step, Kind kind, int n, double millis) {
        Histogram histogram = new Histogram(Series.MICROS_MAX, Series.DIGITS);
        histogram.recordValueWithCount(Math.round(millis * 1000), n);
        interval.add(Series.ofStep(0, step, side, phase, kind), histogram);
        return this;
    }

    public Second connects(int n, double millis) {
        Histogram histogram = new Histogram(Series.MICROS_MAX, Series.DIGITS);
        histogram.recordValueWithCount(Math.round(millis * 1000), n);
        interval.add(Series.ofTarget(0, side, phase, Kind.CONNECT), histogram);
        return this;
    }

    public Second walkTimes(int n, double millis) {
        Histogram histogram = new Histogram(Series.MICROS_MAX, Series.DIGITS);
        histogram.recordValueWithCount(Math.round(millis * 1000), n);
        interval.add(Series.ofJourney(0, side, phase, Kind.RESPONSE), histogram);
        return this;
    }

    public Second error(String fingerprint, int step, String message, String response) {
        interval.add(new ErrorCount(fingerprint, phase, 1));
        interval.add(new ErrorExample(
                fingerprint,
                step,
                side,
                phase,
                "STATUS_ERROR",
                message,
                31,
                "POST /api/orders",
                response,
                "9c1e0b7a52d84f36a1f0c2d7e4b85913",
                Sample.CREATED.plusSeconds(index)));
        return this;
    }

    public Second health(double loopLagMillis, double gcMillis, double stealFraction) {
        interval.health(new Health(
                0.1, 0.5, 1.0, loopLagMillis, gcMillis, 0.3, stealFraction, 0.0, 40L, 50_000_000L, 0.0, 0, null));
        return this;
    }

    public Interval build() {
        return interval.build();
    }
}
