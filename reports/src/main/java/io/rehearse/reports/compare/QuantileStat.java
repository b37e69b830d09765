package io.rehearse.reports.compare;

/**
 * The logarithm of one quantile of one step in one run, with the noise it has inside the run.
 *
 * <p>Woodruff's interval (1952) with a design effect by batch means: whether a quantile Q is well known shows in how
 * the share of values above Q differs from block to block. With n values, n_b and m_b (above Q) in block b of B,
 *
 * <pre>
 * u_b = m_b - n_b sum(m)/n        variance of the count above Q = max(B/(B-1) sum u_b^2, n q (1-q))
 * e   = sqrt(variance)/n          sd of ln Q = [ln Q(q + 1.5 e) - ln Q(q - 1.5 e)] / 3
 * </pre>
 *
 * No assumption on the shape of the distribution, no random numbers.
 *
 * @param n number of latencies
 * @param logMicros ln of the quantile; NaN if n is 0
 * @param variance of {@code logMicros}; infinite if there are too few values above the quantile
 * @param independent the part of the variance that independent values would have
 * @param designEffect how many times the noise of independent values, at least 1; NaN if n is 0
 * @param influence what each block contributed to the error of {@code logMicros}; null if not known
 */
record QuantileStat(
        long n, double logMicros, double variance, double independent, double designEffect, double[] influence) {
    private static final double INFINITE = Double.POSITIVE_INFINITY;
    private static final double Z = 1.5;
    /** Half the width of a bucket with three significant digits. */
    private static final double SD_MIN = 0.0005;

    /** Values that must lie above a quantile, per unit of design effect, for an interval to exist. */
    static final double VALUES_ABOVE_MIN = 3.3;

    static QuantileStat of(StepSeries series, Latencies total, Blocks blocks, double q) {
        long n = total.count();
        if (n == 0) return new QuantileStat(0, Double.NaN, INFINITE, INFINITE, Double.NaN, null);
        long micros = total.quantileMicros(q);
        double[] values = new double[blocks.count()];
        double[] above = new double[blocks.count()];
        long allAbove = 0;
        for (LatencySlice slice : series.latencies()) {
            int b = blocks.at(slice.startSeconds());
            long m = slice.latencies().countAbove(micros);
            values[b] += slice.latencies().count();
            above[b] += m;
            allAbove += m;
        }
        double share = (double) allAbove / n;
        double[] u = new double[blocks.count()];
        for (int b = 0; b < u.length; b++) u[b] = above[b] - values[b] * share;
        double binomial = n * q * (1 - q);
        double variance = Math.max(blocks.varianceOfTotal(u), binomial);
        double designEffect = variance / binomial;
        double e = Math.sqrt(variance) / n;
        double low = q - Z * e;
        double high = q + Z * e;
        double log = Latencies.log(micros);
        if (high >= 1 - 0.5 / n) return new QuantileStat(n, log, INFINITE, INFINITE, designEffect, null);
        double sd = (Latencies.log(total.quantileMicros(high)) - Latencies.log(total.quantileMicros(Math.max(low, 0))))
                / (2 * Z);
        sd = Math.max(sd, SD_MIN);
        double density = e / sd;
        for (int b = 0; b < u.length; b++) u[b] = u[b] / n / density;
        return new QuantileStat(n, log, sd * sd, sd * sd / designEffect, designEffect, u);
    }

    boolean hasValue() {
        return n > 0;
    }

    boolean estimable() {
        return variance < INFINITE;
    }

    /** Whether so many values lie above the quantile that its row can be part of the mean over the steps. */
    boolean enough(double q) {
        return estimable() && n * (1 - q) >= VALUES_ABOVE_MIN * designEffect;
    }
}
