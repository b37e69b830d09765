package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Event;
import io.rehearse.reports.gate.Stream;
import io.rehearse.reports.gate.Tick;
import io.rehearse.reports.gate.Window;
import io.rehearse.reports.run.Health;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.Blame;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.AbstractHistogram;

/**
 * Turns an interval of a run into what the detectors take: measured phases only, one side only, failures of the target only.
 *
 * <p>Overdue: counts do not say how old an open exchange is. What was open longer than L is at least what is open now less what
 * was started in the last L; for a target that hangs that is exact. L is max(2 s, 10 × the baseline's p99 of the step).
 *
 * <p>An interval in which the generator stood still for more than a second was not observed. One in which it was late by more
 * than 10 ms says nothing about latencies; its failures count. What was open when the generator stood still is never overdue: it
 * may have waited for us. Belongs to one thread.
 */
final class Observer {
    private static final double STALL_MILLIS = 1000;
    /** Where the prober was later than that, its latencies say nothing about the target. */
    static final double LATE_MILLIS = 10;

    private static final double OVERDUE_SECONDS_MIN = 2;
    private static final double OVERDUE_TIMES = 10;

    private final RunManifest manifest;
    private final int side;
    private final List<Stream> streams;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, Double> overdueSeconds = new HashMap<>();
    private final Map<Integer, Deque<Start>> starts = new HashMap<>();
    private final Map<Integer, Long> forgiven = new HashMap<>();

    private record Start(double endSeconds, long count) {}

    Observer(RunManifest manifest, int side, List<Stream> streams) {
        this.manifest = manifest;
        this.side = side;
        this.streams = streams;
        for (RunManifest.Journey journey : manifest.journeys()) {
            for (RunManifest.Step step : journey.steps()) {
                names.put(step.index(), manifest.nameOf(step));
                overdueSeconds.put(step.index(), overdueAfter(manifest.nameOf(step)));
                starts.put(step.index(), new ArrayDeque<>());
            }
        }
    }

    private double overdueAfter(String step) {
        double usualMillis = streams.stream()
                .filter(s -> s.step().equals(step) && !s.isErrors())
                .mapToDouble(Stream::baseline)
                .max()
                .orElse(0);
        return Math.max(OVERDUE_SECONDS_MIN, OVERDUE_TIMES * usualMillis / 1000);
    }

    /**
     * @param atMillis end of the interval on the probe's clock
     * @return empty if the interval lies in phases that are not judged
     */
    Optional<Event> event(Interval interval, long atMillis) {
        boolean stalled = stoodStill(interval);
        Tick tick = tick(interval, atMillis, stalled);
        if (!measured(interval)) {
            return Optional.empty();
        }
        if (stalled) {
            long from = Math.max(0, atMillis - Math.round((interval.endSeconds() - interval.startSeconds()) * 1000));
            return Optional.of(new Event.NotObserved(
                    from,
                    atMillis,
                    "the prober stood still for " + Math.round(interval.health().loopLagMillis()) + " ms"));
        }
        return Optional.of(new Event.Observed(List.of(tick), counts(interval)));
    }

    static boolean stoodStill(Interval interval) {
        Health health = interval.health();
        return health != null && health.loopLagMillis() != null && health.loopLagMillis() > STALL_MILLIS;
    }

    /** Whether its latencies say something about the target. */
    static boolean inTime(Interval interval) {
        Double late = interval.health() == null ? null : interval.health().lateMaxMillis();
        return late == null || late <= LATE_MILLIS;
    }

    private boolean measured(Interval interval) {
        double middle = (interval.startSeconds() + interval.endSeconds()) / 2;
        return manifest.load().phases().stream()
                .anyMatch(p -> p.measured()
                        && p.startSeconds() <= middle
                        && (p.durationSeconds() == null || middle < p.startSeconds() + p.durationSeconds()));
    }

    private Tick tick(Interval interval, long atMillis, boolean stalled) {
        long ok = 0;
        long failed = 0;
        for (JourneyCounts j : interval.journeys()) {
            if (j.side() == side && judged(j.phase())) {
                ok += j.ok();
                failed += j.failed() + j.unfinished() + ofTarget(j.dropped());
            }
        }
        long ownFault = 0;
        Map<Integer, Long> open = new HashMap<>();
        Map<Integer, Long> started = new HashMap<>();
        for (StepCounts s : interval.steps()) {
            if (s.side() == side) {
                open.merge(s.step(), s.waiting(), Long::sum);
                started.merge(s.step(), s.started(), Long::sum);
                ownFault += judged(s.phase()) ? s.failedTotal() - ofTarget(s.failed()) : 0;
            }
        }
        long overdue = 0;
        long waiting = 0;
        for (Map.Entry<Integer, Deque<Start>> step : starts.entrySet()) {
            long now = open.getOrDefault(step.getKey(), 0L);
            long recent = recent(step.getValue(), interval, started.getOrDefault(step.getKey(), 0L), step.getKey());
            long excused = stalled ? now : Math.min(now, forgiven.getOrDefault(step.getKey(), 0L));
            forgiven.put(step.getKey(), excused);
            overdue += Math.max(0, now - recent - excused);
            waiting += now;
        }
        return new Tick(atMillis, ok, Math.max(0, failed - ownFault), overdue, waiting);
    }

    /** Started in the last L seconds, this interval included. */
    private long recent(Deque<Start> of, Interval interval, long count, int step) {
        of.addLast(new Start(interval.endSeconds(), count));
        double from = interval.endSeconds() - overdueSeconds.get(step);
        while (of.peekFirst().endSeconds() <= from + 1e-6) {
            of.removeFirst();
            if (of.isEmpty()) {
                return 0;
            }
        }
        return of.stream().mapToLong(Start::count).sum();
    }

    private boolean judged(int phase) {
        return manifest.phase(phase).measured();
    }

    private long ofTarget(Map<String, Long> outcomes) {
        return ofTarget(manifest, outcomes);
    }

    /** Without what the generator spoiled. */
    static long ofTarget(RunManifest manifest, Map<String, Long> outcomes) {
        return outcomes.entrySet().stream()
                .filter(e -> manifest.blame(e.getKey()) != Blame.GENERATOR)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private List<Window> counts(Interval interval) {
        boolean inTime = inTime(interval);
        List<Window> counts = new ArrayList<>(streams.size());
        for (Stream stream : streams) {
            counts.add(stream.isErrors() ? errors(interval, stream) : inTime ? slow(interval, stream) : Window.EMPTY);
        }
        return counts;
    }

    private Window errors(Interval interval, Stream stream) {
        long attempts = 0;
        long failed = 0;
        for (StepCounts s : interval.steps()) {
            if (s.side() == side && judged(s.phase()) && stream.step().equals(names.get(s.step()))) {
                failed += ofTarget(s.failed());
                attempts += s.ok() + ofTarget(s.failed());
            }
        }
        return new Window(attempts, failed);
    }

    private Window slow(Interval interval, Stream stream) {
        long attempts = 0;
        long bad = 0;
        for (Map.Entry<Series, AbstractHistogram> e : interval.histograms().entrySet()) {
            Series series = e.getKey();
            boolean wanted = series.kind() == Kind.RESPONSE
                    && series.step() >= 0
                    && series.side() == side
                    && judged(series.phase())
                    && stream.step().equals(names.get(series.step()));
            if (wanted) {
                AbstractHistogram values = e.getValue();
                attempts += values.getTotalCount();
                // as the baseline was cut: the limit's whole bucket is still good
                long limit = values.highestEquivalentValue(stream.limitMicros());
                bad += values.getMaxValue() > limit ? values.getCountBetweenValues(limit + 1, values.getMaxValue()) : 0;
            }
        }
        return new Window(attempts, bad);
    }
}
