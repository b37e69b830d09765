package io.rehearse.reports.gate;

/**
 * A time in which failures are expected: nothing of it enters the detectors, nobody is called, and the gate is INCONCLUSIVE.
 *
 * @param fromMillis on the probe's clock
 * @param toMillis end, exclusive
 * @param reason in words, not blank
 * @param counts whether failures still use the error budget
 */
public record ExpectDown(long fromMillis, long toMillis, String reason, boolean counts) {
    public ExpectDown {
        if (toMillis <= fromMillis || reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("expect down from " + fromMillis + " ms to " + toMillis + " ms because '"
                    + reason + "': expected an end after the beginning and a reason");
        }
    }
}
