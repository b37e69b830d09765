package io.rehearse.reports.baseline;

import io.rehearse.reports.compare.JudgedRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The runs of one load that are kept under a name.
 *
 * @param load name of the load
 * @param runs by the time they were recorded, then by side
 */
public record Baseline(String name, String load, List<ComparableRun> runs) {
    public Baseline {
        runs = runs.stream()
                .sorted(Comparator.comparing((ComparableRun r) -> r.provenance().recorded())
                        .thenComparing(r -> r.provenance().run())
                        .thenComparing(r -> r.provenance().side()))
                .toList();
    }

    /** With one run more; the same run is never in a baseline twice: the new one takes its place. */
    public Baseline with(ComparableRun run) {
        List<ComparableRun> all = new ArrayList<>(runs);
        all.removeIf(r -> r.provenance().run().equals(run.provenance().run())
                && r.provenance().side() == run.provenance().side());
        all.add(run);
        return new Baseline(name, load, all);
    }

    public List<JudgedRun> series() {
        return runs.stream().map(ComparableRun::series).toList();
    }
}
