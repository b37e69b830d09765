package io.rehearse.journeys.dsl;

/** A mistake in the script that ends its reading on the spot; becomes a ScriptError with the line it came from. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is underlined on the line; empty for the line as a whole. */
    private final String underlined;

    Fault(String message) {
        this(message, "");
    }

    Fault(String message, String underlined) {
        super(message);
        this.underlined = underlined;
    }

    String underlined() {
        return underlined;
    }
}
