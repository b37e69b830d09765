package io.rehearse.reports.run;

import java.util.Locale;

/** What a histogram is of. All values are microseconds. */
public enum Kind {
    /** late + wait + service: from the instant the user wanted to act to the last byte. Per step; per journey the sum of its steps. */
    RESPONSE("response"),
    /** From the first byte handed to the socket to the last byte read. */
    SERVICE("service"),
    /** From the lane taking the session up to the first byte handed to the socket: pool, DNS, connect, TLS. */
    WAIT("wait"),
    /** From the due time to the lane taking the session up: the generator's own fault. */
    LATE("late"),
    /** From the first byte handed to the socket to the first byte read. */
    FIRST_BYTE("firstByte"),
    /** Response time of failures that are not in {@link #RESPONSE}. */
    FAILED("failed"),
    /** Per target: name resolution. */
    DNS("dns"),
    /** Per target: TCP connect. */
    CONNECT("connect"),
    /** Per target: TLS handshake. */
    TLS("tls"),
    /** Per journey: last end minus arrival, thinking included. */
    ELAPSED("elapsed");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    /** As written in tags. */
    public String word() {
        return word;
    }

    static Kind of(String word) {
        for (Kind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown kind '" + word.toLowerCase(Locale.ROOT) + "'");
    }
}
