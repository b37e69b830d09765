package io.rehearse.reports.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an objective speaks of.
 *
 * @param name of the step, group or journey; null for {@link Kind#EVERY_STEP} and for all journeys
 */
public record Scope(Kind kind, String name) {

    public enum Kind {
        /** Percentiles: each step on its own; error rate, outage, throughput: all steps together. */
        @JsonProperty("everyStep")
        EVERY_STEP,
        @JsonProperty("step")
        STEP,
        /** The sums of a group's steps; its error rate is that of its steps together. */
        @JsonProperty("group")
        GROUP,
        @JsonProperty("journey")
        JOURNEY
    }

    public static Scope everyStep() {
        return new Scope(Kind.EVERY_STEP, null);
    }

    public static Scope step(String name) {
        return new Scope(Kind.STEP, name);
    }

    public static Scope group(String name) {
        return new Scope(Kind.GROUP, name);
    }

    public static Scope journey(String name) {
        return new Scope(Kind.JOURNEY, name);
    }

    /** Each journey on its own. */
    public static Scope everyJourney() {
        return new Scope(Kind.JOURNEY, null);
    }
}
