package io.rehearse.reports.render;

import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing to do after a run.
 *
 * @param section id of the section that has more, with its name; both null without one
 * @param command to paste; null without one
 */
record NextStep(String text, String section, String sectionName, String command) {

    static List<NextStep> of(Page page) {
        Summary summary = page.summary();
        List<NextStep> steps = new ArrayList<>();
        if (summary.verdict() == Verdict.PASS || summary.verdict() == Verdict.NONE) {
            return steps;
        }
        if (summary.verdict() == Verdict.FAIL) {
            failures(page).ifPresent(steps::add);
            slowStep(page).ifPresent(steps::add);
            steps.add(new NextStep("After a fix, run it again:", null, null, again(page, "")));
        } else if (!summary.trusted()) {
            steps.add(new NextStep("See what this machine can do:", "trust", "What held it up", "rehearse doctor"));
            steps.add(new NextStep("Relieve the generator, then run it again:", null, null, again(page, "")));
        } else {
            long seconds = Sentences.secondsNeeded(summary);
            steps.add(
                    seconds > 0
                            ? new NextStep(
                                    "Run longer, so that each percentile has enough values:",
                                    null,
                                    null,
                                    again(page, " --duration " + seconds + "s"))
                            : new NextStep("Run it again:", null, null, again(page, "")));
        }
        return steps;
    }

    private static Optional<NextStep> failures(Page page) {
        return page.summary().errors().stream()
                .filter(e -> e.example() != null && e.step() != null && e.count() > 0)
                .findFirst()
                .map(e -> {
                    ErrorExample example = page.report().examples().get(e.example() - 1);
                    String trace =
                            example.traceId() == null ? "" : " One of them by its trace: " + example.traceId() + ".";
                    return new NextStep(
                            "Look at the failures of " + e.step() + ": " + Escape.cut(e.message(), 120) + ", "
                                    + e.count() + (e.count() == 1 ? " time." : " times.") + trace,
                            "errors",
                            "Errors",
                            null);
                });
    }

    /** The first step whose time is over its limit: where does the time go? */
    private static Optional<NextStep> slowStep(Page page) {
        for (ObjectiveResult o : page.summary().objectives()) {
            if (o.verdict() == Verdict.FAIL && !Double.isNaN(o.metric().quantile())) {
                for (RunManifest.Step step : page.worstFirst()) {
                    Summary.StepRow row = page.row(step, page.side());
                    if (row != null && step.name().equals(o.subject()) && row.response() != null) {
                        return Optional.of(new NextStep(
                                "Look in the service behind " + step.method() + " " + step.path() + ": "
                                        + BreakdownSection.largestPart(row) + ".",
                                "where",
                                "Where the time goes",
                                null));
                    }
                }
            }
        }
        return Optional.empty();
    }

    static String again(Page page, String more) {
        return Sentences.again(page.report()) + more;
    }
}
