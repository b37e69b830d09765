package io.rehearse.reports.compare;

import io.rehearse.reports.compare.Concern.Effect;
import io.rehearse.reports.compare.Concern.Kind;
import io.rehearse.reports.compare.Numbers.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Judges runs against runs. Pure: the same values give the same verdict; no clock, no input or output, no random number.
 * Any thread may call it.
 */
public final class Judge {
    private final List<JudgedRun> base;
    private final List<JudgedRun> cand;
    private final Method method;
    private final boolean paired;
    private final List<Concern> concerns = new ArrayList<>();
    private int cutSeconds;

    private Judge(List<JudgedRun> base, List<JudgedRun> cand, Method method, boolean paired) {
        this.base = new ArrayList<>(base);
        this.cand = new ArrayList<>(cand);
        this.method = method;
        this.paired = paired;
    }

    /** Runs of a candidate against runs of a baseline that were made at other times. No run at all is INCONCLUSIVE. */
    public static Comparison compare(List<JudgedRun> base, List<JudgedRun> candidate, Method method) {
        return new Judge(base, candidate, method, false).judge();
    }

    /**
     * Old and new that ran side by side.
     *
     * @param olds one per run, {@code news} the other side of the same runs in the same order
     * @throws DamagedDataException if the lists differ in length
     */
    public static Comparison duet(List<JudgedRun> olds, List<JudgedRun> news, Method method) {
        DamagedDataException.require(
                olds.size() == news.size(),
                "a duet",
                olds.size() + " old and " + news.size() + " new sides",
                "both sides of each run");
        return new Judge(olds, news, method, true).judge();
    }

    private Comparison judge() {
        concerns.addAll(Concerns.hardRules(base, cand, method, paired));
        warmUp();
        List<String> steps = runs().flatMap(r -> r.steps().stream().map(StepSeries::step))
                .distinct()
                .toList();
        List<Row> rows = base.isEmpty() || cand.isEmpty() ? List.of() : rows(steps);
        concerns.addAll(Concerns.of(base, cand, steps, method, paired));
        concerns.sort(Comparator.comparing(c -> c.kind().effect()));
        int measured = paired ? base.size() - 1 : base.size() + cand.size() - 2;
        int seconds = cand.stream().mapToInt(JudgedRun::seconds).max().orElse(0);
        Comparison.Setup setup = new Comparison.Setup(
                paired, base.size(), cand.size(), cutSeconds, seconds, Math.max(0, measured), method);
        return new Comparison(verdict(rows), rows, concerns, setup);
    }

    private void warmUp() {
        if (!method.cutWarmUp()) return;
        List<JudgedRun> all = runs().toList();
        List<WarmUp> found = all.stream().map(WarmUp::of).toList();
        for (int i = 0; i < all.size(); i++) {
            if (method.hard().steady() && !found.get(i).steady())
                add(Kind.NOT_STEADY, all.get(i).name(), found.get(i).seconds());
        }
        int longest = WarmUp.longest(found);
        if (longest == 0) return;
        add(paired ? Kind.WARM_UP_IN_DUET : Kind.WARM_UP_CUT, "", longest);
        if (paired) return;
        cutSeconds = longest;
        base.replaceAll(r -> r.from(longest));
        cand.replaceAll(r -> r.from(longest));
    }

    private List<Row> rows(List<String> steps) {
        List<RunStats> baseStats = new ArrayList<>();
        List<RunStats> candStats = new ArrayList<>();
        for (int r = 0; r < base.size(); r++)
            baseStats.add(stats(base.get(r), paired ? pairBlocks(r) : Blocks.ofLatencies(base.get(r)), steps));
        for (int r = 0; r < cand.size(); r++)
            candStats.add(stats(cand.get(r), paired ? pairBlocks(r) : Blocks.ofLatencies(cand.get(r)), steps));
        LatencyRows latencies = new LatencyRows(baseStats, candStats, steps, method, paired);
        CountRows counts = new CountRows(base, cand, method);
        List<Numbers> numbers = new ArrayList<>();
        int quantiles = method.quantiles().size();
        for (int q = 0; q < quantiles; q++) {
            numbers.add(trusted(latencies.allSteps(q)));
            List<String> leftOut = latencies.leftOut(q);
            String label = Metric.latency(method.quantiles().get(q)).label();
            if (!leftOut.isEmpty()) add(Kind.LEFT_OUT, label + ": " + String.join(", ", leftOut), leftOut.size());
        }
        numbers.add(counts.errors(null));
        if (method.closedModel()) numbers.add(trusted(counts.throughput()));
        for (int s = 0; s < steps.size(); s++) {
            for (int q = 0; q < quantiles; q++) numbers.add(trusted(latencies.step(s, q)));
            numbers.add(counts.errors(steps.get(s)));
        }
        return Decision.rows(numbers, method.levels(), row -> needed(row, latencies));
    }

    private RunStats stats(JudgedRun run, Blocks blocks, List<String> steps) {
        return RunStats.of(run, steps, method.quantiles(), blocks);
    }

    /** Both sides of a pair are cut into the same blocks. */
    private Blocks pairBlocks(int r) {
        Blocks o = Blocks.ofLatencies(base.get(r));
        Blocks n = Blocks.ofLatencies(cand.get(r));
        return new Blocks(Math.max(o.seconds(), n.seconds()), Math.min(o.count(), n.count()));
    }

    private Numbers trusted(Numbers row) {
        return runs().allMatch(JudgedRun::trusted) ? row : row.because(Cause.UNTRUSTED);
    }

    private Needed needed(Numbers row, LatencyRows latencies) {
        return switch (row.cause()) {
            case NONE -> paired ? Needed.paired(row, base.size()) : Needed.separate(row, base.size(), cand.size());
            case TOO_FEW, NO_SUCCESS, NO_STEP ->
                row.metric().kind() == Metric.Kind.LATENCY ? latencies.needed(row) : null;
            case NO_ATTEMPTS, GENERATOR_DIFFERS, UNTRUSTED -> null;
        };
    }

    private Verdict verdict(List<Row> rows) {
        if (any(Effect.FAILS)) return Verdict.FAIL;
        if (any(Effect.INVALIDATES)) return Verdict.INCONCLUSIVE;
        Verdict byRows = Decision.overall(rows, method.strict());
        return byRows == Verdict.PASS && any(Effect.KEEPS_FROM_PASSING) ? Verdict.INCONCLUSIVE : byRows;
    }

    private boolean any(Effect effect) {
        return concerns.stream().anyMatch(c -> c.kind().effect() == effect);
    }

    private void add(Kind kind, String subject, double found) {
        concerns.add(new Concern(kind, subject, found, Double.NaN));
    }

    private Stream<JudgedRun> runs() {
        return Stream.concat(base.stream(), cand.stream());
    }
}
