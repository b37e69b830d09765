package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Row;
import java.util.List;

/** A comparison by itself in the terminal: verdict first, complete without colour, at most 96 columns. */
public final class ComparisonText {
    private ComparisonText() {}

    /** @param exitCode of the command, told in the last line */
    public static String of(Compared compared, int exitCode) {
        TextLines lines = new TextLines();
        List<String> reasons = compared.words().reasons();
        String verdict = compared.verdict().name();
        lines.wrap(verdict + "  ", reasons.get(0), verdict.length() + 2);
        lines.blank();
        List<String> table = ComparisonTable.lines(compared);
        table.forEach(lines::line);
        if (!table.isEmpty()) lines.blank();
        List<String> said = said(compared);
        boolean first = true;
        for (String reason : reasons.subList(1, reasons.size())) {
            if (said.contains(reason)) continue;
            lines.labelled(first ? "also" : "", reason);
            first = false;
        }
        String noise = ComparisonTable.noise(compared);
        lines.labelled(
                "judged",
                compared.comparison().setup().judgedSeconds() + " s a run" + (noise.isEmpty() ? "" : "; " + noise));
        lines.labelled("exit code", String.valueOf(exitCode));
        return lines.text();
    }

    /** What the table says already: sentences of rows that do not say what is needed. */
    static List<String> said(Compared compared) {
        return compared.comparison().rows().stream()
                .filter(r -> compared.words().needed(r).isEmpty())
                .map((Row r) -> compared.words().row(r))
                .toList();
    }
}
