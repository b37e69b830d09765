package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.compare.Latencies;
import io.rehearse.reports.compare.LatencySlice;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.compare.StepSeries;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The runs of a comparison as charts want them. Belongs to one thread. */
final class Reference {
    /** With fewer values a window has no p95 worth drawing. */
    private static final long VALUES_MIN = 20;

    private final Compared compared;
    private final List<RunManifest.Phase> measured;
    private final double windowSeconds;
    private final Map<JudgedRun, Map<String, Latencies>> totals = new IdentityHashMap<>();

    Reference(Compared compared, RunManifest manifest, Timeline timeline) {
        this.compared = compared;
        this.measured = manifest.load().phases().stream()
                .filter(RunManifest.Phase::measured)
                .toList();
        this.windowSeconds = timeline.windowSeconds();
    }

    /** Smallest and largest p95 of the baseline's runs in a part of the time of this run. */
    record Band(double startSeconds, double endSeconds, double lowMs, double highMs) {}

    /** Smallest and largest value of the baseline's runs at one quantile. */
    record Range(double q, double lowMs, double highMs) {}

    Compared compared() {
        return compared;
    }

    /** Over time, for a step as comparisons call it. */
    List<Band> band(String step) {
        Map<Integer, double[]> windows = new TreeMap<>();
        double width = windowSeconds;
        for (JudgedRun run : compared.base()) {
            Map<Integer, List<Latencies>> parts = new HashMap<>();
            for (LatencySlice slice : slices(run, step)) {
                width = Math.max(width, slice.widthSeconds());
                double middle = inThisRun(slice.startSeconds() + slice.widthSeconds() / 2.0);
                parts.computeIfAbsent((int) (middle / Math.max(width, slice.widthSeconds())), w -> new ArrayList<>())
                        .add(slice.latencies());
            }
            parts.forEach((window, latencies) -> {
                Latencies all = Latencies.sum(latencies);
                if (all.count() >= VALUES_MIN) {
                    double p95 = all.quantileMicros(0.95) / 1000.0;
                    windows.merge(window, new double[] {p95, p95}, (a, b) ->
                            new double[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
                }
            });
        }
        List<Band> bands = new ArrayList<>();
        for (Map.Entry<Integer, double[]> w : windows.entrySet()) {
            bands.add(new Band(w.getKey() * width, (w.getKey() + 1) * width, w.getValue()[0], w.getValue()[1]));
        }
        return bands;
    }

    /** Judged time is the measured phases one behind the other; the axis of the charts is the time of this run. */
    private double inThisRun(double judgedSecond) {
        double left = judgedSecond;
        for (RunManifest.Phase phase : measured) {
            if (phase.durationSeconds() == null || left < phase.durationSeconds()) {
                return phase.startSeconds() + left;
            }
            left -= phase.durationSeconds();
        }
        return judgedSecond;
    }

    /** At the quantiles of a curve. */
    List<Range> ranges(String step, List<Timeline.Quantile> curve) {
        List<Range> ranges = new ArrayList<>();
        for (Timeline.Quantile point : curve) {
            double low = Double.POSITIVE_INFINITY;
            double high = 0;
            for (JudgedRun run : compared.base()) {
                Latencies all = total(run, step);
                if (all.count() > 0) {
                    double millis = all.quantileMicros(point.q()) / 1000.0;
                    low = Math.min(low, millis);
                    high = Math.max(high, millis);
                }
            }
            if (high > 0) {
                ranges.add(new Range(point.q(), low, high));
            }
        }
        return ranges;
    }

    Latencies total(JudgedRun run, String step) {
        return totals.computeIfAbsent(run, r -> new HashMap<>())
                .computeIfAbsent(
                        step,
                        s -> Latencies.sum(slices(run, s).stream()
                                .map(LatencySlice::latencies)
                                .toList()));
    }

    private List<LatencySlice> slices(JudgedRun run, String step) {
        int cut = compared.comparison().setup().cutSeconds();
        return run.steps().stream()
                .filter(s -> s.step().equals(step))
                .flatMap(s -> s.latencies().stream())
                .filter(slice -> slice.startSeconds() >= cut)
                .toList();
    }

    /**
     * How far each run lies from the baseline's value of a row, in the row's own measure. Rows over all steps and runs without a value
     * have none: what they are made of stands in the rows of the steps.
     */
    List<Double> distances(Row row, List<JudgedRun> runs) {
        List<Double> distances = new ArrayList<>();
        for (JudgedRun run : runs) {
            OptionalDouble value = value(row, run);
            if (value.isPresent() && row.metric().kind() == Metric.Kind.LATENCY) {
                distances.add(Math.log(value.getAsDouble() / row.numbers().base()));
            } else if (value.isPresent()) {
                distances.add(value.getAsDouble() - row.numbers().base());
            }
        }
        return distances;
    }

    private OptionalDouble value(Row row, JudgedRun run) {
        switch (row.metric().kind()) {
            case LATENCY:
                Latencies all = row.step() == null ? Latencies.EMPTY : total(run, row.step());
                return all.count() == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(all.quantileMicros(row.metric().quantile()) / 1000.0);
            case ERRORS:
                long attempts = 0;
                long failed = 0;
                for (StepSeries step : run.steps()) {
                    if (row.step() == null || step.step().equals(row.step())) {
                        attempts += step.counts().stream()
                                .mapToLong(c -> c.attempts())
                                .sum();
                        failed += step.counts().stream()
                                .mapToLong(c -> c.failed())
                                .sum();
                    }
                }
                return attempts == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) failed / attempts);
            default:
                return OptionalDouble.empty();
        }
    }
}
