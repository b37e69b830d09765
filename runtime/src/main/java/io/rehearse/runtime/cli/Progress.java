package io.rehearse.runtime.cli;

import io.rehearse.reports.objective.HealthLog;
import io.rehearse.reports.objective.Totals;
import io.rehearse.reports.objective.Trust;
import io.rehearse.reports.run.ErrorCount;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.Phase;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What is known of a run so far, from its intervals. Numbers are of the measured phases once one has begun (of the current
 * stair when there are stairs), before that of the phases so far. Belongs to one thread.
 */
final class Progress {
    /** How far back the small curves look, and how many points they have. */
    static final int CURVE_SECONDS = 60;

    static final int CURVE_POINTS = 12;
    private static final int RATE_INTERVALS = 5;
    private static final int KINDS_OF_ERRORS_MAX = 1000;

    private record Row(int side, int step) {}

    /** Something that went wrong, as last seen. */
    record Failing(ErrorExample example, long count, double sinceSeconds) {}

    private final RunManifest manifest;
    private final Map<Row, Long> waiting = new HashMap<>();
    private final Map<Row, Curve> curves = new HashMap<>();
    private final Map<String, Failing> failing = new LinkedHashMap<>();
    private final Map<Row, Deque<Long>> endsLately = new HashMap<>();
    private final Deque<double[]> starts = new ArrayDeque<>();
    private final Deque<Long> inFlight = new ArrayDeque<>();
    private Set<Integer> shownPhases = Set.of();
    private Totals shown;
    private HealthLog health = new HealthLog();
    private String lastError;
    private double seconds;
    private Phase phase;
    private final long[] walksStarted;
    private final long[] walksEnded;
    private long arrivalsDropped;
    private long lastCpuPercent = -1;

    Progress(RunManifest manifest) {
        this.manifest = manifest;
        this.walksStarted = new long[manifest.sides().size()];
        this.walksEnded = new long[manifest.sides().size()];
        this.phase = manifest.load().phases().get(0);
        show(phasesShownIn(phase));
    }

    /** Intervals come in the order of time. */
    void accept(Interval interval) {
        seconds = interval.endSeconds();
        phase = phaseAt((interval.startSeconds() + interval.endSeconds()) / 2);
        Set<Integer> phases = phasesShownIn(phase);
        if (!phases.equals(shownPhases)) {
            show(phases);
        }
        shown.accept(interval);
        health.accept(interval);
        Double cpu = interval.health().cpuFraction();
        lastCpuPercent = cpu == null ? -1 : Math.round(cpu * 100);
        waiting.clear();
        Map<Row, Long> ended = new HashMap<>();
        for (StepCounts counts : interval.steps()) {
            Row row = new Row(counts.side(), counts.step());
            waiting.merge(row, counts.waiting(), Long::sum);
            ended.merge(row, counts.ok() + counts.failedTotal(), Long::sum);
        }
        ended.keySet().forEach(row -> endsLately.computeIfAbsent(row, r -> new ArrayDeque<>()));
        endsLately.forEach((row, ends) -> {
            ends.add(ended.getOrDefault(row, 0L));
            if (ends.size() > RATE_INTERVALS) {
                ends.remove();
            }
        });
        walks(interval);
        curves(interval);
        errors(interval);
    }

    private void walks(Interval interval) {
        long started = 0;
        for (JourneyCounts counts : interval.journeys()) {
            started += counts.started();
            walksStarted[counts.side()] += counts.started();
            walksEnded[counts.side()] += counts.ok() + counts.failed() + counts.unfinished();
            arrivalsDropped += counts.dropped().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
        starts.add(new double[] {started, interval.endSeconds() - interval.startSeconds()});
        if (starts.size() > RATE_INTERVALS) {
            starts.remove();
        }
        inFlight.add(walksInFlight());
        if (inFlight.size() > CURVE_SECONDS / 2) {
            inFlight.remove();
        }
    }

    private void curves(Interval interval) {
        for (RunManifest.Side side : manifest.sides()) {
            for (RunManifest.Journey journey : manifest.journeys()) {
                for (RunManifest.Step step : journey.steps()) {
                    Curve curve = curves.computeIfAbsent(new Row(side.index(), step.index()), row -> new Curve());
                    manifest.load().phases().stream()
                            .map(p -> Series.ofStep(
                                    journey.index(), step.index(), side.index(), p.index(), Kind.RESPONSE))
                            .map(interval.histograms()::get)
                            .filter(h -> h != null)
                            .forEach(curve::add);
                    curve.end(interval.endSeconds());
                }
            }
        }
    }

    private void errors(Interval interval) {
        for (ErrorExample example : interval.examples()) {
            Failing before = failing.get(example.fingerprint());
            if (before != null || failing.size() < KINDS_OF_ERRORS_MAX) {
                failing.put(
                        example.fingerprint(),
                        before == null
                                ? new Failing(example, 0, interval.endSeconds())
                                : new Failing(example, before.count, before.sinceSeconds));
                lastError = example.fingerprint();
            }
        }
        for (ErrorCount count : interval.errors()) {
            failing.computeIfPresent(
                    count.fingerprint(), (f, e) -> new Failing(e.example, e.count + count.count(), e.sinceSeconds));
        }
    }

    private void show(Set<Integer> phases) {
        shownPhases = phases;
        shown = new Totals(manifest, phases, EnumSet.of(Kind.RESPONSE, Kind.LATE));
        health = new HealthLog();
    }

    private Set<Integer> phasesShownIn(Phase current) {
        if (current.kind() == PhaseKind.STAIR) {
            return Set.of(current.index());
        }
        if (!current.measured() && isMeasured()) {
            return shownPhases;
        }
        return manifest.load().phases().stream()
                .filter(p -> p.measured() == current.measured() && p.kind() != PhaseKind.STAIR)
                .map(Phase::index)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Phase phaseAt(double second) {
        Phase at = manifest.load().phases().get(0);
        for (Phase candidate : manifest.load().phases()) {
            boolean begun = second >= candidate.startSeconds();
            // the drain has no rate and, after walks or a hold without end, no time of its own
            boolean known = candidate.kind() != PhaseKind.DRAIN || at.durationSeconds() != null;
            at = begun && known ? candidate : at;
        }
        return at;
    }

    RunManifest manifest() {
        return manifest;
    }

    /** End of the last interval, since the start of the run. */
    double seconds() {
        return seconds;
    }

    Phase phase() {
        return phase;
    }

    /** Whether the numbers shown are of phases that are judged. */
    boolean isMeasured() {
        return shownPhases.stream().anyMatch(p -> manifest.phase(p).measured());
    }

    /** Time inside the phases shown. */
    double secondsShown() {
        return shown.seconds();
    }

    long ok(int side, int step) {
        return shown.step(side, step).ok();
    }

    long failed(int side, int step) {
        return shown.step(side, step).failedTotal();
    }

    /** Exchanges of a step under way now. */
    long inFlight(int side, int step) {
        return waiting.getOrDefault(new Row(side, step), 0L);
    }

    long waitingInAll() {
        return waiting.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Response time in ms at this percentile; NaN without a value. */
    double responseMillis(int side, int step, double percentile) {
        return shown.ofStep(side, step, Kind.RESPONSE)
                .map(h -> h.getValueAtPercentile(percentile) / 1000.0)
                .orElse(Double.NaN);
    }

    /** p95 in ms of the last {@link #CURVE_POINTS} times 5 s, the newest last; NaN where nothing ended. */
    double[] curve(int side, int step) {
        Curve curve = curves.get(new Row(side, step));
        return curve == null ? new double[0] : curve.points();
    }

    long walksInFlight() {
        return Math.max(0, walksStarted() - walksEnded());
    }

    long walksInFlight(int side) {
        return Math.max(0, walksStarted[side] - walksEnded[side]);
    }

    long walksStarted() {
        return LongStream.of(walksStarted).sum();
    }

    long walksEnded() {
        return LongStream.of(walksEnded).sum();
    }

    /** How many exchanges of a step ended per second, over the last few intervals. */
    double endedPerSecond(int side, int step) {
        Deque<Long> ends = endsLately.get(new Row(side, step));
        double time = starts.stream().mapToDouble(s -> s[1]).sum();
        return ends == null || time == 0
                ? 0
                : ends.stream().mapToLong(Long::longValue).sum() / time;
    }

    long arrivalsDropped() {
        return arrivalsDropped;
    }

    /** {@code growing}, {@code falling} or {@code steady} over the last half minute; empty while it is too early. */
    String trend() {
        if (inFlight.size() < RATE_INTERVALS * 2) {
            return "";
        }
        double before = inFlight.stream()
                .limit(RATE_INTERVALS)
                .mapToLong(Long::longValue)
                .average()
                .orElse(0);
        double now = inFlight.stream()
                .skip(inFlight.size() - RATE_INTERVALS)
                .mapToLong(Long::longValue)
                .average()
                .orElse(0);
        double noticeable = Math.max(5, before * 0.15);
        return now > before + noticeable ? "growing" : now < before - noticeable ? "falling" : "steady";
    }

    /** Walks begun per second over the last few intervals. */
    double startedPerSecond() {
        double walks = starts.stream().mapToDouble(s -> s[0]).sum();
        double time = starts.stream().mapToDouble(s -> s[1]).sum();
        return time == 0 ? 0 : walks / time;
    }

    /** Arrivals per second the plan asks for now, of all sides together; NaN when it does not ask for any. */
    double plannedPerSecond() {
        if (phase.fromPerSecond() == null || phase.toPerSecond() == null) {
            return Double.NaN;
        }
        double share = phase.durationSeconds() == null || phase.durationSeconds() == 0
                ? 0
                : Math.min(1, Math.max(0, (seconds - phase.startSeconds()) / phase.durationSeconds()));
        return manifest.sides().size()
                * (phase.fromPerSecond() + share * (phase.toPerSecond() - phase.fromPerSecond()));
    }

    /** Failures and all that ended, in the phases shown. */
    long failedInAll() {
        return manifest.sides().stream()
                .mapToLong(side -> failedOf(side.index()))
                .sum();
    }

    long endedInAll() {
        return manifest.sides().stream()
                .mapToLong(side -> endedOf(side.index()))
                .sum();
    }

    long failedOf(int side) {
        return steps().mapToLong(step -> failed(side, step.index())).sum();
    }

    long endedOf(int side) {
        return failedOf(side)
                + steps().mapToLong(step -> ok(side, step.index())).sum();
    }

    private Stream<RunManifest.Step> steps() {
        return manifest.journeys().stream().flatMap(journey -> journey.steps().stream());
    }

    /** The kind of failure that came last; null if there was none. */
    Failing lastFailing() {
        return lastError == null ? null : failing.get(lastError);
    }

    Failing failing(String fingerprint) {
        return failing.get(fingerprint);
    }

    Trust trust() {
        return Trust.of(shown, health);
    }

    double worstDelayMillis() {
        Histogram late = shown.ofAllSteps(Kind.LATE);
        return late.getTotalCount() == 0 ? 0 : late.getMaxValue() / 1000.0;
    }

    /** Share of all CPUs this process used in the last interval; -1 if unknown. */
    long cpuPercent() {
        return lastCpuPercent;
    }
}
