package io.rehearse.reports.baseline;

import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.Blame;
import io.rehearse.reports.run.RunManifest.Phase;
import io.rehearse.reports.run.StepCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run measured, as the judge wants it: the measured phases one behind the other, in slices of 5 s and counts of 1 s. Pure;
 * intervals come in the order of time; belongs to one thread.
 *
 * <p>What ended after its phase belongs to the last second of it. Attempts are what ended: ok, failed and unfinished; failures of the
 * generator are left out. Arrivals that were dropped because the target was slow are failed attempts of their journey's first step.
 */
public final class RunSeries {
    /** Width of the slices of latencies; the counts have the width of the run's intervals, 1 s. */
    public static final int SLICE_SECONDS = 5;

    /** Intervals start a little after their second. */
    private static final double TOLERANCE_SECONDS = 0.001;

    private record Key(int side, int step, int phase) {}

    private final RunManifest manifest;
    private final int widthSeconds;
    private final Map<Integer, Span> spans = new HashMap<>();
    private final Map<Key, Track> tracks = new HashMap<>();
    private final Map<Integer, long[]> sessions = new HashMap<>();
    private double lastEnd;

    /** Where a measured phase lies on the judged time axis. */
    private static final class Span {
        final Phase phase;
        final double offset;
        double activeEnd;

        Span(Phase phase, double offset) {
            this.phase = phase;
            this.offset = offset;
            this.activeEnd = phase.startSeconds();
        }

        int second(double start) {
            double into = Math.max(0, start - phase.startSeconds() + TOLERANCE_SECONDS);
            if (phase.durationSeconds() != null) into = Math.min(into, Math.ceil(phase.durationSeconds()) - 1);
            return (int) (offset + Math.max(0, into));
        }

        double seconds(double lastEnd) {
            return phase.durationSeconds() == null
                    ? activeEnd - phase.startSeconds()
                    : Math.max(0, Math.min(phase.durationSeconds(), lastEnd - phase.startSeconds()));
        }

        double end() {
            return phase.durationSeconds() == null
                    ? Double.POSITIVE_INFINITY
                    : phase.startSeconds() + phase.durationSeconds();
        }
    }

    public RunSeries(RunManifest manifest) {
        this.manifest = manifest;
        this.widthSeconds = Math.max(1, (int) Math.round(manifest.intervalSeconds()));
        double offset = 0;
        for (Phase phase : manifest.load().phases()) {
            if (!phase.measured()) continue;
            spans.put(phase.index(), new Span(phase, offset));
            offset += phase.durationSeconds() == null ? 0 : phase.durationSeconds();
        }
    }

    /** The series of a directory, as far as it was written. */
    public static RunSeries of(RunDirectory directory) throws IOException {
        RunSeries series = new RunSeries(directory.manifest());
        directory.forEachInterval(series::accept);
        return series;
    }

    public void accept(Interval interval) {
        lastEnd = Math.max(lastEnd, interval.endSeconds());
        interval.histograms().forEach((s, micros) -> {
            Span span = spans.get(s.phase());
            if (span == null || s.step() < 0) return;
            Track track = track(s.side(), s.step(), s.phase());
            if (s.kind() == Kind.RESPONSE) track.responses(slot(span, interval, sliceSeconds()), micros);
            if (s.kind() == Kind.LATE) track.late(micros);
        });
        for (StepCounts c : interval.steps()) {
            Span span = spans.get(c.phase());
            if (span == null) continue;
            long failed = blamed(c.failed(), Blame.TARGET);
            boolean inside = interval.startSeconds() + TOLERANCE_SECONDS < span.end();
            track(c.side(), c.step(), c.phase())
                    .counts(
                            slot(span, interval, widthSeconds),
                            c.ok() + failed + blamed(c.failed(), Blame.NONE),
                            failed,
                            inside && c.waiting() > 0);
            if (c.started() > 0) span.activeEnd = Math.max(span.activeEnd, interval.endSeconds());
        }
        interval.journeys().forEach(c -> walks(interval, c));
    }

    private void walks(Interval interval, JourneyCounts c) {
        // over the whole run: a pair may begin in one phase and become whole in the next; what a slow target left no
        // room for did come
        long dropped = blamed(c.dropped(), Blame.TARGET);
        long[] sum = sessions.computeIfAbsent(c.side(), s -> new long[2]);
        sum[0] += c.started() + dropped;
        sum[1] += c.started() - c.ok() - c.failed();
        Span span = spans.get(c.phase());
        if (span == null) return;
        List<RunManifest.Step> steps = manifest.journeys().get(c.journey()).steps();
        if (dropped > 0 && !steps.isEmpty()) {
            track(c.side(), steps.get(0).index(), c.phase())
                    .counts(slot(span, interval, widthSeconds), dropped, dropped, false);
        }
    }

    /**
     * One side of the run.
     *
     * @param side 0, or 1 for the new one of two environments
     * @param name how findings call it
     * @param trusted whether the generator's times can be believed
     */
    public JudgedRun side(int side, String name, boolean trusted) {
        List<StepTrack> steps = new ArrayList<>();
        for (RunManifest.Journey journey : manifest.journeys()) {
            for (RunManifest.Step step : journey.steps()) steps.add(joined(side, step));
        }
        Silence silence = Silence.of(steps, widthSeconds);
        long[] walks = sessions.getOrDefault(side, new long[2]);
        boolean byAnswers = manifest.load().model() == RunManifest.Model.CLOSED;
        return new JudgedRun(
                name,
                seconds(),
                steps.stream().map(s -> s.series(silence)).toList(),
                byAnswers ? JudgedRun.Sessions.UNKNOWN : new JudgedRun.Sessions(walks[0], Math.max(0, walks[1])),
                trusted);
    }

    /**
     * Judged length: the time inside the measured phases for which there are intervals, in seconds. Rounded: a run whose last user is
     * done a moment before its phase is over has run for the whole of it.
     */
    public int seconds() {
        double sum =
                spans.values().stream().mapToDouble(s -> s.seconds(lastEnd)).sum();
        return (int) Math.round(sum);
    }

    private StepTrack joined(int side, RunManifest.Step step) {
        StepTrack all = new StepTrack(manifest.nameOf(step), widthSeconds, sliceSeconds());
        for (Phase phase : manifest.load().phases()) {
            Track track = tracks.get(new Key(side, step.index(), phase.index()));
            if (track != null) all.add(track);
        }
        return all;
    }

    private Track track(int side, int step, int phase) {
        return tracks.computeIfAbsent(new Key(side, step, phase), k -> new Track());
    }

    private int sliceSeconds() {
        return Math.max(SLICE_SECONDS, widthSeconds);
    }

    private static int slot(Span span, Interval interval, int width) {
        return span.second(interval.startSeconds()) / width * width;
    }

    private long blamed(Map<String, Long> outcomes, Blame blame) {
        long sum = 0;
        for (Map.Entry<String, Long> outcome : outcomes.entrySet()) {
            if (manifest.blame(outcome.getKey()) == blame) sum += outcome.getValue();
        }
        return sum;
    }
}
