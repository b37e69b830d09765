package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.summary.Percentiles;
import io.rehearse.reports.summary.Timeline;
import java.util.List;

/** The distribution of one step: x is log10(1/(1 − q)), y the logarithm of the time; the tail gets the room it needs. */
final class PercentileChart {
    private static final double WIDTH = 345;
    private static final double HEIGHT = 216;
    private static final double LEFT = 40;
    private static final double RIGHT = 333;
    private static final double TOP = 10;
    private static final double BOTTOM = 190;

    /** With fewer values above it, a point says little: it is dotted. */
    private static final double ABOVE_MIN = 10;

    private final List<Timeline.StepLine> lines;
    private final List<Reference.Range> baseline;
    private final int judgedSide;
    private final Svg svg;
    private final double xMax;
    private final Scale scale;

    /**
     * @param lines of one step, one a side, each with a curve
     * @param baseline may be empty
     */
    PercentileChart(String name, List<Timeline.StepLine> lines, int judgedSide, List<Reference.Range> baseline) {
        this.lines = lines;
        this.baseline = baseline;
        this.judgedSide = judgedSide;
        double min = Double.POSITIVE_INFINITY;
        double max = 0;
        double end = 2;
        for (Timeline.StepLine line : lines) {
            for (Timeline.Quantile point : line.curve()) {
                min = Math.min(min, Math.max(point.millis(), 0.01));
                max = Math.max(max, point.millis());
                end = Math.max(end, x(point.q()));
            }
        }
        for (Reference.Range range : baseline) {
            min = Math.min(min, Math.max(range.lowMs(), 0.01));
            max = Math.max(max, range.highMs());
        }
        this.xMax = end;
        this.scale = Scale.ratios(min, Math.max(max, min * 1.01), BOTTOM, TOP);
        this.svg = new Svg(
                WIDTH, HEIGHT, name + ": response by percentile, from the fastest to the slowest; values in the table");
    }

    private static double x(double q) {
        return Math.log10(1 / (1 - q));
    }

    private double at(double q) {
        return LEFT + (RIGHT - LEFT) * x(q) / xMax;
    }

    /** @param p of the judged side; its p95 is marked */
    Svg draw(Percentiles p) {
        Svg.Path area = new Svg.Path();
        for (Reference.Range range : baseline) {
            area.to(at(range.q()), scale.at(range.highMs()));
        }
        for (int i = baseline.size() - 1; i >= 0; i--) {
            area.to(at(baseline.get(i).q()), scale.at(baseline.get(i).lowMs()));
        }
        svg.area(area, Ink.BAND);
        for (double tick : scale.ticks(5)) {
            svg.line(LEFT, scale.at(tick), RIGHT, scale.at(tick), Ink.HAIR, 1);
            svg.text(LEFT - 5, scale.at(tick) + 4, "end", Ink.MUTED, false, Figures.digits(tick));
        }
        String[] names = {"p50", "p90", "p99", "p99.9", "p99.99", "p99.999"};
        double[] quantiles = {0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999};
        for (int i = 0; i < names.length; i++) {
            if (x(quantiles[i]) <= xMax) {
                svg.line(at(quantiles[i]), TOP, at(quantiles[i]), BOTTOM, Ink.HAIR, 1);
                svg.text(
                        at(quantiles[i]),
                        BOTTOM + 16,
                        at(quantiles[i]) > RIGHT - 12 ? "end" : "middle",
                        Ink.MUTED,
                        false,
                        names[i]);
            }
        }
        for (Timeline.StepLine line : lines) {
            curve(line.curve(), line.side() == judgedSide ? Ink.RUN : Ink.GREY);
        }
        if (p != null) {
            svg.dot(at(0.95), scale.at(p.p95Ms()), 3.5, Ink.RUN);
            svg.text(at(0.95) - 8, scale.at(p.p95Ms()) - 6, "end", Ink.RUN, true, "p95 " + Figures.millis(p.p95Ms()));
            svg.text(RIGHT, BOTTOM - 8, "end", Ink.MUTED, false, "max " + Figures.millis(p.maxMs()));
        }
        return svg;
    }

    private void curve(List<Timeline.Quantile> curve, Ink ink) {
        Svg.Path sure = new Svg.Path();
        Svg.Path unsure = new Svg.Path();
        Timeline.Quantile last = null;
        for (Timeline.Quantile point : curve) {
            if (point.above() >= ABOVE_MIN) {
                sure.to(at(point.q()), scale.at(point.millis()));
            } else {
                if (unsure.isEmpty() && last != null) {
                    unsure.to(at(last.q()), scale.at(last.millis()));
                }
                unsure.to(at(point.q()), scale.at(point.millis()));
            }
            last = point;
        }
        svg.path(sure, ink, 1.8, "").path(unsure, ink, 1.5, "2 2.5");
    }
}
