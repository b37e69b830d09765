package io.rehearse.runtime.http;

import io.rehearse.journeys.plan.Target.Connections;
import io.rehearse.journeys.plan.Target.Connections.Policy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * A lane's connections to one origin. Under {@link Policy#SHARED} whoever finds none idle waits in a queue, first come
 * first served, and takes whatever comes first: a connection that became idle or one that was just made. Connects are
 * started for waiters only, a few at a time.
 */
final class ConnectionPool {
    final int number;
    final int side;
    final Endpoint endpoint;
    private final HttpWire wire;
    private final Policy policy;
    private final int max;

    private Http1Connection[] idle = new Http1Connection[8];
    private int idles;
    private Http1Connection[] open = new Http1Connection[8];
    private int opens;
    private int connecting;
    private long unasked;
    private long lostCookies;
    private long detours;
    private int sourcesTaken;
    private int turns;
    private Addresses addresses;

    private Visitor firstWaiter;
    private Visitor lastWaiter;
    private int waiting;
    private boolean serving;

    ConnectionPool(HttpWire wire, int number, int side, Endpoint endpoint) {
        this.wire = wire;
        this.number = number;
        this.side = side;
        this.endpoint = endpoint;
        this.addresses = endpoint.addresses;
        this.turns = wire.lane(); // else all lanes would begin with the same address
        this.policy = endpoint.target.connections().policy();
        this.max = endpoint.target.connections().max();
    }

    // ---- for exchanges

    /** Sends the visitor's request as soon as there is a connection for it. */
    void acquire(Visitor visitor) {
        switch (policy) {
            case SHARED -> {
                if (waiting == 0 && idles > 0) {
                    popIdle().send(visitor);
                } else {
                    enqueue(visitor);
                    serve();
                }
            }
            case PER_USER -> {
                Http1Connection own = visitor.own(this);
                if (own != null) {
                    own.send(visitor);
                } else {
                    connectFor(visitor);
                }
            }
            case FRESH -> connectFor(visitor);
        }
    }

    private void connectFor(Visitor visitor) {
        Http1Connection connection = new Http1Connection(wire, this, visitor, turns++);
        give(visitor, connection);
        Problem problem = start(connection);
        if (problem != null) {
            let(visitor);
            wire.fail(visitor, problem);
        }
    }

    private void give(Visitor visitor, Http1Connection connection) {
        visitor.connection = connection;
        if (policy == Policy.PER_USER) {
            visitor.own(this, connection);
        }
    }

    private void let(Visitor visitor) {
        visitor.connection = null;
        if (policy == Policy.PER_USER) {
            visitor.own(this, null);
        }
    }

    /** The exchange of a waiting visitor was given up. */
    void leave(Visitor visitor) {
        Visitor before = visitor.waitsBefore;
        Visitor after = visitor.waitsAfter;
        if (before == null) {
            firstWaiter = after;
        } else {
            before.waitsAfter = after;
        }
        if (after == null) {
            lastWaiter = before;
        } else {
            after.waitsBefore = before;
        }
        visitor.waitsBefore = null;
        visitor.waitsAfter = null;
        visitor.waitingAt = null;
        waiting--;
    }

    private void enqueue(Visitor visitor) {
        visitor.waitingAt = this;
        visitor.waitsBefore = lastWaiter;
        if (lastWaiter == null) {
            firstWaiter = visitor;
        } else {
            lastWaiter.waitsAfter = visitor;
        }
        lastWaiter = visitor;
        waiting++;
    }

    /** Before all others, for a request whose connection was lost; {@link #serve} must follow. */
    void enqueueFirst(Visitor visitor) {
        visitor.waitingAt = this;
        visitor.waitsAfter = firstWaiter;
        if (firstWaiter == null) {
            lastWaiter = visitor;
        } else {
            firstWaiter.waitsBefore = visitor;
        }
        firstWaiter = visitor;
        waiting++;
    }

    private Visitor firstWaiter() {
        Visitor first = firstWaiter;
        leave(first);
        return first;
    }

    /** Gives idle connections to waiters and starts connects for those that remain. */
    void serve() {
        if (serving) {
            return;
        }
        serving = true;
        while (waiting > 0) {
            if (policy != Policy.SHARED) {
                connectFor(firstWaiter());
            } else if (idles > 0) {
                popIdle().send(firstWaiter());
            } else if (connecting < Math.min(Connections.CONNECTING_MAX, waiting) && opens < max) {
                Problem problem = start(new Http1Connection(wire, this, null, turns++));
                if (problem != null) {
                    wire.fail(firstWaiter(), problem);
                }
            } else {
                break;
            }
        }
        serving = false;
    }

    private Problem start(Http1Connection connection) {
        if (opens == open.length) {
            open = Arrays.copyOf(open, opens * 2);
        }
        connection.place = opens;
        open[opens++] = connection;
        connecting++;
        Problem problem = connection.connect();
        if (problem != null) {
            connecting--;
            remove(connection);
        }
        return problem;
    }

    // ---- for connections

    /** A connect ended well. */
    void connected(Http1Connection connection) {
        connecting--;
        if (policy == Policy.SHARED) {
            if (connection.isOutdated()) {
                connection.close();
            } else {
                idle(connection);
            }
            serve();
        }
    }

    /** A connect failed; whoever it was for, or has waited longest, is told. */
    void connectFailed(Http1Connection connection, Visitor owner, Problem problem) {
        connecting--;
        remove(connection);
        if (owner != null) {
            if (owner.connection == connection) {
                let(owner);
                wire.fail(owner, problem);
            }
        } else if (waiting > 0) {
            wire.fail(firstWaiter(), problem);
        }
        serve();
    }

    /** An address gave no connection: another one of the target is tried in its place. */
    void connectElsewhere(Http1Connection failed, Http1Connection next, Visitor owner) {
        detours++;
        connecting--;
        remove(failed);
        if (owner != null) {
            give(owner, next);
        }
        Problem problem = start(next);
        if (problem != null) {
            connecting++; // which is taken back as that of a connect that failed
            connectFailed(next, owner, problem);
        }
    }

    /** The answer is read and the connection can carry another request; {@link #serve} must follow. */
    void idle(Http1Connection connection) {
        if (policy == Policy.SHARED) {
            if (idles == idle.length) {
                idle = Arrays.copyOf(idle, idles * 2);
            }
            connection.idlePlace = idles;
            idle[idles++] = connection;
        }
    }

    private Http1Connection popIdle() {
        Http1Connection connection = idle[--idles];
        idle[idles] = null;
        connection.idlePlace = -1;
        return connection;
    }

    /** The connection is of no more use; {@link #serve} must follow. */
    void remove(Http1Connection connection) {
        if (connection.idlePlace >= 0) {
            Http1Connection last = idle[--idles];
            idle[idles] = null;
            if (last != connection) {
                idle[connection.idlePlace] = last;
                last.idlePlace = connection.idlePlace;
            }
            connection.idlePlace = -1;
        }
        if (connection.place >= 0) {
            Http1Connection last = open[--opens];
            open[opens] = null;
            if (last != connection) {
                open[connection.place] = last;
                last.place = connection.place;
            }
            connection.place = -1;
        }
        Visitor owner = connection.owner;
        if (owner != null && owner.own(this) == connection) {
            owner.own(this, null);
        }
    }

    /** A connect was given up before its end. */
    void connectAbandoned() {
        connecting--;
    }

    /**
     * Another system answers for the target from now on.
     *
     * @param now its addresses; empty: nobody knows, and what is open stays
     */
    void moved(List<InetAddress> now) {
        int port = addresses.port();
        if (now.isEmpty()) {
            addresses = Addresses.of(InetSocketAddress.createUnresolved(endpoint.host, port));
            return;
        }
        addresses = Addresses.of(now, port);
        for (int i = opens - 1; i >= 0; i--) {
            open[i].moved(now); // what is removed gets the last one's place, which was asked already
        }
        serve();
    }

    Addresses addresses() {
        return addresses;
    }

    boolean isFresh() {
        return policy == Policy.FRESH;
    }

    /** The local address the next connection is made from; the endpoint has some. */
    InetSocketAddress nextSource() {
        return endpoint.sources[Math.floorMod(sourcesTaken++, endpoint.sources.length)];
    }

    /**
     * Under which number a new connection's TLS session is kept and looked for. The libraries take it for the port, which
     * nothing else is done with.
     */
    int tlsSession(Visitor owner) {
        return switch (endpoint.target.tls().resumption()) {
            case ON -> endpoint.port;
            case OFF -> wire.nextTlsSession();
            case PER_USER -> owner.tlsSession(this, wire);
        };
    }

    /** Bytes came that nobody had asked for. */
    void countUnasked() {
        unasked++;
    }

    /** How often that was since the last call. */
    long takeUnasked() {
        long taken = unasked;
        unasked = 0;
        return taken;
    }

    /** Cookies of an answer were more, or larger, than a session keeps. */
    void countLostCookies(int cookies) {
        lostCookies += cookies;
    }

    /** How many that were since the last call. */
    long takeLostCookies() {
        long taken = lostCookies;
        lostCookies = 0;
        return taken;
    }

    /** How often an address gave no connection and another one was tried, since the last call. */
    long takeDetours() {
        long taken = detours;
        detours = 0;
        return taken;
    }

    /** Connections open, those being made among them. */
    int open() {
        return opens;
    }

    int waiting() {
        return waiting;
    }

    void close() {
        while (opens > 0) {
            open[opens - 1].close();
        }
    }
}
