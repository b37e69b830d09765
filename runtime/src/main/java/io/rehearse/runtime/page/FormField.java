package io.rehearse.runtime.page;

import java.util.List;

/**
 * What a step fills in.
 *
 * @param name of the field
 * @param values none leaves the field out, several repeat it
 * @param files for a field that takes files, instead of values
 */
public record FormField(String name, List<String> values, List<FormFile> files) {
    public FormField {
        values = List.copyOf(values);
        files = List.copyOf(files);
    }

    /** A field of text. */
    public FormField(String name, List<String> values) {
        this(name, values, List.of());
    }
}
