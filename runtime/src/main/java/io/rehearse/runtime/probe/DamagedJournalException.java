package io.rehearse.runtime.probe;

import java.io.IOException;
import java.nio.file.Path;

/** A journal that was changed after it was written. */
public final class DamagedJournalException extends IOException {
    private static final long serialVersionUID = 1;

    private final long line;

    DamagedJournalException(Path file, long line, String found) {
        super(file + ", line " + line + ": " + found
                + "; lines before it are sound. Keep the file as it is, and begin with another --journal");
        this.line = line;
    }

    /** The first line that is not as it was written, from 1. */
    public long line() {
        return line;
    }
}
