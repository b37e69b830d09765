package io.rehearse.reports.compare;

/**
 * Candidate minus baseline on the log scale, one value per run, with the noise between runs.
 *
 * <p>The variance between runs is estimated from the runs and shrunk to a stated prior (Smyth 2004): few runs alone know it badly.
 * Degrees of freedom for the bounds by Satterthwaite (1946); for FAIL only those of the runs.
 *
 * @param estimate positive is slower
 * @param se standard error; infinite if the quantile of a run is not estimable
 * @param dfFail degrees of freedom for "proved slower"
 * @param dfBounds degrees of freedom for the bounds
 * @param runVariance variance of one run (of one pair in a duet), noise inside included
 * @param withinVariance the part of it that comes from inside the run
 * @param betweenMeasured how many degrees of freedom the measured part of the noise between runs has
 */
record Contrast(
        double estimate,
        double se,
        double dfFail,
        double dfBounds,
        double runVariance,
        double withinVariance,
        int betweenMeasured) {

    /**
     * Separate runs.
     *
     * @param tau prior sd of one run, d0 how many degrees of freedom it is worth
     * @param blockDf degrees of freedom of the noise inside, over all runs
     */
    static Contrast separate(double[] base, double[] cand, double within, double tau, double d0, int blockDf) {
        int k = base.length;
        int m = cand.length;
        int nu = k + m - 2;
        double d = mean(cand) - mean(base);
        if (!(within < Double.POSITIVE_INFINITY)) return unknown(d, d0 + nu, nu);
        double squares = squaresAround(base) + squaresAround(cand);
        double v = Math.max((d0 * (tau * tau + within) + squares) / (d0 + nu), within);
        return of(d, v, within, 1.0 / k + 1.0 / m, d0 + nu, blockDf, nu);
    }

    /** Pairs that ran side by side: what both sides shared has cancelled in the differences. */
    static Contrast paired(double[] differences, double within, double tau, double d0, int blockDf) {
        int r = differences.length;
        double d = mean(differences);
        if (!(within < Double.POSITIVE_INFINITY)) return unknown(d, d0 + r - 1, r - 1);
        double squares = squaresAround(differences);
        double v = Math.max((d0 * (2 * tau * tau + within) + squares) / (d0 + r - 1), within);
        return of(d, v, within, 1.0 / r, d0 + r - 1, blockDf, r - 1);
    }

    /**
     * What separate runs will be worth before the candidate has run: as if its runs were as noisy inside as the baseline's, and
     * differed from each other as much.
     *
     * @param m how many runs the candidate will have
     */
    static Contrast planned(double[] base, int m, double within, double tau, double d0, int blockDf) {
        int k = base.length;
        int nu = k + m - 2;
        if (!(within < Double.POSITIVE_INFINITY)) return unknown(0, d0 + nu, k - 1);
        double v = Math.max((d0 * (tau * tau + within) + squaresAround(base)) / (d0 + k - 1), within);
        return of(0, v, within, 1.0 / k + 1.0 / m, d0 + nu, blockDf, k - 1);
    }

    private static Contrast of(double d, double v, double within, double runs, double df, int blockDf, int nu) {
        double w = within / v;
        double dfBounds = 1 / ((1 - w) * (1 - w) / df + w * w / blockDf);
        return new Contrast(d, Math.sqrt(v * runs), df, dfBounds, v, within, nu);
    }

    private static Contrast unknown(double d, double df, int nu) {
        return new Contrast(d, Double.POSITIVE_INFINITY, df, df, Double.NaN, Double.POSITIVE_INFINITY, nu);
    }

    boolean known() {
        return se < Double.POSITIVE_INFINITY;
    }

    /** One-sided: how likely so large a difference is if the candidate is not slower. */
    double p() {
        return known() ? Students.above(estimate / se, dfFail) : 1;
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double v : values) sum += v;
        return sum / values.length;
    }

    private static double squaresAround(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double v : values) sum += (v - mean) * (v - mean);
        return sum;
    }
}
