package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Fingerprint;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.PlanText;
import io.rehearse.reports.objective.Figures;
import java.util.List;

/** What two environments must have in common to run side by side: the same journeys, and the same load of them. */
final class SideBySide {
    /** Lines of a plan's text that may differ, by how they begin: where the targets are, and what that takes. */
    private static final List<String> OWN =
            List.of("environment ", "target ", "  header ", "  certificates ", "  limits ", "oauth2 ", "param ");

    private SideBySide() {}

    /**
     * @param loads of the two plans, in their order
     * @throws Failure naming the first difference in what is measured
     */
    static void check(List<Plan> plans, List<Load> loads) {
        if (plans.size() < 2) {
            return;
        }
        Plan old = plans.get(0);
        Plan fresh = plans.get(1);
        boolean same = loads.get(0).equals(loads.get(1))
                && Fingerprint.of(old, loads.get(0)).equals(Fingerprint.of(fresh, loads.get(1)));
        if (same) {
            return;
        }
        List<String> oldLines = lines(old, loads.get(0));
        List<String> freshLines = lines(fresh, loads.get(1));
        int at = 0;
        while (at < oldLines.size()
                && at < freshLines.size()
                && oldLines.get(at).equals(freshLines.get(at))) {
            at++;
        }
        throw Failure.invalid("the environments '" + old.environment() + "' and '" + fresh.environment()
                + "' cannot run side by side: they do not do the same. "
                + difference(old, oldLines, at) + "; " + difference(fresh, freshLines, at)
                + ". Give both the same params, data, protocol and connections");
    }

    /** Both sides together at the load's fullest: {@code up to 100/s}, {@code up to 128 users}, {@code 40 walks}. */
    static String total(Load load) {
        double perSecond = load.phases().stream()
                .mapToDouble(phase -> Math.max(phase.fromPerSecond(), phase.toPerSecond()))
                .max()
                .orElse(0);
        int users = load.phases().stream().mapToInt(Load.Phase::users).max().orElse(0);
        return switch (load.model()) {
            case OPEN -> "up to " + Figures.digits(2 * perSecond) + "/s";
            case CLOSED -> "up to " + 2 * users + " users";
            case WALKS -> 2 * load.phases().get(0).walks() + " walks";
        };
    }

    private static List<String> lines(Plan plan, Load load) {
        return PlanText.of(plan, load)
                .lines()
                .filter(line -> OWN.stream().noneMatch(line::startsWith))
                .toList();
    }

    private static String difference(Plan plan, List<String> lines, int at) {
        return "'" + plan.environment() + "' has "
                + (at < lines.size() ? "'" + lines.get(at).strip() + "'" : "other data or another protocol");
    }
}
