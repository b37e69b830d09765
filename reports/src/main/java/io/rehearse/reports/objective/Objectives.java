package io.rehearse.reports.objective;

import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Scope;
import java.util.ArrayList;
import java.util.List;

/** The objectives a run is judged by: those of the script, and two it has by default. */
public final class Objectives {
    private static final Objective ERRORS = new Objective(
            "default.errorRate",
            Scope.everyStep(),
            Metric.ERROR_RATE,
            Objective.Direction.BELOW,
            0.01,
            "errorRate.below 1.percent",
            0);
    private static final Objective OUTAGE = new Objective(
            "default.outage", Scope.everyStep(), Metric.OUTAGE, Objective.Direction.BELOW, 5, "outage.below 5.s", 0);

    private Objectives() {}

    /**
     * The script's objectives, and for a load that is not functional the default limits of error rate and outage over
     * all steps, each unless the script sets its own over all steps.
     */
    public static List<Objective> effective(RunManifest manifest) {
        List<Objective> all = new ArrayList<>(manifest.objectives());
        if (!manifest.load().functional()) {
            addUnlessSet(all, ERRORS);
            addUnlessSet(all, OUTAGE);
        }
        return List.copyOf(all);
    }

    private static void addUnlessSet(List<Objective> all, Objective byDefault) {
        boolean set = all.stream()
                .anyMatch(o -> o.metric() == byDefault.metric() && o.scope().kind() == Scope.Kind.EVERY_STEP);
        if (!set) {
            all.add(byDefault);
        }
    }
}
