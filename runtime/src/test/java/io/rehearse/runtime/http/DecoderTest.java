package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;
import io.rehearse.journeys.plan.Limits;
import io.rehearse.runtime.driver.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Awkward answers, each read whole, in two pieces split at every byte boundary (of long ones: near both ends) and byte by
 * byte: what is understood does not depend on how the bytes come. Netty's decoder, written by others, has to agree on the
 * good ones.
 */
class DecoderTest {
    private static final int BODY_BYTES_MAX = 100;
    private static final int LONG = 2_000;
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    /**
     * @param head whether it answers HEAD
     * @param surplus bytes left over after it
     * @param problem of a bad answer: its outcome; null for a good one
     */
    record Row(String name, boolean head, String bytes, int status, String body, int surplus, Outcome problem) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row good(String name, String bytes, int status, String body) {
        return new Row(name, false, bytes, status, body, 0, null);
    }

    private static Row bad(String name, String bytes) {
        return new Row(name, false, bytes, 0, "", 0, Outcome.BROKEN);
    }

    private static Row tooLarge(String name, String bytes) {
        return new Row(name, false, bytes, 0, "", 0, Outcome.TOO_LARGE);
    }

    static Stream<Row> good() {
        return Stream.of(
                good("Content-Length", OK + "Content-Length: 5\r\n\r\nhello", 200, "hello"),
                good("length 0", OK + "Content-Length: 0\r\n\r\n", 200, ""),
                good("length with spaces and in capitals", OK + "CONTENT-LENGTH: \t 5 \t\r\n\r\nhello", 200, "hello"),
                good("no reason", "HTTP/1.1 404 \r\nContent-Length: 1\r\n\r\nx", 404, "x"),
                good("a folded header", OK + "X: a\r\n  b\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"),
                good("chunked", CHUNKED + "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n", 200, "abc0123456789"),
                good("chunked, empty", CHUNKED + "0\r\n\r\n", 200, ""),
                good(
                        "sizes with zeros and in small letters",
                        CHUNKED + "00b\r\n0123456789a\r\n000\r\n\r\n",
                        200,
                        "0123456789a"),
                good("chunk extensions", CHUNKED + "3;a=b;c=\"d\"\r\nabc\r\n0;last\r\n\r\n", 200, "abc"),
                good("trailers", CHUNKED + "3\r\nabc\r\n0\r\nX-Sum: 1\r\nY: 2\r\n\r\n", 200, "abc"),
                good("HTTP/1.0 with length", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"),
                good("HTTP/1.0 until close", "HTTP/1.0 200 OK\r\n\r\nuntil the end", 200, "until the end"),
                good("until close", OK + "Connection: close\r\n\r\nuntil\r\n\r\nthe end", 200, "until\r\n\r\nthe end"),
                good(
                        "interim answers before the final one",
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK
                                + "Content-Length: 2\r\n\r\nhi",
                        200,
                        "hi"),
                good("204 ends with its head", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
                good(
                        "304 has the length of what it does not send",
                        "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
                        304,
                        ""),
                new Row("HEAD with a length", true, OK + "Content-Length: 9\r\n\r\n", 200, "", 0, null),
                new Row("HEAD, chunked", true, CHUNKED, 200, "", 0, null));
    }

    static Stream<Row> others() {
        String line = "X: " + "x".repeat(Limits.DEFAULT.headerLineBytes()) + "\r\n";
        String thousand = "X: " + "x".repeat(995) + "\r\n";
        return Stream.of(
                new Row("bytes after the end", false, OK + "Content-Length: 2\r\n\r\nhiHTTP", 200, "hi", 4, null),
                new Row("bytes after the last chunk", false, CHUNKED + "0\r\n\r\nab", 200, "", 2, null),
                new Row("bytes after a 204", false, "HTTP/1.1 204 No Content\r\n\r\nabc", 204, "", 3, null),
                // allowed by RFC 9112, 2.2 and RFC 9110, 8.6, but refused by the other decoder
                good("equal lengths twice", OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"),
                good("lines that end with LF alone", "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", 200, "hi"),
                good("equal lengths in one line", OK + "Content-Length: 2, 2\r\n\r\nhi", 200, "hi"),
                bad("contradictory lengths", OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc"),
                bad("contradictory lengths in one line", OK + "Content-Length: 2, 3\r\n\r\nabc"),
                bad("a negative length", OK + "Content-Length: -1\r\n\r\n"),
                bad("a length with a sign", OK + "Content-Length: +2\r\n\r\nhi"),
                bad("an empty length", OK + "Content-Length:\r\n\r\n"),
                bad("a length of 19 digits", OK + "Content-Length: 9999999999999999999\r\n\r\n"),
                bad("chunked and a length", OK + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
                bad("chunked twice", OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                bad("another transfer coding", OK + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                bad("chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                bad("no chunk size", CHUNKED + "\r\nabc\r\n"),
                bad("a chunk size that is no number", CHUNKED + "xyz\r\n"),
                bad("a negative chunk size", CHUNKED + "-3\r\nabc\r\n"),
                bad("a chunk size as in C", CHUNKED + "0x3\r\nabc\r\n"),
                bad("a chunk size of 16 digits", CHUNKED + "fffffffffffffff1\r\n"),
                bad("a chunk size line that ends with LF alone", CHUNKED + "3\nabc\r\n"),
                bad("a chunk longer than its size", CHUNKED + "3\r\nabcd\r\n"),
                bad("two bytes where the end of a chunk is due", CHUNKED + "3\r\nabcXY0\r\n\r\n"),
                bad("a trailer without colon", CHUNKED + "0\r\nnonsense\r\n\r\n"),
                bad("not HTTP", "SSH-2.0-OpenSSH_9.6\r\n"),
                bad("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n"),
                bad("a status of two digits", "HTTP/1.1 20 OK\r\n\r\n"),
                bad("a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n"),
                bad("a status beyond 599", "HTTP/1.1 600 Odd\r\n\r\n"),
                bad("a switch of protocols", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
                bad(
                        "interim answers without end",
                        "HTTP/1.1 100 Continue\r\n\r\n".repeat(ResponseDecoder.INTERIM_MAX + 1)),
                bad("a header line without colon", OK + "nonsense\r\n\r\n"),
                bad("a space before the colon", OK + "Content-Length : 2\r\n\r\nhi"),
                bad("a header without name", OK + ": x\r\n\r\n"),
                bad("a folded line first", OK + " X: y\r\n\r\n"),
                bad("a control character in a header", OK + "X: a\0b\r\n\r\n"),
                tooLarge("a header line too long", OK + line + "\r\n"),
                tooLarge("too many header lines", OK + "X: y\r\n".repeat(Limits.DEFAULT.headerLines() + 1) + "\r\n"),
                tooLarge(
                        "headers too long, by little", OK + thousand.repeat(63) + "Y: " + "y".repeat(978) + "\r\n\r\n"),
                tooLarge("headers too long, by much", OK + thousand.repeat(90) + "\r\n"),
                tooLarge(
                        "a chunk extension too long",
                        CHUNKED + "1;" + "x".repeat(Limits.DEFAULT.headerLineBytes()) + "\r\n"),
                tooLarge("a length beyond what is kept", OK + "Content-Length: 101\r\n\r\n" + "x".repeat(101)),
                tooLarge("a chunk beyond what is kept", CHUNKED + "65\r\n" + "x".repeat(101) + "\r\n0\r\n\r\n"),
                tooLarge("until close, beyond what is kept", OK + "\r\n" + "x".repeat(101)));
    }

    static Stream<Row> all() {
        return Stream.concat(good(), others());
    }

    @ParameterizedTest
    @MethodSource("all")
    void howTheBytesComeDoesNotMatter(Row row) {
        byte[] bytes = latin(row.bytes);
        Decoding.Seen expected = row.problem != null
                ? new Decoding.Seen(row.problem, 0, "", 0)
                : new Decoding.Seen(null, row.status, row.body, row.surplus);

        assertThat(decode(row, bytes.length)).as("whole").isEqualTo(expected);
        IntStream.range(1, bytes.length)
                .filter(at -> bytes.length <= LONG || at < 200 || at > bytes.length - 200)
                .forEach(at -> assertThat(decode(row, at)).as("split at %d", at).isEqualTo(expected));
        int[] each = IntStream.range(1, bytes.length).toArray();
        assertThat(decode(row, each)).as("byte by byte").isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("good")
    void anotherDecoderUnderstandsTheSame(Row row) {
        EmbeddedChannel netty = new EmbeddedChannel(new HttpResponseDecoder() {
            @Override
            protected boolean isContentAlwaysEmpty(HttpMessage message) {
                return row.head || super.isContentAlwaysEmpty(message);
            }
        });
        netty.writeInbound(Unpooled.copiedBuffer(latin(row.bytes)));
        netty.finish();
        int status = 0;
        StringBuilder body = new StringBuilder();
        for (Object message = netty.readInbound(); message != null; message = netty.readInbound()) {
            if (message instanceof HttpResponse response) {
                assertThat(response.decoderResult().isSuccess()).isTrue();
                status = response.status().code();
            }
            if (message instanceof HttpContent content) {
                assertThat(content.decoderResult().isSuccess()).isTrue();
                body.append(content.content().toString(StandardCharsets.ISO_8859_1));
            }
            ReferenceCountUtil.release(message);
        }

        assertThat(new Decoding.Seen(null, status, body.toString(), 0)).isEqualTo(decode(row, row.bytes.length()));
    }

    private static Decoding.Seen decode(Row row, int... cuts) {
        return Decoding.read(latin(row.bytes), row.head, BODY_BYTES_MAX, cuts);
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
