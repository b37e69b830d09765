package io.rehearse.runtime.probe;

import java.time.Instant;
import java.util.List;

/**
 * What somebody is told: the gate changed.
 *
 * @param gate its name
 * @param change what happened
 * @param key the same for everything about one failure, from firing to clearing; receivers de-duplicate by it
 * @param at when it happened
 * @param since when the failure began
 * @param reasons in words, at most {@link #REASONS_MAX}
 * @param command what to do next
 */
public record Alert(
        String gate, Change change, String key, Instant at, Instant since, List<String> reasons, String command) {
    static final int REASONS_MAX = 10;

    /** What happened to a gate. */
    public enum Change {
        /** It fails, for the first time since the start or since the last clearing. */
        FAILED,
        /** Nothing speaks against it any more; the FAIL is still latched. */
        RECOVERED,
        /** It fails again while the FAIL is latched. */
        FAILED_AGAIN,
        /** A person took the FAIL back. */
        CLEARED
    }

    public Alert {
        reasons = List.copyOf(reasons.subList(0, Math.min(REASONS_MAX, reasons.size())));
    }

    boolean firing() {
        return change == Change.FAILED || change == Change.FAILED_AGAIN;
    }

    /** The alert in one line, without line ends or control characters. */
    public String title() {
        String what = switch (change) {
            case FAILED -> "FAIL";
            case FAILED_AGAIN -> "FAIL again";
            case RECOVERED -> "recovered, FAIL still latched";
            case CLEARED -> "FAIL cleared";
        };
        String why = reasons.isEmpty() ? "" : ": " + reasons.get(0);
        return ("gate " + gate + ": " + what + why).replaceAll("\\p{Cntrl}+", " ");
    }
}
