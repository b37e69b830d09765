package io.rehearse.reports.run;

/**
 * Stops the run when its condition is met over the last {@code windowSeconds}.
 *
 * @param condition read as a condition, not as a limit to keep: {@code errorRate ABOVE 0.25} stops at 26 %
 */
public record AbortRule(Objective condition, double windowSeconds) {}
