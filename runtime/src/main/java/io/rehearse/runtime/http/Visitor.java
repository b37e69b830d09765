package io.rehearse.runtime.http;

import io.rehearse.journeys.data.Draws;
import io.rehearse.journeys.data.Value;
import io.rehearse.runtime.driver.Exchange;
import java.util.Arrays;
import java.util.List;

/**
 * What the wire keeps of a session: its request under way, its cookies, the page it is on, its trace. One per session
 * index, reused from walk to walk.
 */
final class Visitor {
    static final int SENT_BYTES_KEPT = 2 * 1024;

    private static final long PURPOSE_TRACE = 0x2000;
    private static final long PURPOSE_BOUNDARY = 0x4000;
    private static final long PURPOSE_CNONCE = 0x8000;
    private static final long PURPOSE_SPAN = 0x2_0000;

    // the walk
    boolean walking;
    Cookies cookies;
    long traceHigh;
    long traceLow;
    boolean sampled;
    private long seed;
    private long arrival;
    private int spans;
    private int boundaries;
    private int cnonces;
    /** What the server asked this session last to prove; null before it did. */
    DigestChallenge challenge;
    /** Connections it owns, by the pool's number. */
    private Http1Connection[] own = {};
    /** Numbers of its TLS sessions, by the pool's number; 0 for none yet. */
    private int[] tlsSessions = {};
    /** Where the last request went; with {@link #sent} the URL of the page it is on. */
    private Endpoint page;

    // the exchange under way
    Exchange exchange;
    StepRequest request;
    ConnectionPool pool;
    Http1Connection connection;
    String method;
    boolean bodyDropped;
    boolean elsewhere;
    boolean retried;
    int redirects;
    /** How many were answered in this exchange. */
    int challenges;

    /** Path and query of the present hop, if not those of the step's template. */
    final Bytes path = new Bytes(64);

    boolean pathIsGiven;

    // what the page before says about the request
    /** The page of the step before, if this step or the next one needs it. */
    KeptPage kept;

    /** Body and type of a request that a page gave; null for all others. */
    byte[] pageBody;

    /** Where payloads go into {@link #pageBody}. */
    List<Upload.Cut> pageCuts;

    String pageContentType;
    String referer;

    // place in a pool's queue
    ConnectionPool waitingAt;
    Visitor waitsAfter;
    Visitor waitsBefore;

    /** First bytes of the request as it was sent, the request line whole. */
    private final Bytes sent = new Bytes(512);

    private long sentTotal;
    private int sentPathFrom;
    private int sentPathTo;

    /** The two walks of a pair are two traces, sampled both or not at all. */
    void beginWalk(HttpWire wire, long arrival, int side) {
        walking = true;
        this.arrival = arrival;
        seed = wire.seed();
        traceHigh = Draws.bits(seed, arrival, PURPOSE_TRACE);
        traceLow = Draws.bits(seed, arrival, PURPOSE_TRACE + 1 + 2L * side);
        sampled = Math.floorMod(Draws.bits(seed, arrival, PURPOSE_TRACE + 2), wire.sampledOneIn()) == 0;
        spans = 0;
        boundaries = 0;
        cnonces = 0;
    }

    void begin(Exchange exchange, StepRequest request) {
        this.exchange = exchange;
        this.request = request;
        method = request.method;
        bodyDropped = false;
        elsewhere = false;
        retried = false;
        redirects = 0;
        challenges = 0;
        pathIsGiven = false;
        pageBody = null;
        referer = "";
        sentTotal = 0;
    }

    /** As a visitor who comes for the first time. */
    void clearCookies() {
        cookies = null;
    }

    /** The walk is over: cookies and connections of its own are let go. */
    void endWalk() {
        walking = false;
        cookies = null;
        challenge = null;
        page = null;
        kept = null;
        Arrays.fill(tlsSessions, 0);
        for (int i = 0; i < own.length; i++) {
            if (own[i] != null) {
                own[i].close();
                own[i] = null;
            }
        }
    }

    /** Number of the next span of its trace; never 0, which would be invalid. */
    long nextSpan() {
        return Draws.bits(seed, arrival, PURPOSE_SPAN + spans++) | 1;
    }

    /** Random bits of the walk, for boundaries between parts of a body. */
    long nextBoundary() {
        return Draws.bits(seed, arrival, PURPOSE_BOUNDARY + boundaries++);
    }

    /** Random bits of the walk, for the client's part of a digest. */
    long nextCnonce() {
        return Draws.bits(seed, arrival, PURPOSE_CNONCE + cnonces++);
    }

    /** Of the request that was sent last, 32 hex digits; null if none was, or it carried none. */
    String traceId() {
        return sentTotal == 0 || !request.sendsTrace ? null : String.format("%016x%016x", traceHigh, traceLow);
    }

    boolean isIdempotent() {
        return request.fromPage == null ? request.idempotent : method.equals("GET");
    }

    Http1Connection own(ConnectionPool of) {
        return of.number < own.length ? own[of.number] : null;
    }

    void own(ConnectionPool of, Http1Connection connection) {
        if (of.number >= own.length) {
            own = Arrays.copyOf(own, of.number + 1);
        }
        own[of.number] = connection;
    }

    int tlsSession(ConnectionPool of, HttpWire wire) {
        if (of.number >= tlsSessions.length) {
            tlsSessions = Arrays.copyOf(tlsSessions, of.number + 1);
        }
        if (tlsSessions[of.number] == 0) {
            tlsSessions[of.number] = wire.nextTlsSession();
        }
        return tlsSessions[of.number];
    }

    /** Remembers what is about to be sent. */
    void sending(RequestEncoder encoded) {
        page = pool.endpoint;
        sentTotal = encoded.lengthWithPayloads();
        sentPathFrom = encoded.pathFrom();
        sentPathTo = encoded.pathTo();
        sent.clear();
        sent.add(encoded.bytes(), 0, Math.min(encoded.length(), Math.max(SENT_BYTES_KEPT, sentPathTo)));
    }

    /** Where the page it is on came from; null before the first request. */
    Endpoint page() {
        return page;
    }

    /** Path and query of the page it is on. */
    String pagePath() {
        return HeadText.latin(sent.array, sentPathFrom, sentPathTo);
    }

    /** The request as it was sent, its end missing if {@link #sentIsCut}; empty if nothing was. */
    String sentText() {
        return sentTotal == 0 ? "" : sent.text();
    }

    boolean sentIsCut() {
        return sentTotal > sent.length;
    }

    long sentBytes() {
        return sentTotal;
    }

    /** The jar, made when it is first needed. */
    Cookies cookies() {
        if (cookies == null) {
            cookies = new Cookies();
        }
        return cookies;
    }

    boolean cookie(String name, Value into) {
        return cookies != null && cookies.value(name, into);
    }
}
