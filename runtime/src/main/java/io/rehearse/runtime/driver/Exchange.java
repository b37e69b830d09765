package io.rehearse.runtime.driver;

import io.rehearse.journeys.plan.Step;

/**
 * One step under way: what is sent and the four stamps. One per session, reused for every step. Belongs to one lane. All
 * stamps are {@link Clock} nanoseconds; 0 means not yet.
 */
public final class Exchange {
    final Session session;
    Step step;
    /** When the user wanted to act. */
    long dueAt;
    /** When the lane took the session up. */
    long handledAt;
    /** When the first byte was handed to the socket. */
    long sentAt;

    long firstByteAt;
    /** When the last byte was read. */
    long endAt;

    /** When this try was due; {@link #dueAt} for the first. */
    long tryDueAt;

    /** Tries before this one, and what of their time was late and wait. */
    int tries;

    long lateNanos;
    long waitNanos;

    int phase;
    boolean open;
    /** While {@link Wire#start} runs: an end within it must not recurse into the next step. */
    boolean starting;

    /** No request was made: what decides before it failed. */
    boolean unsent;

    long bytesSent;
    long bytesReceived;
    int reuseRetries;

    long deadline;
    Exchange deadlineBefore;
    Exchange deadlineAfter;
    Deadlines deadlines;

    Exchange(Session session) {
        this.session = session;
    }

    /** A try begins, taken up now. */
    void to(long due, long now) {
        tryDueAt = due;
        handledAt = now;
        sentAt = 0;
        firstByteAt = 0;
        endAt = 0;
        open = true;
        unsent = false;
    }

    public Session session() {
        return session;
    }

    public Step step() {
        return step;
    }

    /** When this exchange is given up, in clock nanoseconds; a wire need not watch it, the lane does. */
    public long deadline() {
        return deadline;
    }

    public long sentAt() {
        return sentAt;
    }

    /** Whether it was started and has not ended: a wire ignores what comes for one that is not. */
    public boolean isOpen() {
        return open;
    }

    /** Adds to the bytes handed to the socket for this step, all hops. */
    public void addSent(long bytes) {
        bytesSent += bytes;
    }

    /** Adds to the bytes read from the socket for this step, all hops, before decoding. */
    public void addReceived(long bytes) {
        bytesReceived += bytes;
    }

    /** A connection was lost at reuse before anything of the answer came and the request was sent again. */
    public void reuseRetried() {
        reuseRetries++;
    }
}
