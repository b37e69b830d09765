package io.rehearse.journeys.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A JSONPath of RFC 9535, parsed when the script is read.
 *
 * @param text as the script wrote it
 * @param selectors from the root on
 */
public record JsonPath(String text, List<Selector> selectors) {

    private static final String PLACE = "\\s*(-?\\d{1,9})?\\s*";
    private static final Pattern SLICE = Pattern.compile(PLACE + ":" + PLACE + "(?::" + PLACE + ")?");

    public JsonPath {
        selectors = List.copyOf(selectors);
    }

    /** Whether it selects at most one value. */
    public boolean isSingular() {
        return selectors.stream().allMatch(selector -> selector instanceof Name || selector instanceof Index);
    }

    /** One step of the path. */
    public sealed interface Selector permits Name, Index, Wildcard, Slice, Descendants {}

    /** The member of that name of an object. */
    public record Name(String name) implements Selector {}

    /** An element of an array; negative counts from the end. */
    public record Index(int index) implements Selector {}

    /** Every element of an array or member of an object. */
    public record Wildcard() implements Selector {}

    /**
     * Some elements of an array, as section 2.3.4 of RFC 9535 says: negative places count from the end.
     *
     * @param step negative goes backwards; 0 selects nothing
     */
    public record Slice(OptionalInt start, OptionalInt end, int step) implements Selector {

        /** The places selected in an array of that size, in the order they are selected. */
        public IntStream indexes(int size) {
            if (step == 0) {
                return IntStream.empty();
            }
            boolean forward = step > 0;
            int low = forward ? 0 : -1;
            int high = forward ? size : size - 1;
            int from = bounded(start.orElse(forward ? 0 : size - 1), size, low, high);
            int to = bounded(end.orElse(forward ? size : -size - 1), size, low, high);
            return IntStream.iterate(from, at -> forward ? at < to : at > to, at -> at + step);
        }

        private static int bounded(int place, int size, int low, int high) {
            return Math.max(low, Math.min(high, place >= 0 ? place : size + place));
        }
    }

    /** The value itself and everything in it, however deep; the next selector is applied to each. */
    public record Descendants() implements Selector {}

    /**
     * Reads {@code $.a.b}, {@code $['a b']}, {@code [0]}, {@code [-1]}, {@code [*]}, {@code .*}, {@code [1:5:2]} and
     * {@code ..} before any of them, in any order.
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
            boolean deep = text.startsWith("..", at);
            if (deep) {
                selectors.add(new Descendants());
                at++;
            }
            if (deep && text.startsWith("[", at + 1)) {
                end = at + 1;
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
        Matcher slice = SLICE.matcher(inside);
        if (slice.matches()) {
            return new Slice(
                    place(slice.group(1)),
                    place(slice.group(2)),
                    place(slice.group(3)).orElse(1));
        }
        if (inside.startsWith("?")) {
            throw new IllegalArgumentException("JSON path '" + text + "': filters ('" + text.substring(at)
                    + "') are not available yet in this version; choose with check('…') { r -> … }");
        }
        if (!inside.matches("-?\\d{1,9}")) {
            throw notUnderstood(text, at);
        }
        return new Index(Integer.parseInt(inside));
    }

    private static OptionalInt place(String digits) {
        return digits == null || digits.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    }

    private static IllegalArgumentException notUnderstood(String text, int at) {
        return new IllegalArgumentException("JSON path '" + text + "' is not understood from '" + text.substring(at)
                + "' on; use .name, ['a name'], [0], [-1], [*], [1:5], ..name");
    }
}
