package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.summary.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sentences that every rendering says in the same words. */
final class Sentences {
    private Sentences() {}

    /** {@code PASS}; what has no verdict says so. */
    static String verdict(Summary summary) {
        return summary.verdict() == Verdict.NONE
                ? "NO VERDICT"
                : summary.verdict().name();
    }

    /** {@code 62 of 44970 steps (0.14 %)}. */
    static String errors(Summary summary) {
        long failed =
                summary.steps().stream().mapToLong(Summary.StepRow::failed).sum();
        long ended =
                failed + summary.steps().stream().mapToLong(Summary.StepRow::ok).sum();
        return failed + " of " + ended + " steps"
                + (ended == 0 ? "" : " (" + Figures.percent((double) failed / ended) + ")");
    }

    static String trust(Summary summary) {
        Summary.HealthRow health = summary.health();
        String planned = health.plannedPerSecond() == null
                ? ""
                : ", " + Figures.digits(health.startedPerSecond()) + "/s of "
                        + Figures.digits(health.plannedPerSecond()) + "/s planned";
        return health.lateStarts() + " of " + health.starts() + " starts late, worst delay "
                + Figures.millis(health.lateMaxMs()) + planned;
    }

    /** {@code hold, 5 min; 15000 walks}. */
    static String judged(RunReport report) {
        Summary summary = report.summary();
        long walks = summary.journeys().stream()
                .mapToLong(Summary.JourneyRow::started)
                .sum();
        String what = report.measuredPhases();
        if (summary.functional()) {
            return what + "; " + walks + (walks == 1 ? " walk" : " walks") + "; a functional run";
        }
        return what + ", " + Figures.seconds(Math.round(summary.seconds())) + "; " + walks
                + (walks == 1 ? " walk" : " walks")
                + (summary.model().equals("closed") ? "; closed model: queueing is hidden" : "");
    }

    /** {@code 3 of 4 hold}; inconclusive ones are told apart from failed ones. */
    static String objectives(List<ObjectiveResult> objectives) {
        if (objectives.isEmpty()) {
            return "none";
        }
        if (objectives.stream().allMatch(o -> o.verdict() == Verdict.NONE)) {
            return objectives.size() + ", not judged in a functional run";
        }
        String text = count(objectives, Verdict.PASS) + " of " + objectives.size() + " hold";
        long failed = count(objectives, Verdict.FAIL);
        long open = count(objectives, Verdict.INCONCLUSIVE);
        return text + (failed > 0 ? ", " + failed + " failed" : "") + (open > 0 ? ", " + open + " inconclusive" : "");
    }

    private static long count(List<ObjectiveResult> objectives, Verdict verdict) {
        return objectives.stream().filter(o -> o.verdict() == verdict).count();
    }

    /** Failed first, then inconclusive, then the others, each in the order of the script. */
    static List<ObjectiveResult> worstFirst(List<ObjectiveResult> objectives) {
        List<ObjectiveResult> sorted = new ArrayList<>(objectives);
        sorted.sort(Comparator.comparingInt(
                o -> o.verdict() == Verdict.FAIL ? 0 : o.verdict() == Verdict.INCONCLUSIVE ? 1 : 2));
        return sorted;
    }

    /** Steps with a failed objective first, then those with the larger share of failures, else in the plan's order. */
    static List<Summary.StepRow> worstStepsFirst(Summary summary) {
        Set<String> failed = new LinkedHashSet<>();
        summary.objectives().stream()
                .filter(o -> o.verdict() == Verdict.FAIL)
                .forEach(o -> failed.add(o.subject() + "@" + o.side()));
        List<Summary.StepRow> rows = new ArrayList<>(summary.steps());
        rows.sort(Comparator.comparing((Summary.StepRow r) -> failed.contains(r.step() + "@" + r.side()) ? 0 : 1)
                .thenComparing(r -> -share(r)));
        return rows;
    }

    private static double share(Summary.StepRow row) {
        long ended = row.ok() + row.failed();
        return ended == 0 ? 0 : (double) row.failed() / ended;
    }

    static String capacity(Summary.Capacity capacity) {
        if (capacity.perSecond() == null) {
            return "none: no stair passed";
        }
        return (capacity.atLeast() ? "at least " : "") + Figures.digits(capacity.perSecond()) + "/s";
    }

    /** How long the measured phases must be for each undecided percentile to have enough values; 0: time is not what it lacks. */
    static long secondsNeeded(Summary summary) {
        double longer = 1;
        for (ObjectiveResult o : summary.objectives()) {
            if (o.verdict() == Verdict.INCONCLUSIVE && o.metric().isPercentile() && o.n() > 0) {
                longer = Math.max(longer, 10 / (1 - o.metric().quantile()) / o.n());
            }
        }
        return longer > 1 ? Math.round(Math.ceil(summary.seconds() * longer * 1.1)) : 0;
    }
}
