package io.rehearse.reports.objective;

import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Scope;
import io.rehearse.reports.run.StepCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * Judges objectives on totals.
 *
 * <pre>
 * metric       PASS                              FAIL                                       else
 * percentile   within the limit, n ≥ 10/(1−q)    95 % bound beyond the limit                INCONCLUSIVE
 * max          within the limit, n ≥ 1           beyond the limit                           INCONCLUSIVE (no data)
 * the others   within the limit, with data       beyond the limit                           INCONCLUSIVE (no data)
 * </pre>
 *
 * A value equal to the limit is not within it. In an untrusted run only error rate and outage keep their verdict.
 */
public final class ObjectiveJudge {
    private final Totals totals;
    private final RunManifest manifest;
    private final int side;
    private final String window;

    private ObjectiveJudge(Totals totals, String window, int side) {
        this.totals = totals;
        this.manifest = totals.manifest();
        this.window = window;
        this.side = side;
    }

    /**
     * @param objectives usually {@link Objectives#effective}
     * @param window name of the phases in {@code totals}
     * @param trusted whether the generator's times can be believed
     */
    public static List<ObjectiveResult> judge(
            List<Objective> objectives, Totals totals, String window, boolean trusted) {
        // Of two environments the second is the new one, which is to be judged.
        ObjectiveJudge judge =
                new ObjectiveJudge(totals, window, totals.manifest().sides().size() - 1);
        List<ObjectiveResult> results = new ArrayList<>();
        for (Objective objective : objectives) {
            for (ObjectiveResult result : judge.results(objective, objectives)) {
                boolean stands = trusted
                        || objective.metric() == Metric.ERROR_RATE
                        || objective.metric() == Metric.OUTAGE
                        || result.verdict() == Verdict.INCONCLUSIVE;
                results.add(
                        stands
                                ? result
                                : result.with(
                                        Verdict.INCONCLUSIVE, result.reason() + ", but the generator is not trusted"));
            }
        }
        return List.copyOf(results);
    }

    /** The same of each side by itself, for rules that must hold whichever side they concern. */
    static List<ObjectiveResult> onEverySide(List<Objective> objectives, Totals totals, String window) {
        List<ObjectiveResult> results = new ArrayList<>();
        for (RunManifest.Side side : totals.manifest().sides()) {
            ObjectiveJudge judge = new ObjectiveJudge(totals, window, side.index());
            objectives.forEach(o -> results.addAll(judge.results(o, objectives)));
        }
        return List.copyOf(results);
    }

    private List<ObjectiveResult> results(Objective o, List<Objective> all) {
        List<ObjectiveResult> results = new ArrayList<>();
        Scope scope = o.scope();
        if (scope.kind() == Scope.Kind.JOURNEY) {
            for (RunManifest.Journey journey : manifest.journeys()) {
                if (scope.name() == null
                        ? !replaced(o, all, journey.name())
                        : scope.name().equals(journey.name())) {
                    results.add(ofJourney(o, journey));
                }
            }
        } else if (scope.kind() == Scope.Kind.GROUP) {
            for (RunManifest.Journey journey : manifest.journeys()) {
                journey.groups().stream()
                        .filter(group -> group.name().equals(scope.name()))
                        .forEach(group -> results.add(ofGroup(o, journey, group)));
            }
        } else if (scope.kind() == Scope.Kind.EVERY_STEP && !ofTimes(o.metric())) {
            results.add(ofAllSteps(o));
        } else {
            for (RunManifest.Journey journey : manifest.journeys()) {
                for (RunManifest.Step step : journey.steps()) {
                    boolean meant = scope.kind() == Scope.Kind.STEP
                            ? step.name().equals(scope.name())
                            : !replaced(o, all, step.name());
                    if (meant) {
                        results.add(ofStep(o, step));
                    }
                }
            }
        }
        if (results.isEmpty() && scope.name() != null) {
            results.add(result(o, scope.name(), Verdict.INCONCLUSIVE, null, 0, null, "the run has no such part"));
        }
        return results;
    }

    /** Whether the general objective is replaced for this name by one of its own for the same metric and direction. */
    private static boolean replaced(Objective general, List<Objective> all, String name) {
        Scope.Kind own = general.scope().kind() == Scope.Kind.JOURNEY ? Scope.Kind.JOURNEY : Scope.Kind.STEP;
        return all.stream()
                .anyMatch(o -> o.scope().kind() == own
                        && name.equals(o.scope().name())
                        && o.metric() == general.metric()
                        && o.direction() == general.direction());
    }

    private static boolean ofTimes(Metric metric) {
        return metric.isPercentile() || metric == Metric.MAX;
    }

    private ObjectiveResult ofStep(Objective o, RunManifest.Step step) {
        String subject = manifest.nameOf(step);
        StepCounts counts = totals.step(side, step.index());
        long failed = totals.targetFailures(counts.failed());
        switch (o.metric()) {
            case ERROR_RATE:
                return rate(o, subject, failed, counts.ok() + totals.judged(counts.failed()));
            case OUTAGE:
                return outage(
                        o,
                        subject,
                        totals.outageOfStep(side, step.index()),
                        Math.max(counts.started(), counts.ok() + counts.failedTotal()));
            case THROUGHPUT:
                return throughput(o, subject, counts.ok(), counts.started());
            default:
                return times(
                        o,
                        subject,
                        totals.ofStep(side, step.index(), Kind.RESPONSE).orElse(null));
        }
    }

    private ObjectiveResult ofGroup(Objective o, RunManifest.Journey journey, RunManifest.Group group) {
        Histogram times = totals.ofGroup(side, journey, group).orElse(null);
        if (o.metric() == Metric.THROUGHPUT) {
            long passes = times == null ? 0 : times.getTotalCount();
            return throughput(o, group.name(), passes, passes);
        } else if (o.metric() != Metric.ERROR_RATE) {
            return times(o, group.name(), times);
        }
        long failed = 0;
        long ended = 0;
        for (int step : group.steps()) {
            StepCounts counts = totals.step(side, step);
            failed += totals.targetFailures(counts.failed());
            ended += counts.ok() + totals.judged(counts.failed());
        }
        return rate(o, group.name(), failed, ended);
    }

    private ObjectiveResult ofJourney(Objective o, RunManifest.Journey journey) {
        JourneyCounts counts = totals.journey(side, journey.index());
        long dropped = totals.targetFailures(counts.dropped());
        long failed = counts.failed() + counts.unfinished() + dropped;
        switch (o.metric()) {
            case ERROR_RATE:
                return rate(o, journey.name(), failed, counts.ok() + failed);
            case OUTAGE:
                return outage(
                        o,
                        journey.name(),
                        totals.outageOfJourney(side, journey),
                        Math.max(counts.started(), counts.ok() + failed));
            case THROUGHPUT:
                return throughput(o, journey.name(), counts.ok(), counts.started());
            default:
                return times(
                        o,
                        journey.name(),
                        totals.ofJourney(side, journey.index(), Kind.RESPONSE).orElse(null));
        }
    }

    private ObjectiveResult ofAllSteps(Objective o) {
        long started = 0;
        long ok = 0;
        long failed = 0;
        long ended = 0;
        for (RunManifest.Journey journey : manifest.journeys()) {
            // An arrival that the target's slowness left no room for is a failed attempt, though of no step.
            long dropped =
                    totals.targetFailures(totals.journey(side, journey.index()).dropped());
            failed += dropped;
            ended += dropped;
            for (RunManifest.Step step : journey.steps()) {
                StepCounts counts = totals.step(side, step.index());
                started += counts.started();
                ok += counts.ok();
                failed += totals.targetFailures(counts.failed());
                ended += counts.ok() + totals.judged(counts.failed());
            }
        }
        switch (o.metric()) {
            case ERROR_RATE:
                return rate(o, "all steps", failed, ended);
            case OUTAGE:
                return outage(o, "all steps", totals.outage(side), Math.max(started, ended));
            default:
                return throughput(o, "all steps", ok, started);
        }
    }

    private ObjectiveResult rate(Objective o, String subject, long failed, long ended) {
        if (ended == 0) {
            return noData(o, subject);
        }
        double value = (double) failed / ended;
        return result(
                o,
                subject,
                within(o, value),
                value,
                ended,
                null,
                against(o, value) + " (" + failed + " of " + ended + ")");
    }

    private ObjectiveResult outage(Objective o, String subject, OutageTrack.Outage outage, long n) {
        if (n == 0) {
            return noData(o, subject);
        }
        String when = outage.seconds() > 0
                ? " (from " + Figures.digits(outage.startSeconds()) + " s to " + Figures.digits(outage.endSeconds())
                        + " s)"
                : "";
        double value = outage.seconds();
        return result(o, subject, within(o, value), value, n, null, against(o, value) + when);
    }

    private ObjectiveResult throughput(Objective o, String subject, long ok, long started) {
        if (started == 0 && ok == 0 || totals.seconds() <= 0) {
            return noData(o, subject);
        }
        double value = ok / totals.seconds();
        return result(o, subject, within(o, value), value, ok, null, against(o, value));
    }

    private ObjectiveResult times(Objective o, String subject, Histogram micros) {
        if (micros == null || micros.getTotalCount() == 0) {
            return noData(o, subject);
        }
        long n = micros.getTotalCount();
        double value = o.metric() == Metric.MAX
                ? micros.getMaxValue() / 1000.0
                : micros.getValueAtPercentile(o.metric().quantile() * 100) / 1000.0;
        Verdict within = within(o, value);
        if (o.metric() == Metric.MAX) {
            return result(o, subject, within, value, n, null, against(o, value));
        }
        if (within == Verdict.PASS) {
            long needed = Math.round(Math.ceil(10 / (1 - o.metric().quantile()) - 1e-6));
            return n >= needed
                    ? result(o, subject, Verdict.PASS, value, n, null, against(o, value))
                    : result(
                            o,
                            subject,
                            Verdict.INCONCLUSIVE,
                            value,
                            n,
                            null,
                            against(o, value) + ", but " + n + " samples are too few: a pass needs " + needed);
        }
        boolean low = o.direction() == Objective.Direction.BELOW;
        OptionalLong proved = low
                ? QuantileBound.lower(micros, o.metric().quantile())
                : QuantileBound.upper(micros, o.metric().quantile());
        Double bound = proved.isPresent() ? proved.getAsLong() / 1000.0 : null;
        if (bound != null && within(o, bound) == Verdict.FAIL) {
            return result(
                    o,
                    subject,
                    Verdict.FAIL,
                    value,
                    n,
                    bound,
                    against(o, value) + ", proved " + (low ? "at least " : "at most ") + Figures.millis(bound));
        }
        String most = bound == null ? "nothing" : (low ? "at least " : "at most ") + Figures.millis(bound);
        return result(
                o,
                subject,
                Verdict.INCONCLUSIVE,
                value,
                n,
                bound,
                against(o, value) + ", not proved: " + n + " samples prove " + most);
    }

    private ObjectiveResult noData(Objective o, String subject) {
        return result(o, subject, Verdict.INCONCLUSIVE, null, 0, null, "no data");
    }

    private static Verdict within(Objective o, double value) {
        boolean good = o.direction() == Objective.Direction.BELOW ? value < o.limit() : value > o.limit();
        return good ? Verdict.PASS : Verdict.FAIL;
    }

    private static String against(Objective o, double value) {
        boolean good = within(o, value) == Verdict.PASS;
        String relation = o.direction() == Objective.Direction.BELOW ? "below" : "above";
        return Figures.of(o.metric(), value) + (good ? " is " : " is not ") + relation + " "
                + Figures.of(o.metric(), o.limit());
    }

    private ObjectiveResult result(
            Objective o, String subject, Verdict verdict, Double value, long n, Double bound, String reason) {
        boolean several = o.scope().name() == null
                ? ofTimes(o.metric()) || o.scope().kind() == Scope.Kind.JOURNEY
                : !subject.equals(o.scope().name());
        return new ObjectiveResult(
                several ? o.id() + "/" + subject : o.id(),
                verdict,
                value,
                o.limit(),
                n,
                window,
                subject,
                side,
                o.metric(),
                o.direction(),
                bound,
                o.text(),
                o.line(),
                subject + " " + o.metric().label() + " " + reason);
    }
}
