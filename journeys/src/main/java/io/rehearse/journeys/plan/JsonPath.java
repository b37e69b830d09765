package io.rehearse.journeys.plan;

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
}
