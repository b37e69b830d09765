package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Timeline;
import java.util.List;
import java.util.function.Function;

/** The small lanes of a time chart: walks started, errors, users at work, lateness. Counts are linear from zero. */
final class CountLanes {
    private static final double LATE_MS = 10;

    private final Page page;
    private final Timeline timeline;
    private final TimeFrame frame;

    CountLanes(Page page, TimeFrame frame) {
        this.page = page;
        this.timeline = page.timeline();
        this.frame = frame;
    }

    void draw() {
        started();
        errors();
        users();
        lateness();
    }

    private void started() {
        List<RunManifest.Phase> phases = page.manifest().load().phases();
        double max = timeline.moments().stream()
                .flatMapToDouble(m -> m.started().stream().mapToDouble(n -> perSecond(n, m)))
                .max()
                .orElse(0);
        for (RunManifest.Phase phase : phases) {
            max = Math.max(max, phase.toPerSecond() == null ? 0 : phase.toPerSecond());
        }
        boolean planned = page.summary().health().plannedPerSecond() != null;
        String quiet = (planned && frame.wide ? "dashed: planned" : "") + (page.duet() ? " for each side" : "");
        Scale scale = frame.small("Users started per second", quiet.strip(), max);
        for (RunManifest.Phase phase : phases) {
            boolean rated = phase.fromPerSecond() != null && phase.toPerSecond() != null;
            if (rated && page.endOf(phase) > phase.startSeconds()) {
                frame.svg.dashed(
                        frame.x(phase.startSeconds()),
                        scale.at(phase.fromPerSecond()),
                        frame.x(page.endOf(phase)),
                        scale.at(phase.toPerSecond()),
                        Ink.GREY);
            }
        }
        lines(scale, Timeline.Moment::started, true);
        double perSecond = page.summary().health().startedPerSecond()
                / page.manifest().sides().size();
        if (perSecond > 0) {
            frame.end(scale.at(perSecond), Ink.RUN, true, Figures.digits(perSecond) + "/s");
        }
    }

    private void errors() {
        List<Timeline.Moment> moments = timeline.moments();
        double max = 1;
        long all = 0;
        for (Timeline.Moment m : moments) {
            long failed = m.failed().stream().mapToLong(n -> n).sum();
            all += failed;
            max = Math.max(max, perSecond(failed, m));
        }
        String quiet = all == 0 ? "none" : all + " in all";
        if (frame.wide) {
            quiet = timeline.burst()
                    .map(b -> b.failed() + " of the " + b.all() + " in one burst of " + Figures.seconds(b.seconds())
                            + ", from " + page.wallClock(b.startSeconds()))
                    .orElse(quiet);
        }
        Scale scale = frame.small("Errors per second", quiet, max);
        double bar = Math.max(1.2, frame.x(timeline.momentSeconds()) - frame.x(0));
        for (int i = 0; i < moments.size(); i++) {
            double base = scale.from();
            for (int side = 0; side <= page.side(); side++) {
                double height = scale.from()
                        - scale.at(perSecond(moments.get(i).failed().get(side), moments.get(i)));
                if (height > 0) {
                    Ink ink = side == page.side() ? Ink.FAIL : Ink.GREY;
                    frame.svg.rect(frame.x(i * timeline.momentSeconds()), base - height, bar, height, ink);
                    base -= height;
                }
            }
        }
    }

    private void users() {
        long max = timeline.moments().stream()
                .flatMap(m -> m.users().stream())
                .mapToLong(n -> n)
                .max()
                .orElse(0);
        Scale scale = frame.small("Users at work", "at most " + max, Math.max(max, 1));
        lines(scale, Timeline.Moment::users, false);
    }

    private void lateness() {
        double max = timeline.moments().stream()
                .mapToDouble(Timeline.Moment::lateMaxMs)
                .max()
                .orElse(0);
        String quiet =
                "ms, worst; at most " + Figures.digits(max) + (frame.wide ? "; dashed: 10 ms counts as late" : "");
        Scale scale = frame.small("Start delay", quiet, Math.max(max, LATE_MS));
        frame.svg.dashed(frame.left, scale.at(LATE_MS), frame.right, scale.at(LATE_MS), Ink.GREY);
        Svg.Path path = new Svg.Path();
        for (int i = 0; i < timeline.moments().size(); i++) {
            path.to(middle(i), scale.at(timeline.moments().get(i).lateMaxMs()));
        }
        frame.svg.path(path, Ink.RUN, 1.2, "");
    }

    private void lines(Scale scale, Function<Timeline.Moment, List<Long>> values, boolean rate) {
        for (int side = 0; side <= page.side(); side++) {
            Svg.Path path = new Svg.Path();
            for (int i = 0; i < timeline.moments().size(); i++) {
                Timeline.Moment m = timeline.moments().get(i);
                long n = values.apply(m).get(side);
                path.to(middle(i), scale.at(rate ? perSecond(n, m) : n));
            }
            frame.svg.path(path, side == page.side() ? Ink.RUN : Ink.GREY, 1.4, "");
        }
    }

    private double middle(int moment) {
        return frame.x((moment + 0.5) * timeline.momentSeconds());
    }

    private static double perSecond(long n, Timeline.Moment moment) {
        return moment.seconds() <= 0 ? 0 : n / moment.seconds();
    }
}
