package io.rehearse.runtime.driver;

/** Monotonic time in nanoseconds. The only place that asks the system for it; tests set it by hand. */
public interface Clock {
    Clock SYSTEM = System::nanoTime;

    long nanoTime();

    /** What clocks on the wall show, in milliseconds since 1970; for values that are sent, never for measuring. */
    default long wallMillis() {
        return System.currentTimeMillis();
    }
}
