package io.rehearse.reports.run;

/** How often failures of one fingerprint ended in an interval, for exchanges of one phase. */
public record ErrorCount(String fingerprint, int phase, long count) {

    /** Stands for all fingerprints beyond the number that is kept. */
    public static final String OTHER = "(other)";

    public ErrorCount {
        fingerprint = ErrorExample.cut(fingerprint, ErrorExample.MESSAGE_MAX);
    }
}
