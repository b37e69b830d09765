package io.rehearse.reports.compare;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A frozen histogram of latencies in microseconds with three significant digits: the buckets of an HdrHistogram with
 * lowest value 1, of which only the filled ones are kept. Every value of a bucket counts as the bucket's highest value.
 * Immutable.
 */
public final class Latencies {
    public static final Latencies EMPTY = new Latencies(new int[0], new long[0]);

    /** 2^42 us are 50 days. */
    static final long MICROS_MAX = (1L << 42) - 1;

    private static final int HALF_BITS = 10;
    private static final int BUCKETS = bucketOf(MICROS_MAX) + 1;

    private final int[] buckets;
    private final long[] counts;
    private final long total;

    private Latencies(int[] buckets, long[] counts) {
        this.buckets = buckets;
        this.counts = counts;
        this.total = Arrays.stream(counts).sum();
    }

    /**
     * Copies a recorded histogram (unit: microseconds).
     *
     * @throws DamagedDataException if a value or a count is negative or a value is above 50 days
     */
    public static Latencies of(AbstractHistogram histogram) {
        int most = (int) Math.min(histogram.getTotalCount(), BUCKETS);
        long[] micros = new long[most];
        long[] counts = new long[most];
        int filled = 0;
        for (HistogramIterationValue v : histogram.recordedValues()) {
            micros[filled] = v.getValueIteratedTo();
            counts[filled++] = v.getCountAtValueIteratedTo();
        }
        return of(Arrays.copyOf(micros, filled), Arrays.copyOf(counts, filled));
    }

    /**
     * From pairs of a value in microseconds and how often it occurred, in any order.
     *
     * @throws DamagedDataException if a value or a count is negative or a value is above 50 days
     */
    public static Latencies of(long[] micros, long[] counts) {
        if (ascending(micros, counts)) {
            return new Latencies(
                    Arrays.stream(micros).mapToInt(Latencies::bucketOf).toArray(), counts.clone());
        }
        Sum sum = new Sum();
        for (int i = 0; i < micros.length; i++) sum.add(micros[i], counts[i]);
        return sum.total();
    }

    /** Whether the pairs are what is kept already: valid, in different buckets, in order. The usual case, and the fast one. */
    private static boolean ascending(long[] micros, long[] counts) {
        int last = -1;
        for (int i = 0; i < micros.length; i++) {
            if (micros[i] < 0 || micros[i] > MICROS_MAX || counts[i] <= 0) return false;
            int bucket = bucketOf(micros[i]);
            if (bucket <= last) return false;
            last = bucket;
        }
        return true;
    }

    /** All of them together. */
    public static Latencies sum(Collection<Latencies> parts) {
        if (parts.isEmpty()) return EMPTY;
        Sum sum = new Sum();
        parts.forEach(sum::add);
        return sum.total();
    }

    public Latencies plus(Latencies other) {
        return sum(List.of(this, other));
    }

    /** How many latencies are in here. */
    public long count() {
        return total;
    }

    /**
     * The smallest recorded value with at least {@code ceil(q n)} values at or below it, in microseconds; the
     * convention of HdrHistogram. 0 if empty.
     *
     * @param q 0 to 1
     */
    public long quantileMicros(double q) {
        long rank = Math.min(Math.max((long) Math.ceil(q * total - 1e-9), 1), total);
        return atRank(rank);
    }

    /** How many are greater than a recorded value. */
    long countAbove(long micros) {
        int bucket = bucketOf(micros);
        long above = 0;
        for (int i = buckets.length - 1; i >= 0 && buckets[i] > bucket; i--) above += counts[i];
        return above;
    }

    /** Sum over all latencies of ln(microseconds). */
    double sumOfLogs() {
        double sum = 0;
        for (int i = 0; i < buckets.length; i++) sum += counts[i] * log(highestMicros(buckets[i]));
        return sum;
    }

    /** The median of ln(microseconds), the mean of the two middle ones if their number is even; NaN if empty. */
    double medianOfLogs() {
        if (total == 0) return Double.NaN;
        double low = log(atRank((total + 1) / 2));
        return total % 2 == 1 ? low : (low + log(atRank(total / 2 + 1))) / 2;
    }

    /** The filled buckets, ascending: their highest values in microseconds, and the counts. */
    public long[][] toPairs() {
        long[] micros = new long[buckets.length];
        for (int i = 0; i < micros.length; i++) micros[i] = highestMicros(buckets[i]);
        return new long[][] {micros, counts.clone()};
    }

    private long atRank(long rank) {
        long below = 0;
        for (int i = 0; i < buckets.length; i++) {
            below += counts[i];
            if (below >= rank) return highestMicros(buckets[i]);
        }
        return 0;
    }

    /** A latency below the resolution of 1 us counts as 1 us, so that its logarithm exists. */
    static double log(long micros) {
        return Math.log(Math.max(micros, 1));
    }

    static int bucketOf(long micros) {
        int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(micros | 1) - HALF_BITS);
        return (shift << HALF_BITS) + (int) (micros >> shift);
    }

    static long highestMicros(int bucket) {
        int shift = Math.max(0, (bucket >> HALF_BITS) - 1);
        long sub = bucket - ((long) shift << HALF_BITS);
        return ((sub + 1) << shift) - 1;
    }

    /** Adds up latencies; not for use by several threads. */
    static final class Sum {
        private long[] dense = new long[1 << 14];
        private int lowest = Integer.MAX_VALUE;
        private int highest = -1;

        void add(long micros, long count) {
            if (micros < 0 || micros > MICROS_MAX)
                throw DamagedDataException.at("a latency in us", micros, "0 to " + MICROS_MAX);
            if (count < 0) throw DamagedDataException.at("the count of latency " + micros + " us", count, "0 or more");
            if (count > 0) addToBucket(bucketOf(micros), count);
        }

        void add(Latencies other) {
            for (int i = 0; i < other.buckets.length; i++) addToBucket(other.buckets[i], other.counts[i]);
        }

        private void addToBucket(int bucket, long count) {
            if (bucket >= dense.length)
                dense = Arrays.copyOf(dense, Math.min(BUCKETS, Math.max(bucket + 1, 2 * dense.length)));
            dense[bucket] += count;
            lowest = Math.min(lowest, bucket);
            highest = Math.max(highest, bucket);
        }

        Latencies total() {
            int filled = 0;
            for (int b = lowest; b <= highest; b++) if (dense[b] > 0) filled++;
            int[] buckets = new int[filled];
            long[] counts = new long[filled];
            for (int b = lowest, i = 0; b <= highest; b++) {
                if (dense[b] == 0) continue;
                buckets[i] = b;
                counts[i++] = dense[b];
            }
            return new Latencies(buckets, counts);
        }
    }
}
