package io.rehearse.runtime.cli;

/** Ends a command with a message for the user and an exit code; no stack trace is shown. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Failure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What the user gave is wrong: says what was found, what was expected and what to write instead. */
    static Failure invalid(String message) {
        return new Failure(ExitCode.INVALID, message, null);
    }

    /** What there is does not tell: too little data, data that cannot be trusted or compared. */
    static Failure inconclusive(String message) {
        return new Failure(ExitCode.INCONCLUSIVE, message, null);
    }

    /** The machine, the file system or the network does not let us work. */
    static Failure environment(String message, Throwable cause) {
        return new Failure(ExitCode.ENVIRONMENT, message, cause);
    }

    int exitCode() {
        return exitCode;
    }
}
