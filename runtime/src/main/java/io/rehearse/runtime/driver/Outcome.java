package io.rehearse.runtime.driver;

/** How a started step ended; exactly one for each. The list is closed, each with who is to blame. */
public enum Outcome {
    OK(Blame.NONE),
    /** A final status of 400 or above that no check of the script asked for. */
    STATUS_ERROR(Blame.TARGET),
    CHECK_FAILED(Blame.TARGET),
    TIMEOUT(Blame.TARGET),
    /** The connection ended before the response did. */
    RESET(Blame.TARGET),
    REFUSED(Blame.TARGET),
    CONNECT_TIMEOUT(Blame.TARGET),
    TLS_FAILED(Blame.TARGET),
    DNS_FAILED(Blame.TARGET),
    /**
     * A response that cannot be used: framing, coding or protocol are wrong, or a value it brought cannot be sent where
     * the script puts it.
     */
    BROKEN(Blame.TARGET),
    /** A body, header or line beyond its bound. */
    TOO_LARGE(Blame.TARGET),
    /** A save found nothing. */
    NO_MATCH(Blame.TARGET),
    /** Status 429. */
    THROTTLED(Blame.TARGET),
    POLL_EXPIRED(Blame.TARGET),
    /** Still open when the grace at the end was over. */
    UNFINISHED(Blame.TARGET),
    /** An arrival not started because the in-flight bound was reached while the generator was on time. */
    DROPPED_TARGET(Blame.TARGET),
    /** An arrival not started because the in-flight bound was reached while the generator was late. */
    DROPPED_LATE(Blame.GENERATOR),
    /** The process ran out of file descriptors. */
    NO_DESCRIPTORS(Blame.GENERATOR),
    /** The machine ran out of ephemeral ports. */
    NO_PORTS(Blame.GENERATOR),
    /** A closure or a value of the script made the step impossible. */
    SCRIPT_ERROR(Blame.GENERATOR);

    /** Whose fault an outcome is. */
    public enum Blame {
        NONE,
        TARGET,
        GENERATOR
    }

    private static final Outcome[] ALL = values();

    private final Blame blame;

    Outcome(Blame blame) {
        this.blame = blame;
    }

    public Blame blame() {
        return blame;
    }

    /** Whether the step's time so far belongs to the response histogram: successes, timeouts and unfinished. */
    public boolean isTimed() {
        return this == OK || this == TIMEOUT || this == UNFINISHED || this == POLL_EXPIRED;
    }

    static Outcome of(int ordinal) {
        return ALL[ordinal];
    }

    static int count() {
        return ALL.length;
    }
}
