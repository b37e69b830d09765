package io.rehearse.runtime.run;

/** A run cannot start: a target is not there, or the machine has too little of something. The message says what to do. */
public final class PreflightException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean mayPass;

    PreflightException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /** @param mayPass see {@link #mayPass} */
    PreflightException(String message, Throwable cause, boolean mayPass) {
        super(message, cause);
        this.mayPass = mayPass;
    }

    /** Whether it may be otherwise in a minute though nobody changes the script or its settings: somebody else did not answer well. */
    public boolean mayPass() {
        return mayPass;
    }
}
