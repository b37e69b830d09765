package io.rehearse.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Hands the same receive buffer to every channel of a lane. That works because reads on one loop follow one another and
 * the decoder consumes what it is given at once; while somebody still holds the buffer (TLS with half a record) the next
 * read gets one of its own.
 */
final class ReceiveBuffer implements RecvByteBufAllocator, RecvByteBufAllocator.ExtendedHandle {
    private static final int SIZE = 64 * 1024;
    private static final int READS_PER_TURN_MAX = 16;

    private ByteBuf shared;
    private int reads;
    private int attempted;
    private int last;
    private final UncheckedBooleanSupplier filled = () -> attempted == last;

    /** One handle for all channels: its state is that of the read under way. */
    @Override
    @SuppressWarnings("deprecation")
    public Handle newHandle() {
        return this;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
        if (shared == null) {
            shared = allocator.directBuffer(SIZE, SIZE);
        }
        if (shared.refCnt() != 1) {
            return allocator.directBuffer(SIZE, SIZE);
        }
        return shared.clear().retain();
    }

    void release() {
        if (shared != null) {
            shared.release();
            shared = null;
        }
    }

    @Override
    public int guess() {
        return SIZE;
    }

    @Override
    public void reset(ChannelConfig config) {
        reads = 0;
    }

    @Override
    public void incMessagesRead(int count) {
        reads += count;
    }

    @Override
    public void lastBytesRead(int bytes) {
        last = bytes;
    }

    @Override
    public int lastBytesRead() {
        return last;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
        attempted = bytes;
    }

    @Override
    public int attemptedBytesRead() {
        return attempted;
    }

    @Override
    public boolean continueReading() {
        return continueReading(filled);
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
        return last > 0 && reads < READS_PER_TURN_MAX && maybeMore.get();
    }

    @Override
    public void readComplete() {}
}
