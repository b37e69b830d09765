package io.rehearse.reports.render;

import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Summary;
import io.rehearse.reports.summary.Timeline;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the sections of the page are written from.
 *
 * @param reference what the run was compared with
 */
record Page(RunReport report, Timeline timeline, Optional<Reference> reference) {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    static Page of(RunReport report) throws IOException {
        Timeline timeline = Timeline.of(new RunDirectory(report.directory()));
        return new Page(
                report, timeline, report.compared().map(c -> new Reference(c, report.manifest(), timeline)));
    }

    Summary summary() {
        return report.summary();
    }

    RunManifest manifest() {
        return report.manifest();
    }

    /** Whether an old and a new environment ran together. */
    boolean duet() {
        return manifest().sides().size() > 1;
    }

    /** The side that is judged: the new one. */
    int side() {
        return manifest().sides().size() - 1;
    }

    String sideName(int side) {
        return manifest().sides().get(side).name();
    }

    /** Steps of the plan, each once, those to look at first in front. */
    List<RunManifest.Step> worstFirst() {
        List<RunManifest.Step> steps = new ArrayList<>();
        List<Summary.StepRow> rows = summary().stairs() == null
                ? Sentences.worstStepsFirst(summary())
                : summary().steps();
        for (Summary.StepRow row : rows) {
            RunManifest.Step step = step(row);
            if (!steps.contains(step)) {
                steps.add(step);
            }
        }
        reference.ifPresent(r -> {
            List<String> order = ComparedWords.worstFirst(r.compared().comparison());
            steps.sort(Comparator.comparingInt(s -> {
                int place = order.indexOf(manifest().nameOf(s));
                return place < 0 ? order.size() : place;
            }));
        });
        return steps;
    }

    RunManifest.Step step(Summary.StepRow row) {
        return manifest().journeys().stream()
                .filter(j -> j.name().equals(row.journey()))
                .flatMap(j -> j.steps().stream())
                .filter(s -> s.name().equals(row.step()))
                .findFirst()
                .orElseThrow();
    }

    /** The row of a step over all measured phases; null when there is none, as of stairs. */
    Summary.StepRow row(RunManifest.Step step, int side) {
        return summary().steps().stream()
                .filter(r -> r.phase() == null && r.side() == side && step(r) == step)
                .findFirst()
                .orElse(null);
    }

    /** {@code 02:18:15}, UTC. */
    String wallClock(double secondsSinceStart) {
        Instant at = manifest().created().plusMillis(Math.round(secondsSinceStart * 1000));
        return CLOCK.format(at);
    }

    /** When a phase ends: as planned, or with the run. */
    double endOf(RunManifest.Phase phase) {
        double planned = phase.durationSeconds() == null
                ? Double.POSITIVE_INFINITY
                : phase.startSeconds() + phase.durationSeconds();
        return Math.min(planned, timeline.seconds());
    }

    /** A functional run is judged by all it did. */
    boolean judged(RunManifest.Phase phase) {
        return phase.measured() || manifest().load().functional();
    }
}
