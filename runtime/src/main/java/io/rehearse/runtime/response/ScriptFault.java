package io.rehearse.runtime.response;

/** The script asks for something that cannot be done with this response; the message says what and what to write. */
final class ScriptFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScriptFault(String message) {
        super(message, null, false, false);
    }
}
