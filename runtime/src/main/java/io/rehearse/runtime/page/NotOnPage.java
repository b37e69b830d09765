package io.rehearse.runtime.page;

/** What a step wants to use is not on the page; the message says what is there instead. */
public final class NotOnPage extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotOnPage(String message) {
        super(message, null, false, false);
    }
}
