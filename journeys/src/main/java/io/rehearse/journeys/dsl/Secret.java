package io.rehearse.journeys.dsl;

/** A secret of the environment; prints as {@code ***}. */
public final class Secret {
    private final String value;

    Secret(String value) {
        this.value = value;
    }

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
