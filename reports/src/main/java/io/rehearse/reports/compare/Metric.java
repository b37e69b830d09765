package io.rehearse.reports.compare;

import java.math.BigDecimal;

/**
 * What a row compares.
 *
 * @param quantile 0 to 1 for a latency quantile, NaN for the others
 */
public record Metric(Kind kind, double quantile) {
    public static final Metric ERRORS = new Metric(Kind.ERRORS, Double.NaN);
    public static final Metric THROUGHPUT = new Metric(Kind.THROUGHPUT, Double.NaN);

    /** LATENCY and THROUGHPUT are compared as ratios, ERRORS as difference of two shares. */
    public enum Kind {
        LATENCY,
        ERRORS,
        THROUGHPUT
    }

    /** @param q greater than 0 and smaller than 1 */
    public static Metric latency(double q) {
        if (!(q > 0 && q < 1))
            throw new IllegalArgumentException("quantile " + q + ": expected more than 0 and less than 1");
        return new Metric(Kind.LATENCY, q);
    }

    /** {@code p50}, {@code p99.9}, {@code errors}, {@code throughput}. */
    public String label() {
        return switch (kind) {
            case LATENCY ->
                "p"
                        + new BigDecimal(String.valueOf(quantile))
                                .movePointRight(2)
                                .stripTrailingZeros()
                                .toPlainString();
            case ERRORS -> "errors";
            case THROUGHPUT -> "throughput";
        };
    }

    boolean isRatio() {
        return kind != Kind.ERRORS;
    }
}
