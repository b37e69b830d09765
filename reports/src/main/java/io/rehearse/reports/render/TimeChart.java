package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Percentiles;
import io.rehearse.reports.summary.Summary;
import io.rehearse.reports.summary.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Lanes above one shared axis of time: the percentiles of each step, walks started, errors, users, lateness. Drawn once wide
 * and once narrow, so that labels keep their size on a telephone.
 */
final class TimeChart {
    private static final double TOP = 20;
    private static final double GAP = 26;
    private static final double FOOT = 24;
    private static final double FIRST = 132;
    private static final double STEP = 84;
    private static final double SMALL = 44;
    private static final double LINE_HEIGHT = 13;

    private final Page page;
    private final Timeline timeline;
    private final List<RunManifest.Step> steps;
    private final boolean wide;
    private final double width;
    private final double left;
    private final double right;
    private final Svg svg;
    private double y = TOP;

    /** @param steps to draw, the first one larger */
    TimeChart(Page page, List<RunManifest.Step> steps, boolean wide) {
        this.page = page;
        this.timeline = page.timeline();
        this.steps = steps;
        this.wide = wide;
        this.width = wide ? 1072 : 360;
        this.left = wide ? 52 : 40;
        this.right = wide ? 112 : 74;
        double height =
                TOP + (steps.isEmpty() ? 0 : FIRST - STEP) + steps.size() * (STEP + GAP) + 4 * (SMALL + GAP) + FOOT;
        this.svg = new Svg(
                width,
                height,
                "Charts on one axis of time: percentiles of the response of " + steps.size()
                        + (steps.size() == 1 ? " step" : " steps")
                        + ", users started, errors, users at work and lateness of the generator. The values over the measured"
                        + " phases are in the table of percentiles.",
                "data-l",
                Svg.number(left),
                "data-r",
                Svg.number(width - right),
                "data-w",
                Svg.number(width),
                "data-first",
                Svg.number(TOP),
                "data-lane",
                Svg.number(STEP + GAP),
                "data-large",
                Svg.number(FIRST - STEP),
                "data-bottom",
                Svg.number(height - FOOT));
    }

    Svg draw() {
        phases();
        for (int i = 0; i < steps.size(); i++) {
            step(steps.get(i), i == 0 ? FIRST : STEP);
        }
        started();
        errors();
        users();
        lateness();
        axis();
        return svg.cross();
    }

    private double x(double second) {
        return left + (width - left - right) * Math.min(1, second / Math.max(timeline.seconds(), 1e-9));
    }

    private double bottom() {
        return TOP + (steps.isEmpty() ? 0 : FIRST - STEP) + steps.size() * (STEP + GAP) + 4 * (SMALL + GAP);
    }

    /** Shaded is what is not judged; a name stands where it has room. */
    private void phases() {
        double free = left;
        for (RunManifest.Phase phase : page.manifest().load().phases()) {
            double from = x(phase.startSeconds());
            double to = x(page.endOf(phase));
            if (to <= from) {
                continue;
            }
            boolean judged = page.judged(phase);
            if (!judged) {
                svg.rect(from, TOP, to - from, bottom() - TOP, Ink.PHASE);
            }
            if (from > left + 1) {
                svg.line(from, TOP, from, bottom(), Ink.HAIR, 1);
            }
            String name = phase.name() + (judged ? ": judged" : "");
            double needs = 6.4 * name.length();
            if (from + 3 >= free && from + needs < width) {
                svg.text(from + 3, 12, "start", judged ? Ink.INK : Ink.MUTED, false, name);
                free = from + 3 + needs + 6;
            }
        }
    }

    private void step(RunManifest.Step step, double height) {
        double top = y + GAP - 6;
        String window = Figures.seconds(timeline.windowSeconds()) + " windows";
        svg.heading(
                left,
                y + 14,
                Escape.cut(page.manifest().nameOf(step), wide ? 60 : 26),
                wide ? "ms, log scale, " + window : "ms");
        List<Timeline.StepLine> lines =
                timeline.steps().stream().filter(s -> s.step() == step.index()).toList();
        double min = Double.POSITIVE_INFINITY;
        double max = 0;
        for (Timeline.StepLine line : lines) {
            for (Timeline.Window w : line.windows()) {
                if (w.n() > 0) {
                    min = Math.min(min, Math.max(w.p50Ms(), 0.01));
                    max = Math.max(max, w.p99Ms());
                }
            }
        }
        double bottom = y + GAP + height - 6;
        if (max > 0) {
            Scale scale = Scale.ratios(min, Math.max(max, min * 1.01), bottom, top);
            grid(scale, height > STEP ? 5 : 4);
            for (Timeline.StepLine line : lines) {
                boolean judged = line.side() == page.side();
                line(line, scale, Timeline.Window::p99Ms, judged ? Ink.RUN2 : Ink.GREY, 0.8);
                line(line, scale, Timeline.Window::p50Ms, judged ? Ink.RUN2 : Ink.GREY, 0.8);
                line(line, scale, Timeline.Window::p95Ms, judged ? Ink.RUN : Ink.GREY, 1.8);
            }
            ends(step, scale);
        } else {
            svg.text(left + 6, (top + bottom) / 2, "start", Ink.MUTED, false, "no response");
        }
        y += GAP + height;
    }

    private void grid(Scale scale, int ticksMax) {
        for (double tick : scale.ticks(ticksMax)) {
            svg.line(left, scale.at(tick), width - right, scale.at(tick), Ink.HAIR, 1);
            svg.text(left - 6, scale.at(tick) + 4, "end", Ink.MUTED, false, Figures.digits(tick));
        }
    }

    private void line(
            Timeline.StepLine line, Scale scale, ToDoubleFunction<Timeline.Window> value, Ink ink, double thickness) {
        Svg.Path path = new Svg.Path();
        double w = timeline.windowSeconds();
        for (int i = 0; i < line.windows().size(); i++) {
            Timeline.Window window = line.windows().get(i);
            if (window.n() == 0) {
                path.gap();
            } else {
                path.to(x(Math.min((i + 0.5) * w, timeline.seconds())), scale.at(value.applyAsDouble(window)));
            }
        }
        svg.path(path, ink, thickness, "");
    }

    private record End(double y, Ink ink, boolean bold, String text) {}

    /** At the end of the lines, what they are over the measured phases; labels give way to each other. */
    private void ends(RunManifest.Step step, Scale scale) {
        List<End> ends = new ArrayList<>();
        for (int side = 0; side <= page.side(); side++) {
            Summary.StepRow row = page.row(step, side);
            Percentiles p = row == null ? null : row.response();
            if (p == null) {
                continue;
            }
            boolean judged = side == page.side();
            String name = page.duet() ? Escape.cut(page.sideName(side), 8) + " " : "";
            if (judged) {
                ends.add(new End(scale.at(p.p99Ms()), Ink.MUTED, false, "p99 " + ms(p.p99Ms())));
                ends.add(new End(scale.at(p.p50Ms()), Ink.MUTED, false, "p50 " + ms(p.p50Ms())));
            }
            ends.add(new End(scale.at(p.p95Ms()), judged ? Ink.RUN : Ink.GREY, judged, name + "p95 " + ms(p.p95Ms())));
        }
        ends.sort(Comparator.comparingDouble(End::y));
        double free = Double.NEGATIVE_INFINITY;
        for (End end : ends) {
            double at = Math.max(end.y, free);
            svg.text(width - right + 6, at + 4, "start", end.ink, end.bold, end.text);
            free = at + LINE_HEIGHT;
        }
    }

    private String ms(double millis) {
        return wide ? Figures.millis(millis) : Figures.digits(millis);
    }

    private void started() {
        boolean planned = page.summary().health().plannedPerSecond() != null;
        double max = 0;
        for (Timeline.Moment m : timeline.moments()) {
            for (long started : m.started()) {
                max = Math.max(max, started / Math.max(m.seconds(), 1e-9));
            }
        }
        for (RunManifest.Phase phase : page.manifest().load().phases()) {
            max = Math.max(max, phase.toPerSecond() == null ? 0 : phase.toPerSecond());
        }
        String each = page.duet() ? ", each side" : "";
        Scale scale = small("Users started per second", (planned && wide ? "dashed: planned" : "") + each, max);
        for (RunManifest.Phase phase : page.manifest().load().phases()) {
            if (phase.fromPerSecond() != null
                    && phase.toPerSecond() != null
                    && page.endOf(phase) > phase.startSeconds()) {
                svg.dashed(
                        x(phase.startSeconds()),
                        scale.at(phase.fromPerSecond()),
                        x(page.endOf(phase)),
                        scale.at(phase.toPerSecond()),
                        Ink.GREY);
            }
        }
        moments(scale, m -> m.started(), true);
        end(
                scale,
                page.summary().health().startedPerSecond()
                        / page.manifest().sides().size(),
                "/s");
    }

    private void errors() {
        List<Timeline.Moment> moments = timeline.moments();
        double max = 0;
        long all = 0;
        for (Timeline.Moment m : moments) {
            long failed = m.failed().stream().mapToLong(n -> n).sum();
            all += failed;
            max = Math.max(max, failed / Math.max(m.seconds(), 1e-9));
        }
        String quiet = all == 0 ? "none" : all + " in all";
        if (wide) {
            quiet = timeline.burst()
                    .map(b -> b.failed() + " of the " + b.all() + " in one burst of " + Figures.seconds(b.seconds())
                            + ", from " + page.wallClock(b.startSeconds()))
                    .orElse(quiet);
        }
        Scale scale = small("Errors per second", quiet, Math.max(max, 1));
        double bar = Math.max(1.2, x(timeline.momentSeconds()) - x(0));
        for (int i = 0; i < moments.size(); i++) {
            double base = scale.from();
            for (int side = 0; side <= page.side(); side++) {
                double rate = moments.get(i).failed().get(side)
                        / Math.max(moments.get(i).seconds(), 1e-9);
                if (rate > 0) {
                    double height = scale.from() - scale.at(rate);
                    Ink ink = side == page.side() ? Ink.FAIL : Ink.GREY;
                    svg.rect(x(i * timeline.momentSeconds()), base - height, bar, height, ink);
                    base -= height;
                }
            }
        }
    }

    private void users() {
        double max = timeline.moments().stream()
                .flatMap(m -> m.users().stream())
                .mapToLong(n -> n)
                .max()
                .orElse(0);
        Scale scale = small("Users at work", "at most " + (long) max, Math.max(max, 1));
        moments(scale, m -> m.users(), false);
    }

    private void lateness() {
        double max = timeline.moments().stream()
                .mapToDouble(Timeline.Moment::lateMaxMs)
                .max()
                .orElse(0);
        String quiet = "ms, worst; at most " + Figures.digits(max) + (wide ? "; 10 ms counts as late" : "");
        Scale scale = small("Start delay", quiet, Math.max(max, 10));
        Svg.Path path = new Svg.Path();
        for (int i = 0; i < timeline.moments().size(); i++) {
            double late = timeline.moments().get(i).lateMaxMs();
            path.to(x(Math.min((i + 0.5) * timeline.momentSeconds(), timeline.seconds())), scale.at(late));
        }
        svg.dashed(left, scale.at(10), width - right, scale.at(10), Ink.GREY);
        svg.path(path, Ink.RUN, 1.2, "");
    }

    /** Axes of a small lane, counted from zero. */
    private Scale small(String title, String quiet, double max) {
        double top = y + GAP - 4;
        double bottom = y + GAP + SMALL - 6;
        svg.heading(left, y + 15, title, quiet);
        Scale scale = Scale.fromZero(max, bottom, top);
        svg.line(left, bottom, width - right, bottom, Ink.GREY, 1);
        svg.text(left - 6, bottom + 4, "end", Ink.MUTED, false, "0");
        svg.text(left - 6, top + 4, "end", Ink.MUTED, false, Figures.digits(scale.max()));
        y += GAP + SMALL;
        return scale;
    }

    private void moments(Scale scale, java.util.function.Function<Timeline.Moment, List<Long>> values, boolean rate) {
        for (int side = 0; side <= page.side(); side++) {
            Svg.Path path = new Svg.Path();
            for (int i = 0; i < timeline.moments().size(); i++) {
                Timeline.Moment m = timeline.moments().get(i);
                double value = values.apply(m).get(side) / (rate ? Math.max(m.seconds(), 1e-9) : 1);
                path.to(x(Math.min((i + 0.5) * timeline.momentSeconds(), timeline.seconds())), scale.at(value));
            }
            svg.path(path, side == page.side() ? Ink.RUN : Ink.GREY, 1.4, "");
        }
    }

    private void end(Scale scale, double value, String unit) {
        if (value > 0) {
            svg.text(width - right + 6, scale.at(value) + 4, "start", Ink.RUN, true, Figures.digits(value) + unit);
        }
    }

    private void axis() {
        double[] steps = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400};
        double step = steps[steps.length - 1];
        for (int i = steps.length - 1; i >= 0; i--) {
            step = timeline.seconds() / steps[i] <= (wide ? 10 : 5) ? steps[i] : step;
        }
        for (double t = 0; t <= timeline.seconds(); t += step) {
            svg.line(x(t), y, x(t), y + 4, Ink.GREY, 1);
            svg.text(x(t), y + 17, "middle", Ink.MUTED, false, Typography.clock(t));
        }
        svg.text(
                width - right + 6, y + 17, "start", Ink.MUTED, false, timeline.seconds() >= 3600 ? "h:min:s" : "min:s");
    }
}
