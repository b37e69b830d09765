package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.data.Value.Kind;
import java.nio.charset.StandardCharsets;

/**
 * A value read from a response or rendered from a template: a view of UTF-8 bytes, in the body where they lie or in a
 * buffer of its own, good until the next reading. Reused, so that looking at a value allocates nothing.
 */
final class Found {
    private static final byte[] NOTHING = new byte[0];

    private final Value room = new Value();
    private Kind kind = Kind.UNSET;
    private byte[] bytes = NOTHING;
    private int start;
    private int length;
    private boolean secret;

    void nothing() {
        view(Kind.UNSET, NOTHING, 0, 0);
    }

    void view(Kind kind, byte[] bytes, int start, int length) {
        this.kind = kind;
        this.bytes = bytes;
        this.start = start;
        this.length = length;
        this.secret = false;
    }

    void view(Value value) {
        view(value.kind(), value.bytes(), value.start(), value.length());
        secret = value.isSecret();
    }

    void number(long number) {
        decimal(number, 0);
    }

    /** {@code unscaled × 10^−scale}, without trailing zeros in the fraction; {@code unscaled} ≥ 0. */
    void decimal(long unscaled, int scale) {
        while (scale > 0 && unscaled % 10 == 0) {
            unscaled /= 10;
            scale--;
        }
        byte[] digits = room.room(24);
        int at = 24;
        int written = 0;
        do {
            if (scale > 0 && written == scale) {
                digits[--at] = '.';
            }
            digits[--at] = (byte) ('0' + unscaled % 10);
            unscaled /= 10;
            written++;
        } while (unscaled > 0 || written <= scale);
        view(Kind.NUMBER, digits, at, 24 - at);
    }

    /** A buffer to build a value in; {@link #view(Value)} then shows it. */
    Value room() {
        return room;
    }

    void copyTo(Value target, boolean asSecret) {
        boolean hidden = secret || asSecret;
        target.copy(kind, bytes, start, length);
        if (hidden) {
            target.markSecret();
        }
    }

    void markSecret() {
        secret = true;
    }

    boolean isThere() {
        return kind != Kind.UNSET;
    }

    boolean isSecret() {
        return secret;
    }

    Kind kind() {
        return kind;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** The first {@code bytesMax} bytes as text; invalid UTF-8 becomes the replacement character. Allocates. */
    String text(int bytesMax) {
        return new String(bytes, start, Math.min(length, bytesMax), StandardCharsets.UTF_8);
    }
}
