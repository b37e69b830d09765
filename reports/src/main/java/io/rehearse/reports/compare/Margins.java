package io.rehearse.reports.compare;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much worse is still acceptable, per step and metric. Immutable; the {@code with…} methods return changed copies.
 *
 * <p>A margin of a whole comparison holds exactly for the all-steps rows; a single step must be proved within twice the
 * margin (the guard), because a single step is known less well and has many neighbours that could raise a false alarm.
 * A margin somebody wrote for one step holds exactly for that step.
 */
public final class Margins {
    private static final double GUARD = 2;

    private final Map<Key, Margin> margins;

    private Margins(Map<Key, Margin> margins) {
        this.margins = Map.copyOf(margins);
    }

    private record Key(String step, Metric metric) {}

    /**
     * @param relative 0.10 is 10 % of the baseline
     * @param atLeast what the margin is at least, however small the baseline: ms for latencies, a share (0.005 is half a
     *     point) for errors, not used for throughput and for latencies of all steps
     */
    public record Margin(double relative, double atLeast) {
        public Margin {
            if (!(relative >= 0
                    && atLeast >= 0
                    && relative + atLeast > 0
                    && relative + atLeast < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "margin " + relative + ", at least " + atLeast + ": expected numbers of 0 or more, not both 0");
            }
        }
    }

    /**
     * What counts for one row.
     *
     * @param margin the change that matters (log ratio, or difference of shares): FAIL needs an estimate of at least this
     * @param limit what the upper bound must stay below to PASS
     */
    record Limit(double margin, double limit) {}

    /** Of separate runs: p50 10 % and 2 ms, p95 15 % and 5 ms, p99 25 % and 10 ms, errors 0.5 points or half the baseline's rate. */
    public static Margins defaults() {
        return new Margins(Map.of())
                .with(Metric.latency(0.5), new Margin(0.10, 2))
                .with(Metric.latency(0.95), new Margin(0.15, 5))
                .with(Metric.latency(0.99), new Margin(0.25, 10))
                .with(Metric.ERRORS, new Margin(0.5, 0.005))
                .with(Metric.THROUGHPUT, new Margin(0.05, 0));
    }

    /** Of old and new side by side, where shared noise cancels: 5 % and 1 ms for every percentile, errors as always. */
    public static Margins duetDefaults() {
        Margins margins = defaults();
        for (double q : List.of(0.5, 0.95, 0.99)) margins = margins.with(Metric.latency(q), new Margin(0.05, 1));
        return margins;
    }

    /** 10 % and 2 ms for every percentile, errors 0.1 points or half the baseline's rate: what the golden vectors use. */
    static Margins golden() {
        Margins margins = defaults().with(Metric.ERRORS, new Margin(0.5, 0.001));
        for (double q : List.of(0.5, 0.95, 0.99)) margins = margins.with(Metric.latency(q), new Margin(0.10, 2));
        return margins;
    }

    /** This margin for a metric: exactly for all steps, with the guard for each single one. */
    public Margins with(Metric metric, Margin margin) {
        return with(new Key(null, metric), margin);
    }

    /** This margin for a metric of one step, exactly. */
    public Margins withStep(String step, Metric metric, Margin margin) {
        return with(new Key(step, metric), margin);
    }

    private Margins with(Key key, Margin margin) {
        Map<Key, Margin> changed = new HashMap<>(margins);
        changed.put(key, margin);
        return new Margins(changed);
    }

    /** @param step null: all steps; {@code base}: the baseline's value in ms, or its rate of failures */
    Limit limit(String step, Metric metric, double base) {
        boolean exact = step == null || margins.containsKey(new Key(step, metric));
        double margin = size(margin(step, metric), step == null, metric, base);
        if (exact) return new Limit(margin, margin);
        double guarded = metric.isRatio() ? Math.log1p(GUARD * Math.expm1(margin)) : GUARD * margin;
        return new Limit(margin, guarded);
    }

    private static double size(Margin margin, boolean allSteps, Metric metric, double base) {
        if (!metric.isRatio()) return Math.max(margin.atLeast(), margin.relative() * base);
        boolean floor = metric.kind() == Metric.Kind.LATENCY && !allSteps && base > 0;
        return Math.log1p(floor ? Math.max(margin.relative(), margin.atLeast() / base) : margin.relative());
    }

    /** A quantile without a margin of its own has that of the next lower quantile that has one, else of the next higher. */
    private Margin margin(String step, Metric metric) {
        Margin own = margins.get(new Key(step, metric));
        if (own == null) own = margins.get(new Key(null, metric));
        if (own != null) return own;
        double q = metric.quantile();
        return margins.entrySet().stream()
                .filter(e -> e.getKey().step() == null && e.getKey().metric().kind() == Metric.Kind.LATENCY)
                .min((a, b) -> Double.compare(
                        distance(q, a.getKey().metric().quantile()),
                        distance(q, b.getKey().metric().quantile())))
                .orElseThrow()
                .getValue();
    }

    private static double distance(double q, double other) {
        return other <= q ? q - other : 1 + other - q;
    }
}
