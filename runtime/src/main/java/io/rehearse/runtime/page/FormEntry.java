package io.rehearse.runtime.page;

import java.util.Optional;

/**
 * One line of what a form sends.
 *
 * @param isFile whether it is one of a field that takes files
 * @param file the file; without one none was chosen: sent without a name and empty, as browsers do
 */
record FormEntry(String name, String value, boolean isFile, Optional<FormFile> file) {
    FormEntry(String name, String value, boolean isFile) {
        this(name, value, isFile, Optional.empty());
    }

    static FormEntry of(String name, FormFile file) {
        return new FormEntry(name, "", true, Optional.of(file));
    }
}
