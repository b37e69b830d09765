package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.summary.Percentiles;
import io.rehearse.reports.summary.Summary;
import java.util.List;

/** The last words of a run in the terminal: verdict first, complete without colour, at most {@link TextLines#WIDTH} columns. */
final class TextSummary {
    private static final int NAME = 28;
    private static final int ROWS_MAX = 12;
    private static final int ERRORS_MAX = 5;

    private final RunReport report;
    private final Summary summary;
    private final TextLines lines = new TextLines();

    private TextSummary(RunReport report) {
        this.report = report;
        this.summary = report.summary();
    }

    static String of(RunReport report) {
        TextSummary text = new TextSummary(report);
        text.write();
        return text.lines.text();
    }

    private void write() {
        String verdict = Sentences.verdict(summary);
        lines.wrap(verdict + "  ", summary.reasons().get(0), verdict.length() + 2);
        lines.blank();
        comparison();
        steps();
        lines.blank();
        if (summary.capacity() != null) {
            labelled("capacity", Sentences.capacity(summary.capacity()));
        }
        objectives();
        errors();
        trust();
        labelled("judged", Sentences.judged(report) + noise());
        summary.notes().stream()
                .filter(note -> !note.startsWith("closed model"))
                .forEach(note -> labelled("note", note));
        List<String> further =
                summary.reasons().stream().skip(1).filter(this::unsaid).toList();
        for (int i = 0; i < Math.min(further.size(), ROWS_MAX); i++) {
            labelled(i == 0 ? "also" : "", further.get(i));
        }
        lines.blank();
        List<NextStep> next = NextStep.of(report);
        for (int i = 0; i < next.size(); i++) {
            labelled(i == 0 ? "next" : "", next.get(i).line());
        }
        labelled("report", report.directory().resolve("report.html").toString());
        labelled("exit code", String.valueOf(summary.exitCode()));
    }

    /** Objectives and trust are told in their own place. */
    private boolean unsaid(String reason) {
        return summary.objectives().stream().noneMatch(o -> reason.endsWith(o.reason()))
                && !summary.distrust().contains(reason)
                && report.compared()
                        .map(c -> !ComparisonText.said(c).contains(reason))
                        .orElse(true);
    }

    private void comparison() {
        List<String> table = report.compared().map(ComparisonTable::lines).orElse(List.of());
        table.forEach(lines::line);
        if (!table.isEmpty()) {
            lines.blank();
        }
    }

    private String noise() {
        String noise = report.compared().map(ComparisonTable::noise).orElse("");
        return noise.isEmpty() ? "" : "; " + noise;
    }

    private void steps() {
        if (report.manifest().sides().size() > 1 && summary.stairs() == null) {
            SideRows.of(report).forEach(lines::line);
            return;
        }
        lines.line(String.format(
                "%-" + NAME + "s%9s%8s%10s%10s%10s%10s%10s",
                "",
                "ok",
                "failed",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "max ms",
                "n"));
        String phase = null;
        List<Summary.StepRow> rows = summary.stairs() == null ? Sentences.worstStepsFirst(summary) : summary.steps();
        for (Summary.StepRow row : rows) {
            if (row.phase() != null && !row.phase().equals(phase)) {
                phase = row.phase();
                String name = phase;
                summary.stairs().stream()
                        .filter(s -> s.phase().equals(name))
                        .forEach(s -> lines.line(fit(name, NAME)
                                + (s.perSecond() == null ? "" : "  " + Figures.digits(s.perSecond()) + "/s") + "  "
                                + s.verdict()));
            }
            Percentiles p = row.response();
            lines.line(String.format(
                    "%s%9d%8d%10s%10s%10s%10s%10s",
                    fit((row.phase() == null ? "" : "  ") + report.rowName(row), NAME),
                    row.ok(),
                    row.failed(),
                    p == null ? "-" : Figures.digits(p.p50Ms()),
                    p == null ? "-" : Figures.digits(p.p95Ms()),
                    p == null ? "-" : Figures.digits(p.p99Ms()),
                    p == null ? "-" : Figures.digits(p.maxMs()),
                    p == null ? "-" : String.valueOf(p.n())));
        }
    }

    private void objectives() {
        labelled("objectives", Sentences.objectives(summary.objectives()));
        List<ObjectiveResult> worstFirst = Sentences.worstFirst(summary.objectives());
        int shown = 0;
        for (ObjectiveResult o : worstFirst) {
            boolean told = o.verdict() != Verdict.NONE;
            if (told && (shown < ROWS_MAX || o.verdict() == Verdict.FAIL)) {
                String word = o.verdict() == Verdict.PASS ? "pass" : o.verdict().name();
                String where = summary.stairs() == null ? "" : o.window() + ": ";
                labelled("", word + "  " + where + o.reason() + samples(o));
                shown++;
            }
        }
        long left = worstFirst.stream().filter(o -> o.verdict() != Verdict.NONE).count() - shown;
        if (left > 0) {
            labelled("", left + " more in report.html");
        }
    }

    private static String samples(ObjectiveResult o) {
        return o.n() > 0 && !Double.isNaN(o.metric().quantile()) ? " (n " + o.n() + ")" : "";
    }

    private void errors() {
        labelled("errors", Sentences.errors(summary));
        List<Summary.ErrorRow> rows =
                summary.errors().stream().filter(e -> e.count() > 0).toList();
        for (Summary.ErrorRow e : rows.subList(0, Math.min(ERRORS_MAX, rows.size()))) {
            String line = report.scriptLine(e.line());
            labelled(
                    "",
                    (e.step() == null ? "" : e.step() + "  ") + e.message() + "  x" + e.count()
                            + (line.isEmpty() ? "" : "  " + line)
                            + (e.example() == null ? "" : "  errors.ndjson#" + e.example()));
        }
        if (rows.size() > ERRORS_MAX) {
            labelled("", (rows.size() - ERRORS_MAX) + " more kinds in errors.ndjson");
        }
    }

    private void trust() {
        if (summary.trusted()) {
            labelled("trusted", "yes: " + Sentences.trust(summary));
            return;
        }
        labelled("trusted", "no: " + Sentences.trust(summary));
        summary.distrust().forEach(reason -> labelled("", reason));
    }

    private void labelled(String label, String text) {
        lines.labelled(label, text);
    }

    static String fit(String name, int width) {
        String plain = Escape.terminal(name);
        int length = plain.codePointCount(0, plain.length());
        return length <= width - 1
                ? plain + " ".repeat(width - length)
                : plain.substring(0, plain.offsetByCodePoints(0, width - 2)) + "… ";
    }
}
