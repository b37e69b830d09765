package io.rehearse.reports.compare;

/**
 * What would decide an undecided row with a chance of 80 %, if the best estimate is the truth. 0 or NaN: this way leads nowhere.
 *
 * @param candidateRuns more runs of the candidate, with the baseline as it is (in a duet: more pairs)
 * @param runsEach runs that each side would need in total, when more candidate runs alone cannot do it
 * @param longer factor on the length of all runs; NaN: the runs differ too much among themselves, longer ones would not help
 * @param samples values that each run needs before the row can be estimated at all; 0 if it can
 */
public record Needed(int candidateRuns, int runsEach, double longer, long samples) {
    private static final double Z_80_PERCENT = 0.84;
    private static final int RUNS_MAX = 100_000;

    /** For rows that cannot be estimated; {@code designEffect} NaN: not known, taken as 1. */
    static Needed samples(double quantile, double designEffect) {
        double phi = designEffect >= 1 ? designEffect : 1;
        return new Needed(
                0, 0, Double.NaN, (long) Math.ceil(QuantileStat.VALUES_ABOVE_MIN * phi / (1 - quantile) - 1e-6));
    }

    /**
     * <pre>
     * gap = limit - d if d &lt; limit, else d        need = (gap/(t + 0.84))^2       V = se^2/(1/K + 1/M)
     * more candidate runs: 1/(need/V - 1/K) - M     longer runs: within/(need/(1/K + 1/M) - (V - within))
     * </pre>
     */
    static Needed separate(Numbers row, int baseRuns, int candidateRuns) {
        double perRun = 1.0 / baseRuns + 1.0 / candidateRuns;
        double need = need(row);
        double v = row.se() * row.se() / perRun;
        double within = row.metric().isRatio() ? row.withinVariance() : v;
        double inverse = need / v - 1.0 / baseRuns;
        int more = inverse > 0 ? runs(1 / inverse - candidateRuns) : 0;
        double rest = need / perRun - Math.max(v - within, 0);
        return new Needed(more, more > 0 ? 0 : runs(2 * v / need), rest > 0 ? within / rest : Double.NaN, 0);
    }

    static Needed paired(Numbers row, int pairs) {
        double need = need(row);
        double v = row.se() * row.se() * pairs;
        double within = row.metric().isRatio() ? row.withinVariance() : v;
        double rest = need * pairs - Math.max(v - within, 0);
        return new Needed(runs(v / need - pairs), 0, rest > 0 ? within / rest : Double.NaN, 0);
    }

    private static double need(Numbers row) {
        double d = row.estimate();
        double gap = Math.max(1e-9, d < row.limit() ? row.limit() - d : d);
        double root = gap / (row.tBounds() + Z_80_PERCENT);
        return root * root;
    }

    private static int runs(double real) {
        return real <= RUNS_MAX ? (int) Math.max(0, Math.ceil(real)) : 0;
    }

    /** Whether any way leads to a decision. */
    public boolean possible() {
        return candidateRuns > 0 || runsEach > 0 || longer > 0 || samples > 0;
    }
}
