package io.rehearse.runtime.driver;

/** What a duration measures. Steps have the first six, targets the next three, journeys the last two. */
public enum Kind {
    /** From when the user wanted to act to the last byte read; what is judged. */
    RESPONSE,
    /** From the first byte handed to the socket to the last byte read. */
    SERVICE,
    /** From when the lane took the session up to the first byte handed to the socket. */
    WAIT,
    /** From when the user wanted to act to when the lane took the session up: the generator's fault. */
    LATE,
    /** From the first byte handed to the socket to the first byte read. */
    FIRST_BYTE,
    /** Response of steps that failed other than by time. */
    FAILED,
    DNS,
    CONNECT,
    TLS,
    /** Sum of a walk's steps' responses. */
    JOURNEY_RESPONSE,
    /** From a walk's arrival to its last end. */
    JOURNEY_ELAPSED;

    static final int OF_STEP = 6;
    static final int OF_TARGET = 3;
    static final int OF_JOURNEY = 2;
}
