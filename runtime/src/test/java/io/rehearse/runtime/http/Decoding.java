package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rehearse.journeys.plan.Limits;
import io.rehearse.runtime.driver.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads an answer with the decoder alone, cut anywhere, as a connection does that ends after the last byte. */
final class Decoding implements AutoCloseable {
    /**
     * What was made of an answer.
     *
     * @param problem why it cannot be read, and nothing else is known then; {@code RESET} when its end is missing; null
     *     for a good one
     * @param body in Latin-1
     * @param surplus bytes left over after it
     */
    record Seen(Outcome problem, int status, String body, int surplus) {}

    final ResponseDecoder decoder = new ResponseDecoder();
    private final boolean complete;
    private final int surplus;

    /**
     * @param answersHead whether it answers HEAD
     * @param bodyBytesMax most bytes of a body that somebody wants; 0 if nobody does
     * @param cuts where the bytes are cut, rising
     */
    Decoding(byte[] bytes, boolean answersHead, int bodyBytesMax, int... cuts) {
        decoder.begin(null, null, answersHead, bodyBytesMax > 0, limits(bodyBytesMax));
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        int from = 0;
        boolean over = false;
        for (int i = 0; i <= cuts.length && !over; i++) {
            int to = i < cuts.length ? cuts[i] : bytes.length;
            ByteBuf piece = in.slice(from, to - from);
            over = decoder.read(piece);
            from = over ? from + piece.readerIndex() : to;
            assertThat(over || !piece.isReadable())
                    .as("all bytes of an unfinished answer are taken")
                    .isTrue();
        }
        if (!over && decoder.endsByClose()) {
            decoder.closed();
            over = true;
        }
        complete = over;
        surplus = bytes.length - from;
    }

    static Limits limits(int bodyBytesMax) {
        Map<String, Integer> limits = Limits.DEFAULT.byWord();
        if (bodyBytesMax > 0) {
            limits.put("body", bodyBytesMax);
        }
        return Limits.of(limits);
    }

    static Seen read(byte[] bytes, boolean answersHead, int bodyBytesMax, int... cuts) {
        try (Decoding decoding = new Decoding(bytes, answersHead, bodyBytesMax, cuts)) {
            return decoding.seen();
        }
    }

    Seen seen() {
        if (decoder.problem() != null) {
            return new Seen(decoder.problem().outcome(), 0, "", 0);
        }
        return complete ? new Seen(null, decoder.status(), body(), surplus) : new Seen(Outcome.RESET, 0, "", 0);
    }

    /** The words of the problem; empty without one. */
    String words() {
        return decoder.problem() == null ? "" : decoder.problem().words();
    }

    String body() {
        return new String(decoder.body(), 0, decoder.bodyLength(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
