package io.rehearse.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.rehearse.runtime.driver.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP/1.1 connection: it is made, carries one request after the other, and is closed. Read it top to bottom: it is in
 * the order of time. Everything happens on the lane's thread.
 *
 * <p>{@code visitor} says whose answer is awaited. Before a request ends in {@link io.rehearse.runtime.driver.Lane#end}, the connection is already back
 * in its pool or out of it, so that the session's next request finds it.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(Http1Connection.class.getName());

    private final HttpWire wire;
    private final ConnectionPool pool;
    /** Whose alone it is; null if it is shared. */
    final Visitor owner;

    /** Places in the pool's lists; −1 for none. */
    int place = -1;

    int idlePlace = -1;

    private Channel channel;
    private boolean ready;
    private boolean closed;
    private boolean closeNotified;
    /** Which of the target's addresses it begins with, and how many it has tried before this one. */
    private final int turn;

    private final int tried;
    /** When the first address was tried. */
    private final long begunAt;

    private InetAddress address;
    private boolean accepted;
    /** Its target is elsewhere now: of no more use as soon as it is idle. */
    private boolean outdated;

    private long startedAt;
    private long connectedAt;
    private int requests;
    private Visitor visitor;
    /** The request while it is still being written; null for one that was handed to the socket in one piece. */
    private Upload upload;

    private boolean uploading;
    /** Reads the answer; null until its first byte is there. */
    private ResponseDecoder decoder;

    private Throwable lostBy;

    /** @param turn any number; the next number begins with the target's next address */
    Http1Connection(HttpWire wire, ConnectionPool pool, Visitor owner, int turn) {
        this(wire, pool, owner, turn, 0, wire.nanoTime());
    }

    private Http1Connection(HttpWire wire, ConnectionPool pool, Visitor owner, int turn, int tried, long begunAt) {
        this.wire = wire;
        this.pool = pool;
        this.owner = owner;
        this.turn = turn;
        this.tried = tried;
        this.begunAt = begunAt;
    }

    // ---- it is made

    /** Starts the connect; returns what made that impossible, or null. */
    Problem connect() {
        Endpoint endpoint = pool.endpoint;
        if (pool.addresses().isUnknown()) {
            return Failures.unknownHost(endpoint);
        }
        InetSocketAddress at = pool.addresses().at(turn, tried);
        address = at.getAddress();
        startedAt = wire.nanoTime();
        int timeoutMillis = (int) Math.max(1, leftMillis() / (pool.addresses().tries() - tried));
        try {
            channel = wire.newChannel(endpoint.sources.length > 0);
        } catch (RuntimeException e) {
            return Failures.connect(e, endpoint);
        }
        channel.config().setRecvByteBufAllocator(wire.receiveBuffer()).setConnectTimeoutMillis(timeoutMillis);
        if (endpoint.proxy() != null) {
            channel.pipeline()
                    .addLast(new ProxyTunnel(endpoint, leftMillis(), this::limitHandshake, this::connectFailed));
        }
        if (endpoint.tls != null) {
            SslHandler tls = endpoint.tls.newHandler(channel.alloc(), endpoint.tlsName(), pool.tlsSession(owner));
            channel.pipeline().addLast(tls);
        }
        channel.pipeline().addLast(this);
        wire.register(channel);
        ChannelFuture connecting =
                endpoint.sources.length == 0 ? channel.connect(at) : channel.connect(at, pool.nextSource());
        connecting.addListener(connect -> {
            accepted = connect.isSuccess();
            if (accepted) {
                limitHandshake();
            } else {
                connectFailed(connect.cause());
            }
        });
        return null;
    }

    /** Before the handshake begins: it has what is left of the connect's time. */
    private void limitHandshake() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.setHandshakeTimeout(leftMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Of the time for the whole connect. */
    private long leftMillis() {
        return Math.max(1, Failures.timeoutMillis(pool.endpoint) - (wire.nanoTime() - begunAt) / 1_000_000);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connectedAt = wire.nanoTime();
        if (pool.endpoint.tls == null) {
            ready(-1);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ready(wire.nanoTime() - connectedAt);
            } else {
                connectFailed(handshake.cause());
            }
        } else if (event instanceof SslCloseCompletionEvent close) {
            closeNotified = close.isSuccess();
            context.close();
        }
    }

    private void ready(long tlsNanos) {
        if (closed) {
            return;
        }
        ready = true;
        wire.connected(pool, connectedAt - startedAt, tlsNanos);
        pool.connected(this);
        if (owner != null && owner.connection == this) {
            owner.connection = null;
            send(owner);
        }
    }

    private void connectFailed(Throwable cause) {
        if (!closed && !ready) {
            connectFailed(Failures.connect(cause, pool.endpoint));
        }
    }

    private void connectFailed(Problem problem) {
        if (closed || ready) {
            return;
        }
        closed = true;
        channel.close();
        boolean noConnection = problem.outcome() == Outcome.REFUSED || problem.outcome() == Outcome.CONNECT_TIMEOUT;
        if (noConnection && !accepted && tried + 1 < pool.addresses().tries()) {
            pool.connectElsewhere(this, new Http1Connection(wire, pool, owner, turn, tried + 1, begunAt), owner);
        } else {
            pool.connectFailed(this, owner, tried == 0 ? problem : problem.afterTrying(tried + 1));
        }
    }

    // ---- a request is written

    /** Writes the visitor's request. The connection is idle. */
    void send(Visitor next) {
        RequestEncoder encoder = wire.encoder();
        if (!encoder.encode(next)) {
            if (pool.isFresh()) {
                close();
            } else {
                pool.idle(this);
            }
            wire.fail(next, encoder.problem());
            return;
        }
        visitor = next;
        next.connection = this;
        next.sending(encoder);
        requests++;
        next.exchange.addSent(encoder.lengthWithPayloads());
        if (!encoder.cuts().isEmpty()) {
            upload = new Upload(wire, encoder);
            wire.sent(next.exchange);
            writeMore();
            return;
        }
        ByteBuf request = wire.requestBuffer(encoder.bytes(), encoder.length());
        wire.sent(next.exchange);
        channel.writeAndFlush(request, channel.voidPromise());
    }

    /** Goes on with an upload for a turn; the rest follows when the socket has taken what there is. */
    private void writeMore() {
        if (upload == null || uploading) {
            return;
        }
        uploading = true; // writing may tell of more room at once
        Problem problem = upload.write(channel);
        uploading = false;
        if (upload == null) {
            return; // the connection was lost while writing
        }
        if (problem != null) {
            broken(problem);
        } else if (upload.isWritten()) {
            upload = null;
        } else if (channel.isWritable()) {
            channel.eventLoop().execute(this::writeMore);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        writeMore();
    }

    // ---- the answer is read

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            read(in);
        } finally {
            in.release();
        }
    }

    private void read(ByteBuf in) {
        if (visitor == null) {
            if (!closed && in.isReadable()) {
                pool.countUnasked();
                discard();
            }
            return;
        }
        visitor.exchange.addReceived(in.readableBytes());
        if (decoder == null) {
            decoder = wire.takeDecoder(visitor);
        }
        if (decoder.awaitsFirstByte()) {
            wire.firstByte(visitor.exchange);
        }
        if (!decoder.read(in)) {
            return;
        }
        if (decoder.problem() != null) {
            broken(decoder.problem());
        } else {
            boolean more = in.isReadable();
            if (more) {
                pool.countUnasked();
            }
            answered(!more && decoder.keepsAlive() && channel.isActive() && !hasUnsent());
        }
    }

    private boolean hasUnsent() {
        if (upload != null) {
            return true;
        }
        var unsent = channel.unsafe().outboundBuffer();
        return unsent == null || !unsent.isEmpty();
    }

    /** The response is complete. The connection goes back first, then the lane hears of it, then waiters are served. */
    private void answered(boolean reusable) {
        Visitor answered = visitor;
        ResponseDecoder response = decoder;
        visitor = null;
        upload = null;
        decoder = null;
        answered.connection = null;
        boolean kept = reusable && !outdated && !pool.isFresh();
        if (kept) {
            pool.idle(this);
        } else {
            closed = true;
            pool.remove(this);
        }
        wire.answered(answered, response);
        if (!kept) {
            channel.close();
        }
        pool.serve();
    }

    private void broken(Problem problem) {
        Visitor failed = visitor;
        ResponseDecoder response = decoder;
        visitor = null;
        upload = null;
        decoder = null;
        failed.connection = null;
        closed = true;
        pool.remove(this);
        wire.failed(failed, problem, response);
        channel.close();
        pool.serve();
    }

    // ---- it ends

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lostBy = cause;
        if (!(cause instanceof java.io.IOException) && !Tls.isFailure(cause)) {
            brokenInside(cause);
        } else if (!ready) {
            connectFailed(cause);
        } else {
            lost();
        }
    }

    /** A mistake of this program: never taken for one of the server. */
    private void brokenInside(Throwable cause) {
        LOG.log(System.Logger.Level.ERROR, "internal error on a connection to " + pool.endpoint.origin(), cause);
        Problem problem = new Problem(Outcome.SCRIPT_ERROR, "internal error: " + cause);
        if (closed) {
            return;
        }
        if (!ready) {
            closed = true;
            channel.close();
            pool.connectFailed(this, owner, problem);
        } else if (visitor != null) {
            broken(problem);
        } else {
            discard();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!ready) {
            connectFailed(new java.nio.channels.ClosedChannelException());
        } else {
            lost();
        }
    }

    private void lost() {
        if (closed) {
            return;
        }
        if (visitor == null) {
            discard();
        } else if (decoder != null && decoder.endsByClose() && lostBy == null) {
            if (pool.endpoint.tls != null && !closeNotified) {
                broken(new Problem(
                        Outcome.RESET,
                        "the connection ended without TLS close_notify " + decoder.progress()
                                + " whose end only closing tells; it may be cut"));
            } else {
                decoder.closed();
                if (decoder.problem() != null) {
                    broken(decoder.problem());
                } else {
                    answered(false);
                }
            }
        } else if (decoder == null && requests > 1 && visitor.isIdempotent() && !visitor.retried) {
            Visitor again = visitor;
            visitor = null;
            upload = null;
            again.connection = null;
            again.retried = true;
            again.exchange.reuseRetried();
            discardSilently();
            wire.sendAgain(again);
        } else {
            // with TLS 1.3 a server refuses the client's certificate only after the client's handshake has ended
            boolean refused = requests == 1 && decoder == null && lostBy != null && Tls.isFailure(lostBy);
            broken(new Problem(
                    refused ? Outcome.TLS_FAILED : Outcome.RESET,
                    Failures.lost(lostBy, decoder, requests > 1, visitor)));
        }
    }

    /** The target's addresses have changed; {@link ConnectionPool#serve} must follow. */
    void moved(List<InetAddress> now) {
        outdated = !now.contains(address);
        if (outdated && ready && visitor == null && !closed) {
            discardSilently();
        }
    }

    boolean isOutdated() {
        return outdated;
    }

    /** An idle connection is of no more use. */
    private void discard() {
        discardSilently();
        pool.serve();
    }

    private void discardSilently() {
        closed = true;
        pool.remove(this);
        channel.close();
    }

    /** Its exchange was given up: nothing of a later answer reaches anybody. */
    void cancel() {
        close();
        pool.serve();
    }

    /** Closes it without a word to anybody. */
    void close() {
        if (closed) {
            return;
        }
        if (!ready) {
            pool.connectAbandoned();
        }
        if (decoder != null) {
            wire.releaseDecoder(decoder);
            decoder = null;
        }
        visitor = null;
        upload = null;
        discardSilently();
    }
}
