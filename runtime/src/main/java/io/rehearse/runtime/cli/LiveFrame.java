package io.rehearse.runtime.cli;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.Trust;
import io.rehearse.reports.render.Escape;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.Phase;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import java.util.ArrayList;
import java.util.List;

/** One picture of a run that goes on: pure text from {@link Progress}, at most {@link #WIDTH} columns. */
final class LiveFrame {
    static final int WIDTH = 96;
    private static final int LABEL = 9;
    private static final int NAME_MAX = 30;
    private static final int BAR = 38;
    /** What the line of the bar needs besides it. */
    private static final int BAR_ROOM = 57;
    /** Lines that are not rows of steps. */
    private static final int FIXED = 14;

    private final Progress progress;
    private final RunManifest manifest;
    private final Style style;
    private final int width;
    private final int height;
    private final String notice;
    private final List<String> lines = new ArrayList<>();

    private LiveFrame(Progress progress, Style style, int columns, int rows, String notice) {
        this.progress = progress;
        this.manifest = progress.manifest();
        this.style = style;
        // the last column stays free: some terminals wrap when it is written
        this.width = Math.min(WIDTH, columns - 1);
        this.height = rows;
        this.notice = notice;
    }

    /**
     * @param columns of the terminal
     * @param rows of the terminal; steps that do not fit are counted
     * @param notice what a signal has caused; null: how to stop
     */
    static List<String> lines(Progress progress, Style style, int columns, int rows, String notice) {
        LiveFrame frame = new LiveFrame(progress, style, columns, rows, notice);
        frame.draw();
        return frame.lines;
    }

    private void draw() {
        title();
        add(phase());
        add("");
        if (manifest.sides().size() > 1) {
            SideTable.lines(progress, style, width, Math.max(1, height - FIXED)).forEach(this::add);
        } else {
            steps();
        }
        add("");
        users();
        errors();
        starts();
        add("");
        add(notice != null ? notice : "Ctrl-C  stop arriving, let users finish, write the report      twice: stop now");
    }

    private void title() {
        String left = fit(
                Texts.journeys(manifest) + "  load "
                        + Escape.terminal(manifest.load().name()) + "  " + Texts.environmentsInTitle(manifest),
                width - 14);
        add(left + Texts.clock(manifest, progress.seconds()) + " UTC");
    }

    private String phase() {
        Phase phase = progress.phase();
        double end = Texts.loadSeconds(manifest);
        if (phase.kind() == PhaseKind.DRAIN) {
            return "finish  waiting for " + progress.walksInFlight() + " users, at most "
                    + manifest.settings().getOrDefault("grace", "30 s");
        }
        String name = Texts.phase(phase);
        if (phase.walks() != null) {
            return name + "  " + bar((double) progress.walksEnded() / phase.walks()) + "  " + progress.walksEnded()
                    + " done";
        }
        String measured = progress.isMeasured() ? "judged " + Texts.minutes(progress.secondsShown()) : "not judged";
        if (Double.isNaN(end)) {
            return name + "  " + Texts.minutes(progress.seconds()) + ", without end   " + measured;
        }
        double measuredEnd = manifest.load().phases().stream()
                .filter(p -> p.measured() && p.durationSeconds() != null && p.kind() != PhaseKind.STAIR)
                .mapToDouble(Phase::durationSeconds)
                .sum();
        String of = progress.isMeasured() && measuredEnd > 0 && phase.kind() != PhaseKind.STAIR
                ? " of " + Texts.minutes(measuredEnd)
                : "";
        return name + "  " + bar(progress.seconds() / end) + "  " + Texts.minutes(progress.seconds()) + " of "
                + Texts.minutes(end) + "   " + measured + of;
    }

    private String bar(double share) {
        int length = Math.max(10, Math.min(BAR, width - BAR_ROOM));
        int done = (int) Math.round(length * Math.max(0, Math.min(1, share)));
        return "[" + "#".repeat(done) + "-".repeat(length - done) + "]";
    }

    private void steps() {
        RunManifest.Side side = manifest.sides().get(0);
        List<RunManifest.Step> all = new ArrayList<>();
        int name = 12;
        for (RunManifest.Journey journey : manifest.journeys()) {
            for (RunManifest.Step step : journey.steps()) {
                all.add(step);
                String text = Texts.row(manifest, step, side);
                name = Math.max(name, text.codePointCount(0, text.length()));
            }
        }
        name = Math.min(NAME_MAX, name);
        add(style.secondary(fit(
                        String.format(
                                "%-" + name + "s%10s%8s%8s%8s%8s%8s  %s",
                                "ms",
                                "in flight",
                                "ok",
                                "failed",
                                "p50",
                                "p95",
                                "p99",
                                "p95, last " + Progress.CURVE_SECONDS + " s"),
                        width)
                .stripTrailing()));
        int room = Math.max(1, height - FIXED);
        for (RunManifest.Step step : all.subList(0, Math.min(room, all.size()))) {
            add(row(step, side, name));
        }
        if (all.size() > room) {
            add(Texts.more(all.size() - room));
        }
        long thinking = progress.walksInFlight() - progress.waitingInAll();
        add(String.format("%" + (name + 10) + "s", thinking > 0 ? "thinking " + thinking : ""));
    }

    private String row(RunManifest.Step step, RunManifest.Side side, int name) {
        int s = side.index();
        int i = step.index();
        long failed = progress.failed(s, i);
        String cell = String.format("%8d", failed);
        String front = String.format(
                "%s%10d%8d",
                Texts.fit(Texts.row(manifest, step, side), name), progress.inFlight(s, i), progress.ok(s, i));
        String back = String.format(
                "%8s%8s%8s  %s",
                Figures.digits(progress.responseMillis(s, i, 50)),
                Figures.digits(progress.responseMillis(s, i, 95)),
                Figures.digits(progress.responseMillis(s, i, 99)),
                Curve.drawn(progress.curve(s, i)));
        if (front.length() + cell.length() + back.length() > width) {
            return cut(front + cell + back);
        }
        return front + (failed > 0 ? style.failed(cell) : cell) + back;
    }

    private void users() {
        double planned = progress.plannedPerSecond();
        String rate = Figures.digits(progress.startedPerSecond()) + "/s"
                + (Double.isNaN(planned) || progress.phase().kind() == PhaseKind.DRAIN
                        ? ""
                        : " of " + Figures.digits(planned) + "/s planned");
        String trend = progress.trend();
        String inFlight = manifest.sides().size() > 1
                ? "old " + progress.walksInFlight(0) + ", new " + progress.walksInFlight(1)
                : String.valueOf(progress.walksInFlight());
        labelled(
                "users",
                Texts.fit(rate, 26) + " in flight " + inFlight
                        + (trend.isEmpty() ? "" : " (" + trend + ")")
                        + (progress.arrivalsDropped() > 0 ? "   " + progress.arrivalsDropped() + " DROPPED" : ""));
    }

    private void errors() {
        String count = failures(progress.failedInAll(), progress.endedInAll());
        Progress.Failing last = progress.lastFailing();
        if (manifest.sides().size() > 1) {
            labelled(
                    "errors",
                    "old " + failures(progress.failedOf(0), progress.endedOf(0)) + ", new "
                            + failures(progress.failedOf(1), progress.endedOf(1)));
            labelled(
                    "",
                    last == null
                            ? ""
                            : "last on " + Texts.side(last.example().side()) + ": "
                                    + Escape.terminal(
                                            stepOf(last) + last.example().message()) + "  x" + last.count()
                                    + ", errors.ndjson");
            return;
        }
        if (last == null) {
            labelled("errors", count);
            add("");
            return;
        }
        labelled(
                "errors",
                Texts.fit(count, 26) + " last: "
                        + Escape.terminal(stepOf(last) + last.example().message()));
        labelled(
                "",
                Texts.fit("", 26) + " " + last.count() + " of that kind since "
                        + Texts.clock(manifest, last.sinceSeconds()) + ", errors.ndjson");
    }

    private static String failures(long failed, long ended) {
        return failed + " of " + ended + (ended == 0 ? "" : " (" + Figures.percent((double) failed / ended) + ")");
    }

    private String stepOf(Progress.Failing failing) {
        int step = failing.example().step();
        return step < 0 ? "" : manifest.step(step).name() + "  ";
    }

    private void starts() {
        Trust trust = progress.trust();
        String cpu = progress.cpuPercent() < 0 ? "" : ", cpu " + progress.cpuPercent() + " %";
        String facts =
                trust.lateStarts() + " late, worst delay " + Figures.millis(progress.worstDelayMillis()) + cpu + ": ";
        String verdict = trust.trusted() ? "generator ok" : "generator NOT TRUSTED";
        if (LABEL + facts.length() + verdict.length() <= width) {
            add(Texts.fit("starts", LABEL) + facts + (trust.trusted() ? style.good(verdict) : style.doubtful(verdict)));
        } else {
            labelled("starts", facts + verdict);
        }
        if (!trust.trusted()) {
            labelled("", trust.reasons().get(0));
        }
    }

    private void labelled(String label, String text) {
        add(cut(Texts.fit(label, LABEL) + text));
    }

    private void add(String line) {
        lines.add(line.contains("\u001b") ? line : cut(line).stripTrailing());
    }

    private String cut(String text) {
        return text.codePointCount(0, text.length()) <= width ? text : Texts.fit(text, width);
    }

    private static String fit(String text, int width) {
        return Texts.fit(text, Math.max(0, width));
    }
}
