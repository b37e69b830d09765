package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;

/**
 * The body of one response as UTF-8. UTF-8 stays where it lies, whatever invalid bytes it has; another charset named by
 * {@code Content-Type}, or told by a byte order mark, is converted once. A charset this machine does not know is read as
 * UTF-8. The byte order mark is left out.
 */
final class BodyText {
    private static final String CHARSET = "charset=";

    private final Value contentType = new Value();
    private Response response;
    private byte[] bytes;
    private int start;
    private int length;
    private String chars;
    private boolean invalid;

    /** Goes on to another response; nothing is read yet. */
    void of(Response response) {
        this.response = response;
        this.bytes = null;
        this.chars = null;
        this.invalid = false;
    }

    /** Whether it was read as UTF-8 and has bytes that are none. */
    boolean isInvalid() {
        return invalid;
    }

    byte[] bytes() {
        read();
        return bytes;
    }

    int start() {
        read();
        return start;
    }

    int length() {
        read();
        return length;
    }

    /** Whether every byte is a character of its own. */
    boolean isAscii() {
        read();
        for (int i = start; i < start + length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** As a string; invalid UTF-8 becomes the replacement character. Allocates once a response. */
    String chars() {
        read();
        if (chars == null) {
            chars = new String(bytes, start, length, StandardCharsets.UTF_8);
        }
        return chars;
    }

    private void read() {
        if (bytes != null) {
            return;
        }
        byte[] body = response.body();
        int size = response.bodyLength();
        if (size >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            view(body, 3, size - 3);
            invalid = !Utf8.isValid(body, 3, size);
            return;
        }
        boolean marked = size >= 2
                && (body[0] == (byte) 0xFE && body[1] == (byte) 0xFF
                        || body[0] == (byte) 0xFF && body[1] == (byte) 0xFE);
        Charset charset = marked ? StandardCharsets.UTF_16 : charset();
        if (charset == StandardCharsets.UTF_8) {
            view(body, 0, size);
            invalid = !Utf8.isValid(body, 0, size);
        } else {
            chars = new String(body, 0, size, charset);
            byte[] converted = chars.getBytes(StandardCharsets.UTF_8);
            view(converted, 0, converted.length);
        }
    }

    private void view(byte[] bytes, int start, int length) {
        this.bytes = bytes;
        this.start = start;
        this.length = length;
    }

    private Charset charset() {
        if (!response.header("Content-Type", contentType)) {
            return StandardCharsets.UTF_8;
        }
        byte[] type = contentType.bytes();
        int end = contentType.start() + contentType.length();
        for (int i = contentType.start(); i + CHARSET.length() < end; i++) {
            if (startsWith(CHARSET, type, i, end)) {
                return named(type, i + CHARSET.length(), end);
            }
        }
        return StandardCharsets.UTF_8;
    }

    private static Charset named(byte[] type, int from, int end) {
        if (type[from] == '"') {
            from++;
        }
        if (startsWith("utf-8", type, from, end) || startsWith("us-ascii", type, from, end)) {
            return StandardCharsets.UTF_8;
        }
        int to = from;
        while (to < end && type[to] != '"' && type[to] != ';' && type[to] != ' ') {
            to++;
        }
        try {
            return Charset.forName(new String(type, from, to - from, StandardCharsets.ISO_8859_1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private static boolean startsWith(String lowerCase, byte[] text, int from, int end) {
        if (from + lowerCase.length() > end) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = text[from + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
