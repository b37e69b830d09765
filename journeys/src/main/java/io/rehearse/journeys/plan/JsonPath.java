package io.rehearse.journeys.plan;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

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
        return isSingular(selectors);
    }

    static boolean isSingular(List<Selector> selectors) {
        return selectors.stream().allMatch(selector -> selector instanceof Name || selector instanceof Index);
    }

    /** Whether what it selects can be found by reading the document once, without keeping it. */
    public boolean isStreamed() {
        for (int i = 0; i < selectors.size(); i++) { // asked for each answer: allocates nothing
            if (selectors.get(i) instanceof Several || selectors.get(i) instanceof Filter) {
                return false;
            }
        }
        return true;
    }

    /** One step of the path. */
    public sealed interface Selector permits Name, Index, Wildcard, Slice, Descendants, Several, Filter {}

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

    /** Several selectors for one value, each in its turn; what two of them select is there twice. */
    public record Several(List<Selector> selectors) implements Selector {
        public Several {
            selectors = List.copyOf(selectors);
        }
    }

    /** Elements of an array or members of an object for which a test is true. */
    public record Filter(JsonTest test) implements Selector {}

    /**
     * Reads a path by the grammar of RFC 9535.
     *
     * @throws IllegalArgumentException with what was found and what is understood
     */
    public static JsonPath parse(String text) {
        return new JsonPathParser(text).path();
    }
}
