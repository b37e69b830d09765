package io.rehearse.journeys.plan;

import java.util.List;
import java.util.Map;

/**
 * A named, measured part of a journey: one request plus what it causes.
 *
 * @param index place in {@link Plan#steps()}; −1 for a step that is not measured (afterwards)
 * @param name unique in its journey
 * @param line of the script, from 1
 * @param target index of the target
 * @param request what is sent
 * @param timeoutNanos from the start of the try to the last byte read, waiting, connecting and redirects included
 * @param checks what is expected of the answer, in the script's order
 * @param captures what is kept of the answer, in the script's order
 * @param tags constants for reports
 * @param tries how often it tries
 */
public record Step(
        int index,
        String name,
        int line,
        int target,
        Request request,
        long timeoutNanos,
        List<Check> checks,
        List<Capture> captures,
        Map<String, String> tags,
        Tries tries)
        implements Node {

    /** A step that tries once. */
    public Step(
            int index,
            String name,
            int line,
            int target,
            Request request,
            long timeoutNanos,
            List<Check> checks,
            List<Capture> captures,
            Map<String, String> tags) {
        this(index, name, line, target, request, timeoutNanos, checks, captures, tags, Tries.ONCE);
    }

    public Step {
        checks = List.copyOf(checks);
        captures = List.copyOf(captures);
        tags = Map.copyOf(tags);
    }
}
