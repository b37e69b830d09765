package io.rehearse.reports.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A judged comparison. {@link Words} says it in sentences, {@link ComparisonJson} in JSON.
 *
 * @param verdict PASS, FAIL or INCONCLUSIVE
 * @param rows all-steps rows first, then step by step, in the order of the plan
 * @param concerns what no row says, the gravest first
 * @param setup what was compared
 */
public record Comparison(Verdict verdict, List<Row> rows, List<Concern> concerns, Setup setup) {
    public Comparison {
        rows = List.copyOf(rows);
        concerns = List.copyOf(concerns);
    }

    /**
     * @param paired old and new side by side
     * @param cutSeconds left out at the start of every run
     * @param judgedSeconds length of the longest candidate run after the cut
     * @param measuredDf degrees of freedom of the measured noise between runs; 0: all assumed
     * @param method how it was judged
     */
    public record Setup(
            boolean paired,
            int baseRuns,
            int candidateRuns,
            int cutSeconds,
            int judgedSeconds,
            int measuredDf,
            Method method) {}

    /**
     * The same with what is known from elsewhere than the numbers, such as how the two sides differ. A refusal leaves no rows, because
     * they would mean nothing; that a run was down stays a FAIL.
     */
    public Comparison with(List<Concern> further) {
        List<Concern> all = new ArrayList<>(further);
        all.addAll(concerns);
        all.sort(Comparator.comparing(c -> c.kind().effect()));
        boolean refused = further.stream().anyMatch(c -> c.kind().effect() == Concern.Effect.INVALIDATES);
        if (!refused) return new Comparison(verdict, rows, all, setup);
        boolean down = all.stream().anyMatch(c -> c.kind().effect() == Concern.Effect.FAILS);
        return new Comparison(down ? Verdict.FAIL : Verdict.INCONCLUSIVE, List.of(), all, setup);
    }

    /** @param step null: all steps together */
    public Optional<Row> row(String step, Metric metric) {
        return rows.stream()
                .filter(r ->
                        java.util.Objects.equals(r.step(), step) && r.metric().equals(metric))
                .findFirst();
    }
}
