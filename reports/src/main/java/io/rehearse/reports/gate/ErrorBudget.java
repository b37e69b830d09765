package io.rehearse.reports.gate;

import io.rehearse.reports.objective.Figures;

/**
 * How many walks may fail in a window: {@code budget 99.5.percent, over: 4.hours}.
 *
 * @param goal the share of walks that must be good, more than 0 and less than 1
 * @param windowMillis the window
 * @param walksPerSecond how many walks there will be
 */
public record ErrorBudget(double goal, long windowMillis, double walksPerSecond) {
    /** A budget of fewer failures would be used up by chance. */
    private static final double EVENTS_MIN = 5;

    /** @throws IllegalArgumentException if fewer than 5 failures are allowed, naming the rate that would do */
    public ErrorBudget {
        if (!(goal > 0 && goal < 1) || windowMillis < 1 || !(walksPerSecond > 0)) {
            throw new IllegalArgumentException("budget of " + goal + " good walks over " + windowMillis + " ms at "
                    + walksPerSecond + " walks/s: expected a share between 0 and 1, a time and a rate");
        }
        double seconds = windowMillis / 1000.0;
        double events = (1 - goal) * walksPerSecond * seconds;
        if (events < EVENTS_MIN - 1e-9) {
            double needed = Math.ceil(EVENTS_MIN / (1 - goal) / seconds * 1000 - 1e-6) / 1000;
            throw new IllegalArgumentException("budget " + Figures.percent(goal) + " over " + Figures.seconds(seconds)
                    + ": at " + Figures.digits(walksPerSecond) + " walks/s it is " + Figures.digits(events)
                    + " failed walks, expected 5 or more (one failure would be chance); probe at " + needed
                    + " walks/s or more, or take a longer window or a lower goal");
        }
    }

    /** Failed walks that are allowed in the window. */
    public double allowed() {
        return (1 - goal) * walksPerSecond * windowMillis / 1000;
    }
}
