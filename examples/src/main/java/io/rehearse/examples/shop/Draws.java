package io.rehearse.examples.shop;

/** Random numbers as pure functions of (seed, stream, n): the same request number always gets the same fate. */
final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Draws() {}

    /** Uniform in [0, 1). */
    static double uniform(long seed, int stream, long n) {
        return (mix(mix(seed + stream * GOLDEN) + n * GOLDEN) >>> 11) * 0x1.0p-53;
    }

    /** Standard normal, by Box and Muller's method from the streams {@code stream} and {@code stream + 1}. */
    static double normal(long seed, int stream, long n) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, stream, n)));
        return radius * Math.cos(2 * Math.PI * uniform(seed, stream + 1, n));
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
