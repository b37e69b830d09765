package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.compare.Numbers;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.summary.Percentiles;
import io.rehearse.reports.summary.Summary;
import java.util.ArrayList;
import java.util.List;

/** The run as a comment of at most one screen: verdict, what did not hold, the steps, what to do next. */
final class MarkdownReport {
    private static final int ROWS_MAX = 12;
    private static final int ERRORS_MAX = 3;

    private MarkdownReport() {}

    static String of(RunReport report) {
        Summary summary = report.summary();
        StringBuilder out = new StringBuilder();
        Headline headline = Headline.of(summary.reasons().get(0));
        out.append("### ").append(Sentences.verdict(summary)).append(": ");
        out.append(Escape.markdown(headline.first())).append("\n\n");
        if (!headline.rest().isEmpty()) {
            out.append(Escape.markdown(Typography.plainSentence(headline.rest())))
                    .append("\n\n");
        }
        List<ObjectiveResult> open = Sentences.worstFirst(summary.objectives()).stream()
                .filter(o -> o.verdict() == Verdict.FAIL || o.verdict() == Verdict.INCONCLUSIVE)
                .toList();
        report.compared().ifPresent(compared -> comparison(out, report, compared));
        objectives(out, open);
        if (report.compared().isEmpty()) {
            steps(out, report);
        }
        out.append("Objectives: ")
                .append(Sentences.objectives(summary.objectives()))
                .append(". ");
        out.append("Errors: ").append(Sentences.errors(summary)).append(". ");
        out.append("Generator trusted: ").append(summary.trusted() ? "yes" : "**no**");
        out.append(" (").append(Escape.markdown(Sentences.trust(summary))).append(").\n");
        errors(out, report);
        for (String note : summary.notes()) {
            out.append("\nNote: ").append(Escape.markdown(note)).append(".\n");
        }
        List<NextStep> next = NextStep.of(report);
        for (int i = 0; i < next.size(); i++) {
            NextStep step = next.get(i);
            out.append(i == 0 ? "\n**Next:** " : " ").append(Escape.markdown(step.text()));
            out.append(step.command() == null ? "" : " " + Escape.markdownCode(step.command()) + ".");
        }
        out.append(next.isEmpty() ? "" : "\n");
        provenance(out, report);
        return out.toString();
    }

    /** Rows that do not pass; of a comparison that passes, the p95 of each step. What the others come to stands below in words. */
    private static void comparison(StringBuilder out, RunReport report, Compared compared) {
        List<Row> rows = new ArrayList<>();
        boolean pass = compared.verdict() == io.rehearse.reports.compare.Verdict.PASS;
        for (String step : ComparedWords.worstFirst(compared.comparison())) {
            for (Row row : ComparedWords.rows(compared.comparison(), step)) {
                boolean open = ComparedWords.mark(row) != Mark.PASS && ComparedWords.mark(row) != Mark.NONE;
                if (pass ? row.metric().label().equals("p95") : open) {
                    rows.add(row);
                }
            }
        }
        if (!rows.isEmpty()) {
            String base = report.duet() ? report.manifest().sides().get(0).name() : "baseline";
            String own = report.duet() ? report.manifest().sides().get(1).name() : "this run";
            out.append(String.format(
                    "| step | metric | %s | %s | change | interval | limit | verdict |%n"
                            + "|:--|:--|--:|--:|--:|:-:|--:|:--|%n",
                    Escape.markdown(base), Escape.markdown(own)));
            rows.subList(0, Math.min(ROWS_MAX, rows.size())).forEach(row -> row(out, row));
            out.append(rows.size() > ROWS_MAX ? "\n" + (rows.size() - ROWS_MAX) + " more in the report.\n\n" : "\n");
        }
        List<String> sentences = new ArrayList<>();
        for (TopComparison.Line line : TopComparison.of(compared)) {
            if (line.mark() == Mark.PASS || line.mark() == Mark.NONE) {
                sentences.add(Escape.markdown(Typography.plainSentence(line.text())));
            }
        }
        for (Concern concern : compared.comparison().concerns()) {
            String words = compared.words().concern(concern);
            if (!words.equals(report.summary().reasons().get(0))) {
                sentences.add(Escape.markdown(words));
            }
        }
        // a table is one only behind an empty line
        out.append(String.join(" ", sentences)).append(sentences.isEmpty() ? "" : "\n\n");
    }

    private static void row(StringBuilder out, Row row) {
        Numbers n = row.numbers();
        boolean fails = ComparedWords.mark(row) == Mark.FAIL;
        boolean known = !Double.isNaN(n.estimate());
        String change = known ? io.rehearse.reports.compare.Figures.change(n.metric(), n.estimate()) : "–";
        String verdict = row.verdict() == io.rehearse.reports.compare.Verdict.PASS
                ? "pass: " + ComparedWords.proved(row)
                : row.verdict().name();
        double limit = fails || ComparedWords.mark(row) == Mark.SUSPECT ? n.margin() : n.limit();
        out.append(String.format(
                "| %s | %s | %s | %s | %s | %s | %s | %s |%n",
                Escape.markdown(row.step() == null ? "All steps" : row.step()),
                row.metric().label(),
                io.rehearse.reports.compare.Figures.value(n.metric(), n.base()),
                io.rehearse.reports.compare.Figures.value(n.metric(), n.candidate()),
                fails ? "**" + change + "**" : change,
                known ? ComparedWords.interval(n) : "–",
                "+" + io.rehearse.reports.compare.Figures.limit(n.metric(), limit),
                fails ? "**FAIL**" : verdict));
    }

    private static void objectives(StringBuilder out, List<ObjectiveResult> open) {
        if (open.isEmpty()) {
            return;
        }
        out.append("| objective | of | value | limit | n | verdict |\n|:--|:--|--:|--:|--:|:--|\n");
        for (ObjectiveResult o : open.subList(0, Math.min(ROWS_MAX, open.size()))) {
            String word = o.verdict() == Verdict.FAIL ? "**FAIL**" : "INCONCLUSIVE";
            out.append(String.format(
                    "| %s | %s | %s | %s | %d | %s |%n",
                    Escape.markdownCode(o.text()),
                    Escape.markdown(o.subject()),
                    o.value() == null ? "no data" : Figures.of(o.metric(), o.value()),
                    Figures.of(o.metric(), o.limit()),
                    o.n(),
                    word));
        }
        out.append(open.size() > ROWS_MAX ? "\n" + (open.size() - ROWS_MAX) + " more in the report.\n\n" : "\n");
    }

    private static void steps(StringBuilder out, RunReport report) {
        Summary summary = report.summary();
        List<Summary.StepRow> rows = summary.stairs() == null ? Sentences.worstStepsFirst(summary) : summary.steps();
        out.append("| step | ok | failed | p50 | p95 | p99 |\n|:--|--:|--:|--:|--:|--:|\n");
        for (Summary.StepRow row : rows.subList(0, Math.min(ROWS_MAX, rows.size()))) {
            Percentiles p = row.response();
            String name = (row.phase() == null ? "" : row.phase() + ": ") + report.rowName(row);
            out.append(String.format(
                    "| %s | %d | %d | %s | %s | %s |%n",
                    Escape.markdown(name),
                    row.ok(),
                    row.failed(),
                    p == null ? "-" : Figures.millis(p.p50Ms()),
                    p == null ? "-" : Figures.millis(p.p95Ms()),
                    p == null ? "-" : Figures.millis(p.p99Ms())));
        }
        out.append(rows.size() > ROWS_MAX ? "\n" + (rows.size() - ROWS_MAX) + " more in the report.\n\n" : "\n");
    }

    private static void errors(StringBuilder out, RunReport report) {
        List<Summary.ErrorRow> rows =
                report.summary().errors().stream().filter(e -> e.count() > 0).toList();
        for (Summary.ErrorRow e : rows.subList(0, Math.min(ERRORS_MAX, rows.size()))) {
            out.append("\n- ").append(Escape.markdown(e.step())).append(' ');
            out.append(Escape.markdownCode(e.message()));
            out.append(", ").append(e.count()).append(e.count() == 1 ? " time" : " times");
            String line = report.scriptLine(e.line());
            out.append(line.isEmpty() ? "" : ", " + Escape.markdownCode(line));
            out.append(e.example() == null ? "" : ", `errors.ndjson#" + e.example() + "`");
        }
        out.append(rows.isEmpty() ? "" : "\n");
    }

    private static void provenance(StringBuilder out, RunReport report) {
        out.append("\n<details><summary>Run</summary>\n\n");
        out.append(Escape.markdown(report.journeys())).append(", load ");
        out.append(Escape.markdownCode(report.manifest().load().name())).append(" (");
        out.append(Escape.markdown(Sentences.judged(report))).append("), environment ");
        out.append(Escape.markdown(report.environments()));
        if (report.manifest().gitCommit() != null) {
            out.append(", commit ").append(Escape.markdownCode(report.manifest().gitCommit()));
        }
        out.append(", run ").append(Escape.markdownCode(report.manifest().id()));
        out.append(", seed ").append(report.manifest().seed());
        out.append(", exit code ").append(report.summary().exitCode());
        out.append(". Full report: `report.html` of the run directory.\n</details>\n");
    }
}
