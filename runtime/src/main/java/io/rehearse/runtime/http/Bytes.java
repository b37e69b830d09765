package io.rehearse.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A byte array that grows and is reused. Belongs to one lane. */
final class Bytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    byte[] array;
    int length;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    void clear() {
        length = 0;
    }

    /** Makes room for so many more bytes. */
    void reserve(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
        }
    }

    void add(byte[] bytes) {
        add(bytes, 0, bytes.length);
    }

    void add(byte[] bytes, int from, int count) {
        reserve(count);
        System.arraycopy(bytes, from, array, length, count);
        length += count;
    }

    void add(int b) {
        reserve(1);
        array[length++] = (byte) b;
    }

    /** ASCII only. */
    void add(String ascii) {
        int n = ascii.length();
        reserve(n);
        for (int i = 0; i < n; i++) {
            array[length++] = (byte) ascii.charAt(i);
        }
    }

    void addDecimal(long value) {
        if (value >= 10) {
            addDecimal(value / 10);
        }
        add('0' + (int) (value % 10));
    }

    /** Sixteen lower-case hex digits. */
    void addHex(long bits) {
        reserve(16);
        for (int shift = 60; shift >= 0; shift -= 4) {
            array[length++] = HEX[(int) (bits >>> shift) & 15];
        }
    }

    String text() {
        return new String(array, 0, length, StandardCharsets.UTF_8);
    }
}
