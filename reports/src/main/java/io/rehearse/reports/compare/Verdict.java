package io.rehearse.reports.compare;

/** What can be said about a row or about a whole comparison. A whole comparison is never SUSPECT. */
public enum Verdict {
    /** Proved not worse than the limit. */
    PASS,
    /** Neither proved good nor proved bad. */
    INCONCLUSIVE,
    /** Would be FAIL if one false alarm in ten comparisons were acceptable; keeps the whole comparison from passing. */
    SUSPECT,
    /** Proved worse, and the best estimate lies beyond the margin. */
    FAIL
}
