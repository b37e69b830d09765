package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One thing to do after a run, the same in every rendering.
 *
 * @param section id of the section of the page that has more, with its name; both null without one
 * @param command to paste; null without one
 */
record NextStep(String text, String section, String sectionName, String command) {

    /** More runs than anybody would wait for are told, not offered as a command. */
    private static final int RUNS_MAX = 20;

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
        return report.compared()
                .flatMap(compared -> moreRuns(report, compared))
                .orElse(new NextStep("Run it again:", null, null, again(report)));
    }

    /** What would decide the rows that are open, by the row that needs most. */
    private static Optional<NextStep> moreRuns(RunReport report, Compared compared) {
        return compared.comparison().rows().stream()
                .filter(row -> row.needed() != null && row.decidable())
                .max(Comparator.comparingInt(row -> row.needed().candidateRuns()))
                .map(row -> {
                    int more = row.needed().candidateRuns();
                    String text = Typography.plainSentence(
                            compared.words().needed(row).strip());
                    int each = row.needed().runsEach();
                    if (more == 0 && each > 0 && each <= RUNS_MAX && !report.duet()) {
                        return new NextStep(
                                text + " Record the baseline with --runs " + each + ", then:",
                                null,
                                null,
                                again(report).replaceAll(" --runs \\d+", "") + " --runs " + each);
                    }
                    if (more == 0 || more > RUNS_MAX || report.duet()) {
                        return new NextStep(text, null, null, row.needed().possible() ? again(report) : null);
                    }
                    String command = again(report).replaceAll(" --runs \\d+", "");
                    return new NextStep(
                            text,
                            null,
                            null,
                            command + " --runs " + (compared.candidate().size() + more));
                });
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
        RunManifest manifest = report.manifest();
        command.append(manifest.settings()
                .getOrDefault(RunManifest.GIVEN, manifest.script().name()));
        for (RunManifest.Parameter parameter : manifest.parameters()) {
            if (parameter.origin().equals("--set")) {
                command.append(" --set ").append(Escape.shell(parameter.name() + "=" + parameter.value()));
            }
        }
        RunManifest.Load load = report.manifest().load();
        command.append(isOnce(load) ? " --once" : " --load " + load.name());
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

    /** A functional run of one walk, which stands in no script. */
    private static boolean isOnce(RunManifest.Load load) {
        return load.name().equals("once")
                && load.functional()
                && Integer.valueOf(1).equals(load.phases().get(0).walks());
    }

    /** The command over several lines a shell can read, none longer than {@code width} where it has a space. */
    String wrapped(int width) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : command.split(" (?=--)")) {
            if (length > 0 && length + 1 + word.length() > width) {
                lines.append(" \\\n  ");
                length = 2;
            } else if (length > 0) {
                lines.append(' ');
                length++;
            }
            lines.append(word);
            length += word.length();
        }
        return lines.toString();
    }

    /** On one line. */
    String line() {
        return command == null ? text : text + " " + command;
    }
}
