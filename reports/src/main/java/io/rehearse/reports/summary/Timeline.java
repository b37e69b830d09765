package io.rehearse.reports.summary;

import io.rehearse.reports.run.RunDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run over time and by percentile, as charts need it: bounded in size however long the run was.
 *
 * @param seconds when the last interval ended, since the start of the run
 * @param windowSeconds width of the windows that percentiles are taken over
 * @param steps in the order of the plan, side 0 before side 1
 * @param momentSeconds width of a moment, at most that of a window
 * @param moments in the order of time, the first begins with the run
 * @param targets connection set-up in the measured phases, in the order of the plan
 */
public record Timeline(
        double seconds,
        double windowSeconds,
        List<StepLine> steps,
        double momentSeconds,
        List<Moment> moments,
        List<TargetTimes> targets) {

    /**
     * The response of one step on one side.
     *
     * @param step index in the plan
     * @param windows one for each window of the run; one without values has n 0
     * @param curve the distribution over the measured phases, ascending; empty without values
     */
    public record StepLine(int step, int side, List<Window> windows, List<Quantile> curve) {}

    /** Percentiles of {@code n} responses that ended in one window, of whatever phase. */
    public record Window(long n, double p50Ms, double p95Ms, double p99Ms) {}

    /**
     * One point of a distribution.
     *
     * @param q 0 to 1
     * @param above values above it, n (1 − q)
     */
    public record Quantile(double q, double millis, double above) {}

    /**
     * What happened in a short time.
     *
     * @param seconds of the moment that intervals cover; the last moment may be shorter than the others
     * @param started walks begun, by side
     * @param failed steps failed, by side
     * @param users walks begun and not ended, by side; the most at the end of an interval
     * @param lateMaxMs worst lateness of a step; 0 if not known
     * @param errors failures by fingerprint
     */
    public record Moment(
            double seconds,
            List<Long> started,
            List<Long> failed,
            List<Long> users,
            double lateMaxMs,
            Map<String, Long> errors) {}

    /** Connection set-up of one target on one side; each null without values. */
    public record TargetTimes(int target, int side, Percentiles dns, Percentiles connect, Percentiles tls) {}

    /** Reads a run directory once, as far as it was written. */
    public static Timeline of(RunDirectory directory) throws IOException {
        return of(List.of(directory));
    }

    /** The runs of a set over each other: what happened in the same second after the start of its run is added up. */
    public static Timeline of(List<RunDirectory> runs) throws IOException {
        TimelineBuilder builder = new TimelineBuilder(runs.get(0).manifest());
        for (RunDirectory run : runs) {
            run.forEachInterval(builder::accept);
        }
        return builder.build();
    }

    /** The step on one side; empty if the plan has no such step. */
    public Optional<StepLine> step(int step, int side) {
        return steps.stream().filter(s -> s.step() == step && s.side() == side).findFirst();
    }

    /** Longest time in which most failures of the run fell, if one burst holds at least half of them. */
    public Optional<Burst> burst() {
        return Burst.of(this);
    }
}
