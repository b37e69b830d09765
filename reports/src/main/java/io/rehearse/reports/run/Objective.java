package io.rehearse.reports.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An absolute limit on the numbers of a run.
 *
 * @param id unique in the run, stable between runs of the same script, e.g. {@code p99.below@Place order}
 * @param limit milliseconds for percentiles and max, a fraction for the error rate, seconds for an outage, per second
 *     for throughput
 * @param text as the user wrote it, e.g. {@code p99.below 800.ms}
 * @param line of the script, from 1; 0 for a default of the tool
 */
public record Objective(
        String id, Scope scope, Metric metric, Direction direction, double limit, String text, int line) {

    /** On which side of the limit the value is good. */
    public enum Direction {
        @JsonProperty("below")
        BELOW,
        @JsonProperty("above")
        ABOVE
    }
}
