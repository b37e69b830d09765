package io.rehearse.journeys.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What one variable of one session holds: UTF-8 bytes with the type they had where they came from.
 *
 * <p>Mutable and reused from walk to walk so that capturing a value and sending it again allocates nothing. Belongs to
 * the lane of its session; never shared. JSON values keep their type, all else is text (LANGUAGE: "Slots").
 */
public final class Value {
    private static final byte[] NOTHING = new byte[0];

    /** The type a value had at its source; it decides how the value is written into JSON. */
    public enum Kind {
        /** Never set on this walk, or left empty by an optional reader. */
        UNSET,
        /** Text; quoted and escaped when it becomes JSON. */
        TEXT,
        /** A JSON number, in the precision it was written with. */
        NUMBER,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** A JSON array or object, as the bytes of its source. */
        JSON
    }

    private Kind kind = Kind.UNSET;
    private byte[] bytes = NOTHING;
    private int start;
    private int length;
    private byte[] own = NOTHING;
    private boolean secret;
    private boolean received;

    /** Forgets the value; the buffer stays for the next one. */
    public void clear() {
        kind = Kind.UNSET;
        bytes = NOTHING;
        start = 0;
        length = 0;
        secret = false;
        received = false;
    }

    /** Copies {@code length} bytes from {@code source}; they may change afterwards. */
    public void copy(Kind kind, byte[] source, int from, int length) {
        System.arraycopy(source, from, room(length), 0, length);
        own(kind, length);
    }

    /** Copies text; allocates only when the text is not ASCII or longer than any before it. */
    public void set(Kind kind, String text) {
        int n = text.length();
        byte[] target = room(n);
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                copy(kind, encoded, 0, encoded.length);
                return;
            }
            target[i] = (byte) c;
        }
        own(kind, n);
    }

    /** Points at bytes that never change (a row of a data file); nothing is copied. */
    public void refer(Kind kind, byte[] constant) {
        this.kind = kind;
        this.bytes = constant;
        this.start = 0;
        this.length = constant.length;
        this.secret = false;
        this.received = false;
    }

    /** Room for {@code length} bytes to be filled by the caller, who then calls {@link #own(Kind, int)}. */
    public byte[] room(int length) {
        if (own.length < length) {
            own = new byte[Math.max(length, Math.max(16, own.length * 2))];
        }
        return own;
    }

    /** Takes the first {@code length} bytes of {@link #room(int)} as the value. */
    public void own(Kind kind, int length) {
        this.kind = kind;
        this.bytes = own;
        this.start = 0;
        this.length = length;
        this.secret = false;
        this.received = false;
    }

    /** Marks the value as one to be masked wherever it is shown. */
    public void markSecret() {
        secret = true;
    }

    /** Marks the value as one that came in a response: what is wrong with it is not the script's fault. */
    public void markReceived() {
        received = true;
    }

    public boolean isReceived() {
        return received;
    }

    public boolean isSecret() {
        return secret;
    }

    public boolean isSet() {
        return kind != Kind.UNSET;
    }

    public Kind kind() {
        return kind;
    }

    /** The array the value lies in, valid until the next change of this value. */
    public byte[] bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    public int length() {
        return length;
    }

    /** Whether the value's bytes equal {@code other}. */
    public boolean equalsBytes(byte[] other) {
        return Arrays.equals(bytes, start, start + length, other, 0, other.length);
    }

    /** The value as text; invalid UTF-8 becomes the replacement character. Allocates. */
    public String text() {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return kind == Kind.UNSET ? "(unset)" : secret ? "***" : text();
    }
}
