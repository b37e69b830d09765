package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Comparison;
import io.rehearse.reports.compare.Figures;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.compare.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rows of a comparison come to, step by step, in a line each; an unchanged step is stated too. */
final class TopComparison {
    private TopComparison() {}

    record Line(Mark mark, String text) {}

    static List<Line> of(Compared compared) {
        Comparison comparison = compared.comparison();
        List<Line> lines = new ArrayList<>();
        for (String step : ComparedWords.worstFirst(comparison)) {
            failing(comparison, step, lines);
        }
        suspects(comparison, lines);
        alike(compared, lines);
        open(comparison, Mark.INCONCLUSIVE, "not decided: ", lines);
        open(comparison, Mark.NONE, "this load cannot decide ", lines);
        return lines;
    }

    private static void failing(Comparison comparison, String step, List<Line> lines) {
        List<String> rows = ComparedWords.rows(comparison, step).stream()
                .filter(r -> ComparedWords.mark(r) == Mark.FAIL)
                .map(r -> r.metric().label() + " " + change(r) + ", " + Words.proved(r))
                .toList();
        if (!rows.isEmpty()) {
            lines.add(new Line(Mark.FAIL, name(step) + ": " + String.join("; ", rows)));
        }
    }

    private static void suspects(Comparison comparison, List<Line> lines) {
        for (Row row : comparison.rows()) {
            if (ComparedWords.mark(row) == Mark.SUSPECT) {
                lines.add(new Line(
                        Mark.SUSPECT,
                        name(row.step()) + ": " + row.metric().label() + " from "
                                + Figures.value(row.metric(), row.numbers().base()) + " to "
                                + Figures.value(row.metric(), row.numbers().candidate()) + " (" + change(row)
                                + "), not proved"));
            }
        }
    }

    private static void alike(Compared compared, List<Line> lines) {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        for (String step : ComparedWords.worstFirst(compared.comparison())) {
            if (step != null) {
                ComparedWords.asGood(compared.comparison(), step)
                        .ifPresent(proved -> alike.computeIfAbsent(proved, p -> new ArrayList<>())
                                .add(step));
            }
        }
        alike.forEach((proved, steps) -> lines.add(new Line(
                Mark.PASS,
                String.join(", ", steps) + (steps.size() == 1 ? " is" : " are") + " as good as " + compared.baseline()
                        + ": proved " + proved)));
    }

    private static void open(Comparison comparison, Mark mark, String start, List<Line> lines) {
        Map<String, List<String>> open = new LinkedHashMap<>();
        for (Row row : comparison.rows()) {
            if (ComparedWords.mark(row) == mark) {
                open.computeIfAbsent(name(row.step()), s -> new ArrayList<>())
                        .add(row.metric().label());
            }
        }
        if (!open.isEmpty()) {
            List<String> parts = new ArrayList<>();
            open.forEach((step, metrics) ->
                    parts.add(String.join(", ", metrics) + " of " + step.replace("All steps", "all steps")));
            lines.add(new Line(mark, start + String.join("; ", parts)));
        }
    }

    private static String change(Row row) {
        return Figures.change(row.metric(), row.numbers().estimate());
    }

    private static String name(String step) {
        return step == null ? "All steps" : step;
    }
}
