package io.rehearse.reports.gate;

import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.compare.Tolerance;
import java.util.ArrayList;
import java.util.List;

/**
 * One kind of bad event that is watched: requests of a step slower than a limit, or failed ones.
 *
 * @param step the step's name
 * @param metric {@code p50}, {@code p95}, {@code errors}
 * @param baseline the baseline's value: ms, or a share for errors
 * @param limitMicros larger latencies are bad; 0 for errors
 * @param share of bad events that is tolerated, more than 0 and less than 1
 * @param spread how many times the noise of independent events a window has, 1 or more
 */
public record Stream(String step, String metric, double baseline, long limitMicros, double share, double spread)
        implements Check {
    private static final double[] TIMES_WORSE = {1.2, 1.5, 2, 4};

    public Stream {
        if (!(share > 0 && share < 1) || !(spread >= 1)) {
            throw new IllegalArgumentException("stream " + metric + " of " + step + ": tolerated share " + share
                    + " and spread " + spread + ": expected a share between 0 and 1 and a spread of 1 or more");
        }
    }

    public static Stream of(Tolerance tolerance) {
        return new Stream(
                tolerance.step(),
                tolerance.metric().label(),
                tolerance.baseline(),
                tolerance.limitMicros(),
                tolerance.share(),
                tolerance.spread());
    }

    public boolean isErrors() {
        return metric.equals(Metric.ERRORS.label());
    }

    /** The shares of bad events it is told apart from: some times the tolerated one, never beyond the middle to 1; ascending. */
    double[] alternatives() {
        List<Double> all = new ArrayList<>();
        for (double times : TIMES_WORSE) {
            double worse = Math.min(times * share, (1 + share) / 2);
            if (!all.contains(worse)) {
                all.add(worse);
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
