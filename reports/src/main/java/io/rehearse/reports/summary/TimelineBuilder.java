package io.rehearse.reports.summary;

import io.rehearse.reports.run.ErrorCount;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/**
 * Builds a {@link Timeline} from intervals in the order of time; belongs to one thread. What it holds depends on the number
 * of steps and on {@link #WINDOWS_MAX}, not on the length of the run.
 */
final class TimelineBuilder {
    /** Widths that people read easily, in seconds. */
    private static final double[] WIDTHS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600};

    /** What the planned load is to fill, and what a run that goes on longer may. */
    private static final int WINDOWS = 80;

    private static final int WINDOWS_MAX = 160;
    private static final int MOMENTS = 640;
    private static final int MOMENTS_MAX = 720;

    /** Points of a distribution are this far apart on the axis log10(1/(1 − q)). */
    private static final double CURVE_STEP = 0.05;

    private record Line(int step, int side) {}

    private record Setup(int target, int side, Kind kind) {}

    /** Sums of one moment; {@code users} is the largest of the levels. */
    private static final class Sum {
        private double seconds;
        private final long[] started = new long[2];
        private final long[] failed = new long[2];
        private final long[] users = new long[2];
        private double lateMaxMs;
        private final Map<String, Long> errors = new TreeMap<>();

        void add(Sum next) {
            seconds += next.seconds;
            for (int side = 0; side < 2; side++) {
                started[side] += next.started[side];
                failed[side] += next.failed[side];
                users[side] = Math.max(users[side], next.users[side]);
            }
            lateMaxMs = Math.max(lateMaxMs, next.lateMaxMs);
            next.errors.forEach((fingerprint, count) -> errors.merge(fingerprint, count, Long::sum));
        }
    }

    private final RunManifest manifest;
    private final Bins<Map<Line, PackedHistogram>> windows;
    private final Bins<Sum> moments;
    private final Map<Line, Histogram> measured = new HashMap<>();
    private final Map<Setup, Histogram> setups = new HashMap<>();
    private final long[] users = new long[2];
    private double seconds;

    TimelineBuilder(RunManifest manifest) {
        this.manifest = manifest;
        double planned = manifest.load().phases().stream()
                .filter(p -> p.kind() != RunManifest.PhaseKind.DRAIN && p.durationSeconds() != null)
                .mapToDouble(RunManifest.Phase::durationSeconds)
                .sum();
        windows = new Bins<>(width(planned, WINDOWS), WINDOWS_MAX, HashMap::new, TimelineBuilder::addAll);
        moments = new Bins<>(width(planned, MOMENTS), MOMENTS_MAX, Sum::new, Sum::add);
    }

    private double width(double planned, int countMax) {
        for (double width : WIDTHS) {
            if (width >= manifest.intervalSeconds() && width * countMax >= planned) {
                return width;
            }
        }
        return Math.max(manifest.intervalSeconds(), planned / countMax);
    }

    private static void addAll(Map<Line, PackedHistogram> first, Map<Line, PackedHistogram> second) {
        second.forEach((line, more) -> first.merge(line, more, (a, b) -> {
            a.add(b);
            return a;
        }));
    }

    void accept(Interval interval) {
        double middle = (interval.startSeconds() + interval.endSeconds()) / 2;
        seconds = Math.max(seconds, interval.endSeconds());
        Map<Line, PackedHistogram> window = windows.at(middle);
        interval.histograms().forEach((series, micros) -> accept(window, series, micros));
        Sum moment = moments.at(middle);
        Sum now = new Sum();
        now.seconds = interval.endSeconds() - interval.startSeconds();
        for (JourneyCounts j : interval.journeys()) {
            now.started[j.side()] += j.started();
            users[j.side()] += j.started() - j.ok() - j.failed() - j.unfinished();
        }
        for (StepCounts s : interval.steps()) {
            now.failed[s.side()] += s.failedTotal();
        }
        for (ErrorCount e : interval.errors()) {
            now.errors.merge(e.fingerprint(), e.count(), Long::sum);
        }
        for (int side = 0; side < 2; side++) {
            now.users[side] = Math.max(0, users[side]);
        }
        Double late = interval.health().lateMaxMillis();
        now.lateMaxMs = late == null ? 0 : late;
        moment.add(now);
    }

    private void accept(Map<Line, PackedHistogram> window, Series series, AbstractHistogram micros) {
        boolean measures = manifest.phase(series.phase()).measured();
        if (series.step() >= 0 && series.kind() == Kind.RESPONSE) {
            Line line = new Line(series.step(), series.side());
            window.computeIfAbsent(line, l -> new PackedHistogram(Series.DIGITS))
                    .add(micros);
            if (measures) {
                measured.computeIfAbsent(line, l -> new Histogram(Series.DIGITS))
                        .add(micros);
            }
        } else if (series.target() >= 0 && measures) {
            setups.computeIfAbsent(
                            new Setup(series.target(), series.side(), series.kind()), s -> new Histogram(Series.DIGITS))
                    .add(micros);
        }
    }

    Timeline build() {
        List<Timeline.StepLine> steps = new ArrayList<>();
        List<Timeline.TargetTimes> targets = new ArrayList<>();
        for (RunManifest.Journey journey : manifest.journeys()) {
            for (RunManifest.Step step : journey.steps()) {
                for (RunManifest.Side side : manifest.sides()) {
                    steps.add(line(new Line(step.index(), side.index())));
                }
            }
        }
        for (RunManifest.Side side : manifest.sides()) {
            for (RunManifest.Target target : side.targets()) {
                targets.add(new Timeline.TargetTimes(
                        target.index(),
                        side.index(),
                        setup(target, side, Kind.DNS),
                        setup(target, side, Kind.CONNECT),
                        setup(target, side, Kind.TLS)));
            }
        }
        return new Timeline(
                seconds,
                windows.widthSeconds(),
                List.copyOf(steps),
                moments.widthSeconds(),
                moments.all().stream().map(this::moment).toList(),
                List.copyOf(targets));
    }

    private Percentiles setup(RunManifest.Target target, RunManifest.Side side, Kind kind) {
        return Percentiles.of(setups.get(new Setup(target.index(), side.index(), kind)));
    }

    private Timeline.StepLine line(Line line) {
        List<Timeline.Window> points = new ArrayList<>();
        // A percentile of a packed histogram looks up each of its buckets, which is slow: one copy serves all three.
        Histogram micros = new Histogram(Series.DIGITS);
        for (Map<Line, PackedHistogram> window : windows.all()) {
            micros.reset();
            if (window.containsKey(line)) micros.add(window.get(line));
            points.add(new Timeline.Window(
                    micros.getTotalCount(),
                    micros.getValueAtPercentile(50) / 1000.0,
                    micros.getValueAtPercentile(95) / 1000.0,
                    micros.getValueAtPercentile(99) / 1000.0));
        }
        return new Timeline.StepLine(line.step, line.side, List.copyOf(points), curve(measured.get(line)));
    }

    /** From the smallest value to the largest, evenly spaced in log10(1/(1 − q)). */
    private static List<Timeline.Quantile> curve(Histogram micros) {
        if (micros == null || micros.getTotalCount() == 0) {
            return List.of();
        }
        List<Timeline.Quantile> curve = new ArrayList<>();
        long n = micros.getTotalCount();
        double end = Math.log10(n);
        for (int i = 0; i * CURVE_STEP < end; i++) {
            double q = 1 - Math.pow(10, -i * CURVE_STEP);
            curve.add(new Timeline.Quantile(q, micros.getValueAtPercentile(100 * q) / 1000.0, n * (1 - q)));
        }
        curve.add(new Timeline.Quantile(1 - 1.0 / n, micros.getMaxValue() / 1000.0, 1));
        return List.copyOf(curve);
    }

    private Timeline.Moment moment(Sum sum) {
        int sides = manifest.sides().size();
        return new Timeline.Moment(
                sum.seconds,
                list(sum.started, sides),
                list(sum.failed, sides),
                list(sum.users, sides),
                sum.lateMaxMs,
                Map.copyOf(sum.errors));
    }

    private static List<Long> list(long[] values, int sides) {
        return java.util.Arrays.stream(values, 0, Math.max(1, sides)).boxed().toList();
    }
}
