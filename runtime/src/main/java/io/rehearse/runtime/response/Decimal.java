package io.rehearse.runtime.response;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * A decimal number read from text and compared exactly. Up to 18 digits without an exponent take two longs; only what is
 * longer becomes a {@link BigDecimal}. Reused; allocates nothing in the common case.
 */
final class Decimal {
    /** Longest number that is understood; longer ones could make a comparison take seconds. */
    static final int LENGTH_MAX = 1_000;

    private static final int EXPONENT_MAX = 10_000;
    private static final int DIGITS_MAX = 18;

    private long unscaled;
    private int scale;
    private BigDecimal big;

    /** Reads the text without the white space around it; false if it is no decimal number, or one too long or too large. */
    boolean read(Found text) {
        byte[] bytes = text.bytes();
        int at = text.start();
        int end = at + text.length();
        while (at < end && bytes[at] >= 0 && bytes[at] <= ' ') {
            at++;
        }
        while (end > at && bytes[end - 1] >= 0 && bytes[end - 1] <= ' ') {
            end--;
        }
        int from = at;
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        unscaled = 0;
        scale = 0;
        big = null;
        int digits = 0;
        int point = -1;
        for (; at < end; at++) {
            byte next = bytes[at];
            if (next >= '0' && next <= '9') {
                if (++digits <= DIGITS_MAX) {
                    unscaled = unscaled * 10 + (next - '0');
                }
            } else if (next == '.' && point < 0 && digits > 0) {
                point = digits;
            } else {
                break;
            }
        }
        if (digits == 0 || digits == point || end - from > LENGTH_MAX) {
            return false;
        }
        scale = point < 0 ? 0 : digits - point;
        unscaled = negative ? -unscaled : unscaled;
        return at == end && digits <= DIGITS_MAX || readBig(bytes, from, at, end);
    }

    private boolean readBig(byte[] bytes, int from, int at, int end) {
        if (at < end && bytes[at] != 'e' && bytes[at] != 'E') {
            return false;
        }
        try {
            big = new BigDecimal(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException notANumber) {
            return false;
        }
        return Math.abs((long) big.scale()) <= EXPONENT_MAX + LENGTH_MAX;
    }

    int compareTo(Decimal other) {
        if (big == null && other.big == null) {
            if (scale == other.scale) {
                return Long.compare(unscaled, other.unscaled);
            }
            int digits = Math.abs(scale - other.scale);
            Decimal coarse = scale < other.scale ? this : other;
            long factor = 1;
            for (int i = 0; i < digits; i++) {
                factor *= 10;
            }
            long finer = coarse.unscaled * factor;
            if (Math.multiplyHigh(coarse.unscaled, factor) == finer >> 63) {
                return coarse == this ? Long.compare(finer, other.unscaled) : Long.compare(unscaled, finer);
            }
        }
        return big().compareTo(other.big());
    }

    private BigDecimal big() {
        return big == null ? BigDecimal.valueOf(unscaled, scale) : big;
    }
}
