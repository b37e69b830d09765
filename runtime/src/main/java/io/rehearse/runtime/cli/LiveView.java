package io.rehearse.runtime.cli;

import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.runtime.driver.LaneInterval;
import java.io.PrintWriter;
import java.util.List;

/** The table of a run that goes on, drawn again in place at every interval. For terminals. */
final class LiveView implements View {
    private static final String UP = "\u001b[%dA";
    private static final String LINE_START_CLEAR = "\r\u001b[2K";
    private static final String CLEAR_BELOW = "\u001b[0J";
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String CLEAR_SCREEN = "\u001b[2J\u001b[H";

    private final PrintWriter out;
    private final Screen screen;
    private final Style style;
    private Progress progress;
    private String notice;
    private int drawnLines;
    private int drawnColumns;

    LiveView(PrintWriter out, Screen screen, Style style) {
        this.out = out;
        this.screen = screen;
        this.style = style;
    }

    @Override
    public void started(RunManifest manifest) {
        progress = new Progress(manifest);
        draw();
    }

    @Override
    public void interval(Interval interval, List<LaneInterval.Example> examples) {
        progress.accept(interval);
        draw();
    }

    @Override
    public void notice(String line) {
        notice = line;
        if (progress != null) {
            draw();
        }
    }

    /** The table makes room for the summary, which says more. */
    @Override
    public void ended(RunEnd end) {
        StringBuilder text = new StringBuilder();
        back(text);
        text.append(CLEAR_BELOW).append(SHOW_CURSOR);
        out.print(text);
        out.flush();
        drawnLines = 0;
    }

    @Override
    public void judged(RunReport report, int exitCode) {
        out.print(report.text());
        out.flush();
    }

    private void draw() {
        int columns = screen.columns();
        List<String> lines = LiveFrame.lines(progress, style, columns, screen.rows(), notice);
        StringBuilder text = new StringBuilder(HIDE_CURSOR);
        if (drawnLines > 0 && columns < drawnColumns) {
            // a narrower terminal has broken the lines that stand there: how many they are now is unknown
            text.append(CLEAR_SCREEN);
        } else {
            back(text);
        }
        for (String line : lines) {
            text.append(LINE_START_CLEAR).append(line).append('\n');
        }
        text.append(CLEAR_BELOW).append(SHOW_CURSOR);
        drawnLines = lines.size();
        drawnColumns = columns;
        out.print(text);
        out.flush();
    }

    private void back(StringBuilder text) {
        if (drawnLines > 0) {
            text.append(String.format(UP, drawnLines)).append('\r');
        }
    }
}
