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
        DamagedDataException.require(startSeconds >= 0, "the start of a slice in s", startSeconds, "0 or more");
        DamagedDataException.require(widthSeconds >= 1, "the width of a slice in s", widthSeconds, "1 or more");
        DamagedDataException.require(attempts >= 0, "attempts at " + startSeconds + " s", attempts, "0 or more");
        DamagedDataException.require(
                failed >= 0 && failed <= attempts,
                "failed attempts at " + startSeconds + " s",
                failed,
                "0 to " + attempts);
    }

    public CountSlice(int startSeconds, int widthSeconds, long attempts, long failed) {
        this(startSeconds, widthSeconds, attempts, failed, false);
    }
}
