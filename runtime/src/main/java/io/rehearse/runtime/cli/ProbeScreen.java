package io.rehearse.runtime.cli;

import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.render.Escape;
import io.rehearse.runtime.probe.ProbeRun.Seen;
import io.rehearse.runtime.probe.ProbeStatus;
import io.rehearse.runtime.probe.ProbeWords;
import io.rehearse.runtime.probe.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A probe in at most 80 columns and 24 rows, complete without colour: the word first, then why, the steps (the worst first), the budget,
 * the prober itself, the last failure, what was done, what to do.
 */
final class ProbeScreen {
    static final int COLUMNS = 80;
    static final int ROWS = 24;
    private static final int REASONS_MAX = 3;
    /** Of a latched FAIL: what is now matters more. */
    private static final int LATCHED_MAX = 2;

    private static final int LABEL = 9;

    private ProbeScreen() {}

    /** @param rows of the terminal; the steps get what the rest leaves, the worst first */
    static List<String> lines(Seen seen, Instant now, int rows) {
        ProbeStatus status = seen.status();
        Gate gate = status.gateAt(now);
        List<String> top = new ArrayList<>();
        String up = Texts.minutes(Duration.between(status.zero(), now).toMillis() / 1000.0);
        top.add(status.started().gate().toUpperCase(Locale.ROOT) + "  " + Texts.clock(now) + "Z  up " + up + "  "
                + String.join(", ", ProbeWords.about(status)));
        top.add(">> " + word(gate));
        if (gate.latched()) {
            String since = Texts.clock(status.at(gate.latch().atMillis()));
            some(top, "   why", since + " ", gate.latch().reasons(), LATCHED_MAX);
        }
        some(top, gate.latched() ? "   now" : "   why", "", ProbeWords.now(gate), REASONS_MAX);
        List<String> bottom = bottom(seen, gate, now);
        List<String> out = new ArrayList<>(top);
        out.addAll(steps(seen, Math.min(ROWS, rows) - top.size() - bottom.size()));
        out.addAll(bottom);
        return out.stream()
                .limit(Math.min(ROWS, rows))
                .map(line -> cut(Escape.terminal(line)))
                .toList();
    }

    private static List<String> bottom(Seen seen, Gate gate, Instant now) {
        ProbeStatus status = seen.status();
        List<String> out = new ArrayList<>();
        if (status.standing().budget() != null) {
            wrapped(
                    out,
                    "budget",
                    ProbeWords.budget(status.standing().budget(), status.rules().budget()));
        }
        if (status.hasOld()) {
            wrapped(out, "old", ProbeWords.old(status));
        }
        ProbeWords.downtime(status, now).ifPresent(expected -> wrapped(out, "downtime", expected));
        wrapped(out, "probe", ProbeWords.health(seen));
        seen.failures().stream()
                .limit(1)
                .forEach(failure ->
                        wrapped(out, "failed", Texts.clock(failure.at()) + " " + ProbeWords.failure(failure)));
        if (status.note() != null) {
            wrapped(
                    out,
                    "changed",
                    Texts.clock(status.note().at()) + " " + status.note().text());
        }
        ProbeWords.actions(status).forEach(action -> wrapped(out, "action", action));
        List<ProbeWords.Next> nexts = ProbeWords.next(gate, status);
        for (int i = 0; i < nexts.size(); i++) {
            wrapped(
                    out,
                    i == 0 ? "do" : "",
                    nexts.get(i).word() + ": " + nexts.get(i).text());
        }
        return out;
    }

    /** What a commander does, and the verdict it follows from. */
    static String word(Gate gate) {
        return ProbeWords.command(gate) + "  " + gate.verdict()
                + (gate.latched() ? ", latched" + (gate.recovered() ? "; recovered since" : "") : "");
    }

    /** The first of them, each behind the same words, and how many more there are. */
    private static void some(List<String> out, String label, String before, List<String> reasons, int most) {
        int shown = Math.min(most, reasons.size());
        for (int i = 0; i < shown; i++) {
            wrapped(out, i == 0 ? label : "", before + reasons.get(i));
        }
        if (reasons.size() > shown) {
            out.add(Texts.fit("", LABEL) + " " + (reasons.size() - shown) + " more");
        }
    }

    private static List<String> steps(Seen seen, int room) {
        List<Row> rows = new ArrayList<>(seen.rows());
        if (rows.isEmpty() || room < 3) {
            return List.of();
        }
        rows.sort(Comparator.comparing(Row::state).reversed());
        boolean all = rows.size() <= room - 1;
        int shown = all ? rows.size() : room - 2;
        List<String> out = new ArrayList<>();
        boolean beside = seen.status().hasOld();
        out.add(
                beside
                        ? row("", "OLD OK", "OLD P95", "NEW P95", "CHANGE", "NEW OK", "n", "")
                        : row("", "OK", "P95 NOW", "BASELINE", "CHANGE", "LIMIT", "n", ""));
        for (Row r : rows.subList(0, shown)) {
            out.add(beside ? beside(r, seen.status().standing().sides().isBlind()) : alone(r));
        }
        if (!all) {
            out.add((rows.size() - shown) + " more, none of them worse");
        }
        return out;
    }

    private static String alone(Row r) {
        return row(
                r.step(),
                Figures.percent(r.okShare()),
                Figures.millis(r.p95Millis()),
                Figures.millis(r.baselineMillis()),
                ProbeWords.change(r.change()),
                Figures.millis(r.limitMillis()),
                String.valueOf(r.n()),
                r.state().name());
    }

    /** Old and new beside each other; what the baseline says stands in the reasons. */
    private static String beside(Row r, boolean blind) {
        return row(
                r.step(),
                Figures.percent(r.oldOkShare()),
                Figures.millis(r.oldP95Millis()),
                Figures.millis(r.p95Millis()),
                blind ? "-" : ProbeWords.change(r.changeFromOld()),
                Figures.percent(r.okShare()),
                String.valueOf(r.n()),
                r.state().name());
    }

    private static String row(
            String step, String ok, String now, String base, String change, String limit, String n, String state) {
        return Texts.fit(step, 20) + right(ok, 7) + right(now, 9) + right(base, 9) + right(change, 8) + right(limit, 9)
                + right(n, 7) + "  " + state;
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** The text behind its label, over two lines at most. */
    private static void wrapped(List<String> out, String label, String text) {
        int width = COLUMNS - LABEL - 1;
        String first = text;
        String rest = "";
        if (text.length() > width) {
            int space = text.lastIndexOf(' ', width);
            int at = space > width / 2 ? space : width;
            first = text.substring(0, at);
            rest = text.substring(at).strip();
        }
        out.add(Texts.fit(label, LABEL) + " " + first);
        if (!rest.isEmpty()) {
            out.add(" ".repeat(LABEL + 1) + Texts.fit(rest, width).stripTrailing());
        }
    }

    private static String cut(String line) {
        return line.length() <= COLUMNS
                ? line.stripTrailing()
                : Texts.fit(line, COLUMNS).stripTrailing();
    }
}
