package io.rehearse.reports.compare;

import org.apache.commons.statistics.distribution.TDistribution;

/** Student's t distribution with real degrees of freedom. */
final class Students {
    private Students() {}

    /** P(T &gt; t). */
    static double above(double t, double df) {
        return TDistribution.of(df).survivalProbability(t);
    }

    /** The t with P(T &gt; t) = p. */
    static double quantileAbove(double p, double df) {
        return TDistribution.of(df).inverseSurvivalProbability(p);
    }
}
