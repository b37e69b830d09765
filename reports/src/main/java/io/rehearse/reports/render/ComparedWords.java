package io.rehearse.reports.render;

import io.rehearse.reports.compare.Comparison;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.compare.Figures;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.compare.Numbers;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.compare.Verdict;
import io.rehearse.reports.compare.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What every rendering says of a comparison in the same words and the same order. */
final class ComparedWords {
    private ComparedWords() {}

    /** Names of the steps, those with the gravest rows first; null, all steps together, stands last. */
    static List<String> worstFirst(Comparison comparison) {
        List<String> steps = new ArrayList<>();
        for (Row row : comparison.rows()) {
            if (!steps.contains(row.step())) {
                steps.add(row.step());
            }
        }
        steps.sort(Comparator.comparing((String step) -> step == null)
                .thenComparing(step -> rows(comparison, step).stream()
                        .mapToInt(ComparedWords::gravity)
                        .min()
                        .orElse(9)));
        return steps;
    }

    private static int gravity(Row row) {
        return switch (mark(row)) {
            case FAIL -> 0;
            case SUSPECT -> 1;
            case INCONCLUSIVE -> 2;
            default -> 3;
        };
    }

    static List<Row> rows(Comparison comparison, String step) {
        return comparison.rows().stream()
                .filter(r -> Objects.equals(r.step(), step))
                .toList();
    }

    /** A row that this load cannot decide at all has no verdict. */
    static Mark mark(Row row) {
        return row.verdict() == Verdict.INCONCLUSIVE && !row.decidable() ? Mark.NONE : Mark.of(row.verdict());
    }

    static Mark mark(Concern concern) {
        return switch (concern.kind().effect()) {
            case FAILS -> Mark.FAIL;
            case INVALIDATES, KEEPS_FROM_PASSING -> Mark.INCONCLUSIVE;
            case TOLD -> Mark.NONE;
        };
    }

    static Html verdict(Row row) {
        return mark(row) == Mark.NONE
                ? Mark.NONE.html("not decidable")
                : mark(row).html();
    }

    /** {@code 2 of 16 rows fail, 1 is suspect, 3 are inconclusive}, or {@code all 16 rows pass}. */
    static String count(Comparison comparison) {
        int all = comparison.rows().size();
        if (all == 0) {
            return "nothing was compared";
        }
        List<String> parts = new ArrayList<>();
        add(parts, number(comparison, Mark.FAIL), "fails", "fail");
        add(parts, number(comparison, Mark.SUSPECT), "is suspect", "are suspect");
        add(parts, number(comparison, Mark.INCONCLUSIVE), "is inconclusive", "are inconclusive");
        add(parts, number(comparison, Mark.NONE), "cannot be decided by this load", "cannot be decided by this load");
        if (parts.isEmpty()) {
            return "all " + all + " rows pass";
        }
        String first = parts.get(0);
        int space = first.indexOf(' ');
        parts.set(0, first.substring(0, space) + " of " + all + " rows" + first.substring(space));
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, long n, String one, String several) {
        if (n > 0) {
            parts.add(n + " " + (n == 1 ? one : several));
        }
    }

    private static long number(Comparison comparison, Mark mark) {
        return comparison.rows().stream().filter(r -> mark(r) == mark).count();
    }

    /** {@code ≥ +12 %}, {@code ≤ +8 %}, {@code not proved}. */
    static String proved(Row row) {
        return Words.proved(row).replace("proved at least ", "\u2265 ").replace("proved at most ", "\u2264 ");
    }

    /** {@code +12 to +31 %}; of what nothing is known, so. */
    static String interval(Numbers n) {
        return Double.isInfinite(n.upper()) ? "not known" : Words.interval(n);
    }

    /** What a step that passes in all its rows is proved to be: {@code at most 8 % slower}; empty if a row does not pass. */
    static Optional<String> asGood(Comparison comparison, String step) {
        double most = Double.NEGATIVE_INFINITY;
        for (Row row : rows(comparison, step)) {
            if (row.verdict() != Verdict.PASS) {
                return Optional.empty();
            }
            if (row.metric().kind() == Metric.Kind.LATENCY) {
                most = Math.max(most, row.numbers().upper());
            }
        }
        if (most == Double.NEGATIVE_INFINITY) {
            return Optional.empty();
        }
        return Optional.of(
                most <= 0
                        ? "not slower"
                        : "at most " + Figures.atMost(Metric.latency(0.5), most).replace("+", "") + " slower");
    }
}
