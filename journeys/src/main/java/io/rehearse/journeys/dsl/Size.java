package io.rehearse.journeys.dsl;

/** A number of bytes with its unit: {@code 200.MB}, or a parameter that holds one. */
public sealed interface Size permits Size.Of, Param {
    long bytes();

    /** A written size. */
    record Of(long bytes) implements Size {
        @Override
        public String toString() {
            return Quantities.size(bytes);
        }
    }
}
