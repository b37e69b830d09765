package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Percentiles;
import io.rehearse.reports.summary.Summary;
import io.rehearse.reports.summary.Timeline;
import java.util.ArrayList;
import java.util.List;

/** Where the time goes: means, because means add up and percentiles do not; and what connecting costs. */
final class BreakdownSection {
    private static final double BAR = 400;

    private BreakdownSection() {}

    /** Mean parts of a response in ms: late + wait + first byte + receive. */
    private record Parts(double late, double waiting, double firstByte, double receive, double response) {
        static Parts of(Summary.StepRow row) {
            double service = mean(row.service());
            double first = Math.min(service, mean(row.firstByte()));
            return new Parts(mean(row.late()), mean(row.waiting()), first, service - first, mean(row.response()));
        }

        private static double mean(Percentiles p) {
            return p == null ? 0 : p.meanMs();
        }
    }

    static Html of(Page page) {
        Html html = new Html().heading("where", "Where the time goes");
        html.note(
                "Means of the measured phases, because means add up and percentiles do not. Late is the generator's own delay;"
                        + " wait is for a connection, connecting and TLS included; first byte is what the target takes to answer;"
                        + " receive is the rest of the answer.");
        List<Summary.StepRow> rows = page.summary().stairs() == null
                ? Sentences.worstStepsFirst(page.summary())
                : page.summary().steps();
        double max = rows.stream().mapToDouble(r -> Parts.of(r).response).max().orElse(0);
        Table table = new Table("Mean parts of a response, ms", "stack six")
                .column("Mean, ms", Table.WORDS)
                .column("late", "")
                .column("wait", "")
                .column("first byte", "")
                .column("receive", "")
                .column("response", "")
                .column("drawn", "l plot wide");
        for (Summary.StepRow row : rows) {
            if (row.response() != null) {
                Parts parts = Parts.of(row);
                String name = (row.phase() == null ? "" : row.phase() + ": ")
                        + page.report().rowName(row);
                table.row(
                        "",
                        List.of(
                                Table.Cell.words(name),
                                Table.Cell.figures(Figures.digits(parts.late)),
                                Table.Cell.figures(Figures.digits(parts.waiting)),
                                Table.Cell.figures(Figures.digits(parts.firstByte)),
                                Table.Cell.figures(Figures.digits(parts.receive)),
                                Table.Cell.figures(Figures.digits(parts.response)),
                                Table.Cell.of(bar(parts, max, row.side() == page.side()), "l plot wide")));
            }
        }
        html.add(table.html());
        connecting(html, page);
        return html;
    }

    /** Late and wait in a light colour in front, then the target's part, then receiving in the palest. */
    private static Svg bar(Parts parts, double max, boolean judged) {
        Svg svg = new Svg(BAR, 16, "");
        double unit = max == 0 ? 0 : BAR / Math.max(max, parts.late + parts.waiting + parts.firstByte + parts.receive);
        double x = 0;
        svg.rect(x, 3, parts.late * unit, 10, Ink.WARN);
        x += parts.late * unit;
        svg.rect(x, 3, parts.waiting * unit, 10, Ink.RUN2);
        x += parts.waiting * unit;
        svg.rect(x, 3, parts.firstByte * unit, 10, judged ? Ink.RUN : Ink.GREY);
        x += parts.firstByte * unit;
        return svg.rect(x, 3, parts.receive * unit, 10, Ink.BAND);
    }

    private static void connecting(Html html, Page page) {
        Table table = new Table("Setting up connections, ms", "").column("Setting up connections, ms", Table.WORDS);
        List.of("p50", "p90", "p95", "p99", "p99.9", "max", "mean", "n").forEach(name -> table.column(name, ""));
        boolean any = false;
        for (Timeline.TargetTimes times : page.timeline().targets()) {
            RunManifest.Side side = page.manifest().sides().get(times.side());
            String target = side.targets().get(times.target()).name() + (page.duet() ? ", " + side.name() : "");
            any |= row(table, target + ": name resolution", times.dns());
            any |= row(table, target + ": connect", times.connect());
            any |= row(table, target + ": TLS", times.tls());
        }
        if (any) {
            html.add(table.scrolling());
        } else {
            html.note("No connection was opened in a measured phase: all were there already.");
        }
    }

    private static boolean row(Table table, String name, Percentiles p) {
        if (p == null) {
            return false;
        }
        List<Table.Cell> cells = new ArrayList<>(List.of(Table.Cell.words(name)));
        DistributionSection.percentiles(cells, p);
        table.row("", cells);
        return true;
    }

    /** {@code 96 % of its mean time is wait for the first byte}. */
    static String largestPart(Summary.StepRow row) {
        Parts parts = Parts.of(row);
        double[] values = {parts.late, parts.waiting, parts.firstByte, parts.receive};
        String[] names = {
            "the generator's own delay", "wait for a connection", "wait for the first byte", "receiving the answer"
        };
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return Figures.percent(values[largest] / Math.max(parts.response, 1e-9)) + " of its mean time is "
                + names[largest];
    }
}
