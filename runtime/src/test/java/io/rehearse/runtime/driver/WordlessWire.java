package io.rehearse.runtime.driver;

/** A wire of a test that has nothing to say of its exchanges, and nothing to close. */
public interface WordlessWire extends Wire {
    @Override
    default String requestInWords(Exchange exchange) {
        return "";
    }

    @Override
    default String responseInWords(Exchange exchange) {
        return "";
    }

    @Override
    default String traceId(Exchange exchange) {
        return null;
    }

    @Override
    default void walkEnded(Session session) {}

    @Override
    default void report(LaneInterval interval) {}

    @Override
    default void close() {}
}
