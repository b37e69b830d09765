package io.rehearse.journeys.dsl;

/** {@code cookies.clear()} in a step. */
public final class CookiesWords {
    private final SendSpec step;

    CookiesWords(SendSpec step) {
        this.step = step;
    }

    /** The walk goes on without the cookies it has: the step is a new visitor's. */
    public void clear() {
        step.clearsCookies = true;
    }
}
