package io.rehearse.runtime.driver;

/** How many of the last arrivals, one to two seconds of them, were more than 10 ms late. */
final class RecentLateness {
    private static final long LATE_NANOS = 10_000_000;
    private static final long HALF_NANOS = 1_000_000_000;

    private final long[] arrivals = new long[2];
    private final long[] lates = new long[2];
    private int current;

    /** An arrival is handled now. */
    void arrived(long dueAt, long now) {
        int half = (int) (now / HALF_NANOS & 1);
        if (half != current) {
            current = half;
            arrivals[half] = 0;
            lates[half] = 0;
        }
        arrivals[half]++;
        if (now - dueAt > LATE_NANOS) {
            lates[half]++;
        }
    }

    /** Whether at most one in a hundred was late: the generator keeps up. */
    boolean onTime() {
        return (lates[0] + lates[1]) * 100 <= arrivals[0] + arrivals[1];
    }
}
