package io.rehearse.runtime.driver;

import io.netty.channel.IoEventLoop;
import io.netty.channel.ManualIoEventLoop;
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

    private final Thread thread;
    private final ManualIoEventLoop loop;
    private final Lane lane;
    private final Failure failure;

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
    public LaneThread(Traffic traffic, int index, WireMaker wires, IntervalSink sink, Failure failure) {
        this.failure = failure;
        this.thread = new Thread(this::run, "lane-" + index);
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
                long wait = wake - Clock.SYSTEM.nanoTime();
                loop.run(wait > 0 ? wait : -1, TASKS_NANOS);
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
