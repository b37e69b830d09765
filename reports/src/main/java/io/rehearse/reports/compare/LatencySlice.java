package io.rehearse.reports.compare;

/**
 * The latencies of one step in one piece of a run: successes, timeouts and unfinished exchanges (these with the time
 * waited so far).
 *
 * @param startSeconds seconds from the start of what is judged, 0 or more; a slice that starts after the run's judged
 *     length (an exchange that ended later) belongs to the last block
 * @param widthSeconds 1 or more
 */
public record LatencySlice(int startSeconds, int widthSeconds, Latencies latencies) {
    public LatencySlice {
        if (startSeconds < 0) throw DamagedDataException.at("the start of a slice in s", startSeconds, "0 or more");
        if (widthSeconds < 1) throw DamagedDataException.at("the width of a slice in s", widthSeconds, "1 or more");
    }
}
