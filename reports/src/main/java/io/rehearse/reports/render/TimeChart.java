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
 * Lanes above one shared axis of time: the percentiles of each step, then {@link CountLanes}. Drawn once wide and once
 * narrow, so that labels keep their size on a telephone.
 */
final class TimeChart {
    private static final double LINE_HEIGHT = 13;

    private final Page page;
    private final Timeline timeline;
    private final TimeFrame frame;

    private TimeChart(Page page, TimeFrame frame) {
        this.page = page;
        this.timeline = page.timeline();
        this.frame = frame;
    }

    /** @param steps to draw, the first one larger */
    static Svg of(Page page, List<RunManifest.Step> steps, boolean wide) {
        TimeFrame frame = new TimeFrame(page, steps.size(), wide);
        TimeChart chart = new TimeChart(page, frame);
        frame.phases();
        for (int i = 0; i < steps.size(); i++) {
            chart.step(steps.get(i), TimeFrame.STEP + (i == 0 ? TimeFrame.LARGE : 0));
        }
        new CountLanes(page, frame).draw();
        frame.axis();
        return frame.svg.cross();
    }

    private void step(RunManifest.Step step, double height) {
        String name = page.manifest().nameOf(step);
        List<Reference.Band> band = page.duet()
                ? List.of()
                : page.reference().map(r -> r.band(name)).orElse(List.of());
        String quiet = "ms, log scale, " + Figures.seconds(timeline.windowSeconds()) + " windows"
                + (band.isEmpty() ? "" : "; grey: p95 of the baseline");
        double top = frame.lane(Escape.cut(name, frame.wide ? 60 : 26), frame.wide ? quiet : "ms", height);
        List<Timeline.StepLine> lines =
                timeline.steps().stream().filter(s -> s.step() == step.index()).toList();
        double bottom = top + height - 4;
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
        if (max == 0) {
            frame.svg.text(frame.left + 6, (top + bottom) / 2, "start", Ink.MUTED, false, "no response");
            return;
        }
        for (Reference.Band b : band) {
            min = Math.min(min, b.lowMs());
            max = Math.max(max, b.highMs());
        }
        Scale scale = Scale.ratios(min, Math.max(max, min * 1.01), bottom, top);
        band(band, scale);
        frame.grid(scale, height > TimeFrame.STEP ? 6 : 4);
        for (Timeline.StepLine line : lines) {
            boolean judged = line.side() == page.side();
            line(line, scale, Timeline.Window::p99Ms, judged ? Ink.RUN2 : Ink.GREY, 0.8);
            line(line, scale, Timeline.Window::p50Ms, judged ? Ink.RUN2 : Ink.GREY, 0.8);
            line(line, scale, Timeline.Window::p95Ms, judged ? Ink.RUN : Ink.GREY, 1.8);
        }
        ends(step, scale, bottom);
    }

    private void band(List<Reference.Band> band, Scale scale) {
        Svg.Path area = new Svg.Path();
        for (Reference.Band b : band) {
            area.to(frame.x((b.startSeconds() + b.endSeconds()) / 2), scale.at(b.highMs()));
        }
        for (int i = band.size() - 1; i >= 0; i--) {
            Reference.Band b = band.get(i);
            area.to(frame.x((b.startSeconds() + b.endSeconds()) / 2), scale.at(b.lowMs()));
        }
        frame.svg.area(area, Ink.BAND);
    }

    private void line(
            Timeline.StepLine line, Scale scale, ToDoubleFunction<Timeline.Window> value, Ink ink, double thickness) {
        Svg.Path path = new Svg.Path();
        for (int i = 0; i < line.windows().size(); i++) {
            Timeline.Window window = line.windows().get(i);
            if (window.n() == 0) {
                path.gap();
            } else {
                path.to(frame.x((i + 0.5) * timeline.windowSeconds()), scale.at(value.applyAsDouble(window)));
            }
        }
        frame.svg.path(path, ink, thickness, "");
    }

    private record End(double y, Ink ink, boolean bold, String text) {}

    /** Beside the lines, what they are over the measured phases; labels give way to each other. */
    private void ends(RunManifest.Step step, Scale scale, double bottom) {
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
        double[] at = new double[ends.size()];
        double free = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(ends.get(i).y, free);
            free = at[i] + LINE_HEIGHT;
        }
        double room = bottom + 2;
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], room);
            room = at[i] - LINE_HEIGHT;
            frame.end(at[i], ends.get(i).ink, ends.get(i).bold, ends.get(i).text);
        }
    }

    private String ms(double millis) {
        return frame.wide ? Figures.millis(millis) : Figures.digits(millis);
    }
}
