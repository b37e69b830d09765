package io.rehearse.runtime.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether walks go with tokens that are good. Where one has expired and cannot be renewed, what fails is not the target's doing, and
 * nothing was observed. Immutable.
 *
 * @param from when the token expires; null: none does
 * @param until when it was renewed; null: it was not
 * @param reason in words
 */
record Login(Instant from, Instant until, String reason) {
    /** The server's clock is another, and it counts from when it answered. */
    private static final Duration BEFORE = Duration.ofSeconds(5);
    /** Requests that were sent with the old one fail later. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(30);

    static final Login GOOD = new Login(null, null, null);

    Login expires(Instant at, String why) {
        return new Login(at, null, why);
    }

    Login renewed(Instant now) {
        // one that was good all the time leaves nothing behind
        return from == null || until != null || now.isBefore(from.minus(BEFORE)) ? this : new Login(from, now, reason);
    }

    /**
     * @param at when a failure had been seen
     * @return why it says nothing about the target; empty if it does
     */
    Optional<String> against(Instant at) {
        boolean after = from != null && !at.isBefore(from.minus(BEFORE));
        boolean before = until == null || at.isBefore(until.plus(AFTERWARDS));
        return after && before ? Optional.of("walks failed, " + reason) : Optional.empty();
    }
}
