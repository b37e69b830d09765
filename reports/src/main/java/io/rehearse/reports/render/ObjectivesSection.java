package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.summary.Summary;
import java.util.List;

/** Limits on the numbers of this run, worst first; of stairs, what each stair came to. */
final class ObjectivesSection {
    private static final double BAR = 170;

    private ObjectivesSection() {}

    static Html of(Page page) {
        Html html = new Html();
        Summary summary = page.summary();
        if (summary.stairs() != null) {
            stairs(html, summary);
        }
        html.heading("objectives", "Objectives: " + Sentences.objectives(summary.objectives()));
        if (summary.objectives().isEmpty()) {
            return html.note("None.");
        }
        Table table = new Table("Objectives, worst first", "stack")
                .column("Objective", Table.WORDS)
                .column("Value", "")
                .column("Limit", "")
                .column("Share of the limit used", "l plot")
                .column("n", "")
                .column("Phase", Table.WORDS)
                .column("Verdict", Table.WORDS);
        for (ObjectiveResult o : Sentences.worstFirst(summary.objectives())) {
            table.row(Mark.of(o.verdict()).row(), row(o));
        }
        html.add(table.html());
        boolean defaults = summary.objectives().stream().anyMatch(o -> o.line() == 0);
        return defaults ? html.note("Objectives marked default are those of every load whose script sets none.") : html;
    }

    private static List<Table.Cell> row(ObjectiveResult o) {
        String limit =
                (o.direction() == Objective.Direction.BELOW ? "below " : "above ") + Figures.of(o.metric(), o.limit());
        return List.of(
                Table.Cell.words(Typography.capital(o.subject()) + ", "
                        + o.metric().label() + (o.line() == 0 ? " (default)" : "")),
                Table.Cell.figures(o.value() == null ? "no data" : Figures.of(o.metric(), o.value())),
                Table.Cell.figures(limit),
                Table.Cell.of(bar(o), "l plot"),
                Table.Cell.count(o.n()),
                Table.Cell.words(o.window()),
                new Table.Cell(Mark.of(o.verdict()).html(), "l c-v"));
    }

    /** How much of the limit is used; of a lower limit, how far it is kept. A full bar goes beyond the limit. */
    private static Svg bar(ObjectiveResult o) {
        Svg svg = new Svg(BAR + 20, 14, "");
        double share = o.value() == null || o.limit() == 0 ? 0 : Math.min(o.value() / o.limit(), 1.1);
        Ink ink = o.verdict() == Verdict.FAIL ? Ink.FAIL : o.verdict() == Verdict.INCONCLUSIVE ? Ink.WARN : Ink.RUN;
        svg.rect(0, 4, BAR, 6, Ink.HAIR);
        svg.rect(0, 5.5, BAR * share, 3, ink);
        return svg.dashed(BAR, 1, BAR, 13, Ink.INK);
    }

    private static void stairs(Html html, Summary summary) {
        html.heading("capacity", "Capacity: " + Typography.figures(Sentences.capacity(summary.capacity())));
        Table table = new Table("Stairs", "stack")
                .column("Stair", Table.WORDS)
                .column("Rate", "")
                .column("Generator trusted", Table.WORDS)
                .column("Verdict", Table.WORDS);
        for (Summary.Stair s : summary.stairs()) {
            table.row(
                    Mark.of(s.verdict()).row(),
                    List.of(
                            Table.Cell.words(s.phase()),
                            Table.Cell.figures(s.perSecond() == null ? "–" : Figures.digits(s.perSecond()) + "/s"),
                            Table.Cell.words(s.trusted() ? "yes" : "no"),
                            new Table.Cell(Mark.of(s.verdict()).html(), "l c-v")));
        }
        html.add(table.html());
    }
}
