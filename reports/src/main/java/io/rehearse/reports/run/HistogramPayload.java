package io.rehearse.reports.run;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;

/**
 * Decodes the histograms of a log, of which a long run has tens of thousands with a few values each. What is encoded as
 * {@link RunWriter} does it is read with one inflater and one buffer for all of them; anything else, also what is damaged, is left to
 * HdrHistogram. Format: HdrHistogram V2, compressed. Belongs to one thread.
 */
final class HistogramPayload implements AutoCloseable {
    private static final int COOKIE_COMPRESSED = 0x1c849314;
    private static final int COOKIE = 0x1c849313;
    private static final int HEADER_BYTES = 40;
    /** Histograms that grow by themselves have room for up to twice their largest value. */
    private static final long HIGHEST_MAX = 2 * Series.MICROS_MAX;
    /** So many reach to 2^33 - 1 µs, beyond {@link #HIGHEST_MAX}. */
    private static final int BUCKETS_MAX = 24 << 10;

    private final Inflater inflater = new Inflater();
    private final byte[] plain = new byte[1 << 16];

    /**
     * @param reused is overwritten
     * @return {@code reused}, or a new histogram for what is not encoded as usual
     * @throws DataFormatException if it cannot be decoded, or one of the unchecked exceptions of HdrHistogram
     */
    Histogram decode(String base64, Histogram reused) throws DataFormatException {
        byte[] bytes = Base64.getDecoder().decode(base64);
        ByteBuffer counts = counts(bytes);
        return counts != null && record(counts, reused)
                ? reused
                : Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
    }

    /** The counts behind the header; null for what is not as usual. */
    private ByteBuffer counts(byte[] bytes) {
        ByteBuffer outer = ByteBuffer.wrap(bytes);
        if (bytes.length < 8 || outer.getInt() != COOKIE_COMPRESSED || outer.getInt() != bytes.length - 8) return null;
        int length = inflate(bytes);
        if (length < HEADER_BYTES) return null;
        ByteBuffer inner = ByteBuffer.wrap(plain, 0, length);
        boolean usual = inner.getInt() == COOKIE
                && inner.getInt() == length - HEADER_BYTES
                && inner.getInt() == 0 // normalizing index offset
                && inner.getInt() == Series.DIGITS
                && inner.getLong() == 1 // lowest value
                && inner.getLong() <= HIGHEST_MAX
                && inner.getDouble() == 1; // ratio of integer to double values
        return usual ? inner : null;
    }

    /** Number of bytes in {@link #plain}; 0 for what is damaged or too long. */
    private int inflate(byte[] bytes) {
        inflater.reset();
        inflater.setInput(bytes, 8, bytes.length - 8);
        try {
            int length = inflater.inflate(plain);
            return inflater.finished() ? length : 0;
        } catch (DataFormatException e) {
            return 0; // HdrHistogram will say what is wrong
        }
    }

    /** Each number is the count of the next bucket or, if negative, how many empty ones come next. */
    private static boolean record(ByteBuffer numbers, Histogram into) {
        into.reset();
        long bucket = 0;
        while (numbers.hasRemaining()) {
            long number = zigZag(numbers);
            if (number < 0) {
                bucket -= number;
            } else {
                if (bucket < 0 || bucket >= BUCKETS_MAX) return false;
                if (number > 0) into.recordValueWithCount(lowestMicros(bucket), number);
                bucket++;
            }
        }
        return true;
    }

    /** Buckets are 1 µs wide up to 2048 µs; from there on each 1024 are twice as wide as those before. */
    private static long lowestMicros(long bucket) {
        long shift = Math.max(0, (bucket >> 10) - 1);
        return (bucket - (shift << 10)) << shift;
    }

    /** A number of 1 to 9 bytes, seven bits each, the lowest first, the ninth with all its eight; the sign is its lowest bit. */
    private static long zigZag(ByteBuffer in) {
        long bits = 0;
        for (int shift = 0; shift < 56; shift += 7) {
            byte b = in.get();
            bits |= (b & 0x7fL) << shift;
            if (b >= 0) return (bits >>> 1) ^ -(bits & 1);
        }
        bits |= (in.get() & 0xffL) << 56;
        return (bits >>> 1) ^ -(bits & 1);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
