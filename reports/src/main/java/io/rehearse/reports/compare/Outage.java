package io.rehearse.reports.compare;

import java.util.Optional;

/**
 * The longest time in a run in which more than half of what ended, of all steps together, failed in every second. A second in which
 * nothing ended although something was waiting counts as failed; one in which nothing happened at all ends the outage.
 *
 * @param run the run's name
 * @param startSeconds from the start of what is judged
 */
public record Outage(String run, int startSeconds, int seconds) {

    static Optional<Outage> longest(JudgedRun run) {
        int end = run.steps().stream()
                .flatMap(s -> s.counts().stream())
                .mapToInt(c -> c.startSeconds() + c.widthSeconds())
                .max()
                .orElse(0);
        long[] attempts = new long[end];
        long[] failed = new long[end];
        boolean[] waiting = new boolean[end];
        for (StepSeries step : run.steps()) {
            for (CountSlice slice : step.counts()) {
                for (int t = slice.startSeconds(); t < slice.startSeconds() + slice.widthSeconds(); t++) {
                    attempts[t] += slice.attempts();
                    failed[t] += slice.failed();
                    waiting[t] |= slice.waiting();
                }
            }
        }
        int longest = 0;
        int longestStart = 0;
        int length = 0;
        for (int t = 0; t < end; t++) {
            boolean down = attempts[t] > 0 ? 2 * failed[t] > attempts[t] : waiting[t];
            length = down ? length + 1 : 0;
            if (length > longest) {
                longest = length;
                longestStart = t - length + 1;
            }
        }
        return longest == 0 ? Optional.empty() : Optional.of(new Outage(run.name(), longestStart, longest));
    }
}
