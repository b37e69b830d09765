package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.summary.Percentiles;
import io.rehearse.reports.summary.Summary.StepRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The steps of old and new beside each other, for the last words in the terminal; worst first, at most 96 columns. */
final class SideRows {
    private static final int NAME = 24;
    private static final int COUNT = 8;
    private static final int FAILED = 6;
    private static final int MILLIS = 7;

    private SideRows() {}

    static List<String> of(RunReport report) {
        Map<List<String>, StepRow[]> pairs = new LinkedHashMap<>();
        for (StepRow row : Sentences.worstStepsFirst(report.summary())) {
            pairs.computeIfAbsent(List.of(row.journey(), row.step()), step -> new StepRow[2])[row.side()] = row;
        }
        List<String> lines = new ArrayList<>();
        lines.add(" ".repeat(NAME)
                + over("ok", COUNT)
                + over("failed", FAILED)
                + over("p50 ms", MILLIS)
                + over("p95 ms", MILLIS)
                + over("p99 ms", MILLIS));
        lines.add(" ".repeat(NAME)
                + pair("old", "new", COUNT)
                + pair("old", "new", FAILED)
                + pair("old", "new", MILLIS).repeat(3));
        pairs.values().forEach(pair -> lines.add(line(report, pair[0], pair[1])));
        lines.replaceAll(String::stripTrailing);
        return lines;
    }

    private static String line(RunReport report, StepRow old, StepRow fresh) {
        return TextSummary.fit(report.stepName(old), NAME)
                + pair(String.valueOf(old.ok()), String.valueOf(fresh.ok()), COUNT)
                + pair(String.valueOf(old.failed()), String.valueOf(fresh.failed()), FAILED)
                + millis(old, fresh, Percentiles::p50Ms)
                + millis(old, fresh, Percentiles::p95Ms)
                + millis(old, fresh, Percentiles::p99Ms);
    }

    private static String millis(StepRow old, StepRow fresh, ToDoubleFunction<Percentiles> value) {
        return pair(millis(old, value), millis(fresh, value), MILLIS);
    }

    private static String millis(StepRow row, ToDoubleFunction<Percentiles> value) {
        return row.response() == null ? "-" : Figures.digits(value.applyAsDouble(row.response()));
    }

    private static String pair(String old, String fresh, int width) {
        return String.format("%" + width + "s%" + width + "s", old, fresh);
    }

    /** Over the two columns of a pair, which are flush right. */
    private static String over(String text, int width) {
        int left = (2 * width - text.length() + 3) / 2;
        return " ".repeat(left) + text + " ".repeat(2 * width - left - text.length());
    }
}
