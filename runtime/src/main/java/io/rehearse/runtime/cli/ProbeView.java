package io.rehearse.runtime.cli;

import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.SideBySide;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.render.Escape;
import io.rehearse.runtime.probe.Note;
import io.rehearse.runtime.probe.ProbeRun.Seen;
import io.rehearse.runtime.probe.ProbeStatus;
import io.rehearse.runtime.probe.ProbeWords;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shows a probe while it goes on, once a second, from a thread of its own ({@code screen}): a terminal that does not take its text holds
 * up nothing. A terminal gets the screen drawn in place; a pipe one line for each change, and one a minute.
 */
final class ProbeView implements AutoCloseable {
    private static final String CLEAR = "\u001b[2J";
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K\r\n";
    /** Clears what is below; drawn over what was there, a screen does not flicker. */
    private static final String CLEAR_BELOW = "\u001b[J";

    private static final long EVERY_MILLIS = 1000;
    private static final int MINUTE = 60;

    private final PrintWriter out;
    private final boolean draw;
    private final Screen screen;
    private final Style style;
    private final Supplier<Seen> seen;
    private final Thread thread = new Thread(this::work, "screen");
    private String told = "";
    private Note noted;
    private int sinceLine;

    ProbeView(PrintWriter out, boolean draw, Screen screen, Style style, Supplier<Seen> seen) {
        this.out = out;
        this.draw = draw;
        this.screen = screen;
        this.style = style;
        this.seen = seen;
        thread.setDaemon(true);
    }

    void start() {
        if (draw) {
            out.print(CLEAR);
        }
        thread.start();
    }

    private void work() {
        try {
            while (true) {
                show(Instant.now());
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    void show(Instant now) {
        Seen current = seen.get();
        if (current == null) {
            return;
        }
        if (draw) {
            draw(current, now);
        } else {
            line(current, now);
        }
    }

    private void draw(Seen current, Instant now) {
        StringBuilder text = new StringBuilder(HOME);
        // the cursor rests in the row below
        List<String> lines = ProbeScreen.lines(current, now, screen.rows() - 1);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            text.append(i == 1 ? coloured(line, current.status().gateAt(now)) : line)
                    .append(END_OF_LINE);
        }
        out.print(text.append(CLEAR_BELOW));
        out.flush();
    }

    private String coloured(String line, Gate gate) {
        return gate.verdict() == Verdict.FAIL
                ? style.failed(line)
                : gate.verdict() == Verdict.PASS ? style.good(line) : style.doubtful(line);
    }

    private void line(Seen current, Instant now) {
        Note note = current.status().note();
        if (note != null && !note.equals(noted)) {
            noted = note;
            out.println(Texts.clock(note.at()) + " " + Texts.fit("changed", 10) + " " + Escape.terminal(note.text()));
        }
        Gate gate = current.status().gateAt(now);
        SideBySide sides = current.status().standing().sides();
        String word = gate.verdict() + "/" + gate.current() + (sides != null && sides.isBlind() ? "/blind" : "");
        sinceLine++;
        if (word.equals(told) && sinceLine < MINUTE) {
            return;
        }
        boolean changed = !word.equals(told);
        told = word;
        sinceLine = 0;
        List<String> why = gate.latched() ? gate.latch().reasons() : gate.reasons();
        String facts = changed
                ? ProbeScreen.word(gate) + (why.isEmpty() ? "" : ": " + String.join("; ", why))
                : ProbeScreen.word(gate) + ", " + ProbeWords.health(current);
        out.println(
                Texts.clock(now) + " " + Texts.fit(changed ? "verdict" : "probe", 10) + " " + Escape.terminal(facts));
        out.flush();
    }

    /** A last look, as of what was judged last, then silence. */
    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(EVERY_MILLIS * 2);
        told = "";
        ProbeStatus last = seen.get().status();
        show(last.at(last.standing().atMillis()));
    }
}
