package io.rehearse.journeys.plan;

import io.rehearse.journeys.data.Value;

/**
 * An expectation on one response.
 *
 * @param subject what is looked at
 * @param verb how it is compared
 * @param expected the right-hand side; a template whose slots are {@link Template.Encoding#RAW}; empty for verbs
 *     without one
 * @param numeric whether both sides are compared as numbers
 * @param type what the value must be besides: text, a number or a boolean, as the literal of the script is; {@code UNSET} for
 *     whatever it is
 * @param line of the script, from 1
 * @param name the script's own name for the expectation, a business failure; empty without one
 */
public record Check(
        Extraction subject, Verb verb, Template expected, boolean numeric, Value.Kind type, int line, String name) {

    /** One that takes a value of whatever type. */
    public Check(Extraction subject, Verb verb, Template expected, boolean numeric, int line, String name) {
        this(subject, verb, expected, numeric, Value.Kind.UNSET, line, name);
    }

    /** How a value is compared; {@link #word} is the language's word. */
    public enum Verb {
        IS("is"),
        IS_NOT("isNot"),
        CONTAINS("contains"),
        LACKS("lacks"),
        MATCHES("matches"),
        EXISTS("exists"),
        ABSENT("absent"),
        NOT_EMPTY("notEmpty"),
        ABOVE("above"),
        BELOW("below");

        private final String word;

        Verb(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
