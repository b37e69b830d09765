package io.rehearse.reports.render;

import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Summary;
import io.rehearse.reports.summary.Timeline;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
        Timeline timeline =
                Timeline.of(report.runs().stream().map(RunDirectory::new).toList());
        return new Page(report, timeline, report.compared().map(c -> new Reference(c, report.manifest(), timeline)));
    }

    Summary summary() {
        return report.summary();
    }

    RunManifest manifest() {
        return report.manifest();
    }

    boolean duet() {
        return report.duet();
    }

    int side() {
        return report.side();
    }

    String sideName(int side) {
        return manifest().sides().get(side).name();
    }

    List<RunManifest.Step> worstFirst() {
        return report.worstFirst();
    }

    Summary.StepRow row(RunManifest.Step step, int side) {
        return report.row(step, side);
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
