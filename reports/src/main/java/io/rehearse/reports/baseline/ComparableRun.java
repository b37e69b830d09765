package io.rehearse.reports.baseline;

import io.rehearse.reports.compare.JudgedRun;
import java.util.List;

/**
 * One side of one run, ready to be compared or kept in a baseline.
 *
 * @param series what the judge is given
 * @param lines the run as it stands in a baseline's file; empty for one that was never written. What is there already is written again
 *     as it is, so that adding a run changes no other line.
 */
public record ComparableRun(Provenance provenance, JudgedRun series, List<String> lines) {
    public ComparableRun {
        lines = List.copyOf(lines);
    }

    public ComparableRun(Provenance provenance, JudgedRun series) {
        this(provenance, series, List.of());
    }
}
