package io.rehearse.runtime.driver;

import java.util.Arrays;

/**
 * Counts of durations in the buckets of an HdrHistogram of 3 significant digits with a unit of 1 µs (2 048 sub-buckets
 * below 2 048 µs, then 1 024 for each doubling), in chunks that exist only where something was counted: a lane keeps one
 * for every phase, side, step and kind. {@link #forEach} gives each count back with the smallest value of its bucket, so
 * that adding it to an HdrHistogram of that precision loses nothing.
 *
 * <p>Recording is two array accesses. Values above one hour are clamped and counted. One thread at a time.
 */
public final class Tally {
    /** Largest value told apart: one hour. */
    public static final long MAX_MICROS = 3_600_000_000L;

    private static final int SUB_BUCKET_BITS = 11;
    private static final int HALF = 1 << (SUB_BUCKET_BITS - 1);
    private static final int CHUNK_BITS = 6;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int CHUNKS = (indexOf(MAX_MICROS) >> CHUNK_BITS) + 1;

    /** Chunks of the first values told apart: up to 8 ms; most tallies of lateness and waiting need no more. */
    private static final int FEW_CHUNKS = 64;

    private int[][] chunks = new int[FEW_CHUNKS][];
    private long count;
    private long clamped;

    void recordNanos(long nanos) {
        long micros = (Math.max(0, nanos) + 500) / 1000;
        if (micros > MAX_MICROS) {
            micros = MAX_MICROS;
            clamped++;
        }
        int index = indexOf(micros);
        int place = index >> CHUNK_BITS;
        int[] chunk = place < chunks.length ? chunks[place] : null;
        if (chunk == null) {
            chunk = addChunk(place);
        }
        chunk[index & CHUNK - 1]++;
        count++;
    }

    private int[] addChunk(int place) {
        if (place >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.min(CHUNKS, Integer.highestOneBit(place) * 2));
        }
        chunks[place] = new int[CHUNK];
        return chunks[place];
    }

    /** How many values were recorded. */
    public long count() {
        return count;
    }

    /** How many of them were above {@link #MAX_MICROS}. */
    public long clamped() {
        return clamped;
    }

    /** Largest value that falls into the same bucket as the largest that was recorded; 0 if none was. */
    public long maxMicros() {
        for (int c = chunks.length - 1; c >= 0 && count > 0; c--) {
            for (int i = CHUNK - 1; i >= 0 && chunks[c] != null; i--) {
                if (chunks[c][i] != 0) {
                    return valueOf((c << CHUNK_BITS | i) + 1) - 1;
                }
            }
        }
        return 0;
    }

    /** Takes counts of equal values. */
    @FunctionalInterface
    public interface Counts {
        /**
         * @param micros smallest value of the bucket
         * @param count at least 1
         */
        void add(long micros, long count);
    }

    /** Gives all counts in ascending order of their values. */
    public void forEach(Counts counts) {
        for (int c = 0; c < chunks.length; c++) {
            int[] chunk = chunks[c];
            if (chunk != null) {
                for (int i = 0; i < CHUNK; i++) {
                    if (chunk[i] != 0) {
                        counts.add(valueOf(c << CHUNK_BITS | i), chunk[i]);
                    }
                }
            }
        }
    }

    /** Empties it for reuse. Chunks that were used stay, for the next values will be like these; the others go. */
    void clear() {
        for (int c = 0; c < chunks.length; c++) {
            int[] chunk = chunks[c];
            if (chunk != null && isEmpty(chunk)) {
                chunks[c] = null;
            } else if (chunk != null) {
                Arrays.fill(chunk, 0);
            }
        }
        count = 0;
        clamped = 0;
    }

    private static boolean isEmpty(int[] chunk) {
        for (int counted : chunk) {
            if (counted != 0) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(long micros) {
        int bucket = 64 - SUB_BUCKET_BITS - Long.numberOfLeadingZeros(micros | (1 << SUB_BUCKET_BITS) - 1);
        return bucket * HALF + (int) (micros >>> bucket);
    }

    private static long valueOf(int index) {
        int bucket = Math.max(0, (index >> SUB_BUCKET_BITS - 1) - 1);
        return (long) (index - bucket * HALF) << bucket;
    }
}
