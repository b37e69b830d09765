package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Downtimes;
import io.rehearse.reports.gate.ErrorBudget;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.PairWindow;
import io.rehearse.reports.gate.SideBySide;
import io.rehearse.reports.gate.Spending;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.Verdict;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Sentences that the page and the terminal share. Not escaped: who prints them does that. */
public final class ProbeWords {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ProbeWords() {}

    /** {@code budget 99.5 % over 240 min}. */
    public static String inShort(ErrorBudget budget) {
        return "budget " + Figures.percent(budget.goal()) + " over " + Figures.seconds(budget.windowMillis() / 1000.0);
    }

    /** {@code +21 %}, or a dash for none. */
    public static String change(double fraction) {
        return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%+.0f %%", 100 * fraction);
    }

    /** {@code 4 of 21 failed walks used, 81 % left; burn 0.8x, lasts past its window}. */
    public static String budget(Spending spending, ErrorBudget budget) {
        double burn = spending.burn(budget, false);
        double left = spending.exhaustedInMillis(budget);
        String lasts = left >= budget.windowMillis()
                ? "lasts past its window"
                : "used up in " + Figures.seconds(Math.ceil(left / 60_000) * 60);
        return spending.inWords(budget) + ", "
                + Figures.percent(Math.max(0, spending.left(budget))) + " left; burn " + Figures.digits(burn) + "x, "
                + (spending.state() == Spending.State.EXHAUSTED ? "EXHAUSTED" : lasts);
    }

    /** How the old side is, and whether new can be held against it; null if none is walked. */
    public static String old(ProbeStatus status) {
        SideBySide sides = status.standing().sides();
        if (sides == null) {
            return null;
        }
        if (sides.old().down()) {
            return "DOWN since " + TIME.format(status.at(sides.old().sinceMillis()))
                    + ": there is nothing to hold new against";
        }
        if (sides.isBlind()) {
            return "fails " + Figures.percent(sides.oldFailed())
                    + " of its requests: there is nothing to hold new against";
        }
        if (sides.old().last().isEmpty()) {
            return "nothing seen yet";
        }
        String compared =
                Figures.seconds(sides.seenSeconds()) + " of the last " + PairWindow.SHORT_MINUTES + " min compared";
        int driver = sides.driver();
        String what =
                sides.pairs().get(driver).look().words(status.rules().pairings().get(driver));
        return "up; new is "
                + switch (sides.state()) {
                    case ALARM -> "WORSE: " + what;
                    case WATCH -> "perhaps worse: " + what;
                    case RECOVERED -> "no longer worse, " + compared;
                    case OK -> (sides.isEnough() ? "not proved worse, " : "not held against it yet, ") + compared;
                };
    }

    /** {@code expected to be down until 22:30:00: reason}, or of the next one when it begins. */
    public static Optional<String> downtime(ProbeStatus status, Instant now) {
        Downtimes downtimes = status.standing().downtimes();
        long millis = status.millis(now);
        Optional<String> present = downtimes
                .at(millis)
                .map(down -> "expected to be down until " + clock(status, down.toMillis()) + ": " + down.reason());
        return present.or(() -> downtimes
                .next(millis)
                .map(down -> "expected to be down from " + day(status, down.fromMillis()) + " to "
                        + clock(status, down.toMillis()) + ": " + down.reason()));
    }

    private static String clock(ProbeStatus status, long millis) {
        return TIME.format(status.second(millis));
    }

    private static String day(ProbeStatus status, long millis) {
        return DAY.format(status.second(millis));
    }

    /** How the prober itself is. */
    public static String health(ProbeRun.Seen seen) {
        String journal = seen.status().journalError();
        Tallies tallies = seen.tallies();
        String late = tallies == null
                ? "nothing measured yet"
                : "late " + Figures.millis(tallies.lateMillisMax()) + ", " + tallies.dropped() + " dropped";
        return seen.status().standing().walks() + " walks, " + late + ", "
                + (journal == null ? "journal written" : "JOURNAL: " + journal)
                + (seen.runError() == null ? "" : ", RUN DIRECTORY: " + seen.runError())
                + (seen.exportError() == null ? "" : ", OTLP: " + seen.exportError())
                + (seen.notTaken() > 0 ? ", " + seen.notTaken() + " intervals lost" : "");
    }

    /** Actions that did not simply work, the newest first, at most three. */
    public static List<String> actions(ProbeStatus status) {
        List<String> all = status.deeds().stream()
                .filter(d -> d.rollback() || d.outcome() == null || !d.outcome().ok())
                .map(d -> (d.rollback() ? "rollback " : "") + d.action() + ": "
                        + (d.outcome() == null
                                ? "under way, or its outcome will never be known"
                                : (d.outcome().ok() ? "done, " : "FAILED, ")
                                        + d.outcome().text()))
                .toList();
        List<String> newest = new ArrayList<>(all.subList(Math.max(0, all.size() - 3), all.size()));
        java.util.Collections.reverse(newest);
        return newest;
    }

    /** A failure in a line, with the trace to look for. */
    public static String failure(ProbeRun.ErrorNote failure) {
        return failure.step() + ": " + failure.message()
                + (failure.traceId() == null ? "" : ", trace " + failure.traceId());
    }

    /** What a commander does. */
    public static String command(Gate gate) {
        if (gate.verdict() == Verdict.FAIL) {
            return "ROLL BACK";
        }
        return gate.verdict() == Verdict.PASS ? "GO" : "HOLD";
    }

    /** How it is at present, whatever was latched; never empty. */
    public static List<String> now(Gate gate) {
        if (!gate.latched()) {
            return gate.reasons().isEmpty() ? List.of("no detector has anything against it") : gate.reasons();
        }
        if (gate.recovered()) {
            return List.of("recovered: no detector has anything against it any more");
        }
        String word = gate.current() == Verdict.FAIL ? "still failing" : "not known";
        if (gate.reasons().equals(gate.latch().reasons())) {
            return List.of(word + ", for the same");
        }
        List<String> reasons = new ArrayList<>(gate.reasons());
        reasons.set(0, word + ": " + reasons.get(0));
        return reasons;
    }

    /** What is watched: {@code env new}, {@code load canary}, {@code against before-cutover}. */
    public static List<String> about(ProbeStatus status) {
        Map<String, String> about = status.started().about();
        String beside = about.containsKey(Started.BESIDE) ? " beside " + about.get(Started.BESIDE) : "";
        return Stream.of(Started.ENVIRONMENT, "load", "baseline")
                .filter(about::containsKey)
                .map(key -> (key.equals("baseline") ? "against" : key) + " " + about.get(key)
                        + (key.equals(Started.ENVIRONMENT) ? beside : ""))
                .toList();
    }

    /**
     * Something that can be done.
     *
     * @param isCommand whether the text is to be typed as it is
     */
    public record Next(String word, String text, boolean isCommand) {}

    /** What can be done now. */
    public static List<Next> next(Gate gate, ProbeStatus status) {
        if (gate.verdict() == Verdict.PASS) {
            return List.of(new Next("go on", "nothing stands against it", false));
        }
        if (gate.verdict() != Verdict.FAIL) {
            return List.of(new Next("wait", "nothing is promoted or rolled back", false));
        }
        Next look = new Next("look", "rehearse journal timeline " + status.journal(), true);
        return List.of(
                look,
                gate.current() == Verdict.FAIL
                        ? new Next("clear", "only when it no longer fails", false)
                        : new Next("clear", clear(status), true));
    }

    /** How a person takes a FAIL back from a probe that runs, or, without endpoints, from its journal. */
    static String clear(ProbeStatus status) {
        String url = status.started().about().get("endpoints");
        return url == null
                ? "rehearse journal clear " + status.journal() + " --reason \"…\""
                : "curl -H 'Content-Type: application/json' -d '{\"by\":\"…\",\"reason\":\"…\"}' " + url
                        + "api/v1/gates/" + status.started().gate() + "/clear";
    }
}
