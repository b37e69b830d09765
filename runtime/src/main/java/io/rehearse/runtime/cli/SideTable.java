package io.rehearse.runtime.cli;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.render.Escape;
import io.rehearse.reports.run.RunManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The steps of old and new while they run side by side: a row for each step with old and new beside each other, or where the
 * screen is too narrow for that, a row for each step and side.
 */
final class SideTable {
    private static final int OLD = 0;
    private static final int NEW = 1;
    private static final int NAME_MAX = 28;
    private static final int RATE = 6;
    private static final int COUNT = 7;
    private static final int MILLIS = 7;
    private static final int GAP = 1;
    private static final int CELLS = 2 * RATE + 2 * COUNT + 3 * 2 * MILLIS + 4 * GAP;
    private static final int NAME_MIN = 20;
    /** Fewer values than that make no estimate worth a line. */
    private static final long VALUES_MIN = 100;

    private static final double[] PERCENTILES = {50, 95, 99};

    private final Progress progress;
    private final RunManifest manifest;
    private final Style style;
    private final List<RunManifest.Step> steps;
    private final List<String> lines = new ArrayList<>();

    private SideTable(Progress progress, Style style) {
        this.progress = progress;
        this.manifest = progress.manifest();
        this.style = style;
        this.steps = manifest.journeys().stream()
                .flatMap(journey -> journey.steps().stream())
                .toList();
    }

    /**
     * @param width columns there are
     * @param room rows there are for steps; those that do not fit are counted
     */
    static List<String> lines(Progress progress, Style style, int width, int room) {
        SideTable table = new SideTable(progress, style);
        if (width >= CELLS + NAME_MIN) {
            table.beside(Math.min(NAME_MAX, width - CELLS), room);
        } else {
            table.stacked(Math.max(1, Math.min(NAME_MAX, width - RATE - COUNT - 3 * MILLIS)), room);
        }
        table.soFar();
        return table.lines;
    }

    private void beside(int name, int room) {
        String gap = " ".repeat(GAP);
        StringBuilder top = new StringBuilder(" ".repeat(name) + centred("rate /s", 2 * RATE));
        StringBuilder below = new StringBuilder(Texts.fit("ms", name) + pair("old", "new", RATE));
        top.append(gap).append(centred("failed", 2 * COUNT));
        below.append(gap).append(pair("old", "new", COUNT));
        for (double percentile : PERCENTILES) {
            top.append(gap).append(centred("p" + Math.round(percentile), 2 * MILLIS));
            below.append(gap).append(pair("old", "new", MILLIS));
        }
        lines.add(style.secondary(top.toString().stripTrailing()));
        lines.add(style.secondary(below.toString()));
        for (RunManifest.Step step : steps.subList(0, Math.min(room, steps.size()))) {
            StringBuilder row = new StringBuilder(Texts.fit(Escape.terminal(manifest.nameOf(step)), name));
            row.append(pair(rate(OLD, step), rate(NEW, step), RATE)).append(gap);
            row.append(failed(OLD, step)).append(failed(NEW, step));
            for (double percentile : PERCENTILES) {
                row.append(gap).append(pair(millis(OLD, step, percentile), millis(NEW, step, percentile), MILLIS));
            }
            lines.add(row.toString());
        }
        if (steps.size() > room) {
            lines.add(Texts.more(steps.size() - room));
        }
    }

    private void stacked(int name, int room) {
        lines.add(style.secondary(Texts.fit("ms", name)
                + right("rate/s", RATE)
                + right("failed", COUNT)
                + right("p50", MILLIS)
                + right("p95", MILLIS)
                + right("p99", MILLIS)));
        int shown = Math.max(1, room / 2);
        for (RunManifest.Step step : steps.subList(0, Math.min(shown, steps.size()))) {
            for (int side : new int[] {OLD, NEW}) {
                String tail = ", " + Texts.side(side);
                String label = Escape.terminal(manifest.nameOf(step));
                int most = Math.max(1, name - tail.length());
                label = label.codePointCount(0, label.length()) > most ? Texts.fit(label, most) : label;
                StringBuilder row = new StringBuilder(Texts.fit(label + tail, name));
                row.append(right(rate(side, step), RATE)).append(failed(side, step));
                for (double percentile : PERCENTILES) {
                    row.append(right(millis(side, step, percentile), MILLIS));
                }
                lines.add(row.toString());
            }
        }
        if (steps.size() > shown) {
            lines.add(Texts.more(2 * (steps.size() - shown)));
        }
    }

    /** Where the new side is behind most at p95: an estimate, said as one. */
    private void soFar() {
        RunManifest.Step worst = null;
        double most = 0;
        for (RunManifest.Step step : steps) {
            double old = progress.responseMillis(OLD, step.index(), 95);
            double change = progress.responseMillis(NEW, step.index(), 95) / old - 1;
            boolean enough =
                    progress.ok(OLD, step.index()) >= VALUES_MIN && progress.ok(NEW, step.index()) >= VALUES_MIN;
            if (enough && change > most) {
                worst = step;
                most = change;
            }
        }
        lines.add(
                worst == null
                        ? ""
                        : Escape.terminal(manifest.nameOf(worst)) + " p95 "
                                + String.format(Locale.ROOT, "+%.0f %%", 100 * most)
                                + " against old so far: an estimate, no verdict yet");
    }

    private String rate(int side, RunManifest.Step step) {
        return Figures.digits(progress.endedPerSecond(side, step.index()));
    }

    private String failed(int side, RunManifest.Step step) {
        long failed = progress.failed(side, step.index());
        String cell = right(String.valueOf(failed), COUNT);
        return failed > 0 ? style.failed(cell) : cell;
    }

    private String millis(int side, RunManifest.Step step, double percentile) {
        return Figures.digits(progress.responseMillis(side, step.index(), percentile));
    }

    private static String pair(String old, String fresh, int width) {
        return right(old, width) + right(fresh, width);
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** Over the two columns of a pair, which are flush right. */
    private static String centred(String text, int width) {
        int left = (width - text.length() + 3) / 2;
        return Texts.fit(" ".repeat(Math.max(0, left)) + text, width);
    }
}
