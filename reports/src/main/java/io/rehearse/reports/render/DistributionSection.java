package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Percentiles;
import io.rehearse.reports.summary.Summary;
import io.rehearse.reports.summary.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Times by percentile: drawn for each step, and as tables. */
final class DistributionSection {
    private static final List<String> TIMES = List.of("p50", "p90", "p95", "p99", "p99.9", "max", "mean", "n");

    private DistributionSection() {}

    static Html of(Page page) {
        Html html = new Html().heading("percentiles", "Response by percentile");
        html.note(
                "From the instant a user wanted to act to the last byte, timeouts included, other failures not; the measured"
                        + " phases. Both axes logarithmic, ms. Dotted: fewer than 10 values lie above."
                        + (page.reference().isPresent() && !page.duet() ? " Grey: range of the baseline's runs." : "")
                        + (page.duet() ? " Grey: " + page.sideName(0) + ". Blue: " + page.sideName(1) + "." : ""));
        charts(html, page);
        Summary summary = page.summary();
        List<Summary.StepRow> rows = summary.stairs() == null ? Sentences.worstStepsFirst(summary) : summary.steps();
        html.add(table(page, "Response, ms", rows, Summary.StepRow::response, true));
        details(html, page, "Service: from the first byte sent to the last byte read", rows, Summary.StepRow::service);
        details(
                html,
                page,
                "First byte: from the first byte sent to the first byte read",
                rows,
                Summary.StepRow::firstByte);
        details(html, page, "Wait: connection pool, name resolution, connect and TLS", rows, Summary.StepRow::waiting);
        details(html, page, "Late: the generator's own delay", rows, Summary.StepRow::late);
        if (!summary.notJudged().isEmpty()) {
            details(
                    html,
                    page,
                    "Response in phases that are not judged",
                    summary.notJudged(),
                    Summary.StepRow::response);
        }
        return html;
    }

    private static void charts(Html html, Page page) {
        List<RunManifest.Step> steps = page.worstFirst();
        html.open("div", "class", "three");
        for (RunManifest.Step step : steps.subList(0, Math.min(TimeSection.LANES_MAX, steps.size()))) {
            List<Timeline.StepLine> lines = page.timeline().steps().stream()
                    .filter(l -> l.step() == step.index() && !l.curve().isEmpty())
                    .toList();
            if (!lines.isEmpty()) {
                String name = page.manifest().nameOf(step);
                Summary.StepRow row = page.row(step, page.side());
                html.open("figure", "class", "chart").element("figcaption", "", name);
                List<Reference.Range> baseline = page.duet()
                        ? List.of()
                        : page.reference()
                                .map(r -> r.ranges(name, lines.get(0).curve()))
                                .orElse(List.of());
                html.add(new PercentileChart(name, lines, page.side(), baseline)
                        .draw(row == null ? null : row.response()));
                html.close("figure").line();
            }
        }
        html.close("div");
    }

    private static void details(
            Html html,
            Page page,
            String name,
            List<Summary.StepRow> rows,
            Function<Summary.StepRow, Percentiles> times) {
        html.open("details").element("summary", "", name + ", ms");
        html.add(table(page, name + ", ms", rows, times, false))
                .close("details")
                .line();
    }

    private static Html table(
            Page page,
            String caption,
            List<Summary.StepRow> rows,
            Function<Summary.StepRow, Percentiles> times,
            boolean journeys) {
        Table table = new Table(caption, "").column(journeys ? "Response, ms" : "ms", Table.WORDS);
        List.of("started", "ok", "failed").forEach(name -> table.column(name, ""));
        TIMES.forEach(name -> table.column(name, ""));
        for (Summary.StepRow row : rows) {
            String name = (row.phase() == null ? "" : row.phase() + ": ")
                    + page.report().rowName(row);
            table.row("", cells(name, row.started(), row.ok(), row.failed(), times.apply(row)));
        }
        if (journeys) {
            for (Summary.JourneyRow j : page.summary().journeys()) {
                String name = (j.phase() == null ? "" : j.phase() + ": ")
                        + j.journey()
                        + (page.duet() ? ", " + page.sideName(j.side()) : "");
                if (j.response() != null) {
                    table.row(
                            "", cells(name + ", sum of a walk's steps", j.started(), j.ok(), j.failed(), j.response()));
                }
                if (j.elapsed() != null) {
                    table.row("", cells(name + ", thinking included", j.started(), j.ok(), j.failed(), j.elapsed()));
                }
            }
        }
        Html html = table.scrolling();
        if (journeys) {
            remarks(html, page);
        }
        return html;
    }

    /** What happened to walks and is in no row. */
    private static void remarks(Html html, Page page) {
        for (Summary.JourneyRow j : page.summary().journeys()) {
            List<String> told = new ArrayList<>();
            j.dropped().forEach((outcome, n) -> told.add(n + " arrivals dropped (" + outcome + ")"));
            add(told, j.unfinished(), "unfinished");
            add(told, j.paceMissed(), "rounds longer than their pace");
            add(told, j.cleanupOk(), "cleaned up");
            add(told, j.cleanupFailed(), "clean-ups failed");
            if (!told.isEmpty()) {
                html.note(j.journey() + (page.duet() ? ", " + page.sideName(j.side()) : "") + ": "
                        + String.join(", ", told) + ".");
            }
        }
    }

    private static void add(List<String> told, long n, String what) {
        if (n > 0) {
            told.add(n + " " + what);
        }
    }

    private static List<Table.Cell> cells(String name, long started, long ok, long failed, Percentiles p) {
        List<Table.Cell> cells = new ArrayList<>(List.of(
                Table.Cell.words(name), Table.Cell.count(started), Table.Cell.count(ok), Table.Cell.count(failed)));
        percentiles(cells, p);
        return cells;
    }

    /** The cells of {@link #TIMES}. */
    static void percentiles(List<Table.Cell> cells, Percentiles p) {
        if (p == null) {
            TIMES.forEach(name -> cells.add(Table.Cell.figures(name.equals("n") ? "0" : "–")));
            return;
        }
        for (double millis :
                new double[] {p.p50Ms(), p.p90Ms(), p.p95Ms(), p.p99Ms(), p.p999Ms(), p.maxMs(), p.meanMs()}) {
            String digits = Figures.digits(millis);
            cells.add(
                    digits.contains(".") || digits.equals("-")
                            ? Table.Cell.figures(digits)
                            : Table.Cell.count(Long.parseLong(digits)));
        }
        cells.add(Table.Cell.count(p.n()));
    }
}
