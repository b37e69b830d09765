package io.rehearse.reports.gate;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * What was counted of one stream in one stretch of time.
 *
 * @param attempts of latencies the successes (timeouts too), of errors the ended attempts; 0: nothing was seen
 * @param bad those of them that were bad
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Window(long attempts, long bad) {
    public static final Window EMPTY = new Window(0, 0);

    public Window {
        if (bad < 0 || attempts < bad) {
            throw new IllegalArgumentException(bad + " bad events of " + attempts + ": expected 0 to " + attempts);
        }
    }

    Window plus(Window other) {
        return new Window(attempts + other.attempts, bad + other.bad);
    }
}
