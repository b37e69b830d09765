package io.rehearse.journeys.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A JSONPath of RFC 9535, parsed when the script is read.
 *
 * @param text as the script wrote it
 * @param selectors from the root on
 */
public record JsonPath(String text, List<Selector> selectors) {

    public JsonPath {
        selectors = List.copyOf(selectors);
    }

    /** Whether it selects at most one value. */
    public boolean isSingular() {
        return selectors.stream().noneMatch(Wildcard.class::isInstance);
    }

    /** One step of the path. */
    public sealed interface Selector permits Name, Index, Wildcard {}

    /** The member of that name of an object. */
    public record Name(String name) implements Selector {}

    /** An element of an array; negative counts from the end. */
    public record Index(int index) implements Selector {}

    /** Every element of an array or member of an object. */
    public record Wildcard() implements Selector {}

    /**
     * Reads {@code $.a.b}, {@code $['a b']}, {@code [0]}, {@code [-1]}, {@code [*]} and {@code .*} in any order.
     *
     * @throws IllegalArgumentException with what was found and what is understood
     */
    public static JsonPath parse(String text) {
        if (!text.startsWith("$")) {
            throw new IllegalArgumentException("a JSON path starts with '$': write '$." + text + "'");
        }
        List<Selector> selectors = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            int end;
            if (text.startsWith("..", at)) {
                throw notUnderstood(text, at);
            } else if (text.charAt(at) == '.') {
                end = at + 1;
                while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
                    end++;
                }
                selectors.add(member(text, at, text.substring(at + 1, end)));
            } else if (text.startsWith("['", at) || text.startsWith("[\"", at)) {
                int close = text.indexOf(text.charAt(at + 1) + "]", at + 2);
                if (close < 0) {
                    throw notUnderstood(text, at);
                }
                selectors.add(new Name(text.substring(at + 2, close)));
                end = close + 2;
            } else if (text.charAt(at) == '[' && text.indexOf(']', at) > 0) {
                end = text.indexOf(']', at) + 1;
                selectors.add(element(text, at, text.substring(at + 1, end - 1)));
            } else {
                throw notUnderstood(text, at);
            }
            at = end;
        }
        return new JsonPath(text, selectors);
    }

    private static Selector member(String text, int at, String name) {
        if (name.equals("*")) {
            return new Wildcard();
        }
        if (name.isEmpty() || !name.chars().allMatch(c -> c == '_' || c >= 0x80 || Character.isLetterOrDigit(c))) {
            throw notUnderstood(text, at);
        }
        return new Name(name);
    }

    private static Selector element(String text, int at, String inside) {
        if (inside.equals("*")) {
            return new Wildcard();
        }
        if (!inside.matches("-?\\d{1,9}")) {
            throw notUnderstood(text, at);
        }
        return new Index(Integer.parseInt(inside));
    }

    private static IllegalArgumentException notUnderstood(String text, int at) {
        return new IllegalArgumentException("JSON path '" + text + "' is not understood from '" + text.substring(at)
                + "' on; use .name, ['a name'], [0], [-1], [*]");
    }
}
