package io.rehearse.reports.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * From numbers to verdicts.
 *
 * <pre>
 * FAIL     proved worse (all rows together at 1 %), the lower bound above zero, and the estimate at least the margin
 * SUSPECT  the same at 10 %, whatever the lower bound
 * PASS     the upper bound is below the limit
 * else     INCONCLUSIVE
 * </pre>
 *
 * With rows relative to the other steps, half of each level goes to the rows as such and half to the relative ones; a relative FAIL
 * also needs both estimates beyond the margin. PASS needs no correction for many rows: every row must pass.
 */
final class Decision {
    private Decision() {}

    static List<Row> rows(List<Numbers> all, Method.Levels levels, Function<Numbers, Needed> needed) {
        int[] withRelative = IntStream.range(0, all.size())
                .filter(i -> all.get(i).relative() != null)
                .toArray();
        double share = withRelative.length > 0 ? 0.5 : 1;
        double[] p = all.stream().mapToDouble(Numbers::p).toArray();
        double[] relativeP = IntStream.of(withRelative)
                .mapToDouble(i -> all.get(i).relative().p())
                .toArray();
        boolean[] fail = BenjaminiHochberg.rejected(p, levels.fail() * share);
        boolean[] suspect = BenjaminiHochberg.rejected(p, levels.suspect() * share);
        double[] adjusted = BenjaminiHochberg.adjusted(p);
        boolean[] relativeFail =
                spread(BenjaminiHochberg.rejected(relativeP, levels.fail() * share), withRelative, all.size());
        boolean[] relativeSuspect =
                spread(BenjaminiHochberg.rejected(relativeP, levels.suspect() * share), withRelative, all.size());
        double[] relativeAdjusted = BenjaminiHochberg.adjusted(relativeP);
        for (int j = 0; j < withRelative.length; j++) {
            adjusted[withRelative[j]] = Math.min(adjusted[withRelative[j]], relativeAdjusted[j]);
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Numbers n = all.get(i);
            Verdict verdict = verdict(n, fail[i], suspect[i], relativeFail[i], relativeSuspect[i]);
            boolean open = verdict == Verdict.INCONCLUSIVE || verdict == Verdict.SUSPECT;
            rows.add(new Row(
                    n, Math.min(1, adjusted[i] / share), n.decidable(), verdict, open ? needed.apply(n) : null));
        }
        return rows;
    }

    private static Verdict verdict(
            Numbers n, boolean fail, boolean suspect, boolean relativeFail, boolean relativeSuspect) {
        boolean judgedAnyway = n.cause() == Numbers.Cause.NONE || n.cause() == Numbers.Cause.TOO_FEW;
        if (!judgedAnyway) return Verdict.INCONCLUSIVE;
        boolean far = n.estimate() >= n.margin();
        boolean relativeFar = far && n.relative() != null && n.relative().estimate() >= n.margin();
        // with a few seconds of data the bounds have fewer degrees of freedom than p: what the interval leaves open is
        // not proved
        boolean proved = fail && n.lower() > 0;
        if ((proved && far) || (relativeFail && relativeFar)) return Verdict.FAIL;
        if ((suspect && far) || (relativeSuspect && relativeFar)) return Verdict.SUSPECT;
        return n.upper() < n.limit() ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }

    private static boolean[] spread(boolean[] values, int[] to, int size) {
        boolean[] out = new boolean[size];
        for (int j = 0; j < to.length; j++) out[to[j]] = values[j];
        return out;
    }

    /** The rows alone: FAIL if any fails, PASS if every row that counts passes. */
    static Verdict overall(List<Row> rows, boolean strict) {
        if (rows.isEmpty()) return Verdict.INCONCLUSIVE;
        boolean pass = true;
        for (Row row : rows) {
            if (row.verdict() == Verdict.FAIL) return Verdict.FAIL;
            boolean counts = row.decidable() || strict;
            if (row.verdict() == Verdict.SUSPECT || (row.verdict() == Verdict.INCONCLUSIVE && counts)) pass = false;
        }
        return pass ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }
}
