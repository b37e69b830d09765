package io.rehearse.reports.compare;

import java.util.List;

/**
 * How to judge. Immutable; start from {@link #product()}, {@link #productDuet()} or {@link #reference()}.
 *
 * @param quantiles the latency quantiles that get rows, ascending
 * @param prior what is assumed of the noise between runs before any is measured
 * @param levels how sure one must be
 * @param cutWarmUp whether to look for a slow start and cut it; false if the load has a warm-up phase of its own
 * @param thinSteps whether all-steps rows include steps with too few values, which makes these rows not estimable
 * @param closedModel compare throughput too
 * @param strict a row that this load can never decide keeps the comparison from passing
 * @param hard rules that hold before any statistics
 */
public record Method(
        List<Double> quantiles,
        Prior prior,
        Levels levels,
        Margins margins,
        boolean cutWarmUp,
        boolean thinSteps,
        boolean closedModel,
        boolean strict,
        Hard hard) {

    /**
     * @param tau sd of ln quantile from run to run, {@code weight} how many measured runs the assumption is worth
     * @param tauRelative the same for one step relative to the others
     * @param tauPaired what two sides that ran side by side still do not share, per side, with {@code weightPaired}
     * @param tauThroughput sd of ln throughput from run to run
     */
    public record Prior(
            double tau,
            double weight,
            double tauRelative,
            double tauPaired,
            double weightPaired,
            double tauThroughput) {
        static final Prior DEFAULT = new Prior(0.03, 4, 0.015, 0.01, 20, 0.02);
    }

    /**
     * @param fail chance of any false FAIL in a comparison of unchanged systems
     * @param suspect the same for SUSPECT
     * @param bound chance that a bound is wrong, per row and side
     */
    public record Levels(double fail, double suspect, double bound) {
        static final Levels DEFAULT = new Levels(0.01, 0.10, 0.05);
    }

    /**
     * @param outageSeconds FAIL if more than half of all attempts failed in each of so many seconds in a row in one run of
     *     the candidate; {@link Integer#MAX_VALUE}: no such rule
     * @param errorRateMax FAIL if a single run of the candidate fails more often than this share; 1: no such rule
     * @param secondsMin a shorter run proves nothing
     * @param steady whether a run that never settled (warm-up to its middle) keeps the comparison from passing
     */
    public record Hard(int outageSeconds, double errorRateMax, int secondsMin, boolean steady) {
        static final Hard DEFAULT = new Hard(5, 0.01, 30, true);
        static final Hard NONE = new Hard(Integer.MAX_VALUE, 1, 0, false);
    }

    private static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);

    /** A baseline against a candidate; no warm-up is cut. */
    public static Method product() {
        return new Method(
                QUANTILES, Prior.DEFAULT, Levels.DEFAULT, Margins.defaults(), false, false, false, false, Hard.DEFAULT);
    }

    /** Old and new side by side. */
    public static Method productDuet() {
        return product().withMargins(Margins.duetDefaults());
    }

    /** The bare statistics with the margins of the golden vectors: no hard rules, thin steps included, warm-up cut. */
    public static Method reference() {
        return new Method(
                QUANTILES, Prior.DEFAULT, Levels.DEFAULT, Margins.golden(), true, true, false, false, Hard.NONE);
    }

    public Method withMargins(Margins changed) {
        return new Method(quantiles, prior, levels, changed, cutWarmUp, thinSteps, closedModel, strict, hard);
    }

    /** @param cut true if the load has no warm-up phase */
    public Method withWarmUpCut(boolean cut) {
        return new Method(quantiles, prior, levels, margins, cut, thinSteps, closedModel, strict, hard);
    }

    /** Users wait for answers before they go on: throughput is a result and gets a row. */
    public Method withClosedModel() {
        return new Method(quantiles, prior, levels, margins, cutWarmUp, thinSteps, true, strict, hard);
    }

    public Method withQuantiles(List<Double> changed) {
        return new Method(
                List.copyOf(changed), prior, levels, margins, cutWarmUp, thinSteps, closedModel, strict, hard);
    }

    public Method withStrict() {
        return new Method(quantiles, prior, levels, margins, cutWarmUp, thinSteps, closedModel, true, hard);
    }

    public Method withHard(Hard changed) {
        return new Method(quantiles, prior, levels, margins, cutWarmUp, thinSteps, closedModel, strict, changed);
    }

    /**
     * For a comparison that may look up to three times (more runs are added while it is inconclusive): every look,
     * the first too, gets a third of each error chance, so that all looks together keep it.
     */
    public Method withLooks() {
        Levels third = new Levels(levels.fail() / 3, levels.suspect(), levels.bound() / 3);
        return new Method(quantiles, prior, third, margins, cutWarmUp, thinSteps, closedModel, strict, hard);
    }

    /**
     * Noise between runs measured beforehand on an unchanged system.
     *
     * @param tau sd of ln quantile from run to run
     * @param runs how many runs it was measured on, 2 or more
     */
    public Method withMeasuredNoise(double tau, int runs) {
        if (!(tau > 0) || runs < 2)
            throw new IllegalArgumentException(
                    "noise " + tau + " from " + runs + " runs: expected more than 0 from 2 or more");
        Prior measured = new Prior(
                tau, runs - 1, prior.tauRelative(), prior.tauPaired(), prior.weightPaired(), prior.tauThroughput());
        return new Method(quantiles, measured, levels, margins, cutWarmUp, thinSteps, closedModel, strict, hard);
    }
}
