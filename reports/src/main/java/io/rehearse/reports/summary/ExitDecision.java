package io.rehearse.reports.summary;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.RunEnd;
import java.util.ArrayList;
import java.util.List;

/**
 * Verdict and exit code of a run. The first line that holds decides:
 *
 * <pre>
 * 5          tool or environment error                                    NONE
 * 130 / 143  stopped by a signal                                          FAIL if something failed, else INCONCLUSIVE
 * 4          stopped by an abort rule                                     FAIL
 * 1          error rate or outage over its limit, also when untrusted     FAIL
 * 3          the generator is not trusted                                 INCONCLUSIVE
 * 1          an objective failed                                          FAIL
 * 3          an objective is inconclusive, no data, the run was killed    INCONCLUSIVE
 * 3          what came after the load speaks against a pass               INCONCLUSIVE
 * 0          otherwise                                                    PASS
 * </pre>
 *
 * A functional run fails by any failure and is not concerned by trust. (Exit 2, an invalid plan, never makes a run.)
 *
 * @param reasons in words, the decisive one first
 */
record ExitDecision(Verdict verdict, int exitCode, List<String> reasons) {

    /** What a decision is made from; {@code end} is null for a run that was killed. */
    record Findings(
            boolean functional,
            long ended,
            List<String> functionalFailures,
            List<ObjectiveResult> objectives,
            boolean trusted,
            List<String> distrust,
            List<String> afterTheLoad,
            StairsFinding stairs,
            RunEnd end) {}

    /** What stairs add: their own verdict, which stands in for the objectives'. */
    record StairsFinding(Verdict verdict, List<String> reasons) {}

    static ExitDecision of(Findings f) {
        ExitDecision numbers = f.functional ? functional(f) : f.stairs != null ? stairs(f) : objectives(f);
        if (f.end == null) {
            return numbers.verdict == Verdict.FAIL
                    ? numbers
                    : inconclusive(
                                    "the run still goes on or was killed: it has no end.json, so it may not have done all it was to do")
                            .because(numbers.reasons);
        }
        switch (f.end.how()) {
            case ERROR:
                return new ExitDecision(Verdict.NONE, 5, f.end.reasons()).because(numbers.reasons);
            case SIGNAL:
                return new ExitDecision(
                                numbers.verdict == Verdict.FAIL ? Verdict.FAIL : Verdict.INCONCLUSIVE,
                                128 + f.end.signal(),
                                List.of("stopped by signal " + f.end.signal() + " after "
                                        + Figures.seconds(f.end.seconds())))
                        .because(numbers.reasons);
            case ABORTED:
                return new ExitDecision(Verdict.FAIL, 4, f.end.reasons()).because(numbers.reasons);
            default:
                return numbers;
        }
    }

    /**
     * The same run when it was also compared. A failed comparison counts like a failed objective; of an untrusted run only its failures
     * can fail, because the judge decides no latency row then. An undecided one keeps a run from passing. What ended early stays what it
     * is, with what the comparison says behind it.
     */
    static ExitDecision of(Summary own, Compared compared) {
        ExitDecision alone = new ExitDecision(own.verdict(), own.exitCode(), own.reasons());
        List<String> words = compared.words().reasons();
        boolean failed = compared.verdict() == io.rehearse.reports.compare.Verdict.FAIL;
        boolean stoppedEarly = own.exitCode() >= 4;
        if (stoppedEarly) {
            Verdict verdict = failed && own.exitCode() > 5 ? Verdict.FAIL : own.verdict();
            return new ExitDecision(verdict, own.exitCode(), own.reasons()).because(words);
        }
        if (failed) {
            boolean worse = own.objectives().stream().anyMatch(ObjectiveResult::isTargetFailure);
            return worse
                    ? alone.because(words)
                    : new ExitDecision(Verdict.FAIL, 1, words)
                            .because(own.verdict() == Verdict.PASS ? List.of() : own.reasons());
        }
        if (own.verdict() != Verdict.PASS) {
            return alone.because(words);
        }
        return compared.verdict() == io.rehearse.reports.compare.Verdict.PASS
                ? new ExitDecision(Verdict.PASS, 0, words).because(own.reasons())
                : new ExitDecision(Verdict.INCONCLUSIVE, 3, words);
    }

    private static ExitDecision functional(Findings f) {
        if (!f.functionalFailures.isEmpty()) {
            return new ExitDecision(Verdict.FAIL, 1, f.functionalFailures);
        }
        return f.ended == 0
                ? inconclusive("no data: no step ended")
                : new ExitDecision(Verdict.PASS, 0, List.of("all steps of all walks succeeded"));
    }

    private static ExitDecision stairs(Findings f) {
        int code = f.stairs.verdict == Verdict.PASS ? 0 : f.stairs.verdict == Verdict.FAIL ? 1 : 3;
        return new ExitDecision(f.stairs.verdict, code, f.stairs.reasons).because(f.distrust);
    }

    private static ExitDecision objectives(Findings f) {
        List<String> failed = reasons(f, Verdict.FAIL);
        List<String> open = reasons(f, Verdict.INCONCLUSIVE);
        List<String> targetFailed = f.objectives.stream()
                .filter(ObjectiveResult::isTargetFailure)
                .map(ObjectiveResult::reason)
                .toList();
        if (!targetFailed.isEmpty()) {
            return new ExitDecision(Verdict.FAIL, 1, targetFailed)
                    .because(f.distrust)
                    .because(failed)
                    .because(open);
        }
        if (f.ended == 0) {
            return inconclusive("no data: no step ended in a measured phase").because(f.distrust);
        }
        if (!f.trusted) {
            return new ExitDecision(Verdict.INCONCLUSIVE, 3, f.distrust)
                    .because(failed)
                    .because(open);
        }
        if (!failed.isEmpty()) {
            return new ExitDecision(Verdict.FAIL, 1, failed).because(open);
        }
        if (!open.isEmpty()) {
            return new ExitDecision(Verdict.INCONCLUSIVE, 3, open).because(f.afterTheLoad);
        }
        if (!f.afterTheLoad.isEmpty()) {
            return new ExitDecision(Verdict.INCONCLUSIVE, 3, f.afterTheLoad);
        }
        return new ExitDecision(
                Verdict.PASS, 0, List.of(f.objectives.size() + " of " + f.objectives.size() + " objectives hold"));
    }

    private static List<String> reasons(Findings f, Verdict verdict) {
        return f.objectives.stream()
                .filter(o -> o.verdict() == verdict)
                .map(ObjectiveResult::reason)
                .toList();
    }

    private static ExitDecision inconclusive(String reason) {
        return new ExitDecision(Verdict.INCONCLUSIVE, 3, List.of(reason));
    }

    private ExitDecision because(List<String> further) {
        List<String> all = new ArrayList<>(reasons);
        further.stream().filter(r -> !all.contains(r)).forEach(all::add);
        return new ExitDecision(verdict, exitCode, List.copyOf(all));
    }
}
