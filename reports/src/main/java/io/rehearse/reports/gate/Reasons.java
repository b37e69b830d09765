package io.rehearse.reports.gate;

import io.rehearse.reports.objective.Figures;
import java.util.ArrayList;
import java.util.List;

/** What the detectors have against a target, in words with value, limit and number. */
final class Reasons {
    private static final int SHORT_WINDOWS = 5;

    private final Standing standing;
    private final Rules rules;

    Reasons(Standing standing, Rules rules) {
        this.standing = standing;
        this.rules = rules;
    }

    /** What makes it FAIL, the gravest first; empty if nothing does. */
    List<String> against() {
        List<String> reasons = new ArrayList<>();
        if (standing.outage().down()) {
            long failed =
                    standing.outage().last().stream().filter(good -> !good).count();
            reasons.add(
                    failed >= Outage.FAILED_MIN
                            ? "down: " + failed + " of the last "
                                    + standing.outage().last().size() + " walks failed"
                            : "down, perhaps no longer: less than 60 s or 5 walks without a failed one");
        }
        reasons.addAll(of(Cusum.State.ALARM, "worse than the baseline"));
        reasons.addAll(pairs(Cusum.State.ALARM, "worse than old"));
        if (standing.budget() != null && standing.budget().state() != Spending.State.OK) {
            reasons.add(budget());
        }
        return reasons;
    }

    /** What is near an alarm. */
    List<String> watched() {
        List<String> reasons = new ArrayList<>(of(Cusum.State.WATCH, "perhaps worse than the baseline, not proved"));
        reasons.addAll(pairs(Cusum.State.WATCH, "perhaps worse than old, not proved"));
        return reasons;
    }

    /** Why the new side cannot be held against the old one; empty if it can, or need not. */
    List<String> notCompared() {
        SideBySide sides = standing.sides();
        if (sides == null) {
            return List.of();
        }
        if (sides.isBlind()) {
            long failed = sides.old().last().stream().filter(good -> !good).count();
            return List.of("nothing to hold new against: "
                    + (sides.old().down()
                            ? "old is down, " + failed + " of its last "
                                    + sides.old().last().size() + " walks failed"
                            : "old fails " + Figures.percent(sides.oldFailed()) + " of its requests in the last "
                                    + PairWindow.SHORT_MINUTES + " min"));
        }
        return sides.isEnough()
                ? List.of()
                : List.of("too little seen of old and new together: " + Figures.seconds(sides.seenSeconds())
                        + " of the last " + PairWindow.SHORT_MINUTES + " min, "
                        + Figures.seconds(SideBySide.SECONDS_MIN) + " needed"
                        + (sides.failedSeconds() == 0
                                ? ""
                                : "; old failed in " + Figures.seconds(sides.failedSeconds()) + " more"));
    }

    private List<String> pairs(Cusum.State state, String words) {
        SideBySide sides = standing.sides();
        if (sides == null || sides.isBlind()) {
            return List.of();
        }
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < rules.pairings().size(); i++) {
            PairState pair = sides.pairs().get(i);
            if (pair.state() == state) {
                reasons.add(words + ": " + pair.look().words(rules.pairings().get(i)));
            }
        }
        return reasons;
    }

    private List<String> of(Cusum.State state, String words) {
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < rules.streams().size(); i++) {
            Cusum cusum = standing.degradation().streams().get(i);
            if (cusum.state() == state) {
                reasons.add(words + ": " + stream(rules.streams().get(i), cusum));
            }
        }
        return reasons;
    }

    private static String stream(Stream stream, Cusum cusum) {
        Window last = cusum.last(SHORT_WINDOWS);
        String bad = stream.isErrors() ? " failed" : " slower than " + Figures.millis(stream.limitMicros() / 1000.0);
        String base = stream.isErrors() ? Figures.percent(stream.baseline()) : Figures.millis(stream.baseline());
        return stream.step() + " " + stream.metric() + ", " + last.bad() + " of " + last.attempts() + bad
                + " in the last " + SHORT_WINDOWS + " min, " + Figures.percent(stream.share()) + " tolerated (baseline "
                + base + ")";
    }

    private String budget() {
        Spending spending = standing.budget();
        ErrorBudget budget = rules.budget();
        String window = Figures.percent(budget.goal()) + " over " + hours(budget.windowMillis());
        String used = spending.inWords(budget);
        return spending.state() == Spending.State.EXHAUSTED
                ? "error budget " + window + " is exhausted: " + used
                : "error budget " + window + " burns "
                        + Figures.digits(Math.max(spending.burn(budget, true), spending.burn(budget, false)))
                        + " times too fast: " + used;
    }

    private static String hours(long millis) {
        return millis % 3_600_000 == 0 ? millis / 3_600_000 + " h" : Figures.seconds(millis / 1000.0);
    }
}
