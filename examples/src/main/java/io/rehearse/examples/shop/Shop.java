package io.rehearse.examples.shop;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The demo shop: {@code new Shop(settings)}, {@link #start}, {@link #close}. Its methods may be called from any thread;
 * all work is done on one thread named {@code shop}.
 */
public final class Shop implements AutoCloseable {
    static final int LINE_BYTES_MAX = 8 * 1024;
    static final int HEADER_BYTES_MAX = 16 * 1024;
    static final int BODY_BYTES_MAX = 64 * 1024;

    private static final int CONNECTIONS_MAX = 50_000;
    /** What the kernel keeps for us during a stall; Linux caps it at net.core.somaxconn. */
    private static final int WAITING_CONNECTIONS_MAX = 4_096;

    /** Small, so that a connection whose requests wait for their turn has not read many more than one ahead. */
    private static final int READ_BYTES = 2 * 1024;

    private static final long CLOSE_MILLIS_MAX = 5_000;

    private final ShopSettings settings;
    private MultiThreadIoEventLoopGroup group;
    private Channel server;
    private Stalls stalls;
    private Site site;
    private ShopCounts last;

    public Shop(ShopSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts to listen; the settings' stalls count from now.
     *
     * @return the port
     * @throws IOException           when the address cannot be listened on
     * @throws IllegalStateException when it was started before
     */
    public synchronized int start() throws IOException {
        if (group != null) {
            throw new IllegalStateException("a shop starts once");
        }
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("shop"), NioIoHandler.newFactory());
        stalls = new Stalls(group.next());
        site = new Site(stalls);
        ServiceTimes serviceTimes = new ServiceTimes(settings.seed(), settings.serviceTimes());
        Dates dates = new Dates();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, WAITING_CONNECTIONS_MAX)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connect(channel, serviceTimes, dates);
                    }
                });
        try {
            // sync throws what bind threw, checked or not
            server = bootstrap.bind(settings.host(), settings.port()).sync().channel();
        } catch (Exception e) {
            close();
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IOException(
                    "the shop cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
        }
        onLoop(() -> {
            site.faults(settings.faults());
            return null;
        });
        return port();
    }

    /** The port it listens on. */
    public synchronized int port() {
        requireStarted();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Replaces all faults, from the next request on; stalls count from now. Waits while the shop stalls. */
    public synchronized void faults(Faults faults) {
        requireStarted();
        onLoop(() -> {
            site.faults(faults);
            return null;
        });
    }

    /** What the shop has seen until now, or until it was closed. Waits while the shop stalls. */
    public synchronized ShopCounts counts() {
        if (last == null) {
            requireStarted();
            return onLoop(site::snapshot);
        }
        return last;
    }

    /** Stops listening and closes all connections; a stall ends. Closing twice is allowed. */
    @Override
    public synchronized void close() {
        if (group == null || group.isShuttingDown()) {
            return;
        }
        stalls.end();
        if (server != null) {
            last = onLoop(site::snapshot);
        }
        group.shutdownGracefully(0, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MILLIS_MAX);
    }

    private void connect(SocketChannel channel, ServiceTimes serviceTimes, Dates dates) {
        if (site.counts.connectionsOpen() >= CONNECTIONS_MAX) {
            site.counts.connectionRefused();
            channel.close();
            return;
        }
        HttpDecoderConfig bounds =
                new HttpDecoderConfig().setMaxInitialLineLength(LINE_BYTES_MAX).setMaxHeaderSize(HEADER_BYTES_MAX);
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(bounds),
                        new BodyCollector(BODY_BYTES_MAX),
                        new Connection(site, serviceTimes, dates));
    }

    private void requireStarted() {
        if (server == null) {
            throw new IllegalStateException("the shop is not started");
        }
    }

    private <T> T onLoop(Callable<T> work) {
        var done = group.next().submit(work).awaitUninterruptibly();
        if (!done.isSuccess()) {
            throw new IllegalStateException("the shop's thread could not do it", done.cause());
        }
        return done.getNow();
    }
}
