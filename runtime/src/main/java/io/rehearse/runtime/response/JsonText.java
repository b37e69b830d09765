package io.rehearse.runtime.response;

import java.util.Arrays;

/** The text inside JSON strings, byte by byte: unescaping what a server wrote, comparing names with it. Allocates nothing. */
final class JsonText {
    private static final int REPLACEMENT = 0xFFFD;

    private JsonText() {}

    /**
     * Writes a string's content as UTF-8. A lone surrogate becomes the replacement character; bytes that are no UTF-8
     * stay as they are.
     *
     * @param from after the opening quote
     * @param to at the closing quote; every escape between is well-formed
     * @param target room for at least {@code to − from} bytes: no escape is shorter than what it means
     * @return how many bytes were written
     */
    static int decode(byte[] json, int from, int to, byte[] target) {
        int out = 0;
        int at = from;
        while (at < to) {
            if (json[at] != '\\') {
                target[out++] = json[at++];
            } else {
                out = put(target, out, escaped(json, at, to));
                at += escapeLength(json, at, to);
            }
        }
        return out;
    }

    /** Whether a string's content, still escaped, is {@code name}; bounds as in {@link #decode}. */
    static boolean is(String name, byte[] json, int from, int to, byte[] four) {
        int at = from;
        int i = 0;
        while (i < name.length()) {
            if (at >= to) {
                return false;
            }
            int wanted = name.codePointAt(i);
            i += Character.charCount(wanted);
            if (json[at] == '\\') {
                if (escaped(json, at, to) != wanted) {
                    return false;
                }
                at += escapeLength(json, at, to);
            } else if (wanted < 0x80) {
                if (json[at++] != wanted) {
                    return false;
                }
            } else {
                int length = put(four, 0, wanted);
                if (at + length > to || !Arrays.equals(json, at, at + length, four, 0, length)) {
                    return false;
                }
                at += length;
            }
        }
        return at == to;
    }

    private static int escaped(byte[] json, int at, int to) {
        switch (json[at + 1]) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int unit = unit(json, at);
                if (escapeLength(json, at, to) == 12) {
                    return Character.toCodePoint((char) unit, (char) unit(json, at + 6));
                }
                return Character.isSurrogate((char) unit) ? REPLACEMENT : unit;
            default:
                return json[at + 1];
        }
    }

    private static int escapeLength(byte[] json, int at, int to) {
        if (json[at + 1] != 'u') {
            return 2;
        }
        boolean pair = at + 12 <= to
                && Character.isHighSurrogate((char) unit(json, at))
                && json[at + 6] == '\\'
                && json[at + 7] == 'u'
                && Character.isLowSurrogate((char) unit(json, at + 6));
        return pair ? 12 : 6;
    }

    private static int unit(byte[] json, int at) {
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            unit = unit << 4 | Character.digit(json[i], 16);
        }
        return unit;
    }

    /** Writes a code point as UTF-8 and returns the place after it. */
    static int put(byte[] target, int at, int codePoint) {
        if (codePoint < 0x80) {
            target[at++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            target[at++] = (byte) (0xC0 | codePoint >> 6);
            target[at++] = (byte) (0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            target[at++] = (byte) (0xE0 | codePoint >> 12);
            target[at++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            target[at++] = (byte) (0x80 | codePoint & 0x3F);
        } else {
            target[at++] = (byte) (0xF0 | codePoint >> 18);
            target[at++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            target[at++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            target[at++] = (byte) (0x80 | codePoint & 0x3F);
        }
        return at;
    }
}
