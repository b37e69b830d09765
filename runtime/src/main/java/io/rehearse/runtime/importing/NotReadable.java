package io.rehearse.runtime.importing;

/** What is to be imported cannot be; the message says what was found and what to do. */
public final class NotReadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotReadable(String message) {
        super(message);
    }
}
