package io.rehearse.reports.gate;

/**
 * In which of the last 63 minutes walks were looked at. Immutable.
 *
 * @param minute the one under way
 * @param seen bit 0 stands for it, bit n for the one n minutes before
 */
public record Minutes(long minute, long seen) {
    static final Minutes NONE = new Minutes(0, 0);

    /** Something was seen in the moment that ends then. */
    Minutes after(long atMillis) {
        // what ends exactly with a minute belongs to it
        Minutes now = at((atMillis - 1) / Degradation.WINDOW_MILLIS);
        return new Minutes(now.minute, now.seen | 1);
    }

    private Minutes at(long newest) {
        return new Minutes(newest, newest - minute < Long.SIZE ? seen << newest - minute : 0);
    }

    /** In how many of the last minutes that are over something was seen. */
    int seen(int minutes, long atMillis) {
        long over = at(atMillis / Degradation.WINDOW_MILLIS).seen >>> 1;
        return Long.bitCount(over & (1L << minutes) - 1);
    }
}
