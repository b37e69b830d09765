package io.rehearse.runtime.probe;

import io.rehearse.reports.compare.Latencies;
import io.rehearse.reports.gate.PairSlice;
import io.rehearse.reports.gate.PairWindow;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Adds up intervals of a run of two sides to what looks are made of: measured phases, failures of the targets only. Latencies of an
 * interval in which the prober was late count on neither side. Belongs to one thread.
 */
final class Pairs {
    private static final int OLD = 0;
    private static final int NEW = 1;
    private static final long SLICE_MILLIS = PairSlice.SECONDS * 1000L;
    private static final Duration KEPT = Duration.ofMinutes(PairWindow.LONG_MINUTES);

    private final RunManifest manifest;
    private final Map<Integer, Integer> placeOfStep = new HashMap<>();
    private final List<String> steps;
    private final Sum[][] sums;
    private PairWindow window = PairWindow.EMPTY;
    /** Number of the slice under way; -1: none. */
    private long slice = -1;

    private static final class Sum {
        final Histogram response = new Histogram(Series.DIGITS);
        long attempts;
        long failed;

        PairSlice.Step taken() {
            PairSlice.Step step = new PairSlice.Step(attempts, failed, Latencies.of(response));
            response.reset();
            attempts = 0;
            failed = 0;
            return step;
        }
    }

    Pairs(RunManifest manifest) {
        this.manifest = manifest;
        this.steps = List.copyOf(names(manifest).values());
        names(manifest).keySet().forEach(index -> placeOfStep.put(index, placeOfStep.size()));
        this.sums = new Sum[2][steps.size()];
        for (Sum[] side : sums) {
            for (int i = 0; i < side.length; i++) {
                side[i] = new Sum();
            }
        }
    }

    /** Names of the steps by index, in the order of the plan. */
    private static Map<Integer, String> names(RunManifest manifest) {
        Map<Integer, String> names = new LinkedHashMap<>();
        manifest.journeys().forEach(j -> j.steps().forEach(step -> names.put(step.index(), manifest.nameOf(step))));
        return names;
    }

    /** Names of the steps as pairings have them. */
    static List<String> steps(RunManifest manifest) {
        return List.copyOf(names(manifest).values());
    }

    /** @param atMillis end of the interval on the probe's clock */
    void add(Interval interval, long atMillis) {
        // what ends exactly with a slice belongs to it
        long now = (atMillis - 1) / SLICE_MILLIS;
        if (now != slice) {
            close();
            slice = now;
        }
        for (StepCounts s : interval.steps()) {
            if (measured(s.phase())) {
                Sum sum = sums[s.side()][placeOfStep.get(s.step())];
                long failed = Observer.ofTarget(manifest, s.failed());
                sum.attempts += s.ok() + failed;
                sum.failed += failed;
            }
        }
        if (Observer.inTime(interval)) {
            interval.histograms().forEach((series, values) -> {
                if (series.kind() == Kind.RESPONSE && series.step() >= 0 && measured(series.phase())) {
                    sums[series.side()][placeOfStep.get(series.step())].response.add(values);
                }
            });
        }
    }

    private boolean measured(int phase) {
        return manifest.phase(phase).measured();
    }

    private void close() {
        if (slice >= 0) {
            window = window.after(new PairSlice((slice + 1) * SLICE_MILLIS, taken(OLD), taken(NEW)));
            slice = -1;
        }
    }

    private List<PairSlice.Step> taken(int side) {
        return Stream.of(sums[side]).map(Sum::taken).toList();
    }

    /** The last hour, the slice under way included, which ends with this. */
    PairWindow window() {
        close();
        return window;
    }

    /**
     * What earlier processes left of the last hour.
     *
     * @param base where the parts of runs are
     * @param millis the probe's clock at an instant
     * @param excused moments that were not observed, or in which it was expected to be down
     * @throws IOException if a part cannot be read; what was read before stays
     */
    void readAgain(Path base, ToLongFunction<Instant> millis, LongPredicate excused) throws IOException {
        for (RunDirectory part : parts(base)) {
            RunManifest was = part.manifest();
            boolean same = was.sides().size() == 2
                    && steps(was).equals(steps)
                    && was.created().isBefore(manifest.created());
            if (same) {
                Instant from = manifest.created().minus(KEPT);
                part.forEachInterval(interval -> {
                    Instant at = was.created().plusNanos(Math.round(interval.endSeconds() * 1e9));
                    long half = Math.round((interval.endSeconds() - interval.startSeconds()) * 500);
                    boolean counts = !Observer.stoodStill(interval) && !excused.test(millis.applyAsLong(at) - half);
                    if (at.isAfter(from) && counts) {
                        add(interval, millis.applyAsLong(at));
                    }
                });
            }
        }
        close();
    }

    /** Those in which there may be something of the last hour, in the order of time: a part is written for an hour at most. */
    private List<RunDirectory> parts(Path base) throws IOException {
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        Instant from = manifest.created().minus(KEPT);
        List<RunDirectory> all = new ArrayList<>();
        try (Stream<Path> entries = Files.list(base)) {
            for (Path entry : entries.filter(e -> Files.exists(e.resolve("run.json")))
                    .sorted()
                    .toList()) {
                RunDirectory part = new RunDirectory(entry);
                if (Files.getLastModifiedTime(part.intervalsFile()).toInstant().isAfter(from)) {
                    all.add(part);
                }
            }
        }
        return all;
    }
}
