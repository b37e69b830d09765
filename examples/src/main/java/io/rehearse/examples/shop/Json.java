package io.rehearse.examples.shop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON text (RFC 8259) into maps, lists, strings, {@link BigDecimal}, booleans and null, and quotes strings.
 * Strict: a name given twice, a lone surrogate or anything after the value is an error. The caller bounds the length.
 */
final class Json {
    private static final int DEPTH_MAX = 16;
    private static final int DIGITS_MAX = 40;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Why a text is no JSON, and where. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    static Map<?, ?> readObject(String text) throws MalformedException {
        Json json = new Json(text);
        Object value = json.value(0);
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.expected("the end");
        }
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw new MalformedException("expected an object");
    }

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private Object value(int depth) throws MalformedException {
        if (depth > DEPTH_MAX) {
            throw new MalformedException("nested deeper than " + DEPTH_MAX);
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) throws MalformedException {
        Map<String, Object> object = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (skip('}')) {
            return object;
        }
        do {
            skipSpace();
            String name = string();
            skipSpace();
            if (!skip(':')) {
                throw expected("':'");
            }
            if (object.containsKey(name)) {
                throw new MalformedException("the name " + quote(name) + " stands twice");
            }
            object.put(name, value(depth + 1));
            skipSpace();
        } while (skip(','));
        if (!skip('}')) {
            throw expected("',' or '}'");
        }
        return object;
    }

    private List<Object> array(int depth) throws MalformedException {
        List<Object> array = new ArrayList<>();
        at++;
        skipSpace();
        if (skip(']')) {
            return array;
        }
        do {
            array.add(value(depth + 1));
            skipSpace();
        } while (skip(','));
        if (!skip(']')) {
            throw expected("',' or ']'");
        }
        return array;
    }

    private String string() throws MalformedException {
        if (!skip('"')) {
            throw expected("'\"'");
        }
        StringBuilder string = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                break;
            }
            if (c < ' ') {
                throw new MalformedException("a control character stands unescaped in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < string.length()
                    && Character.isLowSurrogate(string.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new MalformedException("half of a surrogate pair stands alone in a string");
            }
        }
        return string.toString();
    }

    private char escaped() throws MalformedException {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    char digit = next();
                    int hex = digit < 128 ? Character.digit(digit, 16) : -1;
                    if (hex < 0) {
                        throw new MalformedException("\\u without four hexadecimal digits");
                    }
                    code = code * 16 + hex;
                }
                yield (char) code;
            }
            default -> throw new MalformedException("unknown escape \\" + c);
        };
    }

    private BigDecimal number() throws MalformedException {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        try {
            return new BigDecimal(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw new MalformedException("the number " + text.substring(start, at) + " is out of range");
        }
    }

    private void digits() throws MalformedException {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw expected("a digit");
        }
        if (at - start > DIGITS_MAX) {
            throw new MalformedException("a number has more than " + DIGITS_MAX + " digits");
        }
    }

    private Object literal(String word, Object value) throws MalformedException {
        if (!text.startsWith(word, at)) {
            throw expected(word);
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    private boolean skip(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    /** The next character; NUL, which JSON allows nowhere, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() throws MalformedException {
        if (at == text.length()) {
            throw expected("'\"'");
        }
        return text.charAt(at++);
    }

    private MalformedException expected(String what) {
        return new MalformedException("expected " + what + " at character " + (at + 1)
                + (at < text.length() ? ", found " + quote(text.substring(at, at + 1)) : ", found the end"));
    }
}
