package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.compare.Needed;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing to do after a run, the same in every rendering.
 *
 * @param section id of the section of the page that has more, with its name; both null without one
 * @param command to paste; null without one
 */
record NextStep(String text, String section, String sectionName, String command) {

    /** In the order in which to do them; empty when there is nothing to do. */
    static List<NextStep> of(RunReport report) {
        Summary summary = report.summary();
        List<NextStep> steps = new ArrayList<>();
        if (summary.verdict() == Verdict.PASS || summary.verdict() == Verdict.NONE) {
            return steps;
        }
        if (summary.verdict() == Verdict.FAIL) {
            slowStep(report).ifPresent(steps::add);
            failures(report).ifPresent(steps::add);
            steps.add(new NextStep("After a fix, run it again:", null, null, again(report)));
        } else if (!summary.trusted()) {
            steps.add(new NextStep("See what this machine can do:", "trust", "What held it up", "rehearse doctor"));
            steps.add(new NextStep("Relieve the generator, then run it again:", null, null, again(report)));
        } else {
            steps.add(undecided(report));
        }
        return steps;
    }

    private static NextStep undecided(RunReport report) {
        long seconds = Sentences.secondsNeeded(report.summary());
        if (seconds > 0) {
            String text = "Run longer, so that each percentile has enough values:";
            return new NextStep(text, null, null, again(report) + " --duration " + seconds + "s");
        }
        if (report.compared().isPresent()) {
            Compared compared = report.compared().get();
            for (Row row : compared.comparison().rows()) {
                if (row.needed() != null && row.decidable()) {
                    return moreRuns(report, compared, row);
                }
            }
        }
        return new NextStep("Run it again:", null, null, again(report));
    }

    private static NextStep moreRuns(RunReport report, Compared compared, Row row) {
        Needed needed = row.needed();
        String text = Typography.sentence(compared.words().needed(row).strip());
        if (needed.candidateRuns() > 0 && !report.duet()) {
            int runs = compared.candidate().size() + needed.candidateRuns();
            return new NextStep(text, null, null, again(report).replaceAll(" --runs \\d+", "") + " --runs " + runs);
        }
        return new NextStep(text, null, null, needed.possible() ? again(report) : null);
    }

    /** The failures to look at, if failures are what it is about, or there is nothing else to look at. */
    private static Optional<NextStep> failures(RunReport report) {
        return report.summary().errors().stream()
                .filter(e -> e.example() != null && e.step() != null && e.count() > 0)
                .findFirst()
                .map(e -> {
                    ErrorExample example = report.examples().get(e.example() - 1);
                    String trace = example.traceId() == null ? "" : " One by its trace: " + example.traceId() + ".";
                    String times = e.count() + (e.count() == 1 ? " time" : " times");
                    return new NextStep(
                            "Look at the failures of " + e.step() + ": " + Escape.cut(e.message(), 120) + ", " + times
                                    + " (errors.ndjson#" + e.example() + ")." + trace,
                            "errors",
                            "Errors",
                            null);
                });
    }

    /** Of the first step that is too slow: where does its time go? */
    private static Optional<NextStep> slowStep(RunReport report) {
        for (RunManifest.Step step : report.worstFirst()) {
            Summary.StepRow row = report.row(step, report.side());
            if (row != null && row.response() != null && tooSlow(report, step)) {
                return Optional.of(new NextStep(
                        "Look in the service behind " + step.method() + " " + step.path() + ": "
                                + BreakdownSection.largestPart(row) + ".",
                        "where",
                        "Where the time goes",
                        null));
            }
        }
        return Optional.empty();
    }

    private static boolean tooSlow(RunReport report, RunManifest.Step step) {
        boolean overLimit = report.summary().objectives().stream()
                .filter(o ->
                        o.verdict() == Verdict.FAIL && !Double.isNaN(o.metric().quantile()))
                .map(ObjectiveResult::subject)
                .anyMatch(step.name()::equals);
        boolean slower = report.compared().stream()
                .flatMap(c -> c.comparison().rows().stream())
                .anyMatch(r -> r.verdict() == io.rehearse.reports.compare.Verdict.FAIL
                        && r.metric().kind() == Metric.Kind.LATENCY
                        && report.manifest().nameOf(step).equals(r.step()));
        return overLimit || slower;
    }

    /** The command that makes the same run again. */
    static String again(RunReport report) {
        StringBuilder command = new StringBuilder("rehearse run ");
        command.append(report.manifest().script().name());
        command.append(" --load ").append(report.manifest().load().name());
        for (RunManifest.Side side : report.manifest().sides()) {
            if (report.duet() || !side.name().equals("default")) {
                command.append(" --env ").append(side.name());
            }
        }
        report.compared().ifPresent(c -> {
            command.append(report.duet() ? "" : " --baseline " + c.baseline());
            command.append(c.candidate().size() > 1 ? " --runs " + c.candidate().size() : "");
        });
        return command.toString();
    }

    /** On one line. */
    String line() {
        return command == null ? text : text + " " + command;
    }
}
