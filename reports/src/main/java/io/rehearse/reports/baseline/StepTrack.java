package io.rehearse.reports.baseline;

import io.rehearse.reports.compare.CountSlice;
import io.rehearse.reports.compare.Latencies;
import io.rehearse.reports.compare.LatencySlice;
import io.rehearse.reports.compare.StepSeries;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One step of one side over all measured phases. */
final class StepTrack {
    private final String step;
    private final int countSeconds;
    private final int sliceSeconds;
    private final TreeMap<Integer, Latencies> slices = new TreeMap<>();
    private final TreeMap<Integer, Track.Ends> counts = new TreeMap<>();
    private Latencies late = Latencies.EMPTY;

    StepTrack(String step, int countSeconds, int sliceSeconds) {
        this.step = step;
        this.countSeconds = countSeconds;
        this.sliceSeconds = sliceSeconds;
    }

    /** Two phases may share the slot in which one ends and the other begins. */
    void add(Track phase) {
        phase.slices().forEach((start, latencies) -> slices.merge(start, latencies, Latencies::plus));
        phase.counts().forEach((start, ends) -> counts.merge(start, ends, Track.Ends::plus));
        late = late.plus(phase.late());
    }

    Map<Integer, Track.Ends> counts() {
        return counts;
    }

    /** Median response of a step that mostly succeeds, else 0: timeouts say nothing about what is usual. */
    double usualSeconds() {
        long attempts = 0;
        long failed = 0;
        for (Track.Ends ends : counts.values()) {
            attempts += ends.attempts();
            failed += ends.failed();
        }
        Latencies all = Latencies.sum(slices.values());
        return 2 * failed < attempts ? all.quantileMicros(0.5) / 1e6 : 0;
    }

    StepSeries series(Silence silence) {
        List<LatencySlice> latencies = slices.entrySet().stream()
                .map(e -> new LatencySlice(e.getKey(), sliceSeconds, e.getValue()))
                .toList();
        List<CountSlice> ended = counts.entrySet().stream()
                .map(e -> new CountSlice(
                        e.getKey(),
                        countSeconds,
                        e.getValue().attempts(),
                        e.getValue().failed(),
                        e.getValue().waiting() && silence.at(e.getKey())))
                .toList();
        return new StepSeries(step, latencies, ended, late);
    }
}
