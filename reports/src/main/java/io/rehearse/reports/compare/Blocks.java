package io.rehearse.reports.compare;

/**
 * Cuts a run into pieces of (nearly) equal length. Seconds next to each other resemble each other; pieces of several
 * seconds are nearly independent, so the noise inside a run is measured between them.
 *
 * @param seconds length of the run
 * @param count 2 to 20; none shorter than 3 s or than a slice, as long as there are 2
 */
record Blocks(int seconds, int count) {
    private static final int COUNT_MAX = 20;
    private static final int SECONDS_MIN = 3;

    /** @param sliceSeconds width of the widest slice: a block is a group of whole slices */
    static Blocks of(int seconds, int sliceSeconds) {
        int slices = (seconds + sliceSeconds - 1) / sliceSeconds;
        return new Blocks(seconds, Math.max(2, Math.min(Math.min(COUNT_MAX, seconds / SECONDS_MIN), slices)));
    }

    static Blocks ofLatencies(JudgedRun run) {
        return of(
                run.seconds(),
                run.steps().stream()
                        .flatMap(s -> s.latencies().stream())
                        .mapToInt(LatencySlice::widthSeconds)
                        .max()
                        .orElse(1));
    }

    static Blocks ofCounts(JudgedRun run) {
        return of(
                run.seconds(),
                run.steps().stream()
                        .flatMap(s -> s.counts().stream())
                        .mapToInt(CountSlice::widthSeconds)
                        .max()
                        .orElse(1));
    }

    /** The block of a slice that starts at this second; what starts after the end belongs to the last block. */
    int at(int startSeconds) {
        if (startSeconds >= seconds) return count - 1;
        return (int) ((long) startSeconds * count / seconds);
    }

    /** Sum of squares over independent blocks, as an unbiased estimate of the variance of their total. */
    double varianceOfTotal(double[] deviations) {
        double squares = 0;
        for (double u : deviations) squares += u * u;
        return squares * count / (count - 1);
    }
}
