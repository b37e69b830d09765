package io.rehearse.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rehearse.journeys.plan.Limits;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One answer from its first byte to its last: nobody wants the body, somebody wants it, it comes in chunks. */
@State(Scope.Thread)
public class DecodeBenchmark {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: shop\r\nDate: Fri, 27 Nov 2026 12:00:00 GMT\r\n"
            + "Content-Type: application/json\r\nCache-Control: no-store\r\n";
    private static final String BODY =
            "{\"user\":{\"name\":\"ann\",\"roles\":[\"a\",\"b\"]},\"token\":\"t-0123456789abcdef\"}";

    private final ResponseDecoder decoder = new ResponseDecoder();
    private final ByteBuf sized = direct(HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY);
    private final ByteBuf chunked = direct(HEAD + "Transfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n");

    private static ByteBuf direct(String answer) {
        return Unpooled.directBuffer().writeBytes(answer.getBytes(StandardCharsets.US_ASCII));
    }

    @Benchmark
    public int unwanted() {
        return decode(sized, false);
    }

    @Benchmark
    public int wanted() {
        return decode(sized, true);
    }

    @Benchmark
    public int chunked() {
        return decode(chunked, true);
    }

    private int decode(ByteBuf answer, boolean wanted) {
        answer.readerIndex(0);
        decoder.begin(null, null, false, wanted, Limits.DEFAULT);
        if (!decoder.read(answer) || decoder.problem() != null) {
            throw new IllegalStateException("not decoded");
        }
        return decoder.status() + decoder.bodyLength();
    }

    @TearDown
    public void close() {
        decoder.close();
        sized.release();
        chunked.release();
    }
}
