package io.rehearse.runtime.http;

import java.nio.charset.StandardCharsets;

/** Questions to the bytes of a message's head (RFC 9110, 5.5 and 5.6). */
final class HeadText {
    private static final int SHOWN_BYTES_MAX = 60;
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c);
        }
        for (byte b : ascii("!#$%&'*+-.^_`|~")) {
            TOKEN[b] = true;
        }
    }

    private HeadText() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String latin(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Where the line that holds {@code at} ends, its CR LF or LF left out. There is one before {@code limit}. */
    static int lineEnd(byte[] bytes, int at, int limit) {
        int end = at;
        while (end < limit && bytes[end] != '\n') {
            end++;
        }
        return end > at && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    /** Where the next line starts. */
    static int nextLine(byte[] bytes, int lineEnd) {
        return bytes[lineEnd] == '\r' ? lineEnd + 2 : lineEnd + 1;
    }

    /** Where the token that starts at {@code at} ends. */
    static int tokenEnd(byte[] bytes, int at, int limit) {
        while (at < limit && bytes[at] >= 0 && TOKEN[bytes[at]]) {
            at++;
        }
        return at;
    }

    static int skipSpace(byte[] bytes, int from, int to) {
        while (from < to && (bytes[from] == ' ' || bytes[from] == '\t')) {
            from++;
        }
        return from;
    }

    static int trimEnd(byte[] bytes, int from, int to) {
        while (to > from && (bytes[to - 1] == ' ' || bytes[to - 1] == '\t')) {
            to--;
        }
        return to;
    }

    /** Whether there is no control character but tabs. */
    static boolean isText(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b >= 0 && b < ' ' && b != '\t' || b == 127) {
                return false;
            }
        }
        return true;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static int hexDigit(byte b) {
        if (isDigit(b)) {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** A number of digits alone, at most 18 of them; −1 for anything else. */
    static long decimal(byte[] bytes, int from, int to) {
        if (from == to || to - from > 18) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    static int indexOf(byte[] bytes, byte wanted, int from, int to) {
        while (from < to && bytes[from] != wanted) {
            from++;
        }
        return from;
    }

    /** Whether the bytes from {@code at} on are {@code lower}, which is in lower case; case does not matter. */
    static boolean is(byte[] bytes, int at, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (lower(bytes[at + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #is} for a name in any case. */
    static boolean isIgnoringCase(byte[] bytes, int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (lower(bytes[at + i]) != lower((byte) name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether exactly these bytes are the word, which is in lower case; case does not matter. */
    static boolean isWord(byte[] bytes, int from, int to, String lower) {
        return to - from == lower.length() && is(bytes, from, lower);
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    /** Bytes in quotes for people: at most 60, anything but printable ASCII as {@code \xNN}. */
    static String show(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = from; i < Math.min(to, from + SHOWN_BYTES_MAX); i++) {
            byte b = bytes[i];
            switch (b) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '"', '\\' -> text.append('\\').append((char) b);
                default -> {
                    if (b >= ' ' && b < 127) {
                        text.append((char) b);
                    } else {
                        text.append(String.format("\\x%02x", b));
                    }
                }
            }
        }
        text.append('"');
        if (to - from > SHOWN_BYTES_MAX) {
            text.append('…');
        }
        return text.toString();
    }
}
