package io.rehearse.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import io.rehearse.journeys.plan.Route.Proxy;
import io.rehearse.runtime.driver.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Stands first on a connection to a proxy until the proxy has opened a way to the target; what comes after it hears of the
 * connection only then. Everything happens on the lane's thread.
 */
final class ProxyTunnel extends ChannelInboundHandlerAdapter {
    private static final int HEAD_BYTES_MAX = 8 * 1024;
    private static final int HEAD_END = 4;

    private enum Awaits {
        /** The head of the answer to CONNECT. */
        HEAD,
        /** SOCKS 5: version, method. */
        METHOD,
        /** SOCKS 5: version, status of user and password. */
        LOGIN,
        /** SOCKS 5: version, reply, 0, type of address, address, port. */
        REPLY
    }

    private final Endpoint endpoint;
    private final Proxy proxy;
    private final long timeoutMillis;
    private final Runnable opened;
    private final Consumer<Problem> failed;
    private final Bytes received = new Bytes(64);
    private static final Pattern NAME_NOT_FOUND =
            Pattern.compile("(?im)^Proxy-Status:[^\\r\\n]*;[ \\t]*error=dns_(?:error|timeout)\\b");

    private Awaits awaits;
    private boolean over;
    private Future<?> timer;

    /**
     * @param timeoutMillis for what is left of a connect once the proxy is reached
     * @param opened called before anybody hears of the connection
     * @param failed called once if there is no way to the target
     */
    ProxyTunnel(Endpoint endpoint, long timeoutMillis, Runnable opened, Consumer<Problem> failed) {
        this.endpoint = endpoint;
        this.proxy = endpoint.proxy();
        this.timeoutMillis = timeoutMillis;
        this.opened = opened;
        this.failed = failed;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        timer = context.executor()
                .schedule(
                        () -> fail(
                                Outcome.CONNECT_TIMEOUT,
                                "opened no way to " + endpoint.destination() + " within "
                                        + Failures.timeoutMillis(endpoint) + " ms"),
                        timeoutMillis,
                        TimeUnit.MILLISECONDS);
        if (proxy.kind() == Proxy.Kind.HTTP) {
            awaits = Awaits.HEAD;
            String login = proxy.user() + ":" + proxy.password();
            String authorization = proxy.user().isEmpty()
                    ? ""
                    : "Proxy-Authorization: Basic "
                            + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)) + "\r\n";
            send(
                    context,
                    HeadText.ascii("CONNECT " + endpoint.destination() + " HTTP/1.1\r\nHost: " + endpoint.destination()
                            + "\r\n" + authorization + "\r\n"));
        } else {
            awaits = Awaits.METHOD;
            send(context, new byte[] {5, 1, (byte) (proxy.user().isEmpty() ? 0 : 2)});
        }
    }

    private static void send(ChannelHandlerContext context, byte[] bytes) {
        context.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (!over && in.isReadable()) {
                received.add(in.readByte());
                understand(context);
            }
            if (over && in.isReadable()) {
                context.fireChannelRead(in.readBytes(in.readableBytes()));
            }
        } finally {
            in.release();
        }
    }

    private void understand(ChannelHandlerContext context) {
        int n = received.length;
        byte[] bytes = received.array;
        switch (awaits) {
            case HEAD -> {
                if (n >= HEAD_END && HeadText.latin(bytes, n - HEAD_END, n).equals("\r\n\r\n")) {
                    int lineEnd = HeadText.lineEnd(bytes, 0, n);
                    String line = HeadText.latin(bytes, 0, lineEnd);
                    if (line.matches("HTTP/1\\.[01] 2\\d\\d( .*)?")) {
                        open(context);
                    } else {
                        refusedByHttp(HeadText.show(bytes, 0, lineEnd), HeadText.latin(bytes, 0, n));
                    }
                } else if (n == HEAD_BYTES_MAX) {
                    fail(Outcome.BROKEN, "answered with more than " + HEAD_BYTES_MAX + " bytes of headers");
                }
            }
            case METHOD -> {
                if (n == 2 && bytes[0] == 5 && bytes[1] == 2 && !proxy.user().isEmpty()) {
                    awaits = Awaits.LOGIN;
                    received.clear();
                    byte[] user = proxy.user().getBytes(StandardCharsets.UTF_8);
                    byte[] password = proxy.password().getBytes(StandardCharsets.UTF_8);
                    Bytes login = new Bytes(64);
                    login.add(1);
                    login.add(user.length);
                    login.add(user);
                    login.add(password.length);
                    login.add(password);
                    send(context, java.util.Arrays.copyOf(login.array, login.length));
                } else if (n == 2 && bytes[0] == 5 && bytes[1] == 0) {
                    ask(context);
                } else if (n == 2) {
                    refused(
                            bytes[0] == 5
                                    ? proxy.user().isEmpty() ? "it asks for a user" : "not with user and password"
                                    : "it does not speak SOCKS 5: " + HeadText.show(bytes, 0, n));
                }
            }
            case LOGIN -> {
                if (n == 2 && bytes[1] == 0) {
                    ask(context);
                } else if (n == 2) {
                    refused("user or password are wrong");
                }
            }
            case REPLY -> {
                if (n == 2 && bytes[1] != 0) {
                    refused(reply(bytes[1]));
                } else if (n >= 5 && n == replyLength(bytes)) {
                    open(context);
                }
            }
        }
    }

    /** RFC 1928, 4: the name is the proxy's to look up. */
    private void ask(ChannelHandlerContext context) {
        awaits = Awaits.REPLY;
        received.clear();
        byte[] address = io.netty.util.NetUtil.createByteArrayFromIpAddressString(endpoint.destinationHost());
        byte[] name = HeadText.ascii(endpoint.destinationHost());
        Bytes request = new Bytes(64);
        request.add(new byte[] {5, 1, 0});
        if (address == null) {
            request.add(3);
            request.add(name.length);
            request.add(name);
        } else {
            request.add(address.length == 4 ? 1 : 4);
            request.add(address);
        }
        request.add(endpoint.destinationPort() >> 8);
        request.add(endpoint.destinationPort());
        send(context, java.util.Arrays.copyOf(request.array, request.length));
    }

    private static int replyLength(byte[] bytes) {
        return switch (bytes[3]) {
            case 1 -> 10;
            case 4 -> 22;
            default -> 7 + (bytes[4] & 0xff);
        };
    }

    private static String reply(byte code) {
        String[] words = {
            "",
            "general failure",
            "not allowed",
            "network unreachable",
            "host unreachable",
            "connection refused",
            "TTL expired",
            "command not supported",
            "address type not supported"
        };
        return code > 0 && code < words.length ? words[code] : "reply " + (code & 0xff);
    }

    private void open(ChannelHandlerContext context) {
        over = true;
        timer.cancel(false);
        opened.run();
        context.fireChannelActive();
        context.pipeline().remove(this);
    }

    /** A proxy that found no address may say so (RFC 9209, 2.3.2 and 2.3.3). */
    private void refusedByHttp(String statusLine, String head) {
        if (NAME_NOT_FOUND.matcher(head).find()) {
            fail(Outcome.DNS_FAILED, "found no address for " + endpoint.destinationHost() + ": " + statusLine);
        } else {
            refused(statusLine);
        }
    }

    private void refused(String why) {
        fail(Outcome.REFUSED, "refused a way to " + endpoint.destination() + ": " + why);
    }

    private void fail(Outcome outcome, String what) {
        if (!over) {
            over = true;
            timer.cancel(false);
            failed.accept(new Problem(outcome, endpoint.proxyInWords() + " " + what));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (timer != null) {
            fail(Outcome.RESET, "closed the connection before it opened a way to " + endpoint.destination());
        }
        context.fireChannelInactive();
    }
}
