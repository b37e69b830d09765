package io.rehearse.reports.run;

import java.io.IOException;
import java.nio.file.Path;

/** A run directory cannot be read: which file, which line, what is wrong and what to do. */
public final class RunFormatException extends IOException {
    private static final long serialVersionUID = 1;

    public RunFormatException(Path file, String found) {
        super(file + ": " + found);
    }

    RunFormatException(Path file, int line, String found) {
        super(file + ":" + line + ": " + found);
    }
}
