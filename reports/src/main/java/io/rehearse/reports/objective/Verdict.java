package io.rehearse.reports.objective;

/** What was found out. {@link #INCONCLUSIVE} is a finding of its own, not a weak pass; {@link #NONE}: nothing was judged. */
public enum Verdict {
    PASS,
    FAIL,
    INCONCLUSIVE,
    NONE
}
