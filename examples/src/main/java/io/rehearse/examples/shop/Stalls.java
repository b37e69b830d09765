package io.rehearse.examples.shop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops the whole server for a while by keeping its only thread waiting: nothing is accepted, read or answered, timers
 * come late, and afterwards everything that piled up is done at once. To a client it is a stopped process.
 */
final class Stalls {
    private final EventLoop loop;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<ScheduledFuture<?>> planned = new ArrayList<>();

    Stalls(EventLoop loop) {
        this.loop = loop;
    }

    /** Forgets the stalls planned before and plans these, counted from now. On the shop's thread. */
    void schedule(List<Faults.Stall> stalls) {
        planned.forEach(stall -> stall.cancel(false));
        planned.clear();
        for (Faults.Stall stall : stalls) {
            planned.add(loop.schedule(() -> hold(stall.lengthNanos()), stall.afterNanos(), TimeUnit.NANOSECONDS));
        }
    }

    /** Ends the present stall and all later ones at once. From any thread. */
    void end() {
        closing.countDown();
    }

    private void hold(long nanos) {
        try {
            closing.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
