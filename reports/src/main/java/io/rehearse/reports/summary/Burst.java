package io.rehearse.reports.summary;

import java.util.Optional;

/**
 * A short time that most failures of a run fell into: one event, not a rate.
 *
 * @param failed in the burst, {@code all} in the run
 * @param startSeconds since the start of the run
 * @param seconds how long
 */
public record Burst(long failed, long all, double startSeconds, double seconds) {
    private static final long ALL_MIN = 5;
    private static final double GAP_SECONDS = 3;
    private static final double PART_OF_RUN_MAX = 0.2;

    /** Failures with less than 3 s between them are one burst; told if it has half of all of them in a fifth of the run. */
    static Optional<Burst> of(Timeline timeline) {
        double width = timeline.momentSeconds();
        long all = 0;
        Burst open = null;
        Burst largest = null;
        for (int i = 0; i < timeline.moments().size(); i++) {
            long failed = timeline.moments().get(i).failed().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            all += failed;
            if (failed == 0) {
                continue;
            }
            double start = i * width;
            boolean follows = open != null && start - (open.startSeconds + open.seconds) < GAP_SECONDS;
            open = follows
                    ? new Burst(open.failed + failed, 0, open.startSeconds, start + width - open.startSeconds)
                    : new Burst(failed, 0, start, width);
            largest = largest == null || open.failed > largest.failed ? open : largest;
        }
        boolean told = largest != null
                && all >= ALL_MIN
                && 2 * largest.failed >= all
                && largest.seconds <= PART_OF_RUN_MAX * timeline.seconds();
        return told
                ? Optional.of(new Burst(largest.failed, all, largest.startSeconds, largest.seconds))
                : Optional.empty();
    }
}
