package io.rehearse.runtime.page;

import java.util.List;

/**
 * What a step fills in.
 *
 * @param name of the field
 * @param values none leaves the field out, several repeat it
 */
public record FormField(String name, List<String> values) {
    public FormField {
        values = List.copyOf(values);
    }
}
