package io.rehearse.runtime.run;

import io.rehearse.runtime.driver.LaneInterval;
import java.util.List;
import java.util.Optional;

/**
 * How a walk of {@code before} or {@code after} went.
 *
 * @param word {@code before} or {@code after}
 * @param side name of its environment where there are two, else empty
 * @param script name of the journey file
 * @param startNanos clock time
 * @param steps those that failed, and in a traced run all
 * @param failure why it is none to go on from, in words
 */
public record WalkedOnce(
        String word,
        String side,
        String script,
        long startNanos,
        long nanos,
        List<LaneInterval.Example> steps,
        Optional<String> failure) {

    /** {@code before}, or {@code before of new}. */
    public String name() {
        return word + (side.isEmpty() ? "" : " of " + side);
    }
}
