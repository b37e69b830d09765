package io.rehearse.examples.shop;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection: takes one request at a time, lets its service time and its faults pass, answers, and only
 * then takes the next, so that answers stand in the order of their requests. While requests wait for their turn
 * nothing more is read.
 *
 * <pre>
 * idle --request--> working --answered--> idle
 *                      |--hang, or an answer after which the connection ends--> deaf --client gone--> closed
 * </pre>
 */
final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());
    private static final long LINGER_MILLIS = 1_000;
    /** More than fit into one read, less than the 128 at which Netty's codec gives up. */
    private static final int WAITING_MAX = 120;

    private final Site site;
    private final ServiceTimes serviceTimes;
    private final Dates dates;
    private final Deque<Arrival> waiting = new ArrayDeque<>();
    private boolean working;
    private boolean deaf;

    /** A request, or the refusal of one that could not be read. */
    private record Arrival(Request request, boolean keepAlive, Answer refusal) {}

    Connection(Site site, ServiceTimes serviceTimes, Dates dates) {
        this.site = site;
        this.serviceTimes = serviceTimes;
        this.dates = dates;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        site.counts.connectionOpened();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        site.counts.connectionClosed();
        waiting.clear();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest http) {
        if (deaf) {
            return;
        }
        Arrival arrival = arrival(ctx, http);
        if (!working) {
            take(ctx, arrival);
        } else if (waiting.size() < WAITING_MAX) {
            waiting.add(arrival);
            ctx.channel().config().setAutoRead(false);
        } else {
            site.counts.request(Endpoint.OTHER);
            reset(ctx, Endpoint.OTHER);
        }
    }

    private static Arrival arrival(ChannelHandlerContext ctx, FullHttpRequest http) {
        if (http.decoderResult().isFailure()) {
            return new Arrival(null, false, refusal(http.decoderResult().cause()));
        }
        try {
            return new Arrival(Request.of(http, fromLoopback(ctx)), HttpUtil.isKeepAlive(http), null);
        } catch (IllegalArgumentException e) {
            String why = "the path or the query is not percent-encoded correctly";
            return new Arrival(null, false, Answer.error(400, why));
        }
    }

    private void take(ChannelHandlerContext ctx, Arrival arrival) {
        working = true;
        if (arrival.refusal() != null) {
            refuse(ctx, arrival.refusal());
        } else if (Site.isAdmin(arrival.request())) {
            send(ctx, site.admin(arrival.request()), arrival.keepAlive());
        } else {
            work(ctx, arrival.request(), arrival.keepAlive());
        }
    }

    private void work(ChannelHandlerContext ctx, Request request, boolean keepAlive) {
        Endpoint endpoint = Site.endpoint(request);
        Faults faults = site.faults();
        long n = site.counts.request(endpoint);
        if (faults.hangs(serviceTimes.seed(), endpoint, n)) {
            site.counts.hung(endpoint);
            stopListening(ctx);
            return;
        }
        long nanos = faults.slowed(endpoint, serviceTimes.nanos(endpoint, n));
        if (nanos <= 0) {
            finish(ctx, endpoint, n, faults, request, keepAlive);
        } else {
            ctx.executor()
                    .schedule(() -> finish(ctx, endpoint, n, faults, request, keepAlive), nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void finish(
            ChannelHandlerContext ctx, Endpoint endpoint, long n, Faults faults, Request request, boolean keepAlive) {
        if (!ctx.channel().isActive()) {
            site.counts.unsent(endpoint);
        } else if (faults.resets(serviceTimes.seed(), endpoint, n)) {
            reset(ctx, endpoint);
        } else {
            Answer answer = faults.fails(serviceTimes.seed(), endpoint, n)
                    ? Answer.error(503, "failing on purpose")
                    : site.answer(endpoint, request);
            site.counts.answer(endpoint, answer.status());
            send(ctx, answer, keepAlive);
        }
    }

    private void send(ChannelHandlerContext ctx, Answer answer, boolean keepAlive) {
        FullHttpResponse http = encode(answer, keepAlive);
        if (keepAlive) {
            ctx.writeAndFlush(http, ctx.voidPromise());
            takeNext(ctx);
        } else {
            deaf = true;
            ctx.writeAndFlush(http).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void takeNext(ChannelHandlerContext ctx) {
        working = false;
        Arrival next = waiting.poll();
        if (next == null) {
            ctx.channel().config().setAutoRead(true);
        } else {
            // By way of the loop: a long row of requests must not become a deep stack.
            working = true;
            ctx.executor().execute(() -> take(ctx, next));
        }
    }

    private void reset(ChannelHandlerContext ctx, Endpoint endpoint) {
        site.counts.reset(endpoint);
        ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        ctx.close();
    }

    private FullHttpResponse encode(Answer answer, boolean keepAlive) {
        FullHttpResponse http = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        http.headers().set(HttpHeaderNames.DATE, dates.now());
        if (answer.status() != 204) {
            http.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        if (answer.contentType() != null) {
            http.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        }
        if (!keepAlive) {
            http.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        answer.headers().forEach(http.headers()::set);
        return http;
    }

    /**
     * Answers what could not be read and ends the connection. What the client still sends is thrown away for a while,
     * because closing a socket with unread bytes is a reset that may overtake the answer.
     */
    private void refuse(ChannelHandlerContext ctx, Answer answer) {
        site.counts.request(Endpoint.OTHER);
        site.counts.answer(Endpoint.OTHER, answer.status());
        ctx.writeAndFlush(encode(answer, false)).addListener(sent -> ((DuplexChannel) ctx.channel()).shutdownOutput());
        ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        stopListening(ctx);
    }

    /** Throws away what comes, but reads it, to notice when the client goes. */
    private void stopListening(ChannelHandlerContext ctx) {
        deaf = true;
        waiting.clear();
        ctx.channel().config().setAutoRead(true);
    }

    private static Answer refusal(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Answer.error(414, "the request line is longer than " + Shop.LINE_BYTES_MAX + " bytes");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Answer.error(431, "the headers are longer than " + Shop.HEADER_BYTES_MAX + " bytes");
        }
        if (cause instanceof TooLongFrameException) {
            return Answer.error(413, "the body is longer than " + Shop.BODY_BYTES_MAX + " bytes");
        }
        return Answer.error(400, "this is no HTTP request");
    }

    private static boolean fromLoopback(ChannelHandlerContext ctx) {
        return ctx.channel().remoteAddress() instanceof InetSocketAddress client
                && client.getAddress().isLoopbackAddress();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A client that resets its connection is no news; the request it leaves behind is counted as unsent.
        if (!(cause instanceof IOException)) {
            LOG.log(Level.WARNING, "the shop closes a connection because of its own mistake", cause);
        }
        ctx.close();
    }
}
