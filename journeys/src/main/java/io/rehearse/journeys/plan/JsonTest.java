package io.rehearse.journeys.plan;

import io.rehearse.journeys.plan.JsonPath.Selector;
import java.util.List;
import java.util.regex.Pattern;

/** What a filter of a JSONPath asks of each value (RFC 9535, 2.3.5): true or false. */
public sealed interface JsonTest {
    record And(List<JsonTest> all) implements JsonTest {}

    record Or(List<JsonTest> any) implements JsonTest {}

    record Not(JsonTest test) implements JsonTest {}

    /** Whether a query finds anything, {@code null} included. */
    record Exists(Query query) implements JsonTest {}

    record Compare(Operand left, Operator operator, Operand right) implements JsonTest {}

    /**
     * {@code match} and {@code search}.
     *
     * @param whole whether the whole text must match
     */
    record Matches(Operand text, Pattern pattern, boolean whole) implements JsonTest {}

    enum Operator {
        EQUAL("=="),
        NOT_EQUAL("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        LESS("<"),
        MORE(">");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * A path inside a filter.
     *
     * @param fromRoot whether it begins at the document ({@code $}) and not at the value that is looked at ({@code @})
     */
    record Query(boolean fromRoot, List<Selector> selectors) {
        public Query {
            selectors = List.copyOf(selectors);
        }

        /** Whether it selects at most one value. */
        boolean isSingular() {
            return JsonPath.isSingular(selectors);
        }
    }

    /** What is compared. */
    sealed interface Operand {}

    /** A text, number, true, false or null. @param json as JSON, UTF-8 */
    record Literal(byte[] json) implements Operand {}

    /** The one value a query selects, or nothing. */
    record At(Query query) implements Operand {}

    /** {@code length(…)}: characters of a text, elements or members. */
    record Length(Operand of) implements Operand {}

    /** {@code count(…)}: how many values a query selects. */
    record Count(Query query) implements Operand {}

    /** {@code value(…)}: what a query selects if that is one value. */
    record ValueOf(Query query) implements Operand {}
}
