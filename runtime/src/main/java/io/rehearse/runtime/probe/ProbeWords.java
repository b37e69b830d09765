package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.ErrorBudget;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Spending;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.Verdict;
import java.util.List;
import java.util.Locale;

/** Sentences that the page and the terminal share. Not escaped: who prints them does that. */
public final class ProbeWords {
    private ProbeWords() {}

    /** {@code 4 of 21 failed walks used, 81 % left; burn 0.8x, lasts past its window}. */
    public static String budget(Spending spending, ErrorBudget budget) {
        double burn = spending.burn(budget, false);
        double left = spending.exhaustedInMillis(budget);
        String lasts = left >= budget.windowMillis()
                ? "lasts past its window"
                : "used up in " + Figures.seconds(Math.ceil(left / 60_000) * 60);
        return spending.used() + " of " + String.format(Locale.ROOT, "%.0f", budget.allowed())
                + " failed walks used, "
                + Figures.percent(Math.max(0, spending.left(budget))) + " left; burn " + Figures.digits(burn) + "x, "
                + (spending.state() == Spending.State.EXHAUSTED ? "EXHAUSTED" : lasts);
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
        List<String> newest = new java.util.ArrayList<>(all.subList(Math.max(0, all.size() - 3), all.size()));
        java.util.Collections.reverse(newest);
        return newest;
    }

    /** A failure in a line, with the trace to look for. */
    public static String failure(ProbeRun.ErrorNote failure) {
        return failure.step() + ": " + failure.message()
                + (failure.traceId() == null ? "" : ", trace " + failure.traceId());
    }

    /** What can be done now. */
    public static List<String> next(Gate gate, ProbeStatus status) {
        if (gate.recovered()) {
            return List.of("find out why, then " + clear(status));
        }
        if (gate.verdict() == Verdict.FAIL) {
            return List.of("rehearse journal timeline " + status.journal());
        }
        return List.of(gate.verdict() == Verdict.PASS ? "nothing" : "wait: nothing is promoted or rolled back");
    }

    /** How a person takes a FAIL back. */
    static String clear(ProbeStatus status) {
        return "rehearse journal clear " + status.journal() + " --reason \"…\"";
    }
}
