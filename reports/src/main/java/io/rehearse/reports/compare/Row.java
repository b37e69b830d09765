package io.rehearse.reports.compare;

/**
 * One line of a comparison: a step (or all steps), a metric, its numbers and what they prove.
 *
 * @param pAdjusted p after Benjamini-Hochberg over all rows; of two if the row was also held against the other steps, the smaller
 *     one, then doubled
 * @param decidable whether this load can decide the row at all; an undecidable row does not keep a comparison from passing
 * @param verdict PASS, INCONCLUSIVE, SUSPECT or FAIL
 * @param needed what would decide it; null unless INCONCLUSIVE or SUSPECT
 */
public record Row(Numbers numbers, double pAdjusted, boolean decidable, Verdict verdict, Needed needed) {
    /** null: all steps together. */
    public String step() {
        return numbers.step();
    }

    public Metric metric() {
        return numbers.metric();
    }
}
