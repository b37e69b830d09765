package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.rehearse.runtime.driver.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good answers with a few random changes, from fixed seeds: the decoder never throws and never depends on how the bytes
 * come, and what it accepts is what Netty's decoder, written by others, understands. It may refuse more, for reasons that
 * are listed here.
 */
@Timeout(120)
class FuzzTest {
    /** What we accept and Netty's decoder does not. */
    private static final Map<String, Pattern> LAXER = Map.of(
            "lines that end with LF alone (RFC 9112, 2.2: may be accepted)", Pattern.compile("(?<!\\r)\\n"),
            "framing headers that do not matter, as there is no body (RFC 9112, 6.3)",
                    Pattern.compile("HTTP/1\\.. (204|304)"),
            "chunk extensions that nobody reads, and space before them (RFC 9112, 7.1.1)",
                    Pattern.compile("(?m)^[0-9a-fA-F]+[ \\t]*(;|[ \\t]\\r)"),
            "equal lengths (RFC 9110, 8.6: may be taken for one)",
                    Pattern.compile("(?is)content-length:.*content-length:"),
            "a folded value whose first line is empty (RFC 9112, 5.2)", Pattern.compile(":[ \\t]*\\r\\n[ \\t]"));

    private static final int MUTANTS = 3_000;
    private static final int BODY_BYTES_MAX = 1_000_000;

    /** Beginnings of the words for what Netty's decoder lets pass and RFC 9112 does not. */
    private static final List<String> STRICTER = List.of(
            "not an HTTP answer",
            "not a status line",
            "a status code outside",
            "status 101",
            "not a header line",
            "a line that starts with a space",
            "a control character in the header",
            "a transfer coding other than chunked",
            "both Transfer-Encoding",
            "Transfer-Encoding in an HTTP/1.0",
            "not a Content-Length",
            "Content-Length says",
            "a broken chunk",
            "a body of",
            "a content coding other than gzip and deflate");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261125})
    void mutantsAreUnderstoodAsByNettyOrRefusedForAReason(long seed) {
        List<DecoderTest.Row> good =
                DecoderTest.good().filter(row -> !row.head()).toList();
        Random random = new Random(seed);
        Map<String, Integer> seen = new TreeMap<>();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] bytes =
                    DecoderTest.latin(good.get(random.nextInt(good.size())).bytes());
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes = mutate(bytes, random);
            }
            String shown = HeadText.latin(bytes, 0, bytes.length);
            Decoding.Seen whole;
            String words;
            try (Decoding decoding = new Decoding(bytes, false, BODY_BYTES_MAX)) {
                whole = decoding.seen();
                words = decoding.words();
            }
            int[] each = IntStream.range(1, Math.max(1, bytes.length)).toArray();
            assertThat(Decoding.read(bytes, false, BODY_BYTES_MAX, each))
                    .as("byte by byte: %s", shown)
                    .isEqualTo(whole);
            if (bytes.length > 1) {
                int at = 1 + random.nextInt(bytes.length - 1);
                assertThat(Decoding.read(bytes, false, BODY_BYTES_MAX, at))
                        .as("split at %d: %s", at, shown)
                        .isEqualTo(whole);
            }
            Decoding.Seen netty = netty(bytes);
            seen.merge(compare(whole, words, netty, shown), 1, Integer::sum);
        }
        assertThat(seen.keySet()).as("%s", seen).contains("both accept", "both refuse", "stricter");
    }

    private static String compare(Decoding.Seen ours, String words, Decoding.Seen netty, String shown) {
        if (ours.problem() == null) {
            for (Map.Entry<String, Pattern> laxer : LAXER.entrySet()) {
                if (netty.problem() == Outcome.BROKEN
                        && laxer.getValue().matcher(shown).find()) {
                    return laxer.getKey();
                }
            }
            assertThat(netty)
                    .as("accepted by us: %s", shown.replace("\r", "\\r"))
                    .isEqualTo(new Decoding.Seen(null, ours.status(), ours.body(), 0));
            return "both accept";
        }
        if (netty.problem() != null) {
            return ours.problem() == Outcome.RESET ? "both unfinished" : "both refuse";
        }
        assertThat(ours.problem()).as("Netty has an end: %s", shown).isNotEqualTo(Outcome.RESET);
        assertThat(STRICTER).as("%s: %s", words, shown).anyMatch(words::startsWith);
        return "stricter";
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        int n = bytes.length;
        if (n == 0) {
            return bytes;
        }
        int at = random.nextInt(n);
        byte[] odd = {'\r', '\n', ' ', '\t', ':', ';', ',', '0', '9', 'f', 0, 127, (byte) 0xff, '-', '+', '"'};
        byte b = random.nextBoolean() ? odd[random.nextInt(odd.length)] : (byte) random.nextInt(256);
        return switch (random.nextInt(5)) {
            case 0 -> {
                byte[] changed = bytes.clone();
                changed[at] = b;
                yield changed;
            }
            case 1 -> join(Arrays.copyOf(bytes, at), new byte[] {b}, Arrays.copyOfRange(bytes, at, n));
            case 2 -> join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + 1, n));
            case 3 -> {
                int to = at + random.nextInt(Math.min(40, n - at) + 1);
                yield join(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, n)); // a piece twice
            }
            default -> Arrays.copyOf(bytes, at);
        };
    }

    private static byte[] join(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The first final answer; BROKEN for a failure, RESET for one without its end. */
    private static Decoding.Seen netty(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpResponseDecoder());
        try {
            channel.writeInbound(Unpooled.copiedBuffer(bytes));
            channel.finish();
            int status = 0;
            StringBuilder body = new StringBuilder();
            for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
                try {
                    if (message instanceof HttpResponse response) {
                        if (response.decoderResult().isFailure()) {
                            return new Decoding.Seen(Outcome.BROKEN, 0, "", 0);
                        }
                        status = response.status().code();
                    }
                    if (message instanceof HttpContent content) {
                        if (content.decoderResult().isFailure()) {
                            return new Decoding.Seen(Outcome.BROKEN, 0, "", 0);
                        }
                        body.append(content.content().toString(StandardCharsets.ISO_8859_1));
                    }
                    if (message instanceof LastHttpContent && (status >= 200 || status == 101)) {
                        return new Decoding.Seen(null, status, body.toString(), 0);
                    }
                } finally {
                    ReferenceCountUtil.release(message);
                }
            }
            return new Decoding.Seen(Outcome.RESET, 0, "", 0);
        } finally {
            channel.releaseInbound();
        }
    }
}
