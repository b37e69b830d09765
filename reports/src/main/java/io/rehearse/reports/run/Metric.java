package io.rehearse.reports.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A number an objective limits. Percentiles and {@link #MAX} are of {@code response}, in milliseconds. */
public enum Metric {
    @JsonProperty("p50")
    P50("p50", 0.5),
    @JsonProperty("p75")
    P75("p75", 0.75),
    @JsonProperty("p90")
    P90("p90", 0.9),
    @JsonProperty("p95")
    P95("p95", 0.95),
    @JsonProperty("p98")
    P98("p98", 0.98),
    @JsonProperty("p99")
    P99("p99", 0.99),
    @JsonProperty("p99.9")
    P999("p99.9", 0.999),
    @JsonProperty("max")
    MAX("max", 1),
    /** Failed of ended attempts, a fraction. */
    @JsonProperty("errorRate")
    ERROR_RATE("errors", Double.NaN),
    /** Longest stretch in which more than half of the attempts failed, seconds. */
    @JsonProperty("outage")
    OUTAGE("outage", Double.NaN),
    /** Successes per second. */
    @JsonProperty("throughput")
    THROUGHPUT("throughput", Double.NaN);

    private final String label;
    private final double quantile;

    Metric(String label, double quantile) {
        this.label = label;
        this.quantile = quantile;
    }

    /**
     * The percentile for a quantile in (0, 1).
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Metric ofQuantile(double quantile) {
        for (Metric metric : values()) {
            if (metric.isPercentile() && Math.abs(metric.quantile - quantile) < 1e-9) {
                return metric;
            }
        }
        throw new IllegalArgumentException("no percentile for quantile " + quantile);
    }

    /** As printed in tables. */
    public String label() {
        return label;
    }

    /** In (0, 1) for a percentile, 1 for {@link #MAX}, NaN for what is not a time. */
    public double quantile() {
        return quantile;
    }

    /** Whether this is p50 to p99.9. */
    public boolean isPercentile() {
        return quantile < 1;
    }
}
