package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.ExpectDown;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A probe as it is at one moment, for screens and for controllers that wait. Immutable.
 *
 * @param journal where it is written
 * @param zero when the probe's clock was at 0
 * @param alert the last one; null: none yet
 * @param note the last one; null: none yet
 * @param deeds actions begun, the oldest first; the last some hundred
 * @param counts of all that were ever begun
 * @param leftOut actions and outcomes that were not sent or not written down
 * @param journalError why the journal cannot be written; null: it can
 */
public record ProbeStatus(
        Path journal,
        Started started,
        Rules rules,
        Standing standing,
        Instant zero,
        Alert alert,
        Note note,
        List<Deed> deeds,
        Deeds.Counts counts,
        long leftOut,
        String journalError) {

    /** The gate as it may be believed at this moment. */
    public Gate gateAt(Instant now) {
        return standing.gateAt(millis(now), rules);
    }

    /** Whether what was seen last is too old to say anything. */
    boolean isOld(Instant now) {
        return standing.isOld(millis(now), rules);
    }

    /** Whether it is announced to be down at this moment. */
    boolean expectsDown(Instant now) {
        return standing.expectsDown(millis(now));
    }

    /** The announced downtime of this moment, else the next one. */
    Optional<ExpectDown> downtime(Instant now) {
        return standing.downtimes()
                .at(millis(now))
                .or(() -> standing.downtimes().next(millis(now)));
    }

    /** Whether an old side is walked beside the target. */
    public boolean hasOld() {
        return standing.sides() != null;
    }

    /** Time on the probe's clock. */
    long millis(Instant now) {
        return Duration.between(zero, now).toMillis();
    }

    /** Wall clock for a time on the probe's clock. */
    public Instant at(long millis) {
        return zero.plusMillis(millis);
    }

    /** The same to the second: so downtimes are announced, and the probe's clock keeps them no better over restarts. */
    Instant second(long millis) {
        return at(millis).plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
    }
}
