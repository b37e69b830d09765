package io.rehearse.reports.render;

import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.summary.Summary;
import io.rehearse.reports.summary.Timeline;
import java.util.ArrayList;
import java.util.List;

/** What failed, how often, when, with examples to look at. */
final class ErrorsSection {
    private static final int ROWS_MAX = 50;
    private static final int EXAMPLES_MAX = 20;
    private static final int EXCERPT_MAX = 1500;
    private static final double STRIP = 150;

    private final Page page;
    private final Html html = new Html();
    private int examples;

    private ErrorsSection(Page page) {
        this.page = page;
    }

    static Html of(Page page) {
        ErrorsSection section = new ErrorsSection(page);
        section.write();
        return section.html;
    }

    private void write() {
        Summary summary = page.summary();
        html.heading("errors", "Errors: " + Typography.grouped(Typography.figures(Sentences.errors(summary))));
        html.note(
                "A failed check ends that user's walk. Failures are not in the times; timeouts are. Counted in judged phases.");
        List<Summary.ErrorRow> rows = summary.errors();
        if (rows.isEmpty()) {
            return;
        }
        Table table = new Table("Errors, most frequent first", "stack err")
                .column("Step", Table.WORDS)
                .column("What, with an example", Table.WORDS)
                .column("Outcome", Table.WORDS)
                .column("Count", "")
                .column("Not judged", "")
                .column("First and last, UTC", "")
                .column("When", "l plot")
                .column("Script", Table.WORDS);
        for (Summary.ErrorRow e : rows.subList(0, Math.min(ROWS_MAX, rows.size()))) {
            table.row(
                    "",
                    List.of(
                            Table.Cell.words(e.step() == null ? "–" : e.step()),
                            new Table.Cell(what(e), "l w"),
                            Table.Cell.words(e.outcome() == null ? "–" : e.outcome()),
                            Table.Cell.count(e.count()),
                            Table.Cell.count(e.notJudged()),
                            Table.Cell.figures(
                                    page.wallClock(e.firstSeconds()) + " to " + page.wallClock(e.lastSeconds())),
                            Table.Cell.of(strip(e), "l plot"),
                            Table.Cell.words(page.report().scriptLine(e.line()))));
        }
        html.add(table.html());
        if (rows.size() > ROWS_MAX) {
            html.note((rows.size() - ROWS_MAX) + " more kinds in summary.json.");
        }
    }

    private Html what(Summary.ErrorRow e) {
        ErrorExample example =
                e.example() == null ? null : page.report().examples().get(e.example() - 1);
        if (example == null || examples >= EXAMPLES_MAX) {
            return Html.of(e.message() + (e.example() == null ? "" : " (errors.ndjson#" + e.example() + ")"));
        }
        examples++;
        Html what =
                new Html().open("details").element("summary", "", e.message()).open("pre");
        List<String> lines = new ArrayList<>();
        lines.add("errors.ndjson#" + e.example() + ", " + example.at()
                + (example.traceId() == null ? "" : ", trace " + example.traceId()));
        add(lines, "> ", example.request());
        add(lines, "< ", example.response());
        return what.text(String.join("\n", lines)).close("pre").close("details");
    }

    private static void add(List<String> lines, String prefix, String excerpt) {
        if (excerpt != null) {
            Escape.cut(excerpt, EXCERPT_MAX).lines().forEach(line -> lines.add(prefix + line));
        }
    }

    /** A stroke for each moment in which it occurred. */
    private Svg strip(Summary.ErrorRow e) {
        Timeline timeline = page.timeline();
        Svg svg = new Svg(
                STRIP,
                16,
                "occurred from " + Typography.clock(e.firstSeconds()) + " to " + Typography.clock(e.lastSeconds())
                        + " of " + Typography.clock(timeline.seconds()));
        svg.line(0, 15.5, STRIP, 15.5, Ink.GREY, 1);
        Svg.Path strokes = new Svg.Path();
        for (int i = 0; i < timeline.moments().size(); i++) {
            if (timeline.moments().get(i).errors().containsKey(e.fingerprint())) {
                double x = STRIP * (i + 0.5) * timeline.momentSeconds() / Math.max(timeline.seconds(), 1e-9);
                strokes.gap().to(Math.min(x, STRIP), 15).to(Math.min(x, STRIP), 5);
            }
        }
        return svg.path(strokes, Ink.FAIL, 1.2, "");
    }
}
