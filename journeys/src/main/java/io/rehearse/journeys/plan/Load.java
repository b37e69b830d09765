package io.rehearse.journeys.plan;

import java.util.List;

/**
 * How many users, when.
 *
 * @param name unique in the plan
 * @param model who decides when the next user starts
 * @param arrivals how open arrivals are spaced
 * @param phases in order of time
 * @param spreadNanos closed model: over how long the users start, evenly
 * @param untilObjectivesFail stairs: no further stair once an objective has failed
 */
public record Load(
        String name,
        Model model,
        Arrivals arrivals,
        List<Phase> phases,
        long spreadNanos,
        boolean untilObjectivesFail) {

    public static final long FOREVER = Long.MAX_VALUE;

    public Load {
        phases = List.copyOf(phases);
    }

    /** A load that goes on when objectives fail. */
    public Load(String name, Model model, Arrivals arrivals, List<Phase> phases, long spreadNanos) {
        this(name, model, arrivals, phases, spreadNanos, false);
    }

    /** Who decides when the next user starts. */
    public enum Model {
        /** The schedule: users come whatever the service does. */
        OPEN,
        /** The users: each starts again when done. */
        CLOSED,
        /** A fixed number of walks: a functional run. */
        WALKS
    }

    /** How open arrivals are spaced. */
    public enum Arrivals {
        EVEN,
        POISSON
    }

    /** Planned length; {@link #FOREVER} without an end. Walks have no planned length and count as 0. */
    public long durationNanos() {
        long sum = 0;
        for (Phase phase : phases) {
            if (phase.durationNanos() == FOREVER) {
                return FOREVER;
            }
            sum += phase.durationNanos();
        }
        return sum;
    }

    /** The largest rate of any moment, in arrivals per second; 0 for a load without a rate. */
    public double perSecondMax() {
        return phases.stream()
                .mapToDouble(phase -> Math.max(phase.fromPerSecond(), phase.toPerSecond()))
                .max()
                .orElse(0);
    }

    /** The most users of a closed phase; 0 for an open load. */
    public int usersMax() {
        return phases.stream().mapToInt(Phase::users).max().orElse(0);
    }

    /** Start of a phase since the start of the load. */
    public long startNanos(int phase) {
        long sum = 0;
        for (int i = 0; i < phase; i++) {
            sum += phases.get(i).durationNanos();
        }
        return sum;
    }

    /**
     * A part of a load.
     *
     * @param index place in {@link Load#phases()}
     * @param kind what it is for
     * @param durationNanos {@link #FOREVER} without an end; 0 for walks
     * @param fromPerSecond arrivals per second at its start; 0 in the closed model
     * @param toPerSecond arrivals per second at its end
     * @param users closed model and walks: users at once
     * @param walks walks: how many in all
     * @param measured whether it enters a verdict or a baseline
     */
    public record Phase(
            int index,
            Kind kind,
            long durationNanos,
            double fromPerSecond,
            double toPerSecond,
            int users,
            long walks,
            boolean measured) {}

    /** What a phase is for; {@link #word} is the language's word. */
    public enum Kind {
        WARM_UP("warmUp"),
        RAMP("ramp"),
        HOLD("hold"),
        SPIKE("spike"),
        STAIR("stair"),
        USERS("users"),
        WALKS("walks");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
