package io.rehearse.reports.compare;

/**
 * The numbers given to the judge cannot have been measured: a negative count, more failures than attempts, a clock that
 * stepped back. The message says where, what was found and what was expected. Data like that never gets a verdict.
 */
public final class DamagedDataException extends IllegalArgumentException {
    public DamagedDataException(String message) {
        super(message);
    }

    DamagedDataException(String message, Throwable cause) {
        super(message, cause);
    }

    static DamagedDataException at(String where, Object found, String expected) {
        return new DamagedDataException(where + ": found " + found + ", expected " + expected);
    }

    /** For places that are not passed once per second of data: the arguments are built even if all is well. */
    static void require(boolean holds, String where, Object found, String expected) {
        if (!holds) throw at(where, found, expected);
    }
}
