package io.rehearse.reports.baseline;

import java.io.IOException;
import java.nio.file.Path;

/** A file of a baseline cannot be read: where, what was found, what was expected, and what to do. */
public final class BaselineFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private BaselineFormatException(String message) {
        super(message);
    }

    /** @param what was found, and what was expected */
    static BaselineFormatException damaged(Path file, int line, String what) {
        return new BaselineFormatException(
                file + ":" + line + ": " + what
                        + "; the file is damaged or half written: take it back from version control, pull it again, or record it anew");
    }

    static BaselineFormatException newer(Path file, String found, String known) {
        return new BaselineFormatException(file + ":1: was written by a newer version of the tool (schema " + found
                + ", this one reads " + known + "); read it with that version, or record the baseline anew");
    }
}
