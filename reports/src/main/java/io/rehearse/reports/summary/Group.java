package io.rehearse.reports.summary;

import io.rehearse.reports.objective.HealthLog;
import io.rehearse.reports.objective.Totals;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Phases that are judged together (or shown together), with what happened in them. */
final class Group {
    private final String name;
    private final List<RunManifest.Phase> phases;
    private final boolean judged;
    private final Totals totals;
    private final HealthLog health = new HealthLog();

    Group(RunManifest manifest, String name, List<RunManifest.Phase> phases, boolean judged) {
        this.name = name;
        this.phases = phases;
        this.judged = judged;
        Set<Integer> indexes = phases.stream().map(RunManifest.Phase::index).collect(Collectors.toUnmodifiableSet());
        this.totals = new Totals(manifest, indexes, judged ? EnumSet.allOf(Kind.class) : EnumSet.of(Kind.RESPONSE));
    }

    void accept(Interval interval) {
        totals.accept(interval);
        double middle = (interval.startSeconds() + interval.endSeconds()) / 2;
        if (phases.stream().anyMatch(p -> contains(p, middle))) {
            health.accept(interval);
        }
    }

    static boolean contains(RunManifest.Phase phase, double second) {
        return second >= phase.startSeconds()
                && (phase.durationSeconds() == null || second < phase.startSeconds() + phase.durationSeconds());
    }

    /** Arrivals planned for the seconds that were measured; null if a phase has no rate. */
    Double planned() {
        double planned = 0;
        double seconds = 0;
        for (RunManifest.Phase phase : phases) {
            if (phase.fromPerSecond() == null || phase.toPerSecond() == null) {
                return null;
            }
            double duration = phase.durationSeconds() == null ? totals.seconds() : phase.durationSeconds();
            planned += (phase.fromPerSecond() + phase.toPerSecond()) / 2 * duration;
            seconds += duration;
        }
        return seconds == 0 ? null : planned * totals.seconds() / seconds;
    }

    String name() {
        return name;
    }

    List<RunManifest.Phase> phases() {
        return phases;
    }

    boolean judged() {
        return judged;
    }

    Totals totals() {
        return totals;
    }

    HealthLog health() {
        return health;
    }
}
