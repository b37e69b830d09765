package io.rehearse.runtime.cli;

import io.rehearse.reports.render.RunReport;
import io.rehearse.runtime.run.PreflightException;
import io.rehearse.runtime.run.Run;
import io.rehearse.runtime.run.RunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One run, shown while it goes on and stopped by signals. Several may be made one after another. */
final class Execution {
    private final Supplier<View> views;
    private final PrintWriter err;

    /** @param views a fresh one for each run */
    Execution(Supplier<View> views, PrintWriter err) {
        this.views = views;
        this.err = err;
    }

    /** @param view that showed it, to which the verdict is still to be told */
    record Done(RunReport report, View view) {}

    Done run(RunRequest request) throws IOException, InterruptedException {
        View view = views.get();
        ViewThread screen = new ViewThread(view);
        try {
            Run run = Run.start(request, List.of(screen));
            stopOnSignals(run, screen);
            return new Done(run.await(), view);
        } catch (PreflightException notReady) {
            throw Failure.environment(notReady.getMessage(), notReady);
        } finally {
            long leftOut = screen.close();
            if (leftOut > 0) {
                err.println(leftOut + " updates were not shown: the terminal did not take them in time");
            }
        }
    }

    private static void stopOnSignals(Run run, ViewThread screen) {
        AtomicInteger signals = new AtomicInteger();
        Signals.handle(signal -> {
            String name = signal == Signals.INTERRUPT ? "Ctrl-C" : "SIGTERM";
            screen.notice(
                    signals.incrementAndGet() == 1
                            ? name + ": no more users arrive, those on their way may finish; again: stop now"
                            : name + " again: stopping now; what was measured is kept");
            run.stop(signal);
        });
    }
}
