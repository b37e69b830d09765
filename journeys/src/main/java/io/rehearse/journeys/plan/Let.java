package io.rehearse.journeys.plan;

import java.util.List;

/**
 * A value that a walk starts with. What is drawn is a function of the seed and the arrival number.
 *
 * @param variable index into {@link Journey#variables()}
 * @param function what is computed; its templates' slots are {@link Template.Encoding#RAW}
 * @param secret whether it is masked wherever it is shown
 */
public record Let(int variable, Function function, boolean secret) {

    /** What is computed. */
    public sealed interface Function {}

    /** A random UUID (RFC 9562, version 4). */
    public record Uuid() implements Function {}

    /** The time the walk starts, moved by an offset. */
    public record Now(long offsetNanos, Clock clock) implements Function {}

    /** How a time is written. */
    public enum Clock {
        /** {@code 2026-11-25T09:30:00.123Z}. */
        ISO,
        /** Milliseconds since 1970, as a number. */
        MILLIS,
        /** Seconds since 1970, as a number. */
        SECONDS
    }

    /** The arrival's number, from 1: each walk of a run has its own, the same for every seed and number of lanes. */
    public record Sequence(String name) implements Function {}

    /** A whole number, both ends included. */
    public record RandomNumber(long from, long to) implements Function {}

    /** Letters a to z and digits. */
    public record RandomText(int length) implements Function {
        public static final int LENGTH_MAX = 1000;
    }

    /** One of several texts. */
    public record RandomPick(List<Template> texts) implements Function {
        public RandomPick {
            texts = List.copyOf(texts);
        }
    }

    /** SHA-256 or MD5 in lower-case hex. @param algorithm as the JDK names it */
    public record Digest(String algorithm, Template text) implements Function {}

    /** HMAC with SHA-256 (RFC 2104) in lower-case hex. */
    public record HmacSha256(Template key, Template text) implements Function {}

    /** Base64 with padding (RFC 4648, 4). */
    public record Base64(Template text) implements Function {}

    /** Text made of other variables. */
    public record Text(Template text) implements Function {}
}
