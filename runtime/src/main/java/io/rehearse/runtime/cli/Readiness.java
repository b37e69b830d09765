package io.rehearse.runtime.cli;

import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunWriteException;
import io.rehearse.runtime.run.PreflightException;
import io.rehearse.runtime.run.Run;
import io.rehearse.runtime.run.RunRequest;
import io.rehearse.runtime.run.RunSink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts the run of a probe as soon as what it needs first is there: tokens, and what {@code before} gets. At three in the morning a
 * token endpoint that is away for a moment must not end the watch: it is tried again, until then nothing is observed, and that is said.
 * What no waiting mends (a refused login, an error of the script) ends it at once.
 */
final class Readiness {
    private static final long WAIT_MILLIS_MIN = 1_000;
    private static final long WAIT_MILLIS_MAX = 30_000;

    private final RunRequest request;
    private final Waiting sink;
    private final CountDownLatch told = new CountDownLatch(1);
    private volatile int signal;

    /** A sink that also hears why there is no run yet. */
    interface Waiting extends RunSink {
        /**
         * @param manifest of the run as it would be
         * @param reason in words
         */
        void notReady(RunManifest manifest, String reason);
    }

    Readiness(RunRequest request, Waiting sink) {
        this.request = request;
        this.sink = sink;
    }

    /**
     * @param untilNanos it is not tried again after so long
     * @return empty if it ended before there was a run, which the sink has heard
     * @throws RunWriteException if the run directory cannot be written
     */
    Optional<Run> start(long untilNanos) throws InterruptedException, RunWriteException {
        long waitedMillis = 0;
        long wait = WAIT_MILLIS_MIN;
        while (true) {
            try {
                Run run = Run.start(request, List.of(sink));
                if (waitedMillis > 0) {
                    sink.notice("ready, the walks begin");
                }
                Signals.handle(run::stop);
                if (signal != 0) {
                    run.stop(signal);
                }
                return Optional.of(run);
            } catch (PreflightException notReady) {
                if (!notReady.mayPass()) {
                    if (waitedMillis > 0) {
                        sink.ended(RunEnd.error(Instant.now(), 0, notReady.getMessage()));
                    }
                    throw Failure.environment(notReady.getMessage(), notReady);
                }
                sink.notReady(Run.manifestOf(request), notReady.getMessage());
            }
            if (waitedMillis == 0) {
                Signals.handle(this::end);
            }
            long left = untilNanos / 1_000_000 - waitedMillis;
            if (told.await(Math.min(wait, left), TimeUnit.MILLISECONDS) || left <= wait) {
                sink.ended(signal == 0 ? RunEnd.finished(Instant.now(), 0) : RunEnd.signal(Instant.now(), 0, signal));
                return Optional.empty();
            }
            waitedMillis += wait;
            wait = Math.min(2 * wait, WAIT_MILLIS_MAX);
        }
    }

    private void end(int signalNumber) {
        signal = signalNumber;
        told.countDown();
    }
}
