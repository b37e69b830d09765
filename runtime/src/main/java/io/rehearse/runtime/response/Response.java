package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;

/**
 * The final response of a step, valid only during the call it is handed to: what it gives lies in reused buffers.
 * Implemented by the HTTP connection and by the simulated wire.
 */
public interface Response {
    /** Status code of the final response, 100–599. */
    int status();

    /**
     * The first header of that name, compared without case.
     *
     * @param into filled with the value as text; untouched if there is none
     * @return whether there is one
     */
    boolean header(String name, Value into);

    /** The session's cookie of that name after this response; as {@link #header}. */
    boolean cookie(String name, Value into);

    /**
     * The decoded body (content codings removed), in {@code body()[0 .. bodyLength())}. Only kept for a step whose checks
     * or captures read it; empty otherwise.
     */
    byte[] body();

    int bodyLength();

    /** Service time of the step in nanoseconds: first byte handed to the socket to last byte read. */
    long serviceNanos();
}
