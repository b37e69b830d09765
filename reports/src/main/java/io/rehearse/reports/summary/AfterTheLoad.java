package io.rehearse.reports.summary;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.Objectives;
import io.rehearse.reports.objective.Totals;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Scope;
import io.rehearse.reports.run.StepCounts;
import java.util.ArrayList;
import java.util.List;

/**
 * What users did who were still on their way when the load was over: no objective judges it, because fewer and fewer of them are left.
 * It keeps a run from passing when it is all that is known of a step, or when its failures would break the limit of errors.
 */
final class AfterTheLoad {
    private AfterTheLoad() {}

    /** @return why the judged phases alone are not to be believed; empty if nothing speaks against it */
    static List<String> reasons(RunManifest manifest, List<Group> groups) {
        List<Totals> judged =
                groups.stream().filter(Group::judged).map(Group::totals).toList();
        List<Totals> after = groups.stream()
                .filter(g -> g.phases().get(0).kind() == RunManifest.PhaseKind.DRAIN)
                .map(Group::totals)
                .toList();
        List<String> reasons = new ArrayList<>();
        for (RunManifest.Side side : manifest.sides()) {
            String where = manifest.sides().size() > 1 ? " on " + side.name() : "";
            Ends loaded = new Ends(0, 0);
            Ends late = new Ends(0, 0);
            for (RunManifest.Journey journey : manifest.journeys()) {
                for (RunManifest.Step step : journey.steps()) {
                    Ends ofJudged = ends(judged, side.index(), step.index());
                    Ends ofAfter = ends(after, side.index(), step.index());
                    if (ofJudged.ended == 0 && ofAfter.ended > 0) {
                        reasons.add(
                                manifest.nameOf(step) + where + " was never judged: it was due only after the load, "
                                        + ofAfter.ended + (ofAfter.ended == 1 ? " time" : " times") + failed(ofAfter)
                                        + "; hold the load longer than a walk takes");
                    }
                    loaded = loaded.plus(ofJudged);
                    late = late.plus(ofAfter);
                }
            }
            double limit = limit(manifest);
            Ends both = loaded.plus(late);
            if (late.failed > 0 && loaded.rate() < limit && both.rate() >= limit) {
                reasons.add(late.failed + " of " + late.ended + " steps" + where
                        + " that were due after the load failed; with them errors are " + Figures.percent(both.rate())
                        + ", not below " + Figures.percent(limit));
            }
        }
        return reasons;
    }

    private static String failed(Ends ends) {
        return ends.failed == 0 ? "" : ", " + ends.failed + " failed";
    }

    /** Of the error rate over all steps. */
    private static double limit(RunManifest manifest) {
        return Objectives.effective(manifest).stream()
                .filter(o -> o.metric() == Metric.ERROR_RATE && o.scope().kind() == Scope.Kind.EVERY_STEP)
                .mapToDouble(o -> o.limit())
                .min()
                .orElse(1);
    }

    private static Ends ends(List<Totals> of, int side, int step) {
        Ends sum = new Ends(0, 0);
        for (Totals totals : of) {
            StepCounts counts = totals.step(side, step);
            sum = sum.plus(
                    new Ends(counts.ok() + totals.judged(counts.failed()), totals.targetFailures(counts.failed())));
        }
        return sum;
    }

    private record Ends(long ended, long failed) {
        Ends plus(Ends o) {
            return new Ends(ended + o.ended, failed + o.failed);
        }

        double rate() {
            return ended == 0 ? 0 : (double) failed / ended;
        }
    }
}
