package io.rehearse.reports.baseline;

import io.rehearse.reports.compare.Latencies;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/** One step of one side in one phase, over time. A slice is frozen when the next begins, so that only one is held open. */
final class Track {
    /** What ended in one slot. */
    record Ends(long attempts, long failed, boolean waiting) {
        Ends plus(Ends o) {
            return new Ends(attempts + o.attempts, failed + o.failed, waiting || o.waiting);
        }
    }

    private static final int DIGITS = 3;

    private final TreeMap<Integer, Latencies> frozen = new TreeMap<>();
    private final TreeMap<Integer, Ends> counts = new TreeMap<>();
    private final Histogram late = new Histogram(DIGITS);
    private final Histogram open = new Histogram(DIGITS);
    private int openStart = -1;

    void responses(int start, AbstractHistogram micros) {
        if (start != openStart) {
            freeze();
            openStart = start;
        }
        open.add(micros);
    }

    void late(AbstractHistogram micros) {
        late.add(micros);
    }

    void counts(int start, long attempts, long failed, boolean waiting) {
        counts.merge(start, new Ends(attempts, failed, waiting), Ends::plus);
    }

    private void freeze() {
        if (open.getTotalCount() == 0) return;
        frozen.merge(openStart, Latencies.of(open), Latencies::plus);
        open.reset();
    }

    Map<Integer, Latencies> slices() {
        freeze();
        return frozen;
    }

    Map<Integer, Ends> counts() {
        return counts;
    }

    Latencies late() {
        return Latencies.of(late);
    }
}
