package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Step;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compressed bodies, written by the JDK: what may come is unpacked however its bytes are cut, what is broken or cut short
 * is BROKEN, and what unpacks without end is TOO_LARGE.
 */
class CodingTest {
    private static final String TEXT = "To be, or not to be, that is the question: to be. ".repeat(20);
    private static final int MEGABYTE = 1024 * 1024;

    record Row(String name, String coding, byte[] body, String unpacked, Outcome problem, String words) {
        @Override
        public String toString() {
            return name;
        }

        byte[] answer() {
            String head = "HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\nContent-Length: " + body.length
                    + "\r\n\r\n";
            return join(head.getBytes(StandardCharsets.ISO_8859_1), body);
        }
    }

    private static Row good(String name, String coding, byte[] body, String unpacked) {
        return new Row(name, coding, body, unpacked, null, "");
    }

    private static Row bad(String name, String coding, byte[] body, String words) {
        return new Row(name, coding, body, "", Outcome.BROKEN, words);
    }

    static Stream<Row> rows() {
        byte[] gzip = gzip(TEXT);
        byte[] zlib = deflate(TEXT, false);
        byte[] raw = deflate(TEXT, true);
        byte[] wrongSum = gzip.clone();
        wrongSum[gzip.length - 8] ^= 1;
        byte[] wrongLength = gzip.clone();
        wrongLength[gzip.length - 4] ^= 1;
        byte[] wrongData = gzip.clone();
        Arrays.fill(wrongData, 10, 20, (byte) 0xff);
        byte[] wrongAdler = zlib.clone();
        wrongAdler[zlib.length - 1] ^= 1;
        String half = "the compressed body ends in the middle";
        return Stream.of(
                good("gzip", "gzip", gzip, TEXT),
                good("gzip by its old name", "x-gzip", gzip, TEXT),
                good("gzip in capitals", "GZIP", gzip, TEXT),
                good("gzip of nothing", "gzip", gzip(""), ""),
                good("no bytes at all", "gzip", new byte[0], ""),
                good("two members", "gzip", join(gzip("first "), gzip("second")), "first second"),
                good("an empty member between", "gzip", join(gzip("a"), gzip(""), gzip("b")), "ab"),
                good("zeros after the last member", "gzip", join(gzip("a"), new byte[3]), "a"),
                good("every optional header field", "gzip", withHeaderFields("all of them"), "all of them"),
                good("deflate, as RFC 9110 means it", "deflate", zlib, TEXT),
                good("deflate without its wrapping", "deflate", raw, TEXT),
                good("raw, one stored block", "deflate", stored("as it is"), "as it is"),
                good("identity", "identity", "plain".getBytes(StandardCharsets.US_ASCII), "plain"),
                bad("gzip without its end", "gzip", head(gzip, gzip.length - 1), half),
                bad("gzip cut in its data", "gzip", head(gzip, gzip.length / 2), half),
                bad("gzip cut in its header", "gzip", head(gzip, 5), half),
                bad("the second member cut", "gzip", join(gzip, head(gzip, 12)), half),
                bad("zlib without its end", "deflate", head(zlib, zlib.length - 1), half),
                bad("raw deflate cut", "deflate", head(raw, raw.length - 5), half),
                bad("a wrong checksum", "gzip", wrongSum, "a gzip body whose checksum or length is wrong"),
                bad("a wrong length", "gzip", wrongLength, "a gzip body whose checksum or length is wrong"),
                bad(
                        "garbage where the data is",
                        "gzip",
                        wrongData,
                        "a compressed body that cannot be unpacked: invalid block type"),
                bad(
                        "zlib with a wrong checksum",
                        "deflate",
                        wrongAdler,
                        "a compressed body that cannot be unpacked: incorrect data check"),
                bad(
                        "plain text that calls itself gzip",
                        "gzip",
                        TEXT.getBytes(StandardCharsets.US_ASCII),
                        "not gzip although Content-Encoding says so: byte 0 is 84"),
                bad(
                        "text after the last member",
                        "gzip",
                        join(gzip("a"), "<html>".getBytes(StandardCharsets.US_ASCII)),
                        "not gzip although Content-Encoding says so: byte 0 is 60"),
                bad(
                        "bytes after deflate",
                        "deflate",
                        join(zlib, new byte[] {1}),
                        "bytes after the end of the compressed body"),
                bad("a coding nobody asked for", "br", gzip, "a content coding other than gzip and deflate: \"br\""),
                bad("two codings", "gzip, gzip", gzip, "a content coding other than gzip and deflate: \"gzip, gzip\""));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isUnpackedOrBrokenHoweverItIsCut(Row row) {
        byte[] bytes = row.answer();
        Decoding.Seen expected = row.problem == null
                ? new Decoding.Seen(null, 200, row.unpacked, 0)
                : new Decoding.Seen(row.problem, 0, "", 0);

        try (Decoding whole = new Decoding(bytes, false, MEGABYTE)) {
            assertThat(whole.words()).isEqualTo(row.words);
            assertThat(whole.seen()).isEqualTo(expected);
        }
        for (int at = 1; at < bytes.length; at++) {
            assertThat(Decoding.read(bytes, false, MEGABYTE, at))
                    .as("split at %d", at)
                    .isEqualTo(expected);
        }
        int[] each = IntStream.range(1, bytes.length).toArray();
        assertThat(Decoding.read(bytes, false, MEGABYTE, each))
                .as("byte by byte")
                .isEqualTo(expected);
    }

    @Test
    void aBombIsTooLargeAndTakesLittleMemory() throws IOException {
        byte[] bomb = gzip(100, MEGABYTE);
        byte[] answer = new Row("", "gzip", bomb, "", null, "").answer();
        assertThat(bomb.length).isLessThan(200_000);

        for (int wantedMax : new int[] {MEGABYTE, 0}) {
            long before = allocated();
            try (Decoding decoding = new Decoding(answer, false, wantedMax)) {
                assertThat(decoding.seen().problem()).isEqualTo(Outcome.TOO_LARGE);
                assertThat(decoding.words())
                        .isEqualTo("a compressed body that unpacks to more than "
                                + (wantedMax > 0 ? "the 1048576 bytes kept for checks" : "8 MB")
                                + " (limits: {body: …} of the target allows more)");
            }
            assertThat(allocated() - before)
                    .as("of 100 MB, with at most %d bytes wanted", wantedMax)
                    .isLessThan(16 * MEGABYTE);
        }
    }

    @Test
    void muchTextThatNobodyReadsIsNoBombAndOnlyItsBeginningIsKept() throws IOException {
        byte[] answer = new Row("", "gzip", gzip(7, MEGABYTE), "", null, "").answer();

        long before = allocated();
        try (Decoding decoding = new Decoding(answer, false, 0)) {
            assertThat(decoding.seen()).isEqualTo(new Decoding.Seen(null, 200, "", 0));
            assertThat(decoding.decoder.excerpt(100)).hasSize(100);
        }
        assertThat(allocated() - before).isLessThan(MEGABYTE);
    }

    @Test
    void overTheWireTheChecksSeeTheUnpackedBody() throws Exception {
        Row row = good("", "gzip", join(gzip("un"), gzip("packed")), "unpacked");
        try (RawServer server = RawServer.always(new String(row.answer(), StandardCharsets.ISO_8859_1))) {
            Step step = Walk.saving(Walk.get("/"), Walk.save(0, new Reader.Body()));
            Walk walk = Walk.of(
                    Plans.target(server.url(), Plans.shared(1)),
                    Plans.walks(2, 1),
                    Walk.journey(List.of("text"), step));

            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(walk.steps().get(0).read()).isEqualTo("save text = unpacked");
            assertThat(server.connections).as("it is kept").isEqualTo(1);
        }
    }

    @Test
    void overTheWireABrokenBodyEndsTheStepAndTheConnection() throws Exception {
        byte[] gzip = gzip(TEXT);
        Row row = bad("", "gzip", head(gzip, gzip.length - 1), "");
        try (RawServer server = RawServer.always(new String(row.answer(), StandardCharsets.ISO_8859_1))) {
            Walk walk = Walk.of(Plans.target(server.url(), Plans.shared(1)), Plans.walks(2, 1), Walk.get("/"));

            assertThat(walk.outcomes()).containsExactly(Outcome.BROKEN, Outcome.BROKEN);
            assertThat(walk.steps().get(0).message()).isEqualTo("the compressed body ends in the middle");
            assertThat(server.connections).isEqualTo(2);
        }
    }

    // ---- written by the JDK

    private static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** So many pieces of zeros. */
    private static byte[] gzip(int pieces, int pieceBytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            byte[] piece = new byte[pieceBytes];
            for (int i = 0; i < pieces; i++) {
                gzip.write(piece);
            }
        }
        return out.toByteArray();
    }

    private static byte[] deflate(String text, boolean raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9, raw))) {
            deflater.write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** One stored block (RFC 1951, 3.2.4): final, type 00, length, its complement, the bytes. */
    private static byte[] stored(String text) {
        int n = text.length();
        return join(new byte[] {1, (byte) n, 0, (byte) ~n, (byte) 0xff}, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** FTEXT, FHCRC, FEXTRA, FNAME and FCOMMENT (RFC 1952, 2.3). */
    private static byte[] withHeaderFields(String text) {
        byte[] plain = gzip(text);
        byte[] header = join(
                new byte[] {0x1f, (byte) 0x8b, 8, 31, 0, 0, 0, 0, 0, 0},
                new byte[] {4, 0, 'e', 'x', 't', 'r'},
                "name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        CRC32 crc = new CRC32();
        crc.update(header);
        byte[] sum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
        return join(header, sum, Arrays.copyOfRange(plain, 10, plain.length));
    }

    private static byte[] head(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
