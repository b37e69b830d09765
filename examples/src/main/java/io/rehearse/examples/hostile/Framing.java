package io.rehearse.examples.hostile;

import static io.rehearse.examples.hostile.Hostility.bytes;
import static io.rehearse.examples.hostile.Hostility.closing;

import java.util.List;

/** Answers whose ends and headers are wrong, or right but seldom seen (RFC 9112). */
final class Framing {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    static final List<Hostility> ALL = List.of(
            bytes(
                    "/chunk-bad",
                    "a chunk whose size is no number",
                    "an error, not a body",
                    CHUNKED + "xyz\r\nhello\r\n"),
            bytes(
                    "/chunk-long",
                    "a chunk that is longer than its size",
                    "an error",
                    CHUNKED + "3\r\nhello\r\n0\r\n\r\n"),
            closing(
                    "/chunk-cut",
                    "closes between two chunks",
                    "an error: the body was cut",
                    CHUNKED + "5\r\nhello\r\n"),
            bytes(
                    "/length-twice",
                    "two lengths that differ",
                    "an error, whichever is right",
                    OK + "Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello"),
            bytes(
                    "/length-and-chunked",
                    "a length and chunks as well",
                    "an error: this is how answers are smuggled",
                    OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
            bytes("/length-bad", "a length of -5", "an error", OK + "Content-Length: -5\r\n\r\nhello"),
            closing(
                    "/length-short",
                    "closes after 5 of 50 bytes",
                    "an error: cut",
                    OK + "Content-Length: 50\r\n\r\nhello"),
            bytes("/not-http", "greets as a mail server", "an error: not HTTP", "220 mail.example ready\r\n"),
            bytes(
                    "/status-bad",
                    "a status of four digits",
                    "an error",
                    "HTTP/1.1 2000 Fine\r\nContent-Length: 0\r\n\r\n"),
            bytes("/switch-protocols", "101, which nobody asked for", "an error", "HTTP/1.1 101 Switch\r\n\r\n"),
            bytes(
                    "/space-before-colon",
                    "a space between a header's name and its colon",
                    "an error",
                    OK + "Content-Length : 5\r\n\r\nhello"),
            bytes(
                    "/control-in-header",
                    "a NUL in a header",
                    "an error",
                    OK + "X-Bad: a\0b\r\nContent-Length: 5\r\n\r\nhello"),
            bytes(
                    "/http10-chunked",
                    "chunks in an answer of HTTP/1.0, which has none",
                    "an error",
                    "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
            closing(
                    "/http10",
                    "HTTP/1.0: the end of the connection ends the body",
                    "fine",
                    "HTTP/1.0 200 OK\r\n\r\nhello"),
            closing("/until-close", "HTTP/1.1 without a length, closed at the end", "fine", OK + "\r\nhello"),
            bytes(
                    "/100-continue",
                    "100 and 103 before the answer",
                    "fine: the answer is the one after them",
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK
                            + "Content-Length: 5\r\n\r\nhello"),
            bytes(
                    "/surplus-bytes",
                    "a second answer nobody asked for",
                    "fine, and the second is never taken for the answer to the next request",
                    OK + "Content-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsmuggled!"),
            bytes(
                    "/body-after-204",
                    "204, which has no body, and then one",
                    "fine, and the surplus is never taken for an answer",
                    "HTTP/1.1 204 No Content\r\n\r\nsmuggled!"),
            new Hostility("/close-early", "closes without a byte", "an error: no answer", Talk::close),
            closing("/close-in-headers", "closes in the middle of the headers", "an error: cut", OK + "Content-Le"),
            new Hostility("/reset-in-body", "resets the connection in the body", "an error: cut", talk -> {
                talk.send(OK + "Content-Length: 50\r\n\r\nhello");
                talk.reset();
            }));

    private Framing() {}
}
