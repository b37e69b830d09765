package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Cusum;
import io.rehearse.reports.gate.ErrorBudget;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Spending;
import io.rehearse.reports.objective.Figures;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A probe as a page, readable on a phone: the word first, then why, the steps, the budget, how the prober itself is, the last failure,
 * what to do next. Complete without script; reloads itself. Everything that came from elsewhere is escaped.
 */
final class StatusPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String STYLE = ":root{color-scheme:light dark;--ink:#1c1c1a;--paper:#fcfcfa;--muted:#5a5a55;"
            + "--hair:#dcdcd5;--fail:#a8201a;--warn:#7a5000;--pass:#22654a}"
            + "@media (prefers-color-scheme:dark){:root{--ink:#e8e6e1;--paper:#141516;--muted:#a8a69f;--hair:#35373a;"
            + "--fail:#ff938a;--warn:#e6b868;--pass:#7fcaa5}}"
            + "body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--paper);color:var(--ink);"
            + "font:15px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}"
            + "h1{font-size:2.6rem;margin:1rem 0 0;line-height:1.1}.FAIL{color:var(--fail)}.INCONCLUSIVE{color:var(--warn)}"
            + ".PASS{color:var(--pass)}.muted{color:var(--muted)}table{border-collapse:collapse;width:100%}"
            + "td,th{padding:.35rem .5rem;border-bottom:1px solid var(--hair);text-align:right;font-weight:400}"
            + "td:first-child,th:first-child{text-align:left;padding-left:0}code{overflow-wrap:anywhere}"
            + ".bad{font-weight:650;color:var(--fail)}@media(max-width:40rem){.wide{display:none}}";

    private final ProbeRun.Seen seen;
    private final ProbeStatus status;
    private final Gate gate;
    private final Instant now;
    private final StringBuilder out = new StringBuilder();

    private StatusPage(ProbeRun.Seen seen, Instant now) {
        this.seen = seen;
        this.status = seen.status();
        this.gate = status.gateAt(now);
        this.now = now;
    }

    static String of(ProbeRun.Seen seen, Instant now) {
        return new StatusPage(seen, now).page();
    }

    private String page() {
        String name = escaped(status.started().gate());
        out.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"")
                .append("width=device-width,initial-scale=1\"><meta http-equiv=\"refresh\" content=\"5\"><title>")
                .append(gate.verdict())
                .append(' ')
                .append(TIME.format(now))
                .append("Z ")
                .append(name)
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>");
        out.append("<p class=\"muted\">gate <b>")
                .append(name)
                .append("</b>, ")
                .append(TIME.format(now))
                .append(" UTC, ")
                .append(fresh())
                .append("; reloads every 5 s</p>");
        out.append("<h1 class=\"")
                .append(gate.verdict())
                .append("\">")
                .append(gate.verdict())
                .append("</h1>");
        why();
        steps();
        budget();
        health();
        next();
        return out.append("</body></html>\n").toString();
    }

    private String fresh() {
        long millis = status.standing().seenMillis();
        return millis < 0
                ? "nothing seen yet"
                : "seen " + Math.max(0, Duration.between(status.at(millis), now).toSeconds()) + " s ago";
    }

    private void why() {
        if (gate.latched()) {
            out.append("<p><b>Failed at ")
                    .append(TIME.format(status.at(gate.latch().atMillis())))
                    .append(" UTC</b>: ")
                    .append(escaped(String.join("; ", gate.latch().reasons())))
                    .append("</p><p>Now: ")
                    .append(
                            gate.recovered()
                                    ? "recovered; FAIL stays until it is cleared"
                                    : gate.current().name())
                    .append(gate.reasons().isEmpty() ? "" : ", " + escaped(String.join("; ", gate.reasons())))
                    .append("</p>");
        } else {
            out.append("<p>")
                    .append(
                            gate.reasons().isEmpty()
                                    ? "No detector has anything against it."
                                    : escaped(String.join("; ", gate.reasons())))
                    .append("</p>");
        }
    }

    private void steps() {
        out.append(
                "<table><thead><tr><th scope=\"col\">step, last 10 min</th><th scope=\"col\">ok</th><th scope=\"col\">p95"
                        + "</th><th scope=\"col\">baseline</th><th scope=\"col\" class=\"wide\">tolerated</th><th scope=\"col\" "
                        + "class=\"wide\">n</th><th scope=\"col\">state</th></tr></thead><tbody>");
        for (Row row : seen.rows()) {
            out.append("<tr><th scope=\"row\">").append(escaped(row.step())).append("</th>");
            cell("", Double.isNaN(row.okShare()) ? "-" : Figures.percent(row.okShare()));
            cell("", millis(row.p95Millis()));
            cell("", millis(row.baselineMillis()));
            cell("wide", millis(row.limitMillis()));
            cell("wide", String.valueOf(row.n()));
            cell(row.state() == Cusum.State.ALARM ? "bad" : "", row.state().name());
            out.append("</tr>");
        }
        out.append("</tbody></table>");
    }

    private static String millis(double value) {
        return Double.isNaN(value) ? "-" : Figures.millis(value);
    }

    private void cell(String type, String text) {
        out.append("<td class=\"").append(type).append("\">").append(text).append("</td>");
    }

    private void budget() {
        Spending spending = status.standing().budget();
        if (spending == null) {
            return;
        }
        ErrorBudget budget = status.rules().budget();
        out.append("<p><b>Budget</b> ")
                .append(ProbeWords.budget(spending, budget))
                .append("</p>");
    }

    private void health() {
        out.append("<p><b>Prober</b> ").append(escaped(ProbeWords.health(seen))).append("</p>");
        for (String action : ProbeWords.actions(status)) {
            out.append("<p><b>Action</b> ").append(escaped(action)).append("</p>");
        }
        for (ProbeRun.ErrorNote failure : seen.failures()) {
            out.append("<p><b>Failed</b> ")
                    .append(TIME.format(failure.at()))
                    .append(' ')
                    .append(escaped(ProbeWords.failure(failure)))
                    .append("</p>");
        }
    }

    private void next() {
        out.append("<p><b>Next</b> ");
        List<String> commands = ProbeWords.next(gate, status);
        commands.forEach(
                command -> out.append("<br><code>").append(escaped(command)).append("</code>"));
        out.append("</p>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
