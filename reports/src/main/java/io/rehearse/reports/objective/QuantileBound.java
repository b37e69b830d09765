package io.rehearse.reports.objective;

import java.util.OptionalLong;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Exact one-sided 95 % confidence bounds of a quantile, without any assumption on the shape of the values.
 *
 * <p>Of n values, the number not above the true quantile q is binomial(n, q). Hence the k-th smallest value is a lower
 * bound if P(B ≤ k − 1) ≤ 5 %, and an upper one if P(B ≥ k) ≤ 5 %, that is P(B ≤ k − 1) ≥ 95 % (order statistics;
 * Conover, Practical Nonparametric Statistics, 3rd ed., section 3.2).
 */
final class QuantileBound {
    private static final double ALPHA = 0.05;

    private QuantileBound() {}

    /** Largest value the quantile is proved to be at least; empty if there are too few values for any. */
    static OptionalLong lower(AbstractHistogram values, double quantile) {
        long n = values.getTotalCount();
        if (n == 0) {
            return OptionalLong.empty();
        }
        BinomialDistribution below = BinomialDistribution.of((int) Math.min(n, Integer.MAX_VALUE), quantile);
        // The smallest x with P(B <= x) >= alpha; k - 1 must stay below it unless it meets alpha exactly.
        int x = below.inverseCumulativeProbability(ALPHA);
        int k = below.cumulativeProbability(x) <= ALPHA ? x + 1 : x;
        return k < 1 ? OptionalLong.empty() : OptionalLong.of(values.lowestEquivalentValue(valueOfRank(values, k)));
    }

    /** Smallest value the quantile is proved to be at most; empty if there are too few values for any. */
    static OptionalLong upper(AbstractHistogram values, double quantile) {
        long n = values.getTotalCount();
        if (n == 0) {
            return OptionalLong.empty();
        }
        BinomialDistribution below = BinomialDistribution.of((int) Math.min(n, Integer.MAX_VALUE), quantile);
        int k = below.inverseCumulativeProbability(1 - ALPHA) + 1;
        return k > n ? OptionalLong.empty() : OptionalLong.of(values.highestEquivalentValue(valueOfRank(values, k)));
    }

    private static long valueOfRank(AbstractHistogram values, long rank) {
        for (HistogramIterationValue value : values.recordedValues()) {
            if (value.getTotalCountToThisValue() >= rank) {
                return value.getValueIteratedTo();
            }
        }
        throw new IllegalArgumentException("rank " + rank + " of " + values.getTotalCount() + " values");
    }
}
