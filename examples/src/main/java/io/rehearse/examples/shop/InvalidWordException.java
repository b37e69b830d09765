package io.rehearse.examples.shop;

/** A word for the shop that cannot be understood. The message names what was found, what was expected and a remedy. */
public final class InvalidWordException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InvalidWordException(String message) {
        super(message);
    }
}
