package io.rehearse.runtime.cli;

import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.run.RunSink;
import io.rehearse.runtime.run.WalkedOnce;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls a view on a thread of its own ({@code screen}), so that a terminal that does not take its text (Ctrl-S, a full
 * pipe) never holds up the collector. Bounded: what does not fit is not shown, and counted.
 */
final class ViewThread implements RunSink {
    private static final int QUEUE_MAX = 256;
    private static final Runnable END = () -> {};

    private final View view;
    private final BlockingQueue<Runnable> calls = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread thread = new Thread(this::work, "screen");

    ViewThread(View view) {
        this.view = view;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void walked(WalkedOnce walk) {
        call(() -> view.walked(walk));
    }

    @Override
    public void started(RunManifest manifest) {
        call(() -> view.started(manifest));
    }

    @Override
    public void interval(Interval interval, List<LaneInterval.Example> examples) {
        List<LaneInterval.Example> kept = List.copyOf(examples);
        call(() -> view.interval(interval, kept));
    }

    @Override
    public void ended(RunEnd end) {
        call(() -> view.ended(end));
    }

    @Override
    public void notice(String line) {
        call(() -> view.notice(line));
    }

    /**
     * Waits until everything was shown.
     *
     * @return how many calls were left out because the terminal did not take its text in time
     */
    long close() throws InterruptedException {
        calls.put(END);
        thread.join();
        return leftOut.get();
    }

    private void call(Runnable call) {
        if (!calls.offer(call)) {
            leftOut.incrementAndGet();
        }
    }

    private void work() {
        try {
            for (Runnable call = calls.take(); call != END; call = calls.take()) {
                call.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
