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

/** Adds up intervals to {@link Tallies}: ten minutes for people, everything for metrics. Belongs to one thread. */
final class Counting {
    private static final double RECENT_SECONDS = 600;
    private static final double BUCKET_SECONDS = 60;

    private final RunManifest manifest;
    private final int side;
    private final Map<Integer, Step> steps = new TreeMap<>();
    private final Map<Integer, Sum> journeys = new TreeMap<>();
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
            journeys.put(journey.index(), new Sum());
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
                Sum journey = journeys.get(j.journey());
                journey.ok += j.ok();
                journey.failed += j.failed() + j.unfinished();
                dropped +=
                        j.dropped().values().stream().mapToLong(Long::longValue).sum();
                if (j.ok() + j.failed() > 0) {
                    lastCompleted = at.toEpochMilli() / 1000.0;
                }
            }
        }
        interval.histograms().forEach((series, values) -> {
            if (series.side() == side && series.kind() == Kind.RESPONSE && series.step() >= 0) {
                Step step = steps.get(series.step());
                step.add(values);
                minute(step, interval.startSeconds()).response.add(values);
            } else if (series.side() == side && series.kind() == Kind.RESPONSE && series.journey() >= 0) {
                journeys.get(series.journey()).add(values);
            }
        });
        Double late = interval.health() == null ? null : interval.health().lateMaxMillis();
        lateMillisMax = late == null ? 0 : late;
        return tallies();
    }

    private static Minute minute(Step step, double startSeconds) {
        Minute last = step.recent.peekLast();
        if (last == null || startSeconds >= last.startSeconds + BUCKET_SECONDS) {
            last = new Minute(startSeconds);
            step.recent.addLast(last);
        }
        while (step.recent.peekFirst().startSeconds <= startSeconds - RECENT_SECONDS) {
            step.recent.removeFirst();
        }
        return last;
    }

    private Tallies tallies() {
        List<Tallies.StepFigures> rows = new ArrayList<>();
        List<Tallies.JourneyFigures> walks = new ArrayList<>();
        for (RunManifest.Journey journey : manifest.journeys()) {
            Sum sum = journeys.get(journey.index());
            walks.add(new Tallies.JourneyFigures(journey.name(), sum.ok, sum.failed, sum.bucketList(), sum.seconds));
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
                        Map.copyOf(step.outcomes)));
            }
        }
        return new Tallies(rows, walks, lastCompleted, lateMillisMax, dropped);
    }
}
