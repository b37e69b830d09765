package io.rehearse.reports.objective;

import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * The results of some phases added up over time.
 *
 * <p>What ended after its phase belongs to it all the same; only seconds inside the phases count for outages and rates.
 */
public final class Totals {
    /** In place of a phase: all phases that are added up here. */
    private static final int ANY = -1;

    /** All steps of a side, those of a journey (step is ANY), or one step. */
    private record Subject(int side, int journey, int step) {}

    private record Ends(long ended, long failed, long waiting) {
        Ends plus(Ends o) {
            return new Ends(ended + o.ended, failed + o.failed, waiting + o.waiting);
        }
    }

    private final RunManifest manifest;
    private final Set<Integer> phases;
    private final Set<Kind> kinds;
    private final Map<Series, Histogram> histograms = new HashMap<>();
    private final Map<Subject, StepCounts> steps = new HashMap<>();
    private final Map<Subject, JourneyCounts> journeys = new HashMap<>();
    private final Map<Subject, OutageTrack> outages = new HashMap<>();
    private double seconds;

    /**
     * @param phases indexes of the phases to add up
     * @param kinds which histograms to keep
     */
    public Totals(RunManifest manifest, Set<Integer> phases, Set<Kind> kinds) {
        this.manifest = manifest;
        this.phases = Set.copyOf(phases);
        this.kinds = Set.copyOf(kinds);
    }

    /** Adds one interval; intervals come in the order of time. */
    public void accept(Interval interval) {
        interval.histograms().forEach((s, h) -> {
            if (phases.contains(s.phase()) && kinds.contains(s.kind())) {
                Series any = new Series(s.journey(), s.step(), s.target(), s.group(), s.side(), ANY, s.kind());
                histograms
                        .computeIfAbsent(any, x -> new Histogram(Series.DIGITS))
                        .add(h);
            }
        });
        Map<Subject, Ends> ends = new HashMap<>();
        for (StepCounts c : interval.steps()) {
            if (phases.contains(c.phase())) {
                steps.merge(new Subject(c.side(), ANY, c.step()), c, StepCounts::plus);
                Ends e = new Ends(c.ok() + judged(c.failed()), targetFailures(c.failed()), c.waiting());
                int journey = manifest.journeyOf(c.step()).index();
                ends.merge(new Subject(c.side(), ANY, ANY), e, Ends::plus);
                ends.merge(new Subject(c.side(), journey, ANY), e, Ends::plus);
                ends.merge(new Subject(c.side(), journey, c.step()), e, Ends::plus);
            }
        }
        for (JourneyCounts c : interval.journeys()) {
            if (phases.contains(c.phase())) {
                journeys.merge(new Subject(c.side(), c.journey(), ANY), c, JourneyCounts::plus);
            }
        }
        double inside = secondsInside(interval);
        seconds += inside;
        if (inside * 2 > interval.endSeconds() - interval.startSeconds()) {
            track(interval, ends);
        }
    }

    private void track(Interval interval, Map<Subject, Ends> ends) {
        ends.keySet().forEach(subject -> outages.computeIfAbsent(subject, s -> new OutageTrack()));
        outages.forEach((subject, track) -> {
            Ends e = ends.getOrDefault(subject, new Ends(0, 0, 0));
            track.interval(interval.startSeconds(), interval.endSeconds(), e.ended, e.failed, e.waiting);
        });
    }

    private double secondsInside(Interval interval) {
        double inside = 0;
        for (RunManifest.Phase phase : manifest.load().phases()) {
            if (phases.contains(phase.index())) {
                double end = phase.durationSeconds() == null
                        ? Double.POSITIVE_INFINITY
                        : phase.startSeconds() + phase.durationSeconds();
                inside += Math.max(
                        0,
                        Math.min(end, interval.endSeconds()) - Math.max(phase.startSeconds(), interval.startSeconds()));
            }
        }
        return inside;
    }

    public RunManifest manifest() {
        return manifest;
    }

    /** Time inside the phases for which there are intervals. */
    public double seconds() {
        return seconds;
    }

    /** All zero if the step was never met. The field {@code waiting} is a sum of levels and means nothing here. */
    public StepCounts step(int side, int step) {
        StepCounts counts = steps.get(new Subject(side, ANY, step));
        return counts != null ? counts : new StepCounts(side, step, ANY, 0, 0, Map.of(), 0, 0, 0, 0, 0, 0);
    }

    /** All zero if the journey was never met. */
    public JourneyCounts journey(int side, int journey) {
        JourneyCounts counts = journeys.get(new Subject(side, journey, ANY));
        return counts != null ? counts : new JourneyCounts(journey, side, ANY, 0, 0, 0, Map.of(), 0, 0, 0, 0);
    }

    /** Values of a step in microseconds; empty if there are none. */
    public Optional<Histogram> ofStep(int side, int step, Kind kind) {
        int journey = manifest.journeyOf(step).index();
        return Optional.ofNullable(histograms.get(Series.ofStep(journey, step, side, ANY, kind)));
    }

    /** Values of a group in microseconds; empty if there are none. */
    Optional<Histogram> ofGroup(int side, RunManifest.Journey journey, RunManifest.Group group) {
        Series series = Series.ofGroup(journey.index(), group.index(), side, ANY, Kind.RESPONSE);
        return Optional.ofNullable(histograms.get(series));
    }

    /** Values of a journey in microseconds; empty if there are none. */
    public Optional<Histogram> ofJourney(int side, int journey, Kind kind) {
        return Optional.ofNullable(histograms.get(Series.ofJourney(journey, side, ANY, kind)));
    }

    /** Values of a target in microseconds; empty if there are none. */
    public Optional<Histogram> ofTarget(int side, int target, Kind kind) {
        return Optional.ofNullable(histograms.get(Series.ofTarget(target, side, ANY, kind)));
    }

    /** Values of all steps of all sides together. */
    public Histogram ofAllSteps(Kind kind) {
        Histogram sum = new Histogram(Series.DIGITS);
        histograms.forEach((series, histogram) -> {
            if (series.kind() == kind && series.step() >= 0) {
                sum.add(histogram);
            }
        });
        return sum;
    }

    /** The longest outage of one side over all steps. */
    OutageTrack.Outage outage(int side) {
        double usual = 0;
        for (RunManifest.Journey journey : manifest.journeys()) {
            usual = Math.max(usual, usualSeconds(side, journey));
        }
        return longest(new Subject(side, ANY, ANY), usual);
    }

    OutageTrack.Outage outageOfJourney(int side, RunManifest.Journey journey) {
        return longest(new Subject(side, journey.index(), ANY), usualSeconds(side, journey));
    }

    OutageTrack.Outage outageOfStep(int side, int step) {
        return longest(new Subject(side, manifest.journeyOf(step).index(), step), usualSeconds(side, step));
    }

    private OutageTrack.Outage longest(Subject subject, double usualSeconds) {
        OutageTrack track = outages.get(subject);
        return track == null ? new OutageTrack.Outage(0, 0) : track.longest(usualSeconds);
    }

    private double usualSeconds(int side, RunManifest.Journey journey) {
        double usual = 0;
        for (RunManifest.Step step : journey.steps()) {
            usual = Math.max(usual, usualSeconds(side, step.index()));
        }
        return usual;
    }

    /** Median response of a step that mostly succeeds, else 0: timeouts say nothing about what is usual. */
    private double usualSeconds(int side, int step) {
        StepCounts counts = step(side, step);
        return counts.ok() > counts.failedTotal()
                ? ofStep(side, step, Kind.RESPONSE)
                        .map(h -> h.getValueAtPercentile(50) / 1e6)
                        .orElse(0.0)
                : 0;
    }

    /** Failures that are the target's. */
    public long targetFailures(Map<String, Long> outcomes) {
        return sum(outcomes, RunManifest.Blame.TARGET);
    }

    /** Failures that are the generator's. */
    long generatorFailures(Map<String, Long> outcomes) {
        return sum(outcomes, RunManifest.Blame.GENERATOR);
    }

    /** Failures that enter a rate: the generator's own do not. */
    public long judged(Map<String, Long> outcomes) {
        return targetFailures(outcomes) + sum(outcomes, RunManifest.Blame.NONE);
    }

    private long sum(Map<String, Long> outcomes, RunManifest.Blame blame) {
        long sum = 0;
        for (Map.Entry<String, Long> outcome : outcomes.entrySet()) {
            if (manifest.blame(outcome.getKey()) == blame) {
                sum += outcome.getValue();
            }
        }
        return sum;
    }
}
