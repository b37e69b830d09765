package io.rehearse.runtime.probe;

import java.util.List;
import java.util.Map;

/**
 * Numbers of a side for people and for metrics; immutable. They decide nothing.
 *
 * @param steps in the order of the plan
 * @param journeys by name
 * @param lastCompleted wall clock of the last walk that ended, epoch seconds; 0: none yet
 * @param lateMillisMax lateness of the last interval
 * @param dropped arrivals that never began
 */
record Tallies(
        List<StepFigures> steps,
        List<JourneyFigures> journeys,
        double lastCompleted,
        double lateMillisMax,
        long dropped) {

    /** Upper bounds of the histograms' buckets, seconds. */
    static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10};

    /**
     * @param recentOk of the last ten minutes, {@code recentFailed} likewise
     * @param recentP95Millis of the last ten minutes; NaN without a success
     * @param buckets since the start of the process, not cumulative; one more than {@link #BOUNDS}
     * @param failed since the start of the process, by outcome
     * @param minutes the last hour, the oldest first, without the minute under way
     */
    record StepFigures(
            String journey,
            String step,
            String target,
            long recentOk,
            long recentFailed,
            double recentP95Millis,
            List<Long> buckets,
            double sumSeconds,
            Map<String, Long> failed,
            List<Minute> minutes) {}

    /**
     * @param at its beginning, epoch seconds
     * @param p95Millis NaN without a success
     */
    record Minute(double at, double p95Millis, long failed) {}

    /**
     * Walks since the start of the process.
     *
     * @param last null before one has ended
     */
    record JourneyFigures(String journey, long ok, long failed, List<Long> buckets, double sumSeconds, LastWalk last) {}

    /**
     * @param ok false if any failed in the interval in which it ended
     * @param seconds the longest of them; NaN if it failed before it was timed
     */
    record LastWalk(boolean ok, double seconds) {}
}
