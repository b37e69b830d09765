package io.rehearse.reports.gate;

import io.rehearse.reports.compare.Latencies;
import java.util.List;

/**
 * What both sides did in the same few seconds.
 *
 * @param endMillis on the probe's clock
 * @param old one for each step
 * @param fresh the new side, in the same order
 */
public record PairSlice(long endMillis, List<Step> old, List<Step> fresh) {
    /** Length of a slice. */
    public static final int SECONDS = 15;

    /** With fewer attempts of the new side it is chance that the old one had none. */
    private static final long ATTEMPTS_MIN = 5;

    /**
     * @param attempts ended attempts
     * @param failed those of them that failed
     * @param latencies of the successes and of what waited too long
     */
    public record Step(long attempts, long failed, Latencies latencies) {}

    public PairSlice {
        old = List.copyOf(old);
        fresh = List.copyOf(fresh);
    }

    /** Whether the old side was so far away that the new one cannot be held against it. */
    boolean oldFails() {
        long attempts = attempts(old);
        return attempts == 0 ? attempts(fresh) >= ATTEMPTS_MIN : 2 * failed(old) > attempts;
    }

    static long attempts(List<Step> side) {
        return side.stream().mapToLong(Step::attempts).sum();
    }

    static long failed(List<Step> side) {
        return side.stream().mapToLong(Step::failed).sum();
    }
}
