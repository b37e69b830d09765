package io.rehearse.reports.compare;

/**
 * How many attempts of one step ended in one piece of a run, usually one second.
 *
 * @param startSeconds seconds from the start of what is judged, 0 or more
 * @param widthSeconds 1 or more
 * @param attempts ended attempts: ok, failed and unfinished
 * @param failed those of them that were not ok
 * @param waiting whether exchanges were waiting for an answer at the end of the slice: a second in which nothing ends
 *     although something waits counts as failed when outages are looked for
 */
public record CountSlice(int startSeconds, int widthSeconds, long attempts, long failed, boolean waiting) {
    public CountSlice {
        if (startSeconds < 0) throw DamagedDataException.at("the start of a slice in s", startSeconds, "0 or more");
        if (widthSeconds < 1) throw DamagedDataException.at("the width of a slice in s", widthSeconds, "1 or more");
        if (attempts < 0) throw DamagedDataException.at("attempts at " + startSeconds + " s", attempts, "0 or more");
        if (failed < 0 || failed > attempts) {
            throw DamagedDataException.at("failed attempts at " + startSeconds + " s", failed, "0 to " + attempts);
        }
    }

    public CountSlice(int startSeconds, int widthSeconds, long attempts, long failed) {
        this(startSeconds, widthSeconds, attempts, failed, false);
    }
}
