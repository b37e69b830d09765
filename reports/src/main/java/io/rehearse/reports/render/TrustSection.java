package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.summary.Summary;
import java.util.List;

/** The generator: whether its numbers can be trusted, and how it felt. */
final class TrustSection {
    private TrustSection() {}

    static Html of(Page page) {
        Summary summary = page.summary();
        Summary.HealthRow h = summary.health();
        Html html = new Html().heading("trust", "Can the numbers be trusted? " + (summary.trusted() ? "Yes" : "No"));
        html.note("If a limit here is broken, times are neither PASS nor FAIL, whatever they say.");
        summary.distrust()
                .forEach(reason -> html.open("p", "class", "say-one")
                        .add(Mark.INCONCLUSIVE.shape())
                        .text(Typography.sentence(reason))
                        .close("p"));
        Table table = new Table("Health of the generator", "stack trust")
                .column("Generator, measured phases", Table.WORDS)
                .column("Measured", "")
                .column("Limit", "");
        row(
                table,
                "Steps started more than 10 ms late",
                Typography.count(h.lateStarts()) + " of " + Typography.count(h.starts()),
                "at most 1 %");
        row(table, "Late p99", Figures.millis(h.lateP99Ms()), "1 ms, or 10 % of response p99");
        row(table, "Latest start", Figures.millis(h.lateMaxMs()), "");
        row(table, "Longest stall of a lane", Figures.millis(h.stallMs()), "1 s");
        if (h.plannedPerSecond() != null) {
            row(
                    table,
                    "Walks started against planned",
                    Figures.digits(h.startedPerSecond()) + "/s of " + Figures.digits(h.plannedPerSecond()) + "/s",
                    "");
        }
        row(
                table,
                "Garbage collector, in all and worst interval",
                Figures.millis(h.gcMs()) + ", " + Figures.millis(h.gcMaxMs()),
                "");
        row(table, "CPU of this process, busiest interval", Figures.percent(h.cpuMax()), "");
        row(table, "CPU taken by other guests (steal), worst interval", Figures.percent(h.stealMax()), "");
        row(table, "Waiting for a CPU, worst interval", Figures.millis(h.runQueueMaxMs()), "");
        row(table, "The script's closures, worst interval", Figures.millis(h.scriptMaxMs()), "");
        row(table, "Open descriptors, most", Typography.count(h.descriptorsMax()), "");
        row(table, "Heap, most", Figures.digits(h.heapMaxBytes() / 1e6) + " MB", "");
        row(table, "Values above 1 h, recorded as 1 h", String.valueOf(h.clamped()), "");
        html.add(table.html());
        return h.cause() == null ? html : html.note(Typography.sentence("likely cause of lateness: " + h.cause()));
    }

    private static void row(Table table, String name, String measured, String limit) {
        table.row(
                "",
                List.of(
                        Table.Cell.words(Typography.figures(name)),
                        Table.Cell.figures(measured),
                        Table.Cell.figures(limit).and("dim")));
    }
}
