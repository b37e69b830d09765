package io.rehearse.reports.baseline;

import io.rehearse.reports.compare.Latencies;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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
        frozen.merge(openStart, Latencies.of(open), Track::sum);
        open.reset();
    }

    static Latencies sum(Latencies a, Latencies b) {
        return sum(List.of(a, b));
    }

    static Latencies sum(Collection<Latencies> parts) {
        List<long[][]> pairs = parts.stream().map(Latencies::toPairs).toList();
        long[] micros = pairs.stream().flatMapToLong(p -> Arrays.stream(p[0])).toArray();
        long[] counts = pairs.stream().flatMapToLong(p -> Arrays.stream(p[1])).toArray();
        return Latencies.of(micros, counts);
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
