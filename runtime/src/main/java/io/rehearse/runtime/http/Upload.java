package io.rehearse.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.rehearse.journeys.plan.Template.Payload;
import io.rehearse.runtime.driver.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A request with payloads on its way: its own bytes, and at the cuts what is read from files while the connection takes
 * it. Never more than a few chunks of it are in memory.
 */
final class Upload {
    private static final int CHUNK_BYTES = 64 * 1024;
    /** After so many chunks the lane looks after its other users. */
    private static final int CHUNKS_A_TURN = 16;
    /** What stands for {@code bytes(…)}: longer than the window of gzip, so it does not compress. */
    private static final byte[] FILLING = new byte[CHUNK_BYTES];

    static {
        new SplittableRandom(1).nextBytes(FILLING);
    }

    private final HttpWire wire;
    private final byte[] bytes;
    private final Cut[] cuts;
    private int at;
    private int cut;
    /** Bytes of the present cut's payload that are written. */
    private long done;

    /** A place between bytes where a payload goes. */
    record Cut(int at, Payload payload) {}

    Upload(HttpWire wire, RequestEncoder request) {
        this.wire = wire;
        this.bytes = Arrays.copyOf(request.bytes(), request.length());
        this.cuts = request.cuts().toArray(Cut[]::new);
    }

    /** How many bytes all payloads have. */
    static long payloadBytes(List<Cut> cuts) {
        long sum = 0;
        for (Cut cut : cuts) {
            sum += cut.payload.length();
        }
        return sum;
    }

    /** Writes until the channel has enough for now, or has had its turn; returns why it cannot go on, or null. */
    Problem write(Channel channel) {
        for (int i = 0; i < CHUNKS_A_TURN && !isWritten() && channel.isWritable(); i++) {
            int end = cut < cuts.length ? cuts[cut].at : bytes.length;
            if (at < end) {
                int length = Math.min(CHUNK_BYTES, end - at);
                channel.write(
                        channel.alloc().directBuffer(length).writeBytes(bytes, at, length), channel.voidPromise());
                at += length;
            } else if (done == cuts[cut].payload.length()) {
                cut++;
                done = 0;
            } else {
                Problem problem = writePayload(channel, cuts[cut].payload);
                if (problem != null) {
                    return problem;
                }
            }
        }
        channel.flush();
        return null;
    }

    private Problem writePayload(Channel channel, Payload payload) {
        int length = (int) Math.min(CHUNK_BYTES, payload.length() - done);
        ByteBuf chunk = channel.alloc().directBuffer(length);
        if (payload.file().isEmpty()) {
            chunk.writeBytes(FILLING, 0, length);
        } else {
            try {
                FileChannel file = wire.file(payload.file().get());
                while (chunk.readableBytes() < length) {
                    int read = chunk.writeBytes(file, done + chunk.readableBytes(), length - chunk.readableBytes());
                    if (read < 0) {
                        chunk.release();
                        return new Problem(
                                Outcome.SCRIPT_ERROR,
                                "file " + payload.name()
                                        + " has become shorter since the script was read: it ends before "
                                        + payload.length() + " bytes");
                    }
                }
            } catch (IOException unreadable) {
                chunk.release();
                return new Problem(
                        Outcome.SCRIPT_ERROR,
                        "file " + payload.name() + " cannot be read any more: " + unreadable.getMessage());
            }
        }
        done += length;
        channel.write(chunk, channel.voidPromise());
        return null;
    }

    boolean isWritten() {
        return at == bytes.length && cut == cuts.length;
    }
}
