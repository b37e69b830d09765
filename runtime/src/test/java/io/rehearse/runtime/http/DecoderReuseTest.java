package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.rehearse.journeys.plan.Limits;
import io.rehearse.runtime.driver.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A lane's decoders read one answer after the other: nothing of the one is held against the next. */
class DecoderReuseTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final ResponseDecoder decoder = new ResponseDecoder();

    @Test
    void chunkExtensionsAreBoundedInEachAnswerOnItsOwn() {
        String chunk = "1;" + "a".repeat(7_900) + "\r\nx\r\n";
        read(CHUNKED + chunk.repeat(9));
        assertThat(decoder.problem())
                .isEqualTo(new Problem(
                        Outcome.TOO_LARGE,
                        "chunk extensions of more than 64 kB (limits: {headers: …} of the target allows more)"));
        read(CHUNKED + chunk.repeat(8) + "0\r\n\r\n");
        assertThat(decoder.problem()).isNull();
    }

    @Test
    void whatIsWrongFirstIsToldAlsoWhenItIsTheLastPiece() {
        read("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(decoder.problem())
                .isEqualTo(new Problem(Outcome.BROKEN, "not gzip although Content-Encoding says so: byte 0 is 104"));
    }

    private void read(String answer) {
        decoder.begin(null, null, false, false, Limits.DEFAULT);
        decoder.read(Unpooled.wrappedBuffer(answer.getBytes(StandardCharsets.ISO_8859_1)));
        decoder.end();
    }
}
