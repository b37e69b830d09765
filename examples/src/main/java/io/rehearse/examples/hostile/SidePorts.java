package io.rehearse.examples.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Ports beside the server's own, for what happens before a request can be sent. */
final class SidePorts implements AutoCloseable {
    private static final int FILL_MAX = 10;
    private static final int FILL_MILLIS = 200;

    private final ServerSocket plainOnTls;
    private final ServerSocket stallHandshake;
    private final ServerSocket deaf;
    private final Socket closed = new Socket();
    private final List<Socket> fillers = new ArrayList<>();

    SidePorts(InetAddress address) throws IOException {
        plainOnTls = new ServerSocket(0, 50, address);
        stallHandshake = new ServerSocket(0, 50, address);
        deaf = new ServerSocket(0, 1, address);
        // bound and not listening: nobody else can have the port, and a connect is refused
        closed.bind(new InetSocketAddress(address, 0));
        fill(new InetSocketAddress(address, deaf.getLocalPort()));
    }

    /** Nobody accepts there: when the kernel's queue is full, it lets no more in. */
    private void fill(InetSocketAddress address) throws IOException {
        for (int i = 0; i < FILL_MAX; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(address, FILL_MILLIS);
            } catch (java.net.SocketTimeoutException full) {
                return;
            }
        }
    }

    ServerSocket plainListener() {
        return plainOnTls;
    }

    ServerSocket stallListener() {
        return stallHandshake;
    }

    int plainOnTls() {
        return plainOnTls.getLocalPort();
    }

    int stallHandshake() {
        return stallHandshake.getLocalPort();
    }

    int deaf() {
        return deaf.getLocalPort();
    }

    int closed() {
        return closed.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        plainOnTls.close();
        stallHandshake.close();
        deaf.close();
        closed.close();
        for (Socket filler : fillers) {
            filler.close();
        }
    }
}
