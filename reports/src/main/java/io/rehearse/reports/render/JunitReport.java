package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.summary.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The run as JUnit XML: a case per objective and per row of a comparison, of a functional run a case per step, and one for the
 * run itself, so that a run that was stopped is never all green. Inconclusive is skipped, or fails for who wants that; what a load
 * cannot decide at all is always skipped.
 */
final class JunitReport {
    private enum Result {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED
    }

    private record Case(String name, double seconds, Result result, String message) {}

    private JunitReport() {}

    static String of(RunReport report, boolean inconclusiveFails) {
        Summary summary = report.summary();
        Result open = inconclusiveFails ? Result.FAILURE : Result.SKIPPED;
        List<Case> cases = new ArrayList<>();
        cases.add(run(summary));
        if (summary.functional()) {
            summary.steps().forEach(row -> cases.add(step(report, row)));
        } else {
            cases.add(
                    summary.trusted()
                            ? new Case("generator is trusted", 0, Result.PASSED, "")
                            : new Case("generator is trusted", 0, open, reasons(summary)));
            summary.objectives().forEach(o -> cases.add(objective(summary, o, open)));
        }
        report.compared().ifPresent(compared -> compared(compared, open, cases));
        return xml(report, cases);
    }

    private static Case run(Summary summary) {
        String name = "run is complete";
        switch (summary.exitCode()) {
            case 0:
            case 1:
            case 3:
                return summary.end() == null
                        ? new Case(name, 0, Result.ERROR, reasons(summary))
                        : new Case(name, summary.end().seconds(), Result.PASSED, "");
            case 4:
                return new Case(name, summary.end().seconds(), Result.FAILURE, reasons(summary));
            default:
                return new Case(name, summary.end().seconds(), Result.ERROR, reasons(summary));
        }
    }

    private static Case step(RunReport report, Summary.StepRow row) {
        double seconds = row.response() == null ? 0 : row.response().meanMs() / 1000;
        String name = report.rowName(row);
        if (row.failed() > 0) {
            String messages = String.join(
                    "\n",
                    report.summary().errors().stream()
                            .filter(e -> row.step().equals(e.step()))
                            .map(e -> e.message() + " " + report.scriptLine(e.line())
                                    + (e.example() == null ? "" : " errors.ndjson#" + e.example()))
                            .toList());
            return new Case(
                    name,
                    seconds,
                    Result.FAILURE,
                    row.failed() + " of " + (row.ok() + row.failed()) + " failed: " + row.outcomes()
                            + (messages.isEmpty() ? "" : "\n" + messages));
        }
        return row.ok() == 0
                ? new Case(name, 0, Result.SKIPPED, "not reached")
                : new Case(name, seconds, Result.PASSED, "");
    }

    private static Case objective(Summary summary, ObjectiveResult o, Result open) {
        String name = (summary.stairs() == null ? "" : o.window() + ": ") + o.subject() + ": " + o.text();
        Result result = o.verdict() == Verdict.PASS
                ? Result.PASSED
                : o.verdict() == Verdict.FAIL
                        ? Result.FAILURE
                        : o.verdict() == Verdict.INCONCLUSIVE ? open : Result.SKIPPED;
        return new Case(name, 0, result, o.reason());
    }

    /** One case for the whole, which also holds what no row says, and one a row. */
    private static void compared(Compared compared, Result open, List<Case> cases) {
        String against = " against " + compared.baseline();
        Result whole = switch (compared.verdict()) {
            case PASS -> Result.PASSED;
            case FAIL -> Result.FAILURE;
            default -> open;
        };
        cases.add(new Case(
                "comparison" + against,
                0,
                whole,
                String.join("\n", compared.words().reasons())));
        for (Row row : compared.comparison().rows()) {
            Result result = switch (ComparedWords.mark(row)) {
                case PASS -> Result.PASSED;
                case FAIL -> Result.FAILURE;
                case SUSPECT, INCONCLUSIVE -> open;
                case NONE -> Result.SKIPPED;
            };
            String name = (row.step() == null ? "all steps" : row.step()) + ": "
                    + row.metric().label() + against;
            cases.add(new Case(name, 0, result, compared.words().row(row)));
        }
    }

    private static String reasons(Summary summary) {
        return String.join("\n", summary.reasons());
    }

    private static String xml(RunReport report, List<Case> cases) {
        String suite = report.journeys() + ", load " + report.manifest().load().name();
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        out.append(String.format(
                Locale.ROOT,
                "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%.3f\""
                        + " timestamp=\"%s\">%n",
                Escape.xml(suite),
                cases.size(),
                count(cases, Result.FAILURE),
                count(cases, Result.ERROR),
                count(cases, Result.SKIPPED),
                cases.stream().mapToDouble(Case::seconds).sum(),
                report.manifest().created().toString().replaceFirst("(\\.\\d+)?Z$", "")));
        for (Case c : cases) {
            out.append(String.format(
                    Locale.ROOT,
                    "  <testcase classname=\"rehearse.%s\" name=\"%s\" time=\"%.3f\"",
                    Escape.xml(report.journeys().replaceAll("[^A-Za-z0-9]+", "-")),
                    Escape.xml(c.name),
                    c.seconds));
            switch (c.result) {
                case FAILURE:
                    out.append(problem("failure", c.message));
                    break;
                case ERROR:
                    out.append(problem("error", c.message));
                    break;
                case SKIPPED:
                    out.append("><skipped message=\"")
                            .append(Escape.xml(c.message))
                            .append("\"/></testcase>\n");
                    break;
                default:
                    out.append("/>\n");
            }
        }
        return out.append("</testsuite>\n</testsuites>\n").toString();
    }

    private static String problem(String element, String message) {
        String first = message.split("\n", 2)[0];
        return "><" + element + " message=\"" + Escape.xml(first) + "\">" + Escape.xml(message) + "</" + element
                + "></testcase>\n";
    }

    private static long count(List<Case> cases, Result result) {
        return cases.stream().filter(c -> c.result == result).count();
    }
}
