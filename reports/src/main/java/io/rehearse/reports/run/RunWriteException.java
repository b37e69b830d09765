package io.rehearse.reports.run;

import java.io.IOException;
import java.nio.file.Path;

/** A run directory could not be written; what was written before stays readable. */
public final class RunWriteException extends IOException {
    private static final long serialVersionUID = 1;

    public RunWriteException(Path file, String found, Throwable cause) {
        super("cannot write " + file + ": " + found, cause);
    }
}
