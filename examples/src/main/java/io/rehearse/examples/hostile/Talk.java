package io.rehearse.examples.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The server's end of one connection: reads just enough of a request to know where it ends, sends what it is told. */
final class Talk {
    static final int REQUEST_BYTES_MAX = 1024 * 1024;

    /** Nothing here lasts longer, whatever the client does. */
    private static final long NANOS_MAX = 300_000_000_000L;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final long start = System.nanoTime();
    private String head = "";
    private String body = "";

    Talk(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Reads the next request; false at the end of the connection. */
    boolean next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < 4) {
            int b = socket.isClosed() ? -1 : in.read();
            if (b < 0 || bytes.size() > REQUEST_BYTES_MAX) {
                return false;
            }
            bytes.write(b);
            ending = b == (ending % 2 == 0 ? '\r' : '\n') ? ending + 1 : b == '\r' ? 1 : 0;
        }
        head = bytes.toString(StandardCharsets.ISO_8859_1);
        int length = 0;
        try {
            length = Integer.parseInt(header("content-length", "0"));
        } catch (NumberFormatException notANumber) {
            return false;
        }
        if (length < 0 || length > REQUEST_BYTES_MAX) {
            return false;
        }
        body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        return true;
    }

    /** Path and query as they came. */
    String target() {
        String[] words = head.split(" ", 3);
        return words.length == 3 ? words[1] : "/";
    }

    String path() {
        String target = target();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String head() {
        return head;
    }

    String body() {
        return body;
    }

    /** The first value of a header, or something else. */
    String header(String lowerCaseName, String otherwise) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(lowerCaseName + ":")) {
                return line.substring(lowerCaseName.length() + 1).trim();
            }
        }
        return otherwise;
    }

    /** Each char is a byte. */
    void send(String latin) throws IOException {
        send(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** A whole answer with its right length. */
    void answer(String type, byte[] content) throws IOException {
        send("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + content.length + "\r\n\r\n");
        send(content);
    }

    /** Sends the same again and again until the client goes, or the longest time is over. */
    void endlessly(String latin, long pauseMillis) throws IOException {
        byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        while (System.nanoTime() - start < NANOS_MAX) {
            send(bytes);
            pause(pauseMillis);
        }
        close();
    }

    private static void pause(long millis) throws IOException {
        if (millis == 0) {
            return;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server ends", e);
        }
    }

    /** Says nothing more, and waits until the client goes. */
    void silence() throws IOException {
        socket.setSoTimeout((int) (NANOS_MAX / 1_000_000));
        while (in.read() >= 0) {
            continue;
        }
        close();
    }

    /** Ends the connection in order, after what was sent. */
    void close() throws IOException {
        socket.close();
    }

    /** Ends it with RST, which may overtake what was sent: a moment before it the client has read that. */
    void reset() throws IOException {
        pause(50);
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
