package io.rehearse.journeys.data;

/**
 * Everything drawn is a pure function of the seed, the arrival number and what is drawn, so that the same seed gives the
 * same walks whatever the number of lanes.
 *
 * <p>The mixing is that of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014),
 * applied once per input.
 */
public final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Draws() {}

    /** 64 well-mixed bits. {@code purpose} keeps draws for different things of one arrival apart. */
    public static long bits(long seed, long arrival, long purpose) {
        return mix(mix(mix(seed + GOLDEN) ^ (arrival + GOLDEN)) ^ (purpose * GOLDEN + GOLDEN));
    }

    /** Uniform in [0, 1). */
    public static double unit(long seed, long arrival, long purpose) {
        return (bits(seed, arrival, purpose) >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [0, bound). */
    public static int below(int bound, long seed, long arrival, long purpose) {
        return (int) Math.multiplyHigh(bits(seed, arrival, purpose) >>> 1, 2L * bound);
    }

    /**
     * Place of {@code index} in a shuffled order of [0, size), a different order for each {@code round}: a four-round
     * Feistel network over the next power of four, walked until it falls inside the range.
     */
    public static long shuffled(long index, long size, long seed, long round) {
        if (size <= 1) {
            return 0;
        }
        int half = (64 - Long.numberOfLeadingZeros(size - 1) + 1) / 2;
        long mask = (1L << half) - 1;
        long at = index;
        do {
            long left = at >>> half;
            long right = at & mask;
            for (int i = 0; i < 4; i++) {
                long next = left ^ (bits(seed ^ round, right, i) & mask);
                left = right;
                right = next;
            }
            at = left << half | right;
        } while (at >= size);
        return at;
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
