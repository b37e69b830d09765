package io.rehearse.reports.compare;

import java.util.List;
import java.util.Optional;

/**
 * What the judge needs to know of one run: values only.
 *
 * @param name how findings call the run
 * @param seconds length of what is judged (the measured phases), 0 or more
 * @param steps all steps of the plan, each once
 * @param sessions how many sessions this side started, for the check of a duet; {@link Sessions#UNKNOWN} otherwise
 * @param trusted false if the generator was the bottleneck: latencies then prove nothing, failures still count
 */
public record JudgedRun(String name, int seconds, List<StepSeries> steps, Sessions sessions, boolean trusted) {
    /** @throws DamagedDataException if the length is negative or a step occurs twice */
    public JudgedRun {
        steps = List.copyOf(steps);
        DamagedDataException.require(seconds >= 0, "run " + name + ": judged seconds", seconds, "0 or more");
        long names = steps.stream().map(StepSeries::step).distinct().count();
        DamagedDataException.require(
                names == steps.size(),
                "run " + name,
                steps.size() + " steps with " + names + " names",
                "each step once");
    }

    public JudgedRun(String name, int seconds, List<StepSeries> steps) {
        this(name, seconds, steps, Sessions.UNKNOWN, true);
    }

    /**
     * @param started sessions that came in the whole run, those included that a slow target left no room for; -1 if not known, or
     *     if it is the answers that decide how many come
     * @param open sessions still in flight at the end
     */
    public record Sessions(long started, long open) {
        public static final Sessions UNKNOWN = new Sessions(-1, 0);

        public Sessions {
            DamagedDataException.require(started >= -1, "started sessions", started, "0 or more, or -1: not known");
            DamagedDataException.require(open >= 0, "open sessions", open, "0 or more");
        }

        boolean known() {
            return started >= 0;
        }
    }

    Optional<StepSeries> step(String name) {
        return steps.stream().filter(s -> s.step().equals(name)).findFirst();
    }

    JudgedRun from(int cutSeconds) {
        if (cutSeconds == 0) return this;
        List<StepSeries> rest = steps.stream().map(s -> s.from(cutSeconds)).toList();
        return new JudgedRun(name, Math.max(0, seconds - cutSeconds), rest, sessions, trusted);
    }

    long attempts() {
        return steps.stream().mapToLong(StepSeries::attempts).sum();
    }

    long failed() {
        return steps.stream().mapToLong(StepSeries::failed).sum();
    }
}
