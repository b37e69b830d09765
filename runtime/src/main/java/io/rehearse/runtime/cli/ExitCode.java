package io.rehearse.runtime.cli;

/** Exit codes a command decides itself; that of a run is decided by its summary. One table for the whole product. */
final class ExitCode {
    static final int OK = 0;
    static final int FAIL = 1;
    /** Usage, script, plan or configuration invalid. */
    static final int INVALID = 2;

    static final int INCONCLUSIVE = 3;
    /** Tool or environment error: disk full, target unreachable before the start. */
    static final int ENVIRONMENT = 5;

    private ExitCode() {}
}
