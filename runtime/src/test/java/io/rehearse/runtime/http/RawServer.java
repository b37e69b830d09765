package io.rehearse.runtime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that answers exactly the bytes it is told to, in the pieces it is told to, and closes, resets or stalls when it
 * is told to. One thread per connection; understands just enough of a request to know where it ends.
 */
public final class RawServer implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Script script;
    public final List<String> requests = new CopyOnWriteArrayList<>();
    volatile int connections;

    /** What happens on one connection. */
    interface Script {
        void talk(Peer peer) throws Exception;
    }

    /** The server's end of a connection. */
    final class Peer {
        final int number;
        final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Peer(int number, Socket socket) throws IOException {
            this.number = number;
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** The next request, head and body, in Latin-1; null at the end of the connection. */
        String request() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return null;
                }
                bytes.write(b);
            }
            String head = bytes.toString(StandardCharsets.ISO_8859_1);
            int length = 0;
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase().startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).trim());
                }
            }
            String request = head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            requests.add(request);
            return request;
        }

        void answer(String latin) throws IOException {
            answer(latin.getBytes(StandardCharsets.ISO_8859_1));
        }

        void answer(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Ends with RST instead of FIN. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void close() throws IOException {
            socket.close();
        }
    }

    RawServer(Script script) throws IOException {
        this(new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1")), script);
    }

    /** Over TLS, if that is what the listener speaks. */
    RawServer(ServerSocket listener, Script script) {
        this.script = script;
        this.listener = listener;
        Thread acceptor = new Thread(this::accept, "raw-server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Answers every request with the same bytes and keeps the connection. */
    public static RawServer always(String latin) throws IOException {
        return new RawServer(peer -> answerAll(peer, latin));
    }

    /** The same on a listener of the caller's. */
    public static RawServer always(ServerSocket listener, String latin) {
        return new RawServer(listener, peer -> answerAll(peer, latin));
    }

    private static void answerAll(Peer peer, String latin) throws IOException {
        while (peer.request() != null) {
            peer.answer(latin);
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                int number = connections++;
                Thread thread = new Thread(
                        () -> {
                            try (socket) {
                                script.talk(new Peer(number, socket));
                            } catch (Exception e) {
                                // the client or the test ended the connection: that is what some tests are about
                            }
                        },
                        "raw-server-" + number);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
