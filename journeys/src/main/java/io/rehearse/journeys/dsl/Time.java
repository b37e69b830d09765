package io.rehearse.journeys.dsl;

/** A length of time with its unit: {@code 800.ms}, or a parameter that holds one. */
public sealed interface Time permits Time.Of, Param {
    /** Nanoseconds, ≥ 0; {@link io.rehearse.journeys.plan.Load#FOREVER} without an end. */
    long nanos();

    /** A written time. */
    record Of(long nanos) implements Time {
        @Override
        public String toString() {
            return Quantities.time(nanos);
        }
    }
}
