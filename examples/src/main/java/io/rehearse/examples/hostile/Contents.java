package io.rehearse.examples.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Bodies that are framed as they should be and hostile inside. */
final class Contents {
    private static final int PIECE_BYTES = 16 * 1024 * 1024;
    private static final int BOMB_PIECES = 64;
    private static final int DEPTH = 100_000;

    static final List<Hostility> ALL = List.of(
            new Hostility(
                    "/gzip-bomb",
                    "1 MB of gzip that unpacks to 1 GB",
                    "gives up at a bound of its own",
                    talk -> packed(talk, "gzip", Bomb.BYTES)),
            new Hostility("/gzip-cut", "gzip that ends in its middle, length right", "an error: cut", talk -> {
                byte[] whole = gzip(hello());
                packed(talk, "gzip", Arrays.copyOf(whole, whole.length - 9));
            }),
            new Hostility("/gzip-checksum", "gzip with a wrong checksum", "an error", talk -> {
                byte[] wrong = gzip(hello());
                wrong[wrong.length - 6] ^= 1;
                packed(talk, "gzip", wrong);
            }),
            new Hostility("/gzip-not", "says gzip and is not", "an error", talk -> packed(talk, "gzip", hello())),
            new Hostility(
                    "/coding-unknown",
                    "a content coding nobody asked for",
                    "an error, never the packed bytes as they are",
                    talk -> packed(talk, "rot13", hello())),
            new Hostility(
                    "/json-deep",
                    DEPTH + " levels of JSON; the value asked for, 'end', stands behind them",
                    "an error or the value; no stack overflow",
                    talk -> talk.answer(
                            "application/json",
                            latin("{\"deep\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH) + ",\"end\":1}"))),
            new Hostility(
                    "/json-cut",
                    "JSON that ends in its middle, length right",
                    "an error when a value is wanted that is not there",
                    talk -> talk.answer("application/json", latin("{\"begin\":1,\"end\":"))),
            new Hostility(
                    "/json-number",
                    "a number with an exponent of 999999999",
                    "an error or a number; not minutes of arithmetic",
                    talk -> talk.answer("application/json", latin("{\"end\":1e999999999}"))),
            new Hostility(
                    "/utf8-bad",
                    "bytes that are no UTF-8, in JSON",
                    "the replacement character in their place",
                    talk -> talk.answer(
                            "application/json; charset=utf-8",
                            latin("{\"end\":\"a\u00ff\u00c3(\u00ed\u00a0\u0080b\"}"))),
            new Hostility(
                    "/words-that-act",
                    "terminal sequences, HTML, Markdown and XML in the body",
                    "shows them as text; nothing happens",
                    talk -> talk.answer(
                            "text/html",
                            latin("\u001b[2J\u001b]0;owned\u0007<script>alert(1)</script>]]>|**bold**|\r\n"
                                    + "FAILED\0&#x41;"))));

    private Contents() {}

    /**
     * Made when it is asked for the first time. Packing a gigabyte takes seconds: a piece is packed once, so that it can
     * stand alone, and repeated.
     */
    private static final class Bomb {
        static final byte[] BYTES = make();

        private static byte[] make() {
            byte[] zeros = new byte[PIECE_BYTES];
            byte[] packed = new byte[PIECE_BYTES / 100];
            Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
            deflater.setInput(zeros);
            int length = deflater.deflate(packed, 0, packed.length, Deflater.FULL_FLUSH);
            deflater.end();
            CRC32 crc = new CRC32();
            ByteBuffer gzip =
                    ByteBuffer.allocate(10 + BOMB_PIECES * length + 2 + 8).order(ByteOrder.LITTLE_ENDIAN);
            gzip.put(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0});
            for (int i = 0; i < BOMB_PIECES; i++) {
                gzip.put(packed, 0, length);
                crc.update(zeros);
            }
            // an empty last block, then checksum and length
            gzip.put(new byte[] {3, 0}).putInt((int) crc.getValue()).putInt(BOMB_PIECES * PIECE_BYTES);
            return gzip.array();
        }
    }

    private static void packed(Talk talk, String coding, byte[] content) throws IOException {
        talk.send("HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\nContent-Length: " + content.length
                + "\r\n\r\n");
        talk.send(content);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] hello() {
        return latin("hello, hello, hello");
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
