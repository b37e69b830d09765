package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Comparison;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.compare.Figures;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.compare.Numbers;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.compare.Verdict;
import io.rehearse.reports.run.RunManifest;
import java.util.ArrayList;
import java.util.List;

/** The run against what it is held against: each row with value, limit, interval and n, drawn and in words. */
final class ComparisonSection {
    private final Page page;
    private final Reference reference;
    private final Compared compared;
    private final Comparison comparison;
    private final IntervalPlot plot;
    private final Html html = new Html();

    private ComparisonSection(Page page, Reference reference) {
        this.page = page;
        this.reference = reference;
        this.compared = reference.compared();
        this.comparison = compared.comparison();
        this.plot = new IntervalPlot(comparison.rows());
    }

    /** Empty without a comparison. */
    static Html of(Page page) {
        return page.reference()
                .map(reference -> {
                    ComparisonSection section = new ComparisonSection(page, reference);
                    section.write();
                    return section.html;
                })
                .orElse(new Html());
    }

    private void write() {
        html.heading("compare", "Against " + compared.baseline() + ": " + ComparedWords.count(comparison));
        for (Concern concern : comparison.concerns()) {
            html.open("p", "class", "say-one").add(ComparedWords.mark(concern).shape());
            html.text(Typography.sentence(compared.words().concern(concern))).close("p");
        }
        if (comparison.rows().isEmpty()) {
            return;
        }
        html.note(note());
        Table table = new Table("Comparison with " + compared.baseline() + ", the worst step first", "stack cmp")
                .column("Metric", Table.WORDS)
                .column(page.duet() ? page.sideName(0) : "Baseline", "c-b")
                .column(
                        page.duet() ? page.sideName(1) : compared.candidate().size() > 1 ? "These runs" : "This run",
                        "c-r")
                .column("Change", "c-d")
                .column("Interval", "c-iv")
                .column(Table.Cell.of(plot.axis(), "l plot"))
                .column("Proved", "c-n")
                .column("Verdict", "l c-v");
        for (String step : ComparedWords.worstFirst(comparison)) {
            List<Row> rows = ComparedWords.rows(comparison, step);
            table.group(group(step, rows));
            rows.forEach(row -> row(table, row));
        }
        html.add(table.html());
        html.open("details").element("summary", "", "Every row in a sentence").open("ul");
        comparison
                .rows()
                .forEach(row -> html.element(
                        "li", "", Typography.sentence(compared.words().row(row))));
        html.close("ul").close("details").line();
    }

    private String note() {
        int base = compared.base().size();
        int candidate = compared.candidate().size();
        String ticks = page.duet()
                ? ""
                : base == 1
                        ? " The small tick under each interval is the baseline run."
                        : " Small ticks under each interval are the " + base
                                + " baseline runs: how much runs differ when nothing changed.";
        String several = candidate > 1 ? " Ticks above are the " + candidate + " runs of this version." : "";
        return "Shaded is what the limit allows, the dashed line is the limit; error rows are stretched until theirs lies at"
                + " +10\u00a0%. The bracket is how far an interval may reach and still pass where that is more." + ticks
                + several;
    }

    private Html group(String step, List<Row> rows) {
        Html heading = new Html();
        Numbers n = rows.get(0).numbers();
        if (step == null) {
            return heading.text("All steps ").element("span", "", "mean over the steps");
        }
        heading.text(step + " ").open("span");
        page.manifest().journeys().stream()
                .flatMap(j -> j.steps().stream())
                .filter(s -> page.manifest().nameOf(s).equals(step))
                .findFirst()
                .ifPresent(s -> request(heading, s));
        heading.text("n = " + Typography.count(n.candidateCount()) + " against " + Typography.count(n.baseCount()));
        return heading.close("span");
    }

    private static void request(Html heading, RunManifest.Step step) {
        heading.element("code", "", step.method() + " " + step.path()).text(", ");
    }

    private void row(Table table, Row row) {
        Numbers n = row.numbers();
        Mark mark = ComparedWords.mark(row);
        boolean tinted = mark == Mark.FAIL
                || mark == Mark.SUSPECT
                || mark == Mark.INCONCLUSIVE && comparison.verdict() == Verdict.INCONCLUSIVE;
        boolean known = !Double.isNaN(n.estimate());
        String base = Figures.value(n.metric(), n.base());
        String candidate = Figures.value(n.metric(), n.candidate());
        Html before = new Html().element("span", "wide", base);
        before.open("span", "class", "narrow", "hidden", "hidden")
                .text(base + " to " + candidate)
                .close("span");
        List<JudgedRun> several = compared.candidate().size() > 1 ? compared.candidate() : List.of();
        List<Double> baseTicks = page.duet() ? List.of() : reference.distances(row, compared.base());
        table.row(
                tinted ? mark.row() : "",
                List.of(
                        Table.Cell.words(row.metric().label()),
                        new Table.Cell(before, "c-b"),
                        Table.Cell.figures(candidate).and("c-r"),
                        Table.Cell.figures(known ? Figures.change(n.metric(), n.estimate()) : "–")
                                .and("c-d"),
                        Table.Cell.figures(known ? ComparedWords.interval(n) : "–")
                                .and("c-iv"),
                        Table.Cell.of(plot.row(row, mark, baseTicks, reference.distances(row, several)), "plot"),
                        Table.Cell.figures(ComparedWords.proved(row)).and("c-n dim"),
                        new Table.Cell(ComparedWords.verdict(row), "l c-v")));
    }

    /** One line a run, of the worst step: how much runs differ. Empty without a comparison. */
    static Html runs(Page page) {
        Html html = new Html();
        if (page.reference().isEmpty()) {
            return html;
        }
        Reference reference = page.reference().get();
        Compared compared = reference.compared();
        String step = ComparedWords.worstFirst(compared.comparison()).stream()
                .filter(s -> s != null)
                .findFirst()
                .orElse(null);
        if (step == null || compared.base().isEmpty()) {
            return html;
        }
        html.heading("runs", page.duet() ? "Sides" : "Runs").note(step + ", ms.");
        Table table = new Table("Runs of the comparison, " + step + ", ms", "")
                .column("Run", Table.WORDS)
                .column("p50", "")
                .column("p95", "")
                .column("p99", "");
        compared.base().forEach(run -> table.row("", cells(reference, run, step)));
        compared.candidate().forEach(run -> table.row("own", cells(reference, run, step)));
        return html.add(table.html());
    }

    private static List<Table.Cell> cells(Reference reference, JudgedRun run, String step) {
        List<Table.Cell> cells =
                new ArrayList<>(List.of(new Table.Cell(new Html().element("code", "", run.name()), Table.WORDS)));
        io.rehearse.reports.compare.Latencies all = reference.total(run, step);
        for (double q : new double[] {0.5, 0.95, 0.99}) {
            cells.add(Table.Cell.figures(
                    all.count() == 0
                            ? "–"
                            : io.rehearse.reports.objective.Figures.digits(all.quantileMicros(q) / 1000.0)));
        }
        return cells;
    }
}
