package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Cusum;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.PairState;
import io.rehearse.reports.gate.PairWindow;
import io.rehearse.reports.gate.Pairing;
import io.rehearse.reports.gate.SideBySide;
import io.rehearse.reports.gate.Standing;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.render.Escape;
import io.rehearse.reports.render.HashSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A probe as a page, readable on a phone: the word first, then why, what can be done, the steps (the worst first), the budget, how the
 * prober itself is, the last failures. Complete without script, when it reloads itself; with it, it is pushed to. Everything that came
 * from elsewhere is escaped.
 */
final class StatusPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    static final String STYLE = resource("status.css");
    private static final String SCRIPT = resource("status.js");

    /** What the page may load: its own style, its own script, its own events; nothing else, from nowhere else. */
    static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src " + HashSource.of(SCRIPT)
            + "; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final ProbeRun.Seen seen;
    private final ProbeStatus status;
    private final Gate gate;
    private final Instant now;
    private final StringBuilder out = new StringBuilder();

    /** What changes from second to second. */
    record Parts(String title, String main) {}

    private StatusPage(ProbeRun.Seen seen, Instant now) {
        this.seen = seen;
        this.status = seen.status();
        this.gate = status.gateAt(now);
        this.now = now;
    }

    static String of(ProbeRun.Seen seen, Instant now) {
        Parts parts = parts(seen, now);
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\">"
                + "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript><title>" + escaped(parts.title())
                + "</title><style>" + STYLE + "</style></head><body><main>" + parts.main() + "</main><script>" + SCRIPT
                + "</script></body></html>\n";
    }

    static Parts parts(ProbeRun.Seen seen, Instant now) {
        StatusPage page = new StatusPage(seen, now);
        String title = ProbeWords.command(page.gate) + " " + TIME.format(now) + "Z "
                + page.status.started().gate();
        return new Parts(title, page.main());
    }

    private String main() {
        top();
        word();
        why();
        out.append("<div class=\"two\">");
        chart();
        next();
        out.append("</div>");
        sides();
        steps();
        note();
        around();
        failures();
        footer();
        return out.toString();
    }

    private void top() {
        out.append("<header class=\"top\"><span>");
        for (String about : ProbeWords.about(status)) {
            out.append(escaped(about)).append(", ");
        }
        out.append("gate <b>")
                .append(escaped(status.started().gate()))
                .append("</b></span> <span><b>")
                .append(TIME.format(now))
                .append(" UTC</b>, since ")
                .append(TIME.format(status.zero()))
                .append("</span> <span><b>")
                .append(fresh())
                .append("</b></span></header>");
    }

    private String fresh() {
        long millis = status.standing().seenMillis();
        return millis < 0 ? "nothing seen yet" : "seen " + ago(status.at(millis)) + " ago";
    }

    private String ago(Instant then) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    private void word() {
        out.append("<div class=\"big\"><h1 class=\"")
                .append(gate.verdict())
                .append("\">")
                .append(icon(gate.verdict()))
                .append(ProbeWords.command(gate))
                .append("</h1><div class=\"by\">")
                .append(gate.verdict());
        if (gate.latched()) {
            Instant failed = status.at(gate.latch().atMillis());
            out.append(" since ")
                    .append(TIME.format(failed))
                    .append(" <span>")
                    .append(ago(failed))
                    .append(" ago; now ")
                    .append(
                            gate.recovered()
                                    ? "recovered"
                                    : gate.current() == Verdict.FAIL ? "still failing" : "not known")
                    .append(". It stays FAIL until a person clears it.</span>");
        }
        ProbeWords.downtime(status, now)
                .ifPresent(expected ->
                        out.append(" <span>").append(escaped(expected)).append("</span>"));
        out.append("</div></div>");
    }

    private static String icon(Verdict verdict) {
        String path = switch (verdict) {
            case PASS -> "M2.2 7.6l3.2 3.2 6.4-7.4";
            case FAIL -> "M2.5 2.5l9 9M11.5 2.5l-9 9";
            default -> "M7 1l6 6-6 6-6-6z";
        };
        return "<svg viewBox=\"0 0 14 14\" aria-hidden=\"true\"><path d=\"" + path
                + "\" fill=\"none\" class=\"s-word\" stroke-width=\"1.8\"/></svg>";
    }

    private void why() {
        List<String> reasons = gate.latched() ? gate.latch().reasons() : gate.reasons();
        reasons("lead", reasons.isEmpty() ? List.of("No detector has anything against it.") : reasons);
        if (gate.latched() && !gate.reasons().isEmpty() && !gate.reasons().equals(reasons)) {
            out.append("<p class=\"note\">Now: ")
                    .append(escaped(String.join("; ", gate.reasons())))
                    .append("</p>");
        }
    }

    private void reasons(String type, List<String> reasons) {
        if (reasons.size() == 1) {
            out.append("<p class=\"lead\">").append(escaped(reasons.get(0))).append("</p>");
            return;
        }
        out.append("<ul class=\"").append(type).append("\">");
        reasons.forEach(reason -> out.append("<li>").append(escaped(reason)).append("</li>"));
        out.append("</ul>");
    }

    private List<Row> rows() {
        return seen.rows().stream()
                .sorted(Comparator.comparing(Row::state)
                        .thenComparing(Row::evidence)
                        .reversed())
                .toList();
    }

    private void chart() {
        out.append("<figure>");
        if (!rows().isEmpty()) {
            Row worst = rows().get(0);
            out.append("<figcaption>")
                    .append(escaped(worst.step()))
                    .append(", p95 of each minute")
                    .append(status.hasOld() ? ", new drawn through, old in dashes" : "")
                    .append("; a red mark is a minute with failures")
                    .append(status.hasOld() ? " of new" : "")
                    .append("</figcaption>")
                    .append(HistoryChart.of(
                            minutes(seen.tallies(), worst.step()), minutes(seen.old(), worst.step()), worst));
        }
        out.append("</figure>");
    }

    private static List<Tallies.Minute> minutes(Tallies of, String step) {
        return of == null
                ? List.of()
                : of.steps().stream()
                        .filter(s -> s.step().equals(step))
                        .findFirst()
                        .map(Tallies.StepFigures::minutes)
                        .orElse(List.of());
    }

    private void next() {
        out.append("<div class=\"next\"><h2>What you can do now</h2><ul>");
        for (ProbeWords.Next next : ProbeWords.next(gate, status)) {
            out.append("<li><b>").append(escaped(next.word())).append("</b>");
            String tag = next.isCommand() ? "code" : "span";
            out.append('<').append(tag).append('>').append(escaped(next.text()));
            out.append("</").append(tag).append("></li>");
        }
        out.append("</ul></div>");
    }

    /** Every step against old: how much worse, and below it new's value and old's. */
    private void sides() {
        SideBySide sides = status.standing().sides();
        if (sides == null) {
            return;
        }
        List<Pairing> pairings = status.rules().pairings();
        out.append("<h2>New against old</h2>");
        if (sides.isBlind()) {
            out.append("<p class=\"note\"><b>Old ")
                    .append(escaped(ProbeWords.old(status)))
                    .append(".</b> Below is what was last seen.</p>");
        }
        out.append("<table class=\"stack steps sides\"><thead><tr><th scope=\"col\" class=\"l\">Step</th>");
        pairings.stream()
                .map(Pairing::metric)
                .distinct()
                .forEach(metric ->
                        out.append("<th scope=\"col\">").append(metric).append("</th>"));
        out.append("</tr></thead><tbody>");
        for (String step : rows().stream().map(Row::step).toList()) {
            out.append("<tr><th scope=\"row\" class=\"l w\">")
                    .append(escaped(step))
                    .append("</th>");
            for (int i = 0; i < pairings.size(); i++) {
                if (pairings.get(i).step().equals(step)) {
                    side(pairings.get(i), sides.pairs().get(i));
                }
            }
            out.append("</tr>");
        }
        out.append("</tbody></table><p class=\"note\">New / old of the last ")
                .append(PairWindow.SHORT_MINUTES)
                .append(" or ")
                .append(PairWindow.LONG_MINUTES)
                .append(
                        " minutes, looked at once a minute. ALARM is proved: worse by more than is allowed, with at most one"
                                + " false alarm in 30 days. What disturbs both sides cancels.</p>");
    }

    private void side(Pairing pairing, PairState pair) {
        out.append("<td class=\"")
                .append(pair.state())
                .append("\" data-l=\"")
                .append(pairing.metric())
                .append("\"");
        if (pair.look().saysNothing()) {
            out.append("><span class=\"few\">too few</span></td>");
            return;
        }
        out.append(" title=\"")
                .append(escaped(pair.look().words(pairing)))
                .append("\"><b>")
                .append(
                        pair.state() == Cusum.State.ALARM || pair.state() == Cusum.State.WATCH
                                ? pair.state() + " "
                                : "")
                .append(escaped(pair.look().change(pairing)))
                .append("</b><small>")
                .append(escaped(pair.look().values(pairing)))
                .append("</small></td>");
    }

    private void steps() {
        out.append("<h2>Steps, last 10 minutes</h2><table class=\"stack steps\"><thead><tr>");
        out.append("<th scope=\"col\" class=\"l\">Step</th>");
        boolean based = !status.hasOld() || !status.rules().streams().isEmpty();
        List<String> heads = !based
                ? List.of("ok", "old ok", "p95", "old p95", "n", "evidence")
                : status.hasOld()
                        ? List.of(
                                "ok",
                                "old ok",
                                "p95",
                                "old p95",
                                "baseline",
                                "to baseline",
                                "tolerated",
                                "n",
                                "evidence")
                        : List.of("ok", "p95", "baseline", "change", "tolerated", "n", "evidence");
        for (String head : heads) {
            out.append("<th scope=\"col\">").append(head).append("</th>");
        }
        out.append("<th scope=\"col\" class=\"l\">state</th></tr></thead><tbody>");
        for (Row row : rows()) {
            out.append("<tr class=\"").append(row.state()).append("\"><th scope=\"row\" class=\"l w\">");
            out.append(escaped(row.step())).append("</th>");
            cell("ok", Figures.percent(row.okShare()));
            if (status.hasOld()) {
                cell("old ok", Figures.percent(row.oldOkShare()));
            }
            cell("p95", Figures.millis(row.p95Millis()));
            if (status.hasOld()) {
                cell("old p95", Figures.millis(row.oldP95Millis()));
            }
            if (based) {
                cell("baseline", Figures.millis(row.baselineMillis()));
                cell(status.hasOld() ? "to baseline" : "change", ProbeWords.change(row.change()));
                cell("tolerated", Figures.millis(row.limitMillis()));
            }
            cell("n", String.valueOf(row.n()));
            cell("evidence", evidence(row));
            out.append("<td class=\"l state\"><span class=\"mark\">")
                    .append(icon(verdict(row.state())))
                    .append(row.state())
                    .append("</span></td></tr>");
        }
        out.append(
                        "</tbody></table><p class=\"note\">Evidence against a step grows with every minute that is worse than")
                .append(
                        " tolerated and shrinks with every one that is not: WATCH in the middle, ALARM at the end of the bar.");
        String leftOut = status.started().about().get("leftOut");
        out.append(leftOut == null ? "" : " Not watched: " + escaped(leftOut) + ".")
                .append("</p>");
    }

    private static Verdict verdict(Cusum.State state) {
        return switch (state) {
            case ALARM -> Verdict.FAIL;
            case WATCH -> Verdict.INCONCLUSIVE;
            default -> Verdict.PASS;
        };
    }

    private static String evidence(Row row) {
        String fill = switch (row.state()) {
            case ALARM -> "f-fail";
            case WATCH -> "f-warn";
            default -> "f-grey";
        };
        return String.format(
                Locale.ROOT,
                "<svg width=\"84\" height=\"10\" role=\"img\" aria-label=\"%.0f %%\"><rect y=\"3\" width=\"80\" height=\"4\""
                        + " class=\"f-hair\"/><rect y=\"3\" width=\"%.1f\" height=\"4\" class=\"%s\"/><path d=\"M40 1v8M80"
                        + " 0v10\" class=\"s-grey\"/></svg>",
                100 * row.evidence(),
                80 * row.evidence(),
                fill);
    }

    private void cell(String label, String text) {
        out.append("<td data-l=\"").append(label).append("\">").append(text).append("</td>");
    }

    private void note() {
        if (status.note() != null) {
            out.append("<p class=\"note\"><b>Changed ")
                    .append(TIME.format(status.note().at()))
                    .append("</b> ")
                    .append(escaped(status.note().text()))
                    .append("</p>");
        }
    }

    private void around() {
        Standing standing = status.standing();
        out.append(status.hasOld() ? "<div class=\"grid five\">" : "<div class=\"grid\">");
        part(
                "Error budget",
                standing.budget() == null
                        ? "none: give one with --budget or budget in pass"
                        : ProbeWords.budget(standing.budget(), status.rules().budget()));
        part(
                status.hasOld() ? "Is new up?" : "Is the target up?",
                standing.outage().down()
                        ? "No, since " + TIME.format(status.at(standing.outage().sinceMillis()))
                        : standing.outage().last().isEmpty()
                                ? "nothing seen yet"
                                : "Yes. " + standing.walks() + " walks seen");
        if (status.hasOld()) {
            part("Is old up?", sentence(ProbeWords.old(status)));
        }
        part("Is the probe itself sane?", ProbeWords.health(seen));
        List<String> actions = ProbeWords.actions(status);
        part("Actions", actions.isEmpty() ? "nothing to tell of" : String.join("; ", actions));
        out.append("</div>");
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private void part(String head, String text) {
        out.append("<div><h2>")
                .append(head)
                .append("</h2><p>")
                .append(escaped(text))
                .append("</p></div>");
    }

    private void failures() {
        if (seen.failures().isEmpty()) {
            return;
        }
        out.append(
                        "<h2>Last failures</h2><table class=\"stack failures\"><thead><tr><th scope=\"col\" class=\"l\">Time</th>")
                .append("<th scope=\"col\" class=\"l\">Step</th><th scope=\"col\" class=\"l\">What</th>")
                .append("<th scope=\"col\" class=\"l\">Trace</th></tr></thead><tbody>");
        for (ProbeRun.ErrorNote failure : seen.failures()) {
            out.append("<tr><td class=\"l\">").append(TIME.format(failure.at())).append("</td><td class=\"l w\">");
            out.append(escaped(failure.step())).append("</td><td class=\"l w\">");
            out.append(escaped(failure.message())).append("</td><td class=\"l w\"><code>");
            out.append(failure.traceId() == null ? "-" : escaped(failure.traceId()))
                    .append("</code></td></tr>");
        }
        out.append("</tbody></table>");
    }

    private void footer() {
        String name = escaped(status.started().gate());
        out.append("<footer>Same content: <a href=\"api/v1/gates/")
                .append(name)
                .append("\">JSON</a>, <a href=\"metrics\">metrics</a>. Journal: <code>")
                .append(escaped(status.journal().toString()))
                .append("</code>. A verdict older than ")
                .append(3 * status.rules().intervalMillis() / 1000)
                .append(" s is INCONCLUSIVE.</footer>");
    }

    static String escaped(String text) {
        return Escape.html(text).replace(" %", "&nbsp;%"); // a number and its unit stay together
    }

    private static String resource(String name) {
        try (InputStream in = StatusPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
