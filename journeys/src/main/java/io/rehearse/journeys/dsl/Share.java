package io.rehearse.journeys.dsl;

/** A part of a whole: {@code 1.percent}, or a parameter that holds one. */
public sealed interface Share permits Share.Of, Param {
    /** 0.01 for one percent. */
    double fraction();

    /** A written share. */
    record Of(double fraction) implements Share {
        @Override
        public String toString() {
            return Quantities.percent(fraction);
        }
    }
}
