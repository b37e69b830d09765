package io.rehearse.journeys.plan;

import java.util.List;
import java.util.Optional;

/**
 * One value taken from a response: where it is read, which of several matches, and what holds if there is none.
 *
 * @param reader where
 * @param pick which of several matches
 * @param orElse the value if nothing matches
 * @param other what is read instead if nothing matches
 * @param optional whether no match is allowed and leaves the variable unset
 * @param changes what is done with the value that was found, in this order; not with that of {@code orElse}
 * @param text how it was written in the script, for messages
 */
public record Extraction(
        Reader reader,
        Pick pick,
        Optional<Template> orElse,
        Optional<Extraction> other,
        boolean optional,
        List<Change> changes,
        String text) {

    public Extraction {
        changes = List.copyOf(changes);
    }

    /** A value as it is found. */
    public Extraction(Reader reader, Pick pick, Optional<Template> orElse, boolean optional, String text) {
        this(reader, pick, orElse, Optional.empty(), optional, List.of(), text);
    }

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
