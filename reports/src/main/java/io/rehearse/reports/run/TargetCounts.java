package io.rehearse.reports.run;

/**
 * Levels of one target on one side when an interval closed.
 *
 * @param inFlight exchanges sent and not ended
 * @param connectionsOpen open connections, idle ones included
 * @param waiters exchanges waiting for a connection
 */
public record TargetCounts(int side, int target, long inFlight, long connectionsOpen, long waiters) {

    /** Both together, as of two lanes. */
    public TargetCounts plus(TargetCounts o) {
        return new TargetCounts(
                side, target, inFlight + o.inFlight, connectionsOpen + o.connectionsOpen, waiters + o.waiters);
    }
}
