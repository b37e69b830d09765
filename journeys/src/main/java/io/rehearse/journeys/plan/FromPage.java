package io.rehearse.journeys.plan;

import java.util.List;
import java.util.Optional;

/** A request that the page before says: where it goes, how, and with which fields the user did not touch. */
public sealed interface FromPage {
    /**
     * A form is sent.
     *
     * @param form CSS selector of the form, or of something in it
     * @param button name of the button that is pressed; the form's first one without
     * @param fields what the user fills in, in the script's order
     */
    record Submit(String form, Optional<String> button, List<Field> fields) implements FromPage {
        public Submit {
            fields = List.copyOf(fields);
        }
    }

    /** A link is followed. @param link CSS selector of the link */
    record Follow(String link) implements FromPage {}

    /** The link of a relation is followed: one of the answer's {@code Link} headers, else one on the page. */
    record FollowRelation(String relation) implements FromPage {}

    /**
     * A field of a form.
     *
     * @param name as the page has it
     * @param values slots are {@link Template.Encoding#RAW}; none leaves the field out, several repeat it
     */
    record Field(String name, List<Template> values) {
        public Field {
            values = List.copyOf(values);
        }
    }
}
