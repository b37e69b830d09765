package io.rehearse.reports.summary;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Trust;
import io.rehearse.reports.objective.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Climbs stairs in order; the first that does not pass decides.
 *
 * <pre>
 * first stair that does not pass    verdict        capacity
 *   none                            PASS           at least the last
 *   the first fails                 FAIL           none
 *   a later one fails               PASS           the one before
 *   one is inconclusive             INCONCLUSIVE   at least the one before
 * </pre>
 *
 * A stair that never began, because the climb ended before, is not looked at.
 */
final class Stairs {
    private Summary.Stair lastPassed;
    private Summary.Stair broken;
    private final List<String> reasons = new ArrayList<>();

    static Verdict verdict(Trust trust, List<ObjectiveResult> results) {
        if (results.stream().anyMatch(ObjectiveResult::isTargetFailure)) {
            return Verdict.FAIL;
        }
        if (!trust.trusted()) {
            return Verdict.INCONCLUSIVE;
        }
        if (results.stream().anyMatch(r -> r.verdict() == Verdict.FAIL)) {
            return Verdict.FAIL;
        }
        return results.stream().allMatch(r -> r.verdict() == Verdict.PASS) ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }

    void climb(Summary.Stair stair, List<ObjectiveResult> results, List<String> distrust) {
        boolean begun = results.stream().anyMatch(r -> r.n() > 0);
        if (broken != null || !begun && lastPassed != null) {
            return;
        }
        if (stair.verdict() == Verdict.PASS) {
            lastPassed = stair;
            return;
        }
        broken = stair;
        if (stair.verdict() == Verdict.INCONCLUSIVE) {
            distrust.forEach(r -> reasons.add(stair.phase() + ": " + r));
        }
        results.stream()
                .filter(r -> r.verdict() == stair.verdict())
                .forEach(r -> reasons.add(stair.phase() + ": " + r.reason()));
    }

    Summary.Capacity capacity() {
        boolean failed = broken != null && broken.verdict() == Verdict.FAIL;
        return new Summary.Capacity(lastPassed == null ? null : lastPassed.perSecond(), !failed);
    }

    ExitDecision.StairsFinding finding() {
        List<String> all = new ArrayList<>();
        Verdict verdict;
        if (broken == null) {
            verdict = Verdict.PASS;
            all.add("capacity at least " + rate(lastPassed) + ": no stair failed");
        } else if (broken.verdict() == Verdict.INCONCLUSIVE) {
            verdict = Verdict.INCONCLUSIVE;
        } else if (lastPassed == null) {
            verdict = Verdict.FAIL;
            all.add("the first stair failed");
        } else {
            verdict = Verdict.PASS;
            all.add("capacity " + rate(lastPassed) + ": the stair after it failed");
        }
        all.addAll(reasons);
        return new ExitDecision.StairsFinding(verdict, List.copyOf(all));
    }

    private static String rate(Summary.Stair stair) {
        return stair.perSecond() == null ? stair.phase() : Figures.digits(stair.perSecond()) + "/s";
    }
}
