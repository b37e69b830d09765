package io.rehearse.runtime.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a thread of its own that gives one answer to everything and counts. */
final class AnsweringServer implements AutoCloseable {
    private static final String JSON =
            "{\"user\":{\"name\":\"ann\",\"roles\":[\"a\",\"b\"]},\"token\":\"t-0123456789abcdef\"}";

    private final AtomicInteger answered = new AtomicInteger();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel channel;

    private AnsweringServer() throws InterruptedException {
        channel = serve();
    }

    static AnsweringServer start() throws InterruptedException {
        return new AnsweringServer();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    int answered() {
        return answered.get();
    }

    @Override
    public void close() throws InterruptedException {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }

    private Channel serve() throws InterruptedException {
        ByteBuf answer = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
                .writeBytes(("HTTP/1.1 200 OK\r\nServer: s\r\nContent-Type: application/json\r\nContent-Length: "
                                + JSON.length() + "\r\n\r\n" + JSON)
                        .getBytes(StandardCharsets.US_ASCII)));
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpRequestDecoder(), new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                if (message instanceof LastHttpContent) {
                                    answered.incrementAndGet();
                                    context.writeAndFlush(answer.duplicate());
                                }
                                ReferenceCountUtil.release(message);
                            }
                        });
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }
}
