package io.rehearse.runtime.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LaneThreadTest {
    /** On another thread Netty would make an object of 64 bytes for each write; AllocationTest counts on a thread of this kind. */
    @Test
    void aLaneRunsOnAThreadThatNettyKeepsItsObjectsFor() throws Exception {
        Traffic traffic = Plans.traffic(
                Plans.plan(Plans.target(), Plans.hold(10, 1), Plans.journey(0, 1, Plans.get(0, "/", Plans.SECOND))),
                1,
                1);
        AtomicReference<Thread> ran = new AtomicReference<>();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        LaneThread lane = new LaneThread(
                traffic,
                0,
                Wakeup.TIMER,
                (made, loop) -> new AtOnce(made, ran),
                finished -> new LaneInterval(traffic, 0),
                (index, cause) -> failed.set(cause));
        lane.start();
        lane.join();
        assertThat(failed.get()).isNull();
        assertThat(ran.get()).isInstanceOf(FastThreadLocalThread.class);
    }

    /** A wire whose answers are there at once. */
    private record AtOnce(Lane lane, AtomicReference<Thread> ran) implements WordlessWire {
        @Override
        public void start(Exchange exchange) {
            ran.set(Thread.currentThread());
            lane.sent(exchange);
            lane.end(exchange, Outcome.OK, null, Plans.OK);
        }

        @Override
        public void cancel(Exchange exchange, Outcome why) {}
    }
}
