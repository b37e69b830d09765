package io.rehearse.examples.hostile;

import java.util.List;

/** What never ends, or is so large that it might as well not. A client needs a bound for each. */
final class Endless {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final long GIGABYTE = 1024L * 1024 * 1024;

    static final List<Hostility> ALL = List.of(
            endless("/headers-endless", "headers without end", OK, "X-More: and more, and more\r\n"),
            endless("/huge-header", "one header line without end", OK + "X-Long: ", "a".repeat(1024)),
            endless("/status-endless", "a status line without end", "HTTP/1.1 200 ", "O".repeat(1024)),
            endless("/100-continue-flood", "100 again and again", "", "HTTP/1.1 100 Continue\r\n\r\n"),
            endless(
                    "/trailers-endless",
                    "trailers without end",
                    OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                    "X-More: and more\r\n"),
            endless(
                    "/extension-endless",
                    "a chunk extension without end",
                    OK + "Transfer-Encoding: chunked\r\n\r\n5;",
                    "a".repeat(1024)),
            endless(
                    "/chunks-tiny",
                    "chunks of one byte without end, each with an extension",
                    OK + "Transfer-Encoding: chunked\r\n\r\n",
                    "1;note=this-is-longer-than-what-it-is-about\r\na\r\n".repeat(20)),
            endless(
                    "/body-endless",
                    "a body without end",
                    OK + "Transfer-Encoding: chunked\r\n\r\n",
                    "4000\r\n" + "a".repeat(0x4000) + "\r\n"),
            new Hostility(
                    "/body-1gb",
                    "a body of 1 GB, as its length says",
                    "fine if nobody keeps it, else an error; its memory does not grow with the body",
                    Endless::gigabyte),
            new Hostility(
                    "/one-byte-a-second",
                    "a body of 3600 bytes, one each second",
                    "gives up when the time for the whole answer is over, not the time between two bytes",
                    talk -> {
                        talk.send(OK + "Content-Length: 3600\r\n\r\n");
                        talk.endlessly("a", 1_000);
                    }),
            new Hostility("/silence", "never answers", "gives up when its time is over", Talk::silence),
            new Hostility("/stall-in-body", "stops after 5 of 50 bytes", "gives up when its time is over", talk -> {
                talk.send(OK + "Content-Length: 50\r\n\r\nhello");
                talk.silence();
            }));

    private Endless() {}

    private static Hostility endless(String path, String does, String first, String then) {
        return new Hostility(path, does, "gives up at a bound of its own", talk -> {
            talk.send(first);
            talk.endlessly(then, 0);
        });
    }

    private static void gigabyte(Talk talk) throws java.io.IOException {
        talk.send(OK + "Content-Length: " + GIGABYTE + "\r\n\r\n");
        byte[] megabyte = new byte[1024 * 1024];
        java.util.Arrays.fill(megabyte, (byte) 'a');
        for (long sent = 0; sent < GIGABYTE; sent += megabyte.length) {
            talk.send(megabyte);
        }
    }
}
