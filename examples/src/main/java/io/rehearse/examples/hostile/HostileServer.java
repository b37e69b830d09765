package io.rehearse.examples.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Serves every {@link Hostility} under its path, and a page that lists them under {@code /}. Listens on loopback from the
 * moment it is made until {@link #close}. Its methods may be called from any thread.
 */
public final class HostileServer implements AutoCloseable {
    /** Beyond that a connection is closed at once. */
    private static final int CONNECTIONS_MAX = 1_000;

    private static final int WAITING_CONNECTIONS_MAX = 1_000;

    private final ServerSocket listener;
    private final SidePorts sidePorts;
    private final List<Hostility> all;
    private final Map<String, Hostility> byPath;
    private final Map<String, Long> requests = new ConcurrentHashMap<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** What is done with one connection. */
    private interface Conversation {
        void hold(Talk talk) throws IOException;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @throws IOException when it cannot be listened on
     */
    public HostileServer(int port) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        listener = listen(port, loopback);
        sidePorts = new SidePorts(loopback);
        all = Stream.of(Framing.ALL, Endless.ALL, Contents.ALL, Ways.all(sidePorts))
                .flatMap(List::stream)
                .toList();
        byPath = all.stream().collect(Collectors.toMap(Hostility::path, Function.identity()));
        accept(listener, this::answerAll);
        accept(sidePorts.plainListener(), talk -> {
            talk.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            talk.silence();
        });
        accept(sidePorts.stallListener(), Talk::silence);
    }

    private static ServerSocket listen(int port, InetAddress loopback) throws IOException {
        try {
            return new ServerSocket(port, WAITING_CONNECTIONS_MAX, loopback);
        } catch (IOException taken) {
            throw new IOException(
                    "the hostile server cannot listen on 127.0.0.1:" + port + ": " + taken.getMessage(), taken);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Everything it does, in the order of its page. */
    public List<Hostility> all() {
        return all;
    }

    /** How many requests came so far, by path; paths that nobody asked for are left out. */
    public Map<String, Long> requests() {
        return Map.copyOf(requests);
    }

    private void accept(ServerSocket from, Conversation conversation) {
        thread("hostile-accept", () -> {
            while (!from.isClosed()) {
                try {
                    Socket socket = from.accept();
                    if (sockets.size() >= CONNECTIONS_MAX) {
                        socket.close();
                    } else {
                        sockets.add(socket);
                        thread("hostile-connection", () -> hold(socket, conversation));
                    }
                } catch (IOException closedOrClientGone) {
                    continue;
                }
            }
        });
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void hold(Socket socket, Conversation conversation) {
        try (socket) {
            socket.setTcpNoDelay(true);
            conversation.hold(new Talk(socket));
        } catch (IOException clientGone) {
            // it had enough of us, which is what most of this is for
            return;
        } finally {
            sockets.remove(socket);
        }
    }

    private void answerAll(Talk talk) throws IOException {
        while (talk.next()) {
            String path = talk.path();
            Hostility hostility = byPath.get(path);
            if (hostility != null) {
                requests.merge(path, 1L, Long::sum);
                hostility.answer().give(talk);
            } else if (path.equals("/")) {
                talk.answer("text/plain; charset=utf-8", page().getBytes(StandardCharsets.UTF_8));
            } else if (path.equals("/counts")) {
                talk.answer("application/json", counts().getBytes(StandardCharsets.UTF_8));
            } else {
                talk.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            }
        }
    }

    private String page() {
        List<String> lines = new ArrayList<>();
        lines.add("What a server can do to its clients. Ask for a path and see what yours makes of it.");
        lines.add("GET /counts tells how many requests came for each.");
        lines.add("");
        String format = "%-22s %-90s %s";
        lines.add(String.format(format, "path", "what the server does", "a right client"));
        all.forEach(one -> lines.add(String.format(format, one.path(), one.does(), one.rightClient())));
        return String.join("\n", lines) + "\n";
    }

    /** Paths are ours and need no escapes. */
    private String counts() {
        return requests.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(count -> "\"" + count.getKey() + "\":" + count.getValue())
                .collect(Collectors.joining(",", "{", "}\n"));
    }

    /** Stops listening and ends all connections. */
    @Override
    public void close() throws IOException {
        listener.close();
        sidePorts.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
