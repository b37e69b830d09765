package io.rehearse.reports.compare;

import java.util.List;

/**
 * One step in one run, over time. A step of the plan that was never reached has empty lists; it must still be there.
 *
 * @param step the step's name
 * @param latencies slices in the order of time; empty ones may be missing
 * @param counts slices in the order of time; empty ones may be missing
 * @param late how late the generator was with this step in this run, {@link Latencies#EMPTY} if not known
 */
public record StepSeries(String step, List<LatencySlice> latencies, List<CountSlice> counts, Latencies late) {
    /** @throws DamagedDataException if a slice starts before the previous one ends */
    public StepSeries {
        latencies = List.copyOf(latencies);
        counts = List.copyOf(counts);
        int end = 0;
        for (LatencySlice s : latencies) end = endOfNext(step, end, s.startSeconds(), s.widthSeconds());
        end = 0;
        for (CountSlice s : counts) end = endOfNext(step, end, s.startSeconds(), s.widthSeconds());
    }

    public StepSeries(String step, List<LatencySlice> latencies, List<CountSlice> counts) {
        this(step, latencies, counts, Latencies.EMPTY);
    }

    private static int endOfNext(String step, int end, int start, int width) {
        if (start < end) {
            throw DamagedDataException.at(
                    "step " + step,
                    "a slice that starts at " + start + " s",
                    end + " s or later: time must not step back");
        }
        return start + width;
    }

    /** The same without the first seconds; times are counted from there. Slices that start before are left out whole. */
    StepSeries from(int seconds) {
        if (seconds == 0) return this;
        return new StepSeries(
                step,
                latencies.stream()
                        .filter(s -> s.startSeconds() >= seconds)
                        .map(s -> new LatencySlice(s.startSeconds() - seconds, s.widthSeconds(), s.latencies()))
                        .toList(),
                counts.stream()
                        .filter(s -> s.startSeconds() >= seconds)
                        .map(s -> new CountSlice(
                                s.startSeconds() - seconds, s.widthSeconds(), s.attempts(), s.failed(), s.waiting()))
                        .toList(),
                late);
    }

    long attempts() {
        return counts.stream().mapToLong(CountSlice::attempts).sum();
    }

    long failed() {
        return counts.stream().mapToLong(CountSlice::failed).sum();
    }
}
