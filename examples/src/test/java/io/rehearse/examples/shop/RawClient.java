package io.rehearse.examples.shop;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Bytes over a socket, for requests that no decent client would send. */
final class RawClient {
    private RawClient() {}

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5_000);
        return socket;
    }

    /** Sends the text, says nothing more, and returns everything that comes until the server ends the connection. */
    static String send(int port, String text) throws IOException {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Reads until the text has come {@code times} times. */
    static String readUntil(InputStream in, String text, int times) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int found = 0; found < times; found += endsWith(read, text) ? 1 : 0) {
            int c = in.read();
            if (c < 0) {
                throw new AssertionError("the connection ended after: " + read);
            }
            read.append((char) c);
        }
        return read.toString();
    }

    private static boolean endsWith(StringBuilder read, String text) {
        int from = read.length() - text.length();
        return from >= 0 && read.indexOf(text, from) == from;
    }
}
