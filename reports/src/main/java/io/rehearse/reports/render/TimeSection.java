package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Timeline;
import java.util.ArrayList;
import java.util.List;

/** What happened when. */
final class TimeSection {
    /** Steps that get a lane; the others are in the table of percentiles. */
    static final int LANES_MAX = 24;

    private TimeSection() {}

    static Html of(Page page) {
        Html html = new Html().heading("time", "Over time");
        if (page.timeline().moments().isEmpty()) {
            return html.note("Nothing was recorded.");
        }
        List<RunManifest.Step> steps = page.worstFirst();
        List<RunManifest.Step> drawn = steps.subList(0, Math.min(LANES_MAX, steps.size()));
        html.note(note(page, steps.size() - drawn.size()));
        html.open("p", "id", "readout", "hidden", "hidden", "class", "readout", "aria-live", "polite");
        html.close("p").line();
        for (boolean wide : new boolean[] {true, false}) {
            html.open(
                    "div",
                    "class",
                    "chart time " + (wide ? "wide" : "narrow"),
                    "tabindex",
                    "0",
                    "hidden",
                    wide ? null : "hidden");
            html.add(TimeChart.of(page, drawn, wide)).close("div").line();
        }
        return html;
    }

    private static String note(Page page, int left) {
        List<String> phases = new ArrayList<>();
        for (RunManifest.Phase phase : page.manifest().load().phases()) {
            if (page.endOf(phase) > phase.startSeconds()) {
                phases.add(phase.name() + " from " + Typography.clock(phase.startSeconds())
                        + (page.judged(phase) ? "" : " (not judged)"));
            }
        }
        Timeline timeline = page.timeline();
        String lines = page.duet()
                ? "Blue: p50, p95 and p99 of " + page.sideName(1) + "; grey: of " + page.sideName(0) + ". "
                : "Thick line: p95; thin lines: p99 and p50. ";
        return Typography.figures(lines + "Taken over windows of " + Figures.seconds(timeline.windowSeconds())
                + " by the time of the last byte. Shaded phases are drawn and not judged: " + String.join(", ", phases)
                + "."
                + (left > 0 ? " " + left + " more steps are in the table of percentiles." : ""));
    }
}
