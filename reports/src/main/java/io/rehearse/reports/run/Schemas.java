package io.rehearse.reports.run;

import java.nio.file.Path;

/** Schema names such as {@code rehearse/run/1}: the last part is the major version. */
final class Schemas {
    private Schemas() {}

    static void require(Path file, String found, String expected) throws RunFormatException {
        if (found.equals(expected)) {
            return;
        }
        int slash = expected.lastIndexOf('/');
        String family = expected.substring(0, slash + 1);
        if (found.startsWith(family) && major(found) > major(expected)) {
            throw new RunFormatException(
                    file,
                    "was written by a newer version of the tool (schema " + found + ", this one reads " + expected
                            + "); read it with that version");
        }
        throw new RunFormatException(
                file, "expected schema " + expected + ", found " + (found.isEmpty() ? "none" : found));
    }

    private static int major(String schema) {
        try {
            return Integer.parseInt(schema.substring(schema.lastIndexOf('/') + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
