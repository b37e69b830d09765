package io.rehearse.reports.run;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Levels of one target on one side when an interval closed, and what was odd about its answers in that interval.
 *
 * @param inFlight exchanges sent and not ended
 * @param connectionsOpen open connections, idle ones included
 * @param waiters exchanges waiting for a connection
 * @param unasked how often bytes came that nobody had asked for: after a complete answer, or on an idle connection
 * @param invalidText bodies read as UTF-8 that had bytes which are none
 * @param lostCookies cookies that were too large to be kept, or forgotten because a session had too many
 * @param detours how often an address gave no connection and another one of the target was tried
 */
public record TargetCounts(
        int side,
        int target,
        long inFlight,
        long connectionsOpen,
        long waiters,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long unasked,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long invalidText,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long lostCookies,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long detours) {

    /** Both together, as of two lanes. */
    public TargetCounts plus(TargetCounts o) {
        return new TargetCounts(
                side,
                target,
                inFlight + o.inFlight,
                connectionsOpen + o.connectionsOpen,
                waiters + o.waiters,
                unasked + o.unasked,
                invalidText + o.invalidText,
                lostCookies + o.lostCookies,
                detours + o.detours);
    }
}
