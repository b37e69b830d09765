package io.rehearse.runtime.cli;

import java.util.function.IntConsumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C and SIGTERM. The JDK's own handler would begin to shut the process down at once and leave no choice of exit code;
 * with a handler in its place the run is ended in order. {@code sun.misc.Signal} is the supported way to have one (module
 * {@code jdk.unsupported}, JEP 260).
 */
final class Signals {
    static final int INTERRUPT = 2;
    static final int TERMINATE = 15;

    private Signals() {}

    /** From now on both signals go to {@code handler}, with their number, on a thread of the JDK. */
    static void handle(IntConsumer handler) {
        SignalHandler forward = signal -> handler.accept(signal.getNumber());
        Signal.handle(new Signal("INT"), forward);
        Signal.handle(new Signal("TERM"), forward);
    }

    /** As without {@link #handle}. */
    static void reset() {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_DFL);
        Signal.handle(new Signal("TERM"), SignalHandler.SIG_DFL);
    }

    static void ignoreInterrupt() {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
    }
}
