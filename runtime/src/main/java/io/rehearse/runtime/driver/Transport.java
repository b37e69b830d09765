package io.rehearse.runtime.driver;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;

/** How lanes wait for sockets and time: epoll where its native library loads (nanosecond time-outs), else NIO (1 ms). */
public final class Transport {
    private Transport() {}

    /** {@code epoll}, or {@code nio} with the reason in words. */
    public static String inWords() {
        return Epoll.isAvailable()
                ? "epoll"
                : "nio (no epoll here: " + Epoll.unavailabilityCause().getMessage() + "); arrivals are up to 1 ms late";
    }

    static IoHandlerFactory factory() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }
}
