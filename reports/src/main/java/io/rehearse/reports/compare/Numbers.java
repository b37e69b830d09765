package io.rehearse.reports.compare;

/**
 * The numbers of a row before anything is decided. For latencies and throughput {@code estimate}, {@code se}, bounds, margin and
 * limit are log ratios (0.0953 is +10 %), positive is worse; for errors they are differences of shares.
 *
 * @param step null: all steps together
 * @param base the baseline's value: ms, share of failures, or successes per second; NaN if there is none
 * @param candidate the candidate's value in the same unit
 * @param estimate how much worse the candidate is
 * @param se standard error; infinite if not estimable
 * @param lower one-sided bound: at least so much worse; {@code upper}: at most so much worse
 * @param p chance of such an estimate or a larger one if the candidate is not worse
 * @param df degrees of freedom behind {@code p}
 * @param dfBounds degrees of freedom behind the bounds
 * @param tBounds the t of the bounds
 * @param designEffect how many times the noise of independent values is inside the runs (mean over runs)
 * @param baseCount values the baseline's number rests on, {@code candidateCount} the candidate's
 * @param margin FAIL needs an estimate of at least this
 * @param limit PASS needs an upper bound below this
 * @param runVariance variance of one run (of one pair in a duet), {@code withinVariance} the part from inside the run; NaN for errors
 * @param relative the step against the other steps of the same runs; null if there are fewer than 5 steps
 * @param cause why this row cannot be decided whatever the numbers are; {@link Cause#NONE} normally
 */
public record Numbers(
        String step,
        Metric metric,
        double base,
        double candidate,
        double estimate,
        double se,
        double lower,
        double upper,
        double p,
        double df,
        double dfBounds,
        double tBounds,
        double designEffect,
        long baseCount,
        long candidateCount,
        double margin,
        double limit,
        double runVariance,
        double withinVariance,
        Relative relative,
        Cause cause) {

    /** @param estimate of the step's change relative to the median of the other steps' */
    public record Relative(double estimate, double p) {}

    /** What makes a row undecidable. */
    public enum Cause {
        NONE,
        /** A run has no success of this step. */
        NO_SUCCESS,
        /** No attempts on a side. */
        NO_ATTEMPTS,
        /** Too few values above the quantile. */
        TOO_FEW,
        /** No step has enough values for the mean over the steps. */
        NO_STEP,
        /** The generator was late by different amounts on the two sides. */
        GENERATOR_DIFFERS,
        /** The generator of a run was the bottleneck. */
        UNTRUSTED
    }

    static Numbers ofContrast(
            String step,
            Metric metric,
            double base,
            double candidate,
            Contrast c,
            Margins.Limit limit,
            double level,
            double designEffect,
            long baseCount,
            long candidateCount) {
        double t = Students.quantileAbove(level, c.dfBounds());
        double reach = c.known() ? t * c.se() : Double.POSITIVE_INFINITY;
        return new Numbers(
                step,
                metric,
                base,
                candidate,
                c.estimate(),
                c.se(),
                c.known() ? c.estimate() - reach : Double.NEGATIVE_INFINITY,
                c.known() ? c.estimate() + reach : Double.POSITIVE_INFINITY,
                c.p(),
                c.dfFail(),
                c.dfBounds(),
                t,
                designEffect,
                baseCount,
                candidateCount,
                limit.margin(),
                limit.limit(),
                c.runVariance(),
                c.withinVariance(),
                null,
                Cause.NONE);
    }

    static Numbers ofErrors(String step, ErrorContrast e, Margins.Limit limit) {
        return new Numbers(
                step,
                Metric.ERRORS,
                e.base(),
                e.cand(),
                e.estimate(),
                e.se(),
                e.lower(),
                e.upper(),
                e.p(),
                e.df(),
                e.df(),
                e.tBounds(),
                e.designEffect(),
                e.attemptsBase(),
                e.attemptsCand(),
                limit.margin(),
                limit.limit(),
                Double.NaN,
                Double.NaN,
                null,
                Cause.NONE);
    }

    /** A row about which nothing is known. */
    static Numbers unknown(
            String step,
            Metric metric,
            double base,
            double candidate,
            long baseCount,
            long candidateCount,
            Margins.Limit limit,
            Cause cause) {
        return new Numbers(
                step,
                metric,
                base,
                candidate,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                1,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                baseCount,
                candidateCount,
                limit.margin(),
                limit.limit(),
                Double.NaN,
                Double.NaN,
                null,
                cause);
    }

    Numbers because(Cause changed) {
        return with(relative, changed);
    }

    Numbers against(Relative others) {
        return with(others, cause);
    }

    private Numbers with(Relative others, Cause changed) {
        return new Numbers(
                step,
                metric,
                base,
                candidate,
                estimate,
                se,
                lower,
                upper,
                p,
                df,
                dfBounds,
                tBounds,
                designEffect,
                baseCount,
                candidateCount,
                margin,
                limit,
                runVariance,
                withinVariance,
                others,
                changed);
    }

    /** Chance of such an estimate or a larger one if the candidate is worse by no more than the margin. */
    public double pBeyondMargin() {
        double sdBelow = (estimate - lower) / tBounds;
        return sdBelow > 0 && cause == Cause.NONE ? Students.above((estimate - margin) / sdBelow, df) : 1;
    }

    public boolean allSteps() {
        return step == null;
    }

    /**
     * Whether an unchanged candidate would pass this row with 99 %. Depends on the noise alone, never on the estimate, so that nobody
     * can choose the rows that count after seeing them.
     */
    boolean decidable() {
        if (allSteps() || cause == Cause.GENERATOR_DIFFERS || cause == Cause.UNTRUSTED) return true;
        return (tBounds + 2.33) * se <= limit;
    }
}
