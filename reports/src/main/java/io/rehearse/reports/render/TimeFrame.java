package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.run.RunManifest;

/** The ground all lanes of a time chart stand on: one axis, the phases, room on both sides for labels. */
final class TimeFrame {
    static final double TOP = 20;
    static final double GAP = 30;
    static final double STEP = 84;
    static final double LARGE = 48;
    static final double SMALL = 42;
    private static final double FOOT = 24;
    private static final int SMALL_LANES = 4;
    private static final double CHARACTER = 6.4;
    private static final double[] TICKS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400
    };

    final Svg svg;
    final boolean wide;
    final double left;
    final double right;
    private final Page page;
    private final double width;
    private final double bottom;
    private double y = TOP;

    TimeFrame(Page page, int steps, boolean wide) {
        this.page = page;
        this.wide = wide;
        this.width = wide ? 1072 : 360;
        this.left = wide ? 52 : 40;
        this.right = width - (wide ? 112 : 74);
        this.bottom = TOP + (steps == 0 ? 0 : LARGE) + steps * (STEP + GAP) + SMALL_LANES * (SMALL + GAP);
        this.svg = new Svg(
                width,
                bottom + FOOT,
                "Charts on one axis of time: percentiles of the response of " + steps
                        + (steps == 1 ? " step" : " steps")
                        + ", users started, errors, users at work and lateness of the generator. The values over the measured"
                        + " phases are in the table of percentiles.",
                "data-l",
                Svg.number(left),
                "data-r",
                Svg.number(right),
                "data-w",
                Svg.number(width),
                "data-first",
                Svg.number(TOP),
                "data-lane",
                Svg.number(STEP + GAP),
                "data-large",
                Svg.number(LARGE),
                "data-bottom",
                Svg.number(bottom));
    }

    double x(double second) {
        double end = Math.max(page.timeline().seconds(), 1e-9);
        return left + (right - left) * Math.min(1, Math.max(0, second) / end);
    }

    /** Shaded is what is not judged; a name stands where it has room. */
    void phases() {
        double free = left;
        for (RunManifest.Phase phase : page.manifest().load().phases()) {
            double from = x(phase.startSeconds());
            double to = x(page.endOf(phase));
            if (page.endOf(phase) <= phase.startSeconds()) {
                continue;
            }
            boolean judged = page.judged(phase);
            if (!judged) {
                svg.rect(from, TOP, to - from, bottom - TOP, Ink.PHASE);
            }
            if (from > left + 1) {
                svg.line(from, TOP, from, bottom, Ink.HAIR, 1);
            }
            String name = phase.name() + (judged ? ": judged" : "");
            double needs = CHARACTER * name.length();
            if (from + 3 >= free && from + needs < width) {
                svg.text(from + 3, 12, "start", judged ? Ink.INK : Ink.MUTED, false, name);
                free = from + 3 + needs + 6;
            }
        }
    }

    /** Room for a lane, with its title above. @return its top; its bottom is {@code height} lower */
    double lane(String title, String quiet, double height) {
        svg.heading(left, y + 18, title, quiet);
        double top = y + GAP - 4;
        y += GAP + height;
        return top;
    }

    /** A small lane counted from zero. */
    Scale small(String title, String quiet, double max) {
        double top = lane(title, quiet, SMALL);
        Scale scale = Scale.fromZero(max, top + SMALL - 4, top);
        svg.line(left, scale.from(), right, scale.from(), Ink.GREY, 1);
        label(scale, 0);
        label(scale, scale.max());
        return scale;
    }

    void grid(Scale scale, int ticksMax) {
        for (double tick : scale.ticks(ticksMax)) {
            svg.line(left, scale.at(tick), right, scale.at(tick), Ink.HAIR, 1);
            label(scale, tick);
        }
    }

    private void label(Scale scale, double tick) {
        svg.text(left - 6, scale.at(tick) + 4, "end", Ink.MUTED, false, Figures.digits(tick));
    }

    /** What a line is, beside its end. */
    void end(double at, Ink ink, boolean bold, String text) {
        svg.text(right + 6, at + 4, "start", ink, bold, text);
    }

    void axis() {
        double end = page.timeline().seconds();
        double step = TICKS[TICKS.length - 1];
        for (int i = TICKS.length - 1; i >= 0; i--) {
            step = end / TICKS[i] <= (wide ? 10 : 5) ? TICKS[i] : step;
        }
        for (double t = 0; t <= end; t += step) {
            svg.line(x(t), bottom, x(t), bottom + 4, Ink.GREY, 1);
            svg.text(x(t), bottom + 17, "middle", Ink.MUTED, false, Typography.clock(t));
        }
        svg.text(right + 24, bottom + 17, "start", Ink.MUTED, false, end >= 3600 ? "h:min:s" : "min:s");
    }
}
