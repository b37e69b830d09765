package io.rehearse.reports.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What is watched, fixed for a probe: changed rules begin with fresh detectors.
 *
 * @param streams compared with the baseline
 * @param budget null: none
 * @param intervalMillis how often something is seen; older news than three of these proves nothing
 * @param pairings held against the old side that is walked beside; empty if there is none
 */
public record Rules(
        List<Stream> streams,
        ErrorBudget budget,
        long intervalMillis,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Pairing> pairings) {
    public Rules {
        streams = List.copyOf(streams);
        pairings = pairings == null ? List.of() : List.copyOf(pairings);
        if (intervalMillis < 1) {
            throw new IllegalArgumentException("interval of " + intervalMillis + " ms: expected 1 or more");
        }
    }

    /** Of one side alone. */
    public Rules(List<Stream> streams, ErrorBudget budget, long intervalMillis) {
        this(streams, budget, intervalMillis, List.of());
    }
}
