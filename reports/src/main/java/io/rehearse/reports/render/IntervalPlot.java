package io.rehearse.reports.render;

import io.rehearse.reports.compare.Numbers;
import io.rehearse.reports.compare.Row;
import java.util.List;

/**
 * Rows of a comparison as intervals on one axis of log ratios, so that twice and half are equally far from the same. Errors,
 * which are differences, are stretched until their limit lies at +10 %.
 */
final class IntervalPlot {
    private static final double WIDTH = 330;
    private static final double HEIGHT = 24;
    private static final double MIDDLE = 12;
    private static final double INSET = 6;
    private static final double ERRORS_AT = Math.log(1.1);
    private static final double LABEL_WIDTH = 39;
    private static final int[] TICKS = {0, 10, -10, 20, 30, 50, -20, 100, -30, -50, 200};

    private final double min;
    private final double max;

    IntervalPlot(List<Row> rows) {
        double low = -0.12;
        double high = 0.3;
        double estimates = 0;
        for (Row row : rows) {
            Numbers n = row.numbers();
            low = Math.min(low, finite(place(n, n.lower())));
            high = Math.max(high, Math.max(finite(place(n, n.upper())), place(n, n.limit())));
            estimates = Math.max(estimates, finite(place(n, n.estimate())));
        }
        this.min = Math.max(low, -0.4) * 1.06;
        this.max = Math.max(Math.min(high, 0.55), Math.min(estimates * 1.15, 1.2)) * 1.06;
    }

    private static double finite(double value) {
        return Double.isNaN(value) || Double.isInfinite(value) ? 0 : value;
    }

    /** On the axis, before pixels. */
    private static double place(Numbers n, double value) {
        return n.metric().kind() == io.rehearse.reports.compare.Metric.Kind.ERRORS
                ? value / n.margin() * ERRORS_AT
                : value;
    }

    private double x(double place) {
        double share = (Math.min(Math.max(place, min), max) - min) / (max - min);
        return INSET + (WIDTH - 2 * INSET) * share;
    }

    /** Heading of the column. */
    Svg axis() {
        Svg svg = new Svg(WIDTH, 20, "scale: change against the baseline, in percent");
        java.util.ArrayList<Double> taken = new java.util.ArrayList<>();
        for (int percent : TICKS) {
            double place = Math.log1p(percent / 100.0);
            double at = x(place);
            boolean free = taken.stream().allMatch(other -> Math.abs(other - at) > LABEL_WIDTH);
            if (place >= min && place <= max && free && at > 14 && at < WIDTH - 14) {
                taken.add(at);
                String sign = percent > 0 ? "+" : "\u2212";
                String text = percent == 0 ? "same" : sign + Math.abs(percent) + "\u00a0%";
                svg.text(at, 11, "middle", percent == 0 ? Ink.INK : Ink.MUTED, percent == 0, text);
                svg.line(at, 15, at, 20, Ink.RULE, 1);
            }
        }
        return svg;
    }

    /**
     * @param base where the baseline's runs lie, {@code candidate} where those of this version do, if they are several; both in the
     *     row's measure
     */
    Svg row(Row row, Mark mark, List<Double> base, List<Double> candidate) {
        Numbers n = row.numbers();
        Svg svg = new Svg(WIDTH, HEIGHT, "", "preserveAspectRatio", "xMidYMid meet");
        double margin = x(place(n, n.margin()));
        svg.rect(INSET, 0, margin - INSET, HEIGHT, Ink.PHASE);
        svg.line(x(0), 0, x(0), HEIGHT, Ink.GREY, 1);
        svg.dashed(margin, 0, margin, HEIGHT, Ink.INK);
        double limit = place(n, n.limit());
        if (n.limit() > n.margin() * 1.001 && limit <= max) {
            Svg.Path bracket = new Svg.Path().to(x(limit) - 3, 4.5).to(x(limit), 4.5);
            svg.path(bracket.to(x(limit), 19.5).to(x(limit) - 3, 19.5), Ink.GREY, 1, "");
        }
        base.forEach(d -> svg.line(x(place(n, d)), 18.5, x(place(n, d)), 22.5, Ink.GREY, 1.3));
        candidate.forEach(d -> svg.line(x(place(n, d)), 1.5, x(place(n, d)), 5.5, Ink.RUN2, 1.3));
        if (Double.isNaN(n.estimate())) {
            return svg.text(x(0) + 6, MIDDLE + 4, "start", Ink.MUTED, false, "too few values");
        }
        interval(svg, n, mark);
        return svg;
    }

    private void interval(Svg svg, Numbers n, Mark mark) {
        Ink ink = mark.ink();
        double from = x(place(n, n.lower()));
        double to = x(place(n, n.upper()));
        double at = x(place(n, n.estimate()));
        svg.line(from, MIDDLE, to, MIDDLE, ink, 2);
        end(svg, from, place(n, n.lower()) < min, -4, ink);
        end(svg, to, place(n, n.upper()) > max, 4, ink);
        switch (mark) {
            case FAIL -> svg.rect(at - 4.5, MIDDLE - 4.5, 9, 9, ink);
            case SUSPECT, INCONCLUSIVE -> {
                Svg.Path diamond = new Svg.Path().to(at, MIDDLE - 5.5).to(at + 5.5, MIDDLE);
                diamond.to(at, MIDDLE + 5.5).to(at - 5.5, MIDDLE).to(at, MIDDLE - 5.5);
                svg.area(diamond, Ink.PAPER).path(diamond, ink, 1.6, "");
            }
            case NONE -> svg.dot(at, MIDDLE, 4.5, ink).dot(at, MIDDLE, 2.8, Ink.PAPER);
            default -> svg.dot(at, MIDDLE, 4, ink);
        }
    }

    /** A stroke where an interval ends, an arrow where the drawing does. */
    private static void end(Svg svg, double x, boolean beyond, double outwards, Ink ink) {
        if (beyond) {
            svg.path(new Svg.Path().to(x, MIDDLE - 4).to(x + outwards, MIDDLE).to(x, MIDDLE + 4), ink, 2, "");
        } else {
            svg.line(x, MIDDLE - 3.5, x, MIDDLE + 3.5, ink, 2);
        }
    }
}
