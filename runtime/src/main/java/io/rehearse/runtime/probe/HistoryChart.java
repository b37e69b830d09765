package io.rehearse.runtime.probe;

import io.rehearse.reports.objective.Figures;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The p95 of a step minute by minute against what is tolerated, which is shaded, on a logarithmic axis; minutes with failures are marked
 * at the bottom. SVG with the classes of the status page.
 */
final class HistoryChart {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final double LEFT = 52;
    private static final double RIGHT = 560;
    private static final double TOP = 10;
    private static final double BOTTOM = 180;
    private static final double SECONDS_MIN = 600;
    private static final double[] MANTISSAS = {1, 2, 5};

    private final List<Tallies.Minute> minutes;
    private final List<Tallies.Minute> old;
    private final Row row;
    private final double fromSeconds;
    private final double toSeconds;
    private final double lowest;
    private final double highest;
    private final StringBuilder out = new StringBuilder();

    private HistoryChart(List<Tallies.Minute> minutes, List<Tallies.Minute> old, Row row) {
        this.minutes = minutes;
        this.old = old;
        this.row = row;
        this.toSeconds = minutes.get(minutes.size() - 1).at();
        this.fromSeconds = Math.min(minutes.get(0).at(), toSeconds - SECONDS_MIN);
        double[] values = DoubleStream.concat(
                        Stream.concat(minutes.stream(), old.stream()).mapToDouble(Tallies.Minute::p95Millis),
                        DoubleStream.of(row.baselineMillis(), row.limitMillis()))
                .filter(value -> value > 0)
                .toArray();
        this.lowest = DoubleStream.of(values).min().orElse(1) / 1.4;
        this.highest = DoubleStream.of(values).max().orElse(1) * 1.4;
    }

    /**
     * Empty as long as no minute is over.
     *
     * @param old the same minutes of the old side, drawn in dashes; empty if none is walked
     */
    static String of(List<Tallies.Minute> minutes, List<Tallies.Minute> old, Row row) {
        return minutes.isEmpty() ? "" : new HistoryChart(minutes, old, row).svg();
    }

    private String svg() {
        out.append("<svg viewBox=\"0 0 640 205\" role=\"img\" aria-label=\"p95 of the last hour, minute by minute\">");
        if (row.limitMillis() > 0) {
            out.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"f-phase\"/>",
                    LEFT,
                    y(row.limitMillis()),
                    RIGHT - LEFT,
                    BOTTOM - y(row.limitMillis())));
        }
        grid();
        level(row.baselineMillis(), "s-grey", "baseline", "");
        level(row.limitMillis(), "s-ink", "tolerated", "3 2.5");
        oldValues();
        values();
        failures();
        return out.append("</svg>").toString();
    }

    private void grid() {
        for (double decade = Math.pow(10, Math.floor(Math.log10(lowest))); decade <= highest; decade *= 10) {
            for (double mantissa : MANTISSAS) {
                double value = mantissa * decade;
                if (value >= lowest && value <= highest) {
                    line(LEFT, y(value), RIGHT, y(value), "s-hair", "");
                    text(LEFT - 6, y(value) + 4, "end", "", Figures.millis(value));
                }
            }
        }
        double step = toSeconds - fromSeconds > 1800 ? 900 : 300;
        for (double at = Math.ceil(fromSeconds / step) * step; at <= toSeconds; at += step) {
            text(x(at), BOTTOM + 20, "middle", "", TIME.format(Instant.ofEpochSecond((long) at)));
        }
    }

    private void level(double value, String stroke, String name, String dashes) {
        if (value > 0) {
            line(LEFT, y(value), RIGHT, y(value), stroke, dashes);
            text(RIGHT + 7, y(value) + 4, "start", "", name);
        }
    }

    private void oldValues() {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (Tallies.Minute minute : old) {
            boolean known = minute.p95Millis() > 0 && minute.at() >= fromSeconds && minute.at() <= toSeconds;
            if (known) {
                path.append(String.format(
                        Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x(minute.at()), y(minute.p95Millis())));
            }
            pen = known;
        }
        if (path.length() > 0) {
            out.append("<path d=\"")
                    .append(path)
                    .append("\" fill=\"none\" class=\"s-ink\" stroke-width=\"1.6\" stroke-dasharray=\"5 4\"/>");
        }
    }

    /** A minute without a success breaks the line. */
    private void values() {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (Tallies.Minute minute : minutes) {
            if (minute.p95Millis() > 0) {
                path.append(String.format(
                        Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x(minute.at()), y(minute.p95Millis())));
                out.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.2\" class=\"f-run\"/>",
                        x(minute.at()),
                        y(minute.p95Millis())));
            }
            pen = minute.p95Millis() > 0;
        }
        out.append("<path d=\"").append(path).append("\" fill=\"none\" class=\"s-run\" stroke-width=\"2\"/>");
    }

    private void failures() {
        for (Tallies.Minute minute : minutes) {
            if (minute.failed() > 0) {
                out.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"4\" height=\"7\" class=\"f-fail\"><title>%d failed</title></rect>",
                        x(minute.at()) - 2,
                        BOTTOM - 3.5,
                        minute.failed()));
            }
        }
        line(LEFT, BOTTOM, RIGHT, BOTTOM, "s-grey", "");
    }

    private void line(double x1, double y1, double x2, double y2, String stroke, String dashes) {
        out.append(String.format(Locale.ROOT, "<path d=\"M%.1f %.1fL%.1f %.1f\" class=\"%s\"", x1, y1, x2, y2, stroke));
        out.append(dashes.isEmpty() ? "/>" : " stroke-dasharray=\"" + dashes + "\"/>");
    }

    private void text(double x, double y, String anchor, String type, String text) {
        out.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">", x, y, anchor, type));
        out.append(StatusPage.escaped(text)).append("</text>");
    }

    private double x(double seconds) {
        return LEFT + (RIGHT - LEFT) * (seconds - fromSeconds) / (toSeconds - fromSeconds);
    }

    private double y(double millis) {
        return BOTTOM - (BOTTOM - TOP) * Math.log(millis / lowest) / Math.log(highest / lowest);
    }
}
