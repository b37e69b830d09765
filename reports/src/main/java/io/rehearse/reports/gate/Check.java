package io.rehearse.reports.gate;

/** What is watched of one step: held against the baseline, or against the old side. */
public interface Check {
    /** The step's name. */
    String step();

    /** {@code p50}, {@code p95}, {@code p99} or {@code errors}. */
    String metric();
}
