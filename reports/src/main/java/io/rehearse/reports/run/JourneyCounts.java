package io.rehearse.reports.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What happened to one journey on one side in one interval, for the walks that arrived in {@code phase}.
 *
 * @param started walks that began in the interval
 * @param ok ended with every step done
 * @param failed ended by a failed step
 * @param dropped arrivals that never began, by outcome name
 * @param unfinished cut off when the grace ended
 * @param cleanupOk {@code afterwards} blocks that succeeded
 * @param cleanupFailed and that failed; neither enters a verdict
 * @param paceMissed rounds that took longer than their pace
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record JourneyCounts(
        @JsonInclude int journey,
        @JsonInclude int side,
        @JsonInclude int phase,
        long started,
        long ok,
        long failed,
        Map<String, Long> dropped,
        long unfinished,
        long cleanupOk,
        long cleanupFailed,
        long paceMissed) {

    public JourneyCounts {
        dropped = Counts.of(dropped);
        Counts.notNegative(journey, side, started, ok, failed, unfinished, cleanupOk, cleanupFailed, paceMissed);
    }

    /** Both together, as of two lanes; journey, side and phase must be the same. */
    public JourneyCounts plus(JourneyCounts o) {
        return new JourneyCounts(
                journey,
                side,
                phase,
                started + o.started,
                ok + o.ok,
                failed + o.failed,
                Counts.sum(dropped, o.dropped),
                unfinished + o.unfinished,
                cleanupOk + o.cleanupOk,
                cleanupFailed + o.cleanupFailed,
                paceMissed + o.paceMissed);
    }
}
