package io.rehearse.runtime.driver;

/**
 * Exchanges in the order they time out: all that have the same timeout, so that the order they were added in is the order
 * they expire in, and adding, removing and looking at the next are a few assignments. A lane has one for each timeout the
 * plan uses.
 */
final class Deadlines {
    final long timeoutNanos;
    private Exchange first;
    private Exchange last;

    Deadlines(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    void add(Exchange exchange, long startNanos) {
        exchange.deadline = startNanos + timeoutNanos;
        exchange.deadlines = this;
        exchange.deadlineBefore = last;
        exchange.deadlineAfter = null;
        if (last == null) {
            first = exchange;
        } else {
            last.deadlineAfter = exchange;
        }
        last = exchange;
    }

    void remove(Exchange exchange) {
        if (exchange.deadlines != this) {
            return;
        }
        exchange.deadlines = null;
        Exchange before = exchange.deadlineBefore;
        Exchange after = exchange.deadlineAfter;
        if (before == null) {
            first = after;
        } else {
            before.deadlineAfter = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.deadlineBefore = before;
        }
        exchange.deadlineBefore = null;
        exchange.deadlineAfter = null;
    }

    /** The exchange that expires next, or null. */
    Exchange first() {
        return first;
    }
}
