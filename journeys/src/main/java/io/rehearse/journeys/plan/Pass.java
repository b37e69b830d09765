package io.rehearse.journeys.plan;

import java.util.List;

/**
 * What is good: absolute limits, limits against stored baselines, and when to stop early.
 *
 * @param objectives absolute limits
 * @param baselines limits against stored baselines
 * @param abortRules when to stop early
 * @param budget how many walks of a probe may fail; null: none
 */
public record Pass(List<Objective> objectives, List<Against> baselines, List<AbortRule> abortRules, Budget budget) {

    public Pass {
        objectives = List.copyOf(objectives);
        baselines = List.copyOf(baselines);
        abortRules = List.copyOf(abortRules);
    }

    /** Without a budget. */
    public Pass(List<Objective> objectives, List<Against> baselines, List<AbortRule> abortRules) {
        this(objectives, baselines, abortRules, null);
    }

    /**
     * An error budget, of a probe.
     *
     * @param goal the share of walks that must be good in any such window, more than 0 and less than 1
     * @param windowNanos how long that is
     */
    public record Budget(double goal, long windowNanos) {}

    /**
     * An absolute limit on the numbers.
     *
     * @param scope what it looks at
     * @param name of the step, group or journey; empty for all
     * @param metric which number
     * @param above whether the number must be above the limit; else below
     * @param limit milliseconds for percentiles and max, a fraction for errorRate, seconds for outage, per second for
     *     throughput
     * @param text as the script wrote it: {@code p99.below 800.ms}
     * @param line of the script, from 1
     */
    public record Objective(
            Scope scope, String name, Metric metric, boolean above, double limit, String text, int line) {}

    /** What an objective looks at. */
    public enum Scope {
        /** Latency: every step on its own; errors, outage, throughput: all steps together. */
        ALL,
        STEP,
        /** The sums of a group's steps. */
        GROUP,
        JOURNEY
    }

    /**
     * Which number.
     *
     * @param kind what it is
     * @param quantile of a percentile, in (0, 1); 0 otherwise
     */
    public record Metric(Kind kind, double quantile) {
        /** The kinds of numbers. */
        public enum Kind {
            PERCENTILE,
            MAX,
            ERROR_RATE,
            OUTAGE,
            THROUGHPUT
        }
    }

    /**
     * Limits against a stored baseline.
     *
     * @param baseline its name
     * @param margins how much worse is allowed
     */
    public record Against(String baseline, List<Margin> margins) {
        public Against {
            margins = List.copyOf(margins);
        }
    }

    /**
     * How much worse than the baseline is allowed.
     *
     * @param scope what it looks at
     * @param name of the step or journey; empty for all
     * @param metric which number
     * @param relative fraction of the baseline's value; 0 when only points are given
     * @param points difference of error rates as a fraction; 0 when only a fraction is given
     * @param atLeastMs a difference below this many milliseconds is never worse
     */
    public record Margin(
            Scope scope, String name, Metric metric, double relative, double points, double atLeastMs, int line) {}

    /**
     * When to stop early.
     *
     * @param objective what must hold
     * @param windowNanos over the last so many nanoseconds
     */
    public record AbortRule(Objective objective, long windowNanos) {}
}
