package io.rehearse.runtime.driver;

/** How a lane waits for the next moment at which something is due. */
public enum Wakeup {
    /** Sleeps until then: a few dozen µs late, as long as the processor takes to wake up. */
    TIMER("timer"),

    /** Sleeps until shortly before and looks at its sockets without a pause from then on, for a quarter of its time at most. */
    PRECISE(
            "precise: the last 50 µs before a user is due are waited for without sleeping, a quarter of the time at most"),

    /** Wakes up for users at most every 0.5 ms, all that are due together. */
    GATHERED("gathered: users due within 0.5 ms are started together, up to 0.5 ms late");

    private final String words;

    Wakeup(String words) {
        this.words = words;
    }

    /** For people. */
    public String inWords() {
        return words;
    }
}
