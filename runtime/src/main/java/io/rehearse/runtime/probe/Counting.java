package io.rehearse.runtime.probe;

import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.PackedHistogram;

/**
 * Adds up intervals to {@link Tallies}: ten minutes for people, without the latencies of seconds in which the prober was late, and
 * everything for metrics. Belongs to one thread.
 */
final class Counting {
    private static final double RECENT_SECONDS = 600;
    private static final double BUCKET_SECONDS = 60;
    private static final int MINUTES_MAX = 60;

    private final RunManifest manifest;
    private final int side;
    private final Map<Integer, Step> steps = new TreeMap<>();
    private final Map<Integer, Walks> journeys = new TreeMap<>();
    private double lastCompleted;
    private double lateMillisMax;
    private long dropped;

    private static class Sum {
        final long[] buckets = new long[Tallies.BOUNDS.length + 1];
        double seconds;
        long ok;
        long failed;

        void add(AbstractHistogram values) {
            for (HistogramIterationValue v : values.recordedValues()) {
                double value = v.getValueIteratedTo() / 1e6;
                int bucket = 0;
                while (bucket < Tallies.BOUNDS.length && value > Tallies.BOUNDS[bucket]) {
                    bucket++;
                }
                buckets[bucket] += v.getCountAtValueIteratedTo();
                seconds += value * v.getCountAtValueIteratedTo();
            }
        }

        List<Long> bucketList() {
            List<Long> list = new ArrayList<>();
            for (long bucket : buckets) {
                list.add(bucket);
            }
            return list;
        }
    }

    private static final class Step extends Sum {
        final Map<String, Long> outcomes = new TreeMap<>();
        final Deque<Minute> recent = new ArrayDeque<>();
        /** Over; of an hour. */
        final Deque<Tallies.Minute> minutes = new ArrayDeque<>();
    }

    private static final class Walks extends Sum {
        Tallies.LastWalk last;
    }

    private static final class Minute {
        final double startSeconds;
        final Histogram response = new PackedHistogram(Series.DIGITS);
        long ok;
        long failed;

        Minute(double startSeconds) {
            this.startSeconds = startSeconds;
        }
    }

    Counting(RunManifest manifest, int side) {
        this.manifest = manifest;
        this.side = side;
        manifest.journeys().forEach(journey -> {
            journeys.put(journey.index(), new Walks());
            journey.steps().forEach(step -> steps.put(step.index(), new Step()));
        });
    }

    String name(int step) {
        return step < 0 ? "" : manifest.nameOf(manifest.step(step));
    }

    Tallies after(Interval interval, Instant at) {
        for (StepCounts s : interval.steps()) {
            if (s.side() == side) {
                Step step = steps.get(s.step());
                Minute minute = minute(step, interval.startSeconds());
                minute.ok += s.ok();
                minute.failed += s.failedTotal();
                s.failed().forEach((outcome, count) -> step.outcomes.merge(outcome, count, Long::sum));
            }
        }
        for (JourneyCounts j : interval.journeys()) {
            if (j.side() == side) {
                Walks journey = journeys.get(j.journey());
                journey.ok += j.ok();
                journey.failed += j.failed();
                dropped +=
                        j.dropped().values().stream().mapToLong(Long::longValue).sum();
                // unfinished ones were ended by the prober's own end
                if (j.ok() + j.failed() > 0) {
                    lastCompleted = at.toEpochMilli() / 1000.0;
                    boolean ok = j.failed() == 0;
                    journey.last = new Tallies.LastWalk(ok, longest(interval, j.journey()));
                }
            }
        }
        Double late = interval.health() == null ? null : interval.health().lateMaxMillis();
        lateMillisMax = late == null ? 0 : late;
        interval.histograms().forEach((series, values) -> {
            if (series.side() == side && series.kind() == Kind.RESPONSE && series.step() >= 0) {
                Step step = steps.get(series.step());
                step.add(values);
                if (lateMillisMax <= Observer.LATE_MILLIS) {
                    // people see the percentiles of what the detectors see
                    minute(step, interval.startSeconds()).response.add(values);
                }
            } else if (series.side() == side && series.kind() == Kind.RESPONSE && series.journey() >= 0) {
                journeys.get(series.journey()).add(values);
            }
        });
        return tallies();
    }

    /** Seconds of the longest walk that ended; NaN if none was timed. */
    private double longest(Interval interval, int journey) {
        return interval.histograms().entrySet().stream()
                .filter(e -> e.getKey().side() == side
                        && e.getKey().kind() == Kind.RESPONSE
                        && e.getKey().step() < 0
                        && e.getKey().journey() == journey)
                .mapToDouble(e -> e.getValue().getMaxValue() / 1e6)
                .max()
                .orElse(Double.NaN);
    }

    private Minute minute(Step step, double startSeconds) {
        Minute last = step.recent.peekLast();
        if (last == null || startSeconds >= last.startSeconds + BUCKET_SECONDS) {
            if (last != null) {
                step.minutes.addLast(over(last));
                while (step.minutes.size() > MINUTES_MAX) {
                    step.minutes.removeFirst();
                }
            }
            last = new Minute(startSeconds);
            step.recent.addLast(last);
        }
        while (step.recent.peekFirst().startSeconds <= startSeconds - RECENT_SECONDS) {
            step.recent.removeFirst();
        }
        return last;
    }

    private Tallies.Minute over(Minute minute) {
        double at = manifest.created().toEpochMilli() / 1000.0 + minute.startSeconds;
        boolean any = minute.response.getTotalCount() > 0;
        double p95 = any ? minute.response.getValueAtPercentile(95) / 1000.0 : Double.NaN;
        return new Tallies.Minute(at, p95, minute.failed);
    }

    private Tallies tallies() {
        List<Tallies.StepFigures> rows = new ArrayList<>();
        List<Tallies.JourneyFigures> walks = new ArrayList<>();
        for (RunManifest.Journey journey : manifest.journeys()) {
            Walks sum = journeys.get(journey.index());
            walks.add(new Tallies.JourneyFigures(
                    journey.name(), sum.ok, sum.failed, sum.bucketList(), sum.seconds, sum.last));
            for (RunManifest.Step s : journey.steps()) {
                Step step = steps.get(s.index());
                Histogram recent = new Histogram(Series.DIGITS);
                step.recent.forEach(minute -> recent.add(minute.response));
                rows.add(new Tallies.StepFigures(
                        journey.name(),
                        manifest.nameOf(s),
                        s.target(),
                        step.recent.stream().mapToLong(m -> m.ok).sum(),
                        step.recent.stream().mapToLong(m -> m.failed).sum(),
                        recent.getTotalCount() == 0 ? Double.NaN : recent.getValueAtPercentile(95) / 1000.0,
                        step.bucketList(),
                        step.seconds,
                        Map.copyOf(step.outcomes),
                        List.copyOf(step.minutes)));
            }
        }
        return new Tallies(rows, walks, lastCompleted, lateMillisMax, dropped);
    }
}
