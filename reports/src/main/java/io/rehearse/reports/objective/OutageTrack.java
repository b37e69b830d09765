package io.rehearse.reports.objective;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the longest outage in a sequence of intervals.
 *
 * <pre>
 * an interval is        when
 *   DOWN                more than half of what ended in it failed
 *   UP                  otherwise, if something ended in it
 *   SILENT              nothing ended and something was waiting
 *   IDLE                nothing ended and nothing was waiting
 * </pre>
 *
 * SILENT counts as DOWN if the silence lasts longer than a response usually takes (a step of eight seconds is silent for
 * seven of them without an outage). IDLE, and a shorter silence, say nothing: they neither start an outage nor end one.
 * An outage lasts from the start of its first interval that is down to the end of its last.
 */
final class OutageTrack {
    private enum State {
        UP,
        DOWN,
        SILENT,
        IDLE
    }

    private record Span(State state, double startSeconds, double endSeconds) {}

    /** The longest outage; both 0 when there was none. */
    record Outage(double startSeconds, double endSeconds) {
        double seconds() {
            return endSeconds - startSeconds;
        }
    }

    private final List<Span> spans = new ArrayList<>();

    /** Adjacent intervals of one state are kept as one span, so that a long run costs nothing. */
    void interval(double startSeconds, double endSeconds, long ended, long failed, long waiting) {
        State state;
        if (ended > 0) {
            state = failed * 2 > ended ? State.DOWN : State.UP;
        } else {
            state = waiting > 0 ? State.SILENT : State.IDLE;
        }
        int last = spans.size() - 1;
        if (last >= 0 && spans.get(last).state == state) {
            spans.set(last, new Span(state, spans.get(last).startSeconds, endSeconds));
        } else {
            spans.add(new Span(state, startSeconds, endSeconds));
        }
    }

    /** @param usualSeconds how long a response usually takes; 0 if nothing succeeded */
    Outage longest(double usualSeconds) {
        Outage longest = new Outage(0, 0);
        double start = Double.NaN;
        for (Span span : spans) {
            boolean down = span.state == State.DOWN
                    || span.state == State.SILENT && span.endSeconds - span.startSeconds > usualSeconds;
            if (down) {
                start = Double.isNaN(start) ? span.startSeconds : start;
                if (span.endSeconds - start > longest.seconds()) {
                    longest = new Outage(start, span.endSeconds);
                }
            } else if (span.state == State.UP) {
                start = Double.NaN;
            }
        }
        return longest;
    }
}
