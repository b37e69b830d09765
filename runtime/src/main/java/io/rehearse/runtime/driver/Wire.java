package io.rehearse.runtime.driver;

/**
 * How a lane's exchanges reach a target: over sockets, or simulated. One wire per lane; called and calling back on the
 * lane's thread only. For each exchange started the wire calls, on the exchange's lane and in this order,
 * {@link Lane#sent} when the first byte of the first request is handed to the socket, {@link Lane#firstByte} with the first
 * byte of the final response, and exactly once {@link Lane#end} — possibly within {@code start}, possibly without the two
 * before it when the exchange failed earlier.
 */
public interface Wire {
    /** Sends the exchange's request; everything it causes (connect, redirects) is the wire's. */
    void start(Exchange exchange);

    /**
     * Gives an exchange up: its connection is closed, nothing of a later answer reaches anybody, and the wire does
     * <em>not</em> call {@link Lane#end} for it any more. The lane has recorded its outcome already.
     */
    void cancel(Exchange exchange, Outcome why);

    /** The exchange's request as it was sent, for people: method, URL, headers, body; bounded, secrets masked. */
    String requestInWords(Exchange exchange);

    /** Its final response so far, likewise; called within {@link Lane#end} only. */
    String responseInWords(Exchange exchange);

    /** The trace its last request belonged to, 32 hex digits; null if it carried none. For people; allocates. */
    String traceId(Exchange exchange);

    /**
     * Words about the exchange that quote what was sent or came, with its secrets masked; called within {@link Lane#end}
     * only.
     */
    default String masked(Exchange exchange, String words) {
        return words;
    }

    /** The walk of this session is over: what it owned (connections per user, cookies) is let go. */
    void walkEnded(Session session);

    /** Called once a second, before an interval is handed over, to add what only the wire knows (connections open). */
    void report(LaneInterval interval);

    /** Closes everything. */
    void close();
}
