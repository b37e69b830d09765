package io.rehearse.runtime.response;

import java.util.Arrays;

/** Writes a JSON array into a buffer that is kept for the next one. */
final class ArrayWriter {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes = new byte[256];
    private int length;

    void open() {
        length = 0;
        room(1);
        bytes[length++] = '[';
    }

    /** Adds a value that is JSON already. */
    void json(byte[] source, int from, int size) {
        room(size + 1);
        comma();
        System.arraycopy(source, from, bytes, length, size);
        length += size;
    }

    /** Adds UTF-8 text as a JSON string. */
    void text(byte[] source, int from, int size) {
        room(6 * size + 3);
        comma();
        bytes[length++] = '"';
        for (int i = from; i < from + size; i++) {
            byte next = source[i];
            if (next == '"' || next == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = next;
            } else if (next >= 0 && next < ' ') {
                bytes[length++] = '\\';
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[next >> 4];
                bytes[length++] = HEX[next & 15];
            } else {
                bytes[length++] = next;
            }
        }
        bytes[length++] = '"';
    }

    void close() {
        room(1);
        bytes[length++] = ']';
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void comma() {
        if (length > 1) {
            bytes[length++] = ',';
        }
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
