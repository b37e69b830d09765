package io.rehearse.reports.gate;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.rehearse.reports.compare.Figures;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.compare.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What one look at both sides says of one {@link Pairing}: the row of a duet, rounded to what a journal needs. Change, bounds and
 * margin as in {@link Numbers}: log ratios, for errors differences of shares.
 *
 * @param minutes length of the window it is of; 0: too little was seen to say anything
 * @param old value of the old side, {@code fresh} of the new one: ms, or share of failures
 * @param change how much worse the new side is, best estimate; {@code lower} at least, {@code upper} at most
 * @param p chance of such a change or a larger one if the new side is not worse by more than the margin
 * @param margin a smaller change is none that matters
 * @param oldCount values the numbers rest on, {@code freshCount} those of the new side
 * @param asGood whether what was seen since the alarm says that the new side is no longer worse
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY) // there are a dozen in every minute of a journal
public record Look(
        int minutes,
        double old,
        double fresh,
        double change,
        double lower,
        double upper,
        double p,
        double margin,
        long oldCount,
        long freshCount,
        boolean asGood) {
    private static final MathContext DIGITS = new MathContext(4);

    static final Look NOTHING = new Look(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, false);
    static final Look AS_GOOD = new Look(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, true);

    static Look of(int minutes, Numbers row, boolean asGood) {
        return new Look(
                minutes,
                rounded(row.base()),
                rounded(row.candidate()),
                rounded(row.estimate()),
                rounded(row.lower()),
                rounded(row.upper()),
                rounded(row.pBeyondMargin()),
                rounded(row.margin()),
                row.baseCount(),
                row.candidateCount(),
                asGood);
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }

    public boolean saysNothing() {
        return minutes == 0;
    }

    /** Proved worse by more than the margin, at this level. */
    boolean proves(double level) {
        return p <= level;
    }

    /** {@code Pay p95, 508 ms beside 388 ms, +31 % (+18 to +46 %), 5 % allowed, n 601 and 600 in 10 min}. */
    public String words(Pairing pairing) {
        Metric metric = pairing.toMetric();
        return pairing.step() + " " + pairing.metric() + ", " + Figures.value(metric, fresh) + " beside "
                + Figures.value(metric, old) + ", " + Figures.change(metric, change) + " (" + interval(pairing) + "), "
                + Figures.limit(metric, margin) + " allowed, n " + freshCount + " and " + oldCount + " in " + minutes
                + " min";
    }

    /** {@code +31 %}, {@code +1.20 points}. */
    public String change(Pairing pairing) {
        return Figures.change(pairing.toMetric(), change);
    }

    /** {@code 508 / 388 ms}: the new side's value, then the old one's. */
    public String values(Pairing pairing) {
        return Figures.value(pairing.toMetric(), fresh) + " / " + Figures.value(pairing.toMetric(), old);
    }

    /** {@code +18 to +46 %}. */
    public String interval(Pairing pairing) {
        String least = Figures.atLeast(pairing.toMetric(), lower);
        return least.substring(0, least.indexOf(' ')) + " to " + Figures.atMost(pairing.toMetric(), upper);
    }
}
