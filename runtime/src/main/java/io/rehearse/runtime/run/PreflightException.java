package io.rehearse.runtime.run;

/** A run cannot start: a target is not there, or the machine has too little of something. The message says what to do. */
public final class PreflightException extends Exception {
    private static final long serialVersionUID = 1;

    PreflightException(String message, Throwable cause) {
        super(message, cause);
    }
}
