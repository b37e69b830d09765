package io.rehearse.reports.objective;

import io.rehearse.reports.run.AbortRule;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Series;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.PackedHistogram;

/**
 * Watches the abort rules of a run while it goes on, over a sliding window of intervals and over all phases.
 *
 * <p>A rule is met when its condition holds over its whole window; a window that is not full yet, or has no data, meets
 * nothing. A percentile needs the samples a verdict on it would need. Belongs to one thread. The first rule met wins.
 */
public final class AbortWatch {
    private final RunManifest manifest;
    private final Set<Kind> kinds;
    private final double windowMaxSeconds;
    private final Deque<Interval> recent = new ArrayDeque<>();

    public AbortWatch(RunManifest manifest) {
        this.manifest = manifest;
        boolean times = manifest.abortRules().stream()
                .anyMatch(r -> !Double.isNaN(r.condition().metric().quantile()));
        this.kinds = times ? EnumSet.of(Kind.RESPONSE) : EnumSet.noneOf(Kind.class);
        this.windowMaxSeconds = manifest.abortRules().stream()
                .mapToDouble(AbortRule::windowSeconds)
                .max()
                .orElse(0);
    }

    /** Takes the next interval; returns why the run must stop, in words, if it must. */
    public Optional<String> accept(Interval interval) {
        if (manifest.abortRules().isEmpty()) {
            return Optional.empty();
        }
        recent.addLast(reduced(interval));
        while (recent.size() > 1
                && recent.peekFirst().endSeconds() <= interval.endSeconds() - windowMaxSeconds + 1e-6) {
            recent.removeFirst();
        }
        return manifest.abortRules().stream()
                .map(rule -> met(rule, interval.endSeconds()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> met(AbortRule rule, double now) {
        double from = now - rule.windowSeconds();
        if (recent.peekFirst().startSeconds() > from + 1e-6) {
            return Optional.empty();
        }
        Set<Integer> phases =
                manifest.load().phases().stream().map(RunManifest.Phase::index).collect(Collectors.toSet());
        Totals window = new Totals(manifest, phases, kinds);
        recent.stream().filter(i -> i.endSeconds() > from + 1e-6).forEach(window::accept);
        String name = "the last " + Figures.seconds(rule.windowSeconds());
        // The condition read as an objective: to "pass" it is what stops the run.
        return ObjectiveJudge.onEverySide(List.of(rule.condition()), window, name).stream()
                .filter(result -> result.verdict() == Verdict.PASS)
                .findFirst()
                .map(result -> "abort rule " + rule.condition().text() + " (line "
                        + rule.condition().line() + ") was met over " + name + ": " + result.reason());
    }

    /** The interval with only what the rules need, packed: a window of full intervals would take hundreds of megabytes. */
    private Interval reduced(Interval full) {
        Interval.Builder small = Interval.builder(full.index(), full.startSeconds(), full.endSeconds());
        full.steps().forEach(small::add);
        full.journeys().forEach(small::add);
        Interval counts = small.build();
        if (kinds.isEmpty()) {
            return counts;
        }
        Map<Series, AbstractHistogram> packed = new LinkedHashMap<>();
        full.histograms().forEach((series, histogram) -> {
            if (kinds.contains(series.kind())) {
                AbstractHistogram copy = new PackedHistogram(Series.DIGITS);
                copy.add(histogram);
                packed.put(series, copy);
            }
        });
        return new Interval(
                counts.index(),
                counts.startSeconds(),
                counts.endSeconds(),
                packed,
                counts.steps(),
                counts.journeys(),
                List.of(),
                List.of(),
                List.of(),
                0,
                counts.health());
    }
}
