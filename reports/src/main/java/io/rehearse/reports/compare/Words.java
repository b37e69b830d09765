package io.rehearse.reports.compare;

import io.rehearse.reports.compare.Concern.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A comparison in sentences. Every number that decides comes with value, limit, interval and n; what is proved is said as "proved at
 * least" or "at most"; what is not, as "not proved", with what would decide it.
 */
public final class Words {
    private final Comparison comparison;
    private final String baseline;

    /** @param baseline how sentences call what the candidate is held against, for example {@code before-cutover} */
    public Words(Comparison comparison, String baseline) {
        this.comparison = comparison;
        this.baseline = baseline;
    }

    /** The one sentence somebody reads who reads only one; without the verdict. */
    public String headline() {
        return reasons().get(0);
    }

    /** Why the verdict is what it is, the most important first; at least one sentence. */
    public List<String> reasons() {
        List<String> out = new ArrayList<>();
        concerns(Effect.FAILS, out);
        concerns(Effect.INVALIDATES, out);
        rows(Verdict.FAIL).forEach(r -> out.add(row(r)));
        concerns(Effect.KEEPS_FROM_PASSING, out);
        rows(Verdict.SUSPECT).forEach(r -> out.add(row(r)));
        List<Row> open = rows(Verdict.INCONCLUSIVE);
        boolean strict = comparison.setup().method().strict();
        open.stream().filter(r -> r.decidable() || strict).forEach(r -> out.add(row(r)));
        if (comparison.verdict() == Verdict.PASS) out.add(0, passed());
        List<String> never =
                open.stream().filter(r -> !r.decidable()).map(Words::name).toList();
        if (!never.isEmpty()) out.add("This load cannot decide " + String.join(", ", never) + ".");
        if (out.isEmpty()) out.add("Nothing was compared.");
        concerns(Effect.TOLD, out);
        return out;
    }

    private void concerns(Effect effect, List<String> out) {
        comparison.concerns().stream()
                .filter(c -> c.kind().effect() == effect)
                .map(this::concern)
                .forEach(out::add);
    }

    /**
     * Worst first: how many times its margin is a row's estimate? All steps together come first if at least half of the steps have the
     * same verdict for the same metric, because then it is not about one step.
     */
    private List<Row> rows(Verdict verdict) {
        List<Row> rows =
                comparison.rows().stream().filter(r -> r.verdict() == verdict).toList();
        long steps = comparison.rows().stream()
                .map(Row::step)
                .filter(s -> s != null)
                .distinct()
                .count();
        return rows.stream()
                .sorted(Comparator.comparing((Row r) -> r.numbers().allSteps()
                                ? 2
                                                * rows.stream()
                                                        .filter(o -> o.step() != null
                                                                && o.metric().equals(r.metric()))
                                                        .count()
                                        < steps
                                : Boolean.valueOf(true))
                        .thenComparing(r -> r.numbers().allSteps() && verdict == Verdict.FAIL)
                        .thenComparing(
                                r -> -r.numbers().estimate() / r.numbers().margin()))
                .toList();
    }

    private String passed() {
        double latency = Double.NEGATIVE_INFINITY;
        double errors = Double.NEGATIVE_INFINITY;
        for (Row r : comparison.rows()) {
            if (r.verdict() != Verdict.PASS) continue;
            double upper = r.numbers().upper();
            if (r.metric().kind() == Metric.Kind.LATENCY) latency = Math.max(latency, upper);
            if (r.metric().kind() == Metric.Kind.ERRORS) errors = Math.max(errors, upper);
        }
        String slower = latency <= 0
                ? "not slower"
                : "at most " + Figures.atMost(Metric.latency(0.5), latency).replace("+", "") + " slower";
        return String.format(
                Locale.ROOT,
                "As good as %s (%s): every percentile that can be decided is proved %s, errors at most %s.",
                baseline,
                runs(comparison.setup().baseRuns()),
                slower,
                Figures.atMost(Metric.ERRORS, errors));
    }

    /** One row in a sentence or two. */
    public String row(Row row) {
        return switch (row.verdict()) {
            case FAIL -> failed(row) + facts(row);
            case SUSPECT -> subject(row) + " may be " + worse(row) + "; not proved." + facts(row) + needed(row);
            case INCONCLUSIVE -> undecided(row);
            case PASS -> subject(row) + ": " + proved(row) + "." + facts(row);
        };
    }

    /** What a row proves: {@code proved at least +12 %}, {@code proved at most +8 %}, {@code not proved}. */
    public static String proved(Row row) {
        Numbers n = row.numbers();
        if (row.verdict() == Verdict.FAIL && n.lower() > 0)
            return "proved at least " + Figures.atLeast(n.metric(), n.lower());
        if (row.verdict() == Verdict.PASS) return "proved at most " + Figures.atMost(n.metric(), n.upper());
        return "not proved";
    }

    private String failed(Row row) {
        Numbers n = row.numbers();
        String start = subject(row) + " is " + worse(row) + " than " + baseline + " ("
                + runs(comparison.setup().baseRuns()) + "); ";
        if (n.lower() > 0) return start + proved(row) + ".";
        return start + "not proved on its own, but proved against the other steps of the same runs ("
                + Figures.change(n.metric(), n.relative().estimate()) + ").";
    }

    private String undecided(Row row) {
        Numbers n = row.numbers();
        String name = name(row);
        return switch (n.cause()) {
            case NO_SUCCESS -> name + ": a run has no success.";
            case NO_ATTEMPTS -> name + ": no attempts on a side.";
            case NO_STEP -> name + ": no step has enough values." + needed(row);
            case TOO_FEW -> name + ": too few values (" + counts(n) + ")." + needed(row);
            case GENERATOR_DIFFERS ->
                name
                        + ": the generator was late by different amounts on the two sides, so the difference may be its own.";
            case UNTRUSTED -> name + ": the generator was the bottleneck.";
            case NONE ->
                name + " could be " + upTo(n) + " than " + baseline + "; "
                        + Figures.limit(n.metric(), n.limit()) + " is allowed. Best estimate "
                        + Figures.change(n.metric(), n.estimate()) + ", interval " + interval(n) + ", " + counts(n)
                        + "."
                        + needed(row);
        };
    }

    private static String upTo(Numbers n) {
        String most = Figures.atMost(n.metric(), n.upper()).replace("+", "");
        return "up to " + most + (n.metric().isRatio() ? " slower" : " more often failing");
    }

    private static String facts(Row row) {
        Numbers n = row.numbers();
        return String.format(
                Locale.ROOT,
                " %s against %s, interval %s, limit %s, %s.",
                Figures.value(n.metric(), n.candidate()),
                Figures.value(n.metric(), n.base()),
                interval(n),
                Figures.limit(n.metric(), row.verdict() == Verdict.PASS ? n.limit() : n.margin()),
                counts(n));
    }

    /** {@code +12 to +31 %}, rounded outwards. */
    public static String interval(Numbers n) {
        String lower = Figures.atLeast(n.metric(), n.lower());
        String upper = Figures.atMost(n.metric(), n.upper());
        return lower.substring(0, lower.indexOf(' ') < 0 ? lower.length() : lower.indexOf(' ')) + " to " + upper;
    }

    private static String counts(Numbers n) {
        return "n " + n.candidateCount() + " against " + n.baseCount();
    }

    /** What would decide the row, with a leading space; empty if nothing is needed. */
    public String needed(Row row) {
        Needed need = row.needed();
        if (need == null) return "";
        int seconds = comparison.setup().judgedSeconds();
        if (need.samples() > 0) return " Needs about " + need.samples() + " values in each run.";
        List<String> ways = new ArrayList<>();
        if (need.candidateRuns() > 0) {
            String what = comparison.setup().paired() ? " more side by side" : " more of this version";
            ways.add(runs(need.candidateRuns()) + what + ": " + Figures.minutes((double) need.candidateRuns() * seconds)
                    + " more");
        } else if (need.runsEach() > 0) {
            ways.add(runs(need.runsEach()) + " on each side (more of this version alone cannot do it)");
        }
        if (need.longer() > 1)
            ways.add(String.format(
                    Locale.ROOT, "runs %.1f times as long on both sides", Math.ceil(need.longer() * 10) / 10));
        if (ways.isEmpty()) return " More runs or longer ones would not help.";
        String hint =
                need.longer() > 0 ? "" : " Longer runs would not help: runs differ from each other more than that.";
        return " Needs " + String.join(", or ", ways) + "." + hint;
    }

    /**
     * What a load can prove, before it runs: {@code p95 of Pay: proves +12 % (limit 32 %), finds +19 %} or
     * {@code p99 of Pay: never, 40 values, needs 330}.
     */
    public static String forecast(Forecast f) {
        String name = f.metric().label() + (f.step() == null ? " over all steps" : " of " + f.step());
        if (f.valuesNeeded() > 0) return name + ": never, " + f.values() + " values, needs " + f.valuesNeeded();
        return String.format(
                Locale.ROOT,
                "%s: proves %s (limit %s%s), finds %s",
                name,
                Figures.atMost(f.metric(), f.proves()),
                Figures.limit(f.metric(), f.limit()),
                f.enough() ? "" : ": not enough",
                Figures.atMost(f.metric(), f.finds()));
    }

    private static String subject(Row row) {
        return row.numbers().allSteps() ? "The mean over all steps" : row.step();
    }

    private static String name(Row row) {
        return row.metric().label() + (row.numbers().allSteps() ? " over all steps" : " of " + row.step());
    }

    private static String worse(Row row) {
        Numbers n = row.numbers();
        String size = Figures.size(n.metric(), n.estimate());
        return switch (n.metric().kind()) {
            case LATENCY -> size + " slower at " + n.metric().label();
            case ERRORS -> size + " more often failing";
            case THROUGHPUT -> size + " slower in throughput";
        };
    }

    private static String runs(int count) {
        return count == 1 ? "1 run" : count + " runs";
    }

    /** A concern in a sentence. */
    public String concern(Concern c) {
        return switch (c.kind()) {
            case NOT_COMPARABLE, FORCED, DIFFERS -> c.subject();
            case OUTAGE ->
                text(
                        "%s on was down for %.0f s: more than half of all attempts failed in every second; less than %.0f s is allowed.",
                        c);
            case OUTAGE_IN_OLD ->
                text(
                        "%s on, the old side was down for %.0f s: in that time there is nothing to hold the new side against. It can fail, it cannot pass; run both again.",
                        c);
            case OUTAGE_IN_BASELINE ->
                text("Baseline run %s on was down for %.0f s; the candidate is held against it all the same.", c);
            case ERROR_RATE ->
                c.subject() + " failed in " + Figures.share(c.found()) + " of its attempts; "
                        + Figures.share(c.expected()) + " is allowed.";
            case NO_DATA -> "No data: the " + c.subject() + " has no attempts.";
            case STEPS_DIFFER -> text("Step %s is in %.0f of %.0f runs: these runs did not do the same.", c);
            case TOO_SHORT -> text("%s has %.0f judged seconds; %.0f are needed.", c);
            case RATIO -> text("%s started %.0f new and %.0f old sessions; side by side needs as many of each.", c);
            case UNTRUSTED -> "The generator was the bottleneck of " + c.subject() + ": its latencies prove nothing.";
            case NOT_STEADY ->
                text(
                        "%s did not settle in its first %.0f s; it can fail, it cannot pass. Use a warm-up phase or a longer run.",
                        c);
            case NEVER_REACHED -> text("Step %s was never reached; about %3$.0f attempts were expected.", c);
            case LENGTHS_DIFFER -> text("%sRuns differ in length: %.0f s and %.0f s.", c);
            case WARM_UP_CUT -> text("%sThe first %.0f s of every run are left out as warm-up.", c);
            case WARM_UP_IN_DUET ->
                text("%sThe first %.0f s differ from the rest; both sides share them, nothing is left out.", c);
            case LEFT_OUT -> "Left out over all steps for lack of values: " + c.subject() + ".";
            case NOISE_ASSUMED -> assumed(c);
        };
    }

    private static String text(String pattern, Concern c) {
        return String.format(Locale.ROOT, pattern, c.subject(), c.found(), c.expected());
    }

    private String assumed(Concern c) {
        String tau = String.format(Locale.ROOT, "%.0f %%", 100 * c.found());
        String reach = comparison.rows().stream()
                .filter(r -> r.numbers().allSteps()
                        && r.metric().kind() == Metric.Kind.LATENCY
                        && r.numbers().se() < 1)
                .map(r -> r.metric().label() + " "
                        + Figures.limit(
                                r.metric(),
                                (r.numbers().tBounds() + 0.84) * r.numbers().se()))
                .collect(Collectors.joining(", "));
        String proves = reach.isEmpty() ? "" : " It can prove over all steps: " + reach + ".";
        if (comparison.setup().paired()) {
            return "What two instances of one version differ by is assumed, not measured: " + tau + " (1 run)." + proves
                    + " 2 more runs side by side would measure it.";
        }
        return "Noise between runs is assumed, not measured: " + tau + " (1 baseline run)." + proves
                + String.format(Locale.ROOT, " %.0f more baseline runs would measure it.", c.expected());
    }
}
