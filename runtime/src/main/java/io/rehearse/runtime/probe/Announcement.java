package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Downtimes;
import io.rehearse.reports.gate.ExpectDown;
import java.time.Duration;
import java.time.Instant;

/**
 * A downtime that is known beforehand, by the wall clock.
 *
 * @param to end, exclusive
 * @param counts whether failures still use the error budget
 */
public record Announcement(Instant from, Instant to, String reason, boolean counts) {
    /** Longer is no downtime of a cutover, and nobody would be called for a day. */
    public static final Duration LENGTH_MAX = Duration.ofHours(24);

    private static final long SAME_MILLIS = 1000;

    /** @param zero when the probe's clock was at 0 */
    ExpectDown on(Instant zero) {
        return new ExpectDown(
                Duration.between(zero, from).toMillis(),
                Duration.between(zero, to).toMillis(),
                reason,
                counts);
    }

    /** Whether a journal has it already: a probe that is started again with the same words announces nothing twice. */
    boolean isIn(Downtimes downtimes, Instant zero) {
        ExpectDown wanted = on(zero);
        return downtimes.announced().stream()
                .map(Downtimes.Announced::when)
                .anyMatch(when -> Math.abs(when.fromMillis() - wanted.fromMillis()) < SAME_MILLIS
                        && Math.abs(when.toMillis() - wanted.toMillis()) < SAME_MILLIS
                        && when.counts() == counts
                        && when.reason().equals(reason));
    }
}
