package io.rehearse.journeys.dsl;

/** So many per time: {@code 50.perSecond}, or a parameter that holds one. */
public sealed interface Rate permits Rate.Of, Param {
    double perSecond();

    /** A written rate. */
    record Of(double perSecond) implements Rate {
        @Override
        public String toString() {
            return Quantities.rate(perSecond);
        }
    }
}
