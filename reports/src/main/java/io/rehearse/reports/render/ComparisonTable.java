package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.compare.RowText;
import io.rehearse.reports.compare.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The rows of a comparison for a terminal, the worst step first; steps that pass take one line. At most 96 columns. */
final class ComparisonTable {
    private static final String FORMAT = "%-13s%10s%11s%9s%15s%7s  %-16s%s";
    private static final int NAME = 19;

    private ComparisonTable() {}

    private record Group(String step, List<Row> rows) {
        Verdict worst() {
            return rows.stream()
                    .filter(r -> r.decidable() || r.verdict() != Verdict.INCONCLUSIVE)
                    .map(Row::verdict)
                    .max(Comparator.naturalOrder())
                    .orElse(Verdict.INCONCLUSIVE);
        }

        double size() {
            return rows.stream()
                    .mapToDouble(r -> r.numbers().estimate() / r.numbers().margin())
                    .filter(d -> !Double.isNaN(d))
                    .max()
                    .orElse(0);
        }
    }

    /** Empty if the comparison has no rows. */
    static List<String> lines(Compared compared) {
        List<Row> rows = compared.comparison().rows();
        if (rows.isEmpty()) return List.of();
        List<Group> groups = new ArrayList<>();
        rows.stream()
                .map(Row::step)
                .distinct()
                .forEach(step -> groups.add(new Group(
                        step,
                        rows.stream()
                                .filter(r -> java.util.Objects.equals(r.step(), step))
                                .toList())));
        groups.sort(Comparator.comparing(Group::worst)
                .reversed()
                .thenComparing(g -> g.step() == null)
                .thenComparing(g -> -g.size()));
        List<String> lines = new ArrayList<>();
        lines.add(String.format(FORMAT, "", "baseline", "this run", "change", "interval", "limit", "proved", "verdict")
                .stripTrailing());
        groups.forEach(g -> group(g, lines));
        return lines;
    }

    private static void group(Group group, List<String> lines) {
        String name = group.step() == null ? "All steps" : Escape.terminal(group.step());
        if (group.worst() == Verdict.PASS) {
            lines.add(TextSummary.fit(name, NAME) + passed(group.rows()));
            return;
        }
        lines.add(name);
        for (Row row : group.rows()) {
            RowText t = RowText.of(row);
            lines.add(String.format(
                            FORMAT,
                            "  " + row.metric().label(),
                            t.base(),
                            t.candidate(),
                            t.change().replace(" points", ""),
                            t.interval().replace(" points", "").replace(" %", ""),
                            t.limit().replace(" points", ""),
                            t.proved().replace(" points", ""),
                            t.verdict())
                    .stripTrailing());
        }
    }

    /** {@code 4 rows pass; percentiles at most 8 % slower, errors at most +0.20 points}. */
    private static String passed(List<Row> rows) {
        List<Row> pass = rows.stream().filter(r -> r.verdict() == Verdict.PASS).toList();
        List<String> open = rows.stream()
                .filter(r -> r.verdict() != Verdict.PASS)
                .map(r -> r.metric().label())
                .toList();
        List<String> words = new ArrayList<>();
        worst(pass, Metric.Kind.LATENCY).ifPresent(r -> {
            String most = RowText.of(r).proved().replace("at most ", "").replace("+", "");
            words.add(r.numbers().upper() <= 0 ? "no percentile slower" : "percentiles at most " + most + " slower");
        });
        worst(pass, Metric.Kind.ERRORS)
                .ifPresent(r -> words.add("errors " + RowText.of(r).proved()));
        return String.format(Locale.ROOT, "%d %s; ", pass.size(), pass.size() == 1 ? "row passes" : "rows pass")
                + String.join(", ", words)
                + (open.isEmpty() ? "" : "; too few values for " + String.join(", ", open));
    }

    private static java.util.Optional<Row> worst(List<Row> rows, Metric.Kind kind) {
        return rows.stream()
                .filter(r -> r.metric().kind() == kind)
                .max(Comparator.comparingDouble(r -> r.numbers().upper()));
    }

    /** {@code noise between runs 3.6 % at p95 (measured, 5 + 3 runs)}; empty without a row that knows it. */
    static String noise(Compared compared) {
        var setup = compared.comparison().setup();
        String runs = setup.baseRuns() + " + " + setup.candidateRuns() + " runs";
        return compared.comparison().rows().stream()
                .filter(r -> r.step() == null
                        && r.metric().kind() == Metric.Kind.LATENCY
                        && r.metric().quantile() >= 0.9)
                .filter(r -> r.numbers().runVariance() > 0)
                .findFirst()
                .map(r -> {
                    double between =
                            Math.max(0, r.numbers().runVariance() - r.numbers().withinVariance());
                    return String.format(
                            Locale.ROOT,
                            "noise between runs %.1f %% at %s (%s, %s)",
                            100 * Math.expm1(Math.sqrt(between)),
                            r.metric().label(),
                            setup.measuredDf() > 0 ? "measured" : "assumed",
                            runs);
                })
                .orElse("");
    }
}
