package io.rehearse.reports.gate;

import java.util.List;

/**
 * What is watched, fixed for a probe: changed rules begin with fresh detectors.
 *
 * @param streams compared with the baseline
 * @param budget null: none
 * @param intervalMillis how often something is seen; older news than three of these proves nothing
 */
public record Rules(List<Stream> streams, ErrorBudget budget, long intervalMillis) {
    public Rules {
        streams = List.copyOf(streams);
        if (intervalMillis < 1) {
            throw new IllegalArgumentException("interval of " + intervalMillis + " ms: expected 1 or more");
        }
    }
}
