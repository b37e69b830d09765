package io.rehearse.reports.summary;

import org.HdrHistogram.AbstractHistogram;

/** Of {@code n} values, in milliseconds. A percentile is the smallest recorded value with at least that share at or below it. */
public record Percentiles(
        long n, double p50Ms, double p90Ms, double p95Ms, double p99Ms, double p999Ms, double maxMs, double meanMs) {

    /** Null for a histogram without values or none at all. */
    static Percentiles of(AbstractHistogram micros) {
        if (micros == null || micros.getTotalCount() == 0) {
            return null;
        }
        return new Percentiles(
                micros.getTotalCount(),
                millis(micros, 50),
                millis(micros, 90),
                millis(micros, 95),
                millis(micros, 99),
                millis(micros, 99.9),
                micros.getMaxValue() / 1000.0,
                Math.round(micros.getMean()) / 1000.0);
    }

    private static double millis(AbstractHistogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }
}
