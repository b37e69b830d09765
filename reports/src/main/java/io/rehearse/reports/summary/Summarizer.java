package io.rehearse.reports.summary;

import io.rehearse.reports.objective.HealthLog;
import io.rehearse.reports.objective.ObjectiveJudge;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Objectives;
import io.rehearse.reports.objective.Totals;
import io.rehearse.reports.objective.Trust;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.StepCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds up the intervals of a run and says what they come to. Takes intervals one by one, so that it can run beside a
 * run as well as over a directory; belongs to one thread.
 */
public final class Summarizer {
    private final RunManifest manifest;
    private final List<Group> groups = new ArrayList<>();
    private final ErrorLog errors;
    private final OddAnswers odd = new OddAnswers();
    private final WalkLog walks = new WalkLog();
    private final WaitLog waits;
    private final HealthLog health = new HealthLog();
    private long clamped;

    public Summarizer(RunManifest manifest) {
        this.manifest = manifest;
        List<RunManifest.Phase> together = new ArrayList<>();
        for (RunManifest.Phase phase : manifest.load().phases()) {
            boolean stair = phase.kind() == RunManifest.PhaseKind.STAIR;
            if (phase.measured() && !stair) {
                together.add(phase);
            } else {
                groups.add(new Group(manifest, phase.name(), List.of(phase), phase.measured()));
            }
        }
        if (!together.isEmpty()) {
            String name = String.join(
                    ", ", together.stream().map(RunManifest.Phase::name).toList());
            groups.add(0, new Group(manifest, name, List.copyOf(together), true));
        }
        errors = new ErrorLog(manifest, phase -> judges(manifest.phase(phase)));
        waits = new WaitLog(phase -> manifest.phase(phase).measured());
    }

    /** A functional run is judged by all it did, other loads by their measured phases. */
    private boolean judges(RunManifest.Phase phase) {
        return phase.measured() || manifest.load().functional();
    }

    /** The summary of a directory, as far as it was written. */
    public static Summary of(RunDirectory directory) throws IOException {
        Summarizer summarizer = new Summarizer(directory.manifest());
        List<String> leftOut = directory.forEachInterval(summarizer::accept);
        return summarizer.summary(directory.end().orElse(null), directory.examples(), leftOut);
    }

    /** Intervals come in the order of time. */
    public void accept(Interval interval) {
        groups.forEach(group -> group.accept(interval));
        errors.accept(interval);
        waits.accept(interval);
        odd.accept(interval);
        walks.accept(interval);
        clamped += interval.clamped();
        double middle = (interval.startSeconds() + interval.endSeconds()) / 2;
        if (manifest.load().phases().stream().anyMatch(p -> p.measured() && Group.contains(p, middle))) {
            health.accept(interval);
        }
    }

    /**
     * What one stair comes to so far, for a load that climbs until objectives fail.
     *
     * @param phase index of a phase of kind stair
     */
    public Verdict stair(int phase) {
        return groups.stream()
                .filter(g -> g.phases().get(0).index() == phase)
                .findFirst()
                .map(g -> Stairs.verdict(Trust.of(g.totals(), g.health()), judged(g)))
                .orElseThrow(() -> new IllegalArgumentException("no stair with phase " + phase));
    }

    /**
     * @param end null for a run that was killed
     * @param examples in the order of {@code errors.ndjson}
     * @param notes further remarks for the reader, such as what was left out of damaged files
     */
    public Summary summary(RunEnd end, List<ErrorExample> examples, List<String> notes) {
        List<Group> judged = groups.stream().filter(Group::judged).toList();
        boolean functional = manifest.load().functional();
        List<ObjectiveResult> objectives = new ArrayList<>();
        List<String> distrust = new ArrayList<>();
        List<Summary.Stair> stairs = new ArrayList<>();
        Stairs climbed = new Stairs();
        long starts = 0;
        long lateStarts = 0;
        double lateP99 = 0;
        double lateMax = 0;
        for (Group group : judged) {
            Trust trust = Trust.of(group.totals(), group.health());
            starts += trust.starts();
            lateStarts += trust.lateStarts();
            lateP99 = Math.max(lateP99, trust.lateP99Millis());
            lateMax = Math.max(lateMax, group.totals().ofAllSteps(Kind.LATE).getMaxValue() / 1000.0);
            List<ObjectiveResult> results = judged(group);
            objectives.addAll(results);
            boolean stair = group.phases().get(0).kind() == RunManifest.PhaseKind.STAIR;
            trust.reasons().forEach(r -> distrust.add(stair ? group.name() + ": " + r : r));
            if (stair) {
                Summary.Stair row = new Summary.Stair(
                        group.name(),
                        group.phases().get(0).toPerSecond(),
                        Stairs.verdict(trust, results),
                        trust.trusted());
                stairs.add(row);
                climbed.climb(row, results, trust.reasons());
            }
        }
        boolean trusted = distrust.isEmpty();
        ExitDecision decision = ExitDecision.of(new ExitDecision.Findings(
                functional,
                ended(functional ? groups : judged),
                functionalFailures(),
                objectives,
                trusted,
                distrust,
                functional ? List.of() : AfterTheLoad.reasons(manifest, groups),
                stairs.isEmpty() ? null : climbed.finding(),
                end));
        double seconds = judged.stream().mapToDouble(g -> g.totals().seconds()).sum();
        return new Summary(
                Summary.SCHEMA,
                manifest.id(),
                decision.verdict(),
                decision.exitCode(),
                trusted,
                manifest.load().model() == RunManifest.Model.OPEN ? "open" : "closed",
                functional,
                decision.reasons(),
                List.copyOf(distrust),
                notes(notes, end, starts, lateStarts),
                seconds,
                stepRows(judged),
                journeyRows(judged),
                List.copyOf(objectives),
                stepRows(groups.stream().filter(g -> !g.judged()).toList()).stream()
                        .filter(row -> row.started() + row.ok() + row.failed() > 0)
                        .toList(),
                stairs.isEmpty() ? null : List.copyOf(stairs),
                stairs.isEmpty() ? null : climbed.capacity(),
                errors.rows(examples),
                null,
                healthRow(judged, starts, lateStarts, lateP99, lateMax, seconds, trusted),
                end);
    }

    private List<ObjectiveResult> judged(Group group) {
        if (manifest.load().functional()) {
            return ObjectiveJudge.judge(manifest.objectives(), group.totals(), group.name(), true).stream()
                    .map(ObjectiveResult::notJudged)
                    .toList();
        }
        Trust trust = Trust.of(group.totals(), group.health());
        return ObjectiveJudge.judge(Objectives.effective(manifest), group.totals(), group.name(), trust.trusted());
    }

    private long ended(List<Group> of) {
        long ended = 0;
        for (Group group : of) {
            for (RunManifest.Side side : manifest.sides()) {
                for (RunManifest.Journey journey : manifest.journeys()) {
                    for (RunManifest.Step step : journey.steps()) {
                        StepCounts counts = group.totals().step(side.index(), step.index());
                        ended += counts.ok() + counts.failedTotal();
                    }
                }
            }
        }
        return ended;
    }

    private List<String> functionalFailures() {
        List<String> failures = new ArrayList<>();
        for (Group group : groups) {
            for (RunManifest.Side side : manifest.sides()) {
                String where = manifest.sides().size() > 1 ? " on " + side.name() : "";
                for (RunManifest.Journey journey : manifest.journeys()) {
                    for (RunManifest.Step step : journey.steps()) {
                        group.totals()
                                .step(side.index(), step.index())
                                .failed()
                                .forEach((outcome, count) -> failures.add(
                                        manifest.nameOf(step) + where + ": " + outcome + ", " + times(count)));
                    }
                    JourneyCounts counts = group.totals().journey(side.index(), journey.index());
                    counts.dropped()
                            .forEach((outcome, count) ->
                                    failures.add(journey.name() + where + ": " + outcome + ", " + times(count)));
                    if (counts.unfinished() > 0) {
                        failures.add(journey.name() + where + ": " + counts.unfinished() + " of " + counts.started()
                                + " walks unfinished");
                    }
                }
            }
        }
        return failures;
    }

    private static String times(long count) {
        return count + (count == 1 ? " time" : " times");
    }

    private List<String> notes(List<String> given, RunEnd end, long starts, long lateStarts) {
        List<String> notes = new ArrayList<>(given);
        if (end != null) {
            notes.addAll(end.warnings());
        }
        if (manifest.load().model() == RunManifest.Model.CLOSED) {
            notes.add("closed model: queueing is hidden");
        }
        if (lateStarts > 0 && starts < Trust.STARTS_MIN && !manifest.load().functional()) {
            notes.add("the generator's lateness is not judged: fewer than " + Trust.STARTS_MIN + " starts; "
                    + lateStarts + " of " + starts + " were more than 10 ms late");
        }
        waits.allInUse(manifest).ifPresent(notes::add);
        notes.addAll(walks.notes(manifest));
        notes.addAll(odd.notes(manifest));
        if (clamped > 0) {
            notes.add(clamped + " values above 1 h were recorded as 1 h");
        }
        for (Group group : groups) {
            if (!group.judged() && !manifest.load().functional()) {
                Trust.of(group.totals(), new HealthLog()).reasons().stream()
                        .map(reason -> group.name() + " (not judged): " + reason)
                        .forEach(notes::add);
            }
        }
        return List.copyOf(notes);
    }

    private List<Summary.StepRow> stepRows(List<Group> of) {
        List<Summary.StepRow> rows = new ArrayList<>();
        for (Group group : of) {
            for (RunManifest.Journey journey : manifest.journeys()) {
                for (RunManifest.Step step : journey.steps()) {
                    for (RunManifest.Side side : manifest.sides()) {
                        rows.add(row(group, journey, step, side.index()));
                    }
                }
            }
        }
        return List.copyOf(rows);
    }

    private Summary.StepRow row(Group group, RunManifest.Journey journey, RunManifest.Step step, int side) {
        Totals totals = group.totals();
        StepCounts counts = totals.step(side, step.index());
        return new Summary.StepRow(
                phaseName(group),
                journey.name(),
                step.name(),
                side,
                step.target(),
                step.line(),
                counts.started(),
                counts.ok(),
                counts.failedTotal(),
                counts.notReached(),
                counts.failed(),
                percentiles(totals, side, step, Kind.RESPONSE),
                percentiles(totals, side, step, Kind.SERVICE),
                percentiles(totals, side, step, Kind.WAIT),
                percentiles(totals, side, step, Kind.LATE),
                percentiles(totals, side, step, Kind.FIRST_BYTE));
    }

    private static Percentiles percentiles(Totals totals, int side, RunManifest.Step step, Kind kind) {
        return Percentiles.of(totals.ofStep(side, step.index(), kind).orElse(null));
    }

    /** Null for the measured phases that are added up: they need no name in every row. */
    private static String phaseName(Group group) {
        boolean own = !group.judged() || group.phases().get(0).kind() == RunManifest.PhaseKind.STAIR;
        return own ? group.name() : null;
    }

    private List<Summary.JourneyRow> journeyRows(List<Group> of) {
        List<Summary.JourneyRow> rows = new ArrayList<>();
        for (Group group : of) {
            for (RunManifest.Journey journey : manifest.journeys()) {
                for (RunManifest.Side side : manifest.sides()) {
                    int j = journey.index();
                    JourneyCounts c = group.totals().journey(side.index(), j);
                    rows.add(new Summary.JourneyRow(
                            phaseName(group),
                            journey.name(),
                            side.index(),
                            c.started(),
                            c.ok(),
                            c.failed(),
                            c.unfinished(),
                            c.dropped(),
                            c.cleanupOk(),
                            c.cleanupFailed(),
                            c.paceMissed(),
                            Percentiles.of(group.totals()
                                    .ofJourney(side.index(), j, Kind.RESPONSE)
                                    .orElse(null)),
                            Percentiles.of(group.totals()
                                    .ofJourney(side.index(), j, Kind.ELAPSED)
                                    .orElse(null))));
                }
            }
        }
        return List.copyOf(rows);
    }

    private Summary.HealthRow healthRow(
            List<Group> judged,
            long starts,
            long lateStarts,
            double lateP99,
            double lateMax,
            double seconds,
            boolean trusted) {
        long walks = 0;
        Double planned = 0.0;
        for (Group group : judged) {
            Double more = group.planned();
            planned = planned == null || more == null
                    ? null
                    : planned + more * manifest.sides().size();
            for (RunManifest.Side side : manifest.sides()) {
                for (RunManifest.Journey journey : manifest.journeys()) {
                    walks += group.totals()
                            .journey(side.index(), journey.index())
                            .started();
                }
            }
        }
        boolean timed = seconds > 0;
        return new Summary.HealthRow(
                starts,
                lateStarts,
                lateP99,
                lateMax,
                health.stallMillis(),
                health.gcMillis(),
                health.gcMaxMillis(),
                health.cpuMax(),
                health.stealMax(),
                health.runQueueMaxMillis(),
                health.scriptMaxMillis(),
                health.descriptorsMax(),
                health.heapMaxBytes(),
                health.backlogMax(),
                planned != null && timed && manifest.load().model() == RunManifest.Model.OPEN
                        ? planned / seconds
                        : null,
                timed ? walks / seconds : 0,
                clamped,
                trusted ? null : health.cause());
    }
}
