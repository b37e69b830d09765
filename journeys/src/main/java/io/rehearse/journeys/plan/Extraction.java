package io.rehearse.journeys.plan;

import java.util.Optional;

/**
 * One value taken from a response: where it is read, which of several matches, and what holds if there is none.
 *
 * @param reader where
 * @param pick which of several matches
 * @param orElse the value if nothing matches
 * @param optional whether no match is allowed and leaves the variable unset
 * @param text how it was written in the script, for messages
 */
public record Extraction(Reader reader, Pick pick, Optional<Template> orElse, boolean optional, String text) {

    /** Which of several matches is meant. */
    public enum Pick {
        FIRST,
        /** Drawn from (seed, arrival, step). */
        RANDOM,
        /** All of them, as a JSON array. */
        ALL,
        /** How many there are, as a number; none is 0. */
        COUNT
    }
}
