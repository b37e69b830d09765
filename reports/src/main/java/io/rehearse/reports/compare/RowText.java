package io.rehearse.reports.compare;

/**
 * The cells of one row of a comparison as every output shows them. Estimates are rounded to the nearest, bounds outwards.
 *
 * @param base what the baseline measured, with its unit; {@code candidate} this run
 * @param change with sign and unit
 * @param interval {@code +12 to +31 %}
 * @param limit what must be proved to pass, of a failed row what was allowed
 * @param proved {@code at least +12 %}, {@code at most +8 %}, or {@code not proved}
 * @param verdict {@code pass}, {@code FAIL}, {@code SUSPECT}, {@code inconclusive}, {@code too few} if this load cannot decide the row
 */
public record RowText(
        String base, String candidate, String change, String interval, String limit, String proved, String verdict) {

    public static RowText of(Row row) {
        Numbers n = row.numbers();
        boolean known = n.cause() == Numbers.Cause.NONE && n.se() < Double.POSITIVE_INFINITY;
        double limit = row.verdict() == Verdict.FAIL || row.verdict() == Verdict.SUSPECT ? n.margin() : n.limit();
        return new RowText(
                Figures.value(n.metric(), n.base()),
                Figures.value(n.metric(), n.candidate()),
                Double.isNaN(n.estimate()) ? "-" : Figures.change(n.metric(), n.estimate()),
                known ? Words.interval(n) : "-",
                Figures.limit(n.metric(), limit),
                Words.proved(row).replace("proved at", "at"),
                switch (row.verdict()) {
                    case PASS -> "pass";
                    case FAIL, SUSPECT -> row.verdict().name();
                    case INCONCLUSIVE -> row.decidable() ? "inconclusive" : "too few";
                });
    }
}
