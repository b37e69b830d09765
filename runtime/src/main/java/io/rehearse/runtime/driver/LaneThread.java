package io.rehearse.runtime.driver;

import io.netty.channel.IoEventLoop;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.rehearse.journeys.data.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;

/**
 * A lane's thread: ticks the lane, then lets its event loop wait for sockets exactly until the lane wants to be called
 * again. The outside reaches a lane only through {@link #execute}.
 */
public final class LaneThread {
    /** A task queued by Netty or from outside gets at most this long before the lane is ticked again. */
    private static final long TASKS_NANOS = 500_000;

    /** {@link Wakeup#PRECISE}: longer than a processor takes to wake up. */
    private static final long AWAKE_NANOS = 50_000;

    /** One part in so many of the time may be waited awake, saved up for a burst of this length at most. */
    private static final int AWAKE_SHARE = 4;

    private static final long AWAKE_SAVED_MAX_NANOS = 10_000_000;

    private static final long GATHERED_NANOS = 500_000;

    private final Thread thread;
    private final ManualIoEventLoop loop;
    private final Lane lane;
    private final Failure failure;
    private final Wakeup wakeup;
    private long awakeNanos;
    private long looked;

    /** Makes a lane's wire on its event loop. */
    @FunctionalInterface
    public interface WireMaker {
        Wire wire(Lane lane, IoEventLoop loop);
    }

    /** Told, on the lane's thread, that the lane died of an error of our own. */
    @FunctionalInterface
    public interface Failure {
        void failed(int lane, Throwable cause);
    }

    /** Makes lane, loop and wire; nothing runs before {@link #start}. */
    public LaneThread(Traffic traffic, int index, Wakeup wakeup, WireMaker wires, IntervalSink sink, Failure failure) {
        this.failure = failure;
        this.wakeup = wakeup;
        // on any other thread Netty makes a new object for each write instead of reusing its own
        this.thread = new FastThreadLocalThread(this::run, "lane-" + index);
        this.thread.setDaemon(true);
        this.loop = new ManualIoEventLoop(thread, Transport.factory());
        this.lane = new Lane(traffic, index, Clock.SYSTEM, made -> wires.wire(made, loop), sink);
    }

    public void start() {
        thread.start();
    }

    /** No more arrivals; the second time, the end. From any thread. */
    public void stop() {
        execute(lane::stop);
    }

    /** Runs something on the lane's thread, soon; not at all if the lane is over. */
    public void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException over) {
            // a lane that is over has nothing to be told
        }
    }

    /** Where the lane's thread is now. */
    public StackTraceElement[] stack() {
        return thread.getStackTrace();
    }

    /** Interrupts what the lane's thread does now: a closure of the script that does not end. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Waits for the lane's end. */
    public void join() throws InterruptedException {
        thread.join();
    }

    /** Waits for the lane's end so long at most; returns whether it has come. */
    public boolean join(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }

    /** See {@link Lane#valuesOfLastWalk}; after {@link #join}. */
    public Value[] valuesOfLastWalk() {
        return lane.valuesOfLastWalk();
    }

    private void run() {
        try {
            askForExactTimers();
            long wake = lane.tick();
            while (!lane.isOver()) {
                switch (wakeup) {
                    case TIMER -> serve(wake - Clock.SYSTEM.nanoTime());
                    case PRECISE -> serveAwake(wake);
                    case GATHERED -> serveGathering(wake);
                }
                wake = lane.tick();
            }
        } catch (Throwable cause) {
            failure.failed(lane.index(), cause);
        } finally {
            loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
            while (!loop.isTerminated()) {
                loop.runNow();
            }
        }
    }

    /** Waits for sockets so long, serves them, and returns. */
    private void serve(long nanos) {
        loop.run(nanos > 0 ? nanos : -1, TASKS_NANOS);
    }

    private void serveAwake(long wake) {
        long now = Clock.SYSTEM.nanoTime();
        awakeNanos = Math.min(AWAKE_SAVED_MAX_NANOS, awakeNanos + (now - looked) / AWAKE_SHARE);
        looked = now;
        long wait = wake - now;
        if (awakeNanos <= 0) {
            serve(wait);
        } else if (wait > AWAKE_NANOS) {
            serve(wait - AWAKE_NANOS);
        } else {
            loop.runNow(TASKS_NANOS);
            awakeNanos -= Clock.SYSTEM.nanoTime() - now;
        }
    }

    private void serveGathering(long wake) {
        long now = Clock.SYSTEM.nanoTime();
        long together = now + GATHERED_NANOS;
        while (now < together) {
            serve(together - now);
            now = Clock.SYSTEM.nanoTime();
        }
        if (now < wake) {
            serve(wake - now);
        }
    }

    /**
     * The kernel may wake a thread up to 50 µs late to save power; a thread may ask for 1 ns instead (proc(5),
     * timerslack_ns), which halves the lateness of arrivals. Where that file is not to be had nothing is lost but that.
     */
    private static void askForExactTimers() {
        try {
            Path self = Path.of("/proc/thread-self");
            if (Files.isSymbolicLink(self)) {
                String tid = Files.readSymbolicLink(self).getFileName().toString();
                Files.writeString(Path.of("/proc", tid, "timerslack_ns"), "1");
            }
        } catch (IOException | SecurityException notAllowed) {
            // shown by the lateness every run records
        }
    }
}
