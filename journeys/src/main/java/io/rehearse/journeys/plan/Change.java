package io.rehearse.journeys.plan;

/** What is done with a value after it was found. */
public sealed interface Change {
    /** HTML entities become the characters they stand for. */
    record UnescapeHtml() implements Change {}

    /** Text becomes a number; what is none counts as not found. @param whole only a whole one will do */
    record ToNumber(boolean whole) implements Change {}

    /** A closure makes something else of it; nothing counts as not found. */
    record Mapped(Code code) implements Change {}
}
