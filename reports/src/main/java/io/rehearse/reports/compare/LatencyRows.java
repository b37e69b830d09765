package io.rehearse.reports.compare;

import io.rehearse.reports.compare.Numbers.Cause;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The latency rows of a comparison: one per step and quantile, and one per quantile for the mean over the steps. */
final class LatencyRows {
    /** With fewer steps the median of the others says too little about what a whole run had in common. */
    private static final int STEPS_FOR_RELATIVE = 5;

    private final List<RunStats> base;
    private final List<RunStats> cand;
    private final List<String> steps;
    private final Method method;
    private final boolean paired;

    LatencyRows(List<RunStats> base, List<RunStats> cand, List<String> steps, Method method, boolean paired) {
        this.base = base;
        this.cand = cand;
        this.steps = steps;
        this.method = method;
        this.paired = paired;
    }

    Numbers step(int step, int quantile) {
        List<QuantileStat> b = base.stream().map(r -> r.stat(step, quantile)).toList();
        List<QuantileStat> c = cand.stream().map(r -> r.stat(step, quantile)).toList();
        Numbers row = row(steps.get(step), quantile, b, c, Cause.NO_SUCCESS);
        return row.cause() == Cause.NO_SUCCESS ? row : row.against(relative(step, quantile, b, c));
    }

    /** The geometric mean over the steps. */
    Numbers allSteps(int quantile) {
        List<Integer> included = included(quantile);
        List<QuantileStat> b =
                base.stream().map(r -> r.mean(included, quantile)).toList();
        List<QuantileStat> c =
                cand.stream().map(r -> r.mean(included, quantile)).toList();
        return row(null, quantile, b, c, Cause.NO_STEP);
    }

    /** Values each run needs before the row can be estimated. */
    Needed needed(Numbers row) {
        int quantile = method.quantiles().indexOf(row.metric().quantile());
        int[] of = IntStream.range(0, steps.size())
                .filter(s -> row.step() == null || steps.get(s).equals(row.step()))
                .toArray();
        return Needed.samples(row.metric().quantile(), RunStats.worstDesignEffect(runs().toList(), of, quantile));
    }

    /** Steps whose quantile is not part of the all-steps row, because a run has too few values of them. */
    List<String> leftOut(int quantile) {
        List<Integer> included = included(quantile);
        return IntStream.range(0, steps.size())
                .filter(s -> !included.contains(s))
                .mapToObj(steps::get)
                .toList();
    }

    private List<Integer> included(int quantile) {
        double q = method.quantiles().get(quantile);
        return IntStream.range(0, steps.size())
                .filter(s -> method.thinSteps()
                        || runs().allMatch(r -> r.stat(s, quantile).enough(q)))
                .boxed()
                .toList();
    }

    private Numbers row(String step, int quantile, List<QuantileStat> b, List<QuantileStat> c, Cause ifEmpty) {
        double q = method.quantiles().get(quantile);
        Metric metric = Metric.latency(q);
        double baseMillis = millis(b);
        Margins.Limit limit = method.margins().limit(step, metric, baseMillis);
        long nBase = b.stream().mapToLong(QuantileStat::n).sum();
        long nCand = c.stream().mapToLong(QuantileStat::n).sum();
        if (Double.isNaN(baseMillis) || Double.isNaN(millis(c))) {
            return Numbers.unknown(step, metric, baseMillis, millis(c), nBase, nCand, limit, ifEmpty);
        }
        Contrast contrast = paired
                ? paired(b, c)
                : separate(b, c, logs(b), logs(c), method.prior().tau());
        double phi = Stream.concat(b.stream(), c.stream())
                .mapToDouble(QuantileStat::designEffect)
                .average()
                .orElse(Double.NaN);
        Numbers row = Numbers.ofContrast(
                step,
                metric,
                baseMillis,
                millis(c),
                contrast,
                limit,
                method.levels().bound(),
                phi,
                nBase,
                nCand);
        if (generatorDiffers(step, q, baseMillis * Math.expm1(limit.margin())))
            return row.because(Cause.GENERATOR_DIFFERS);
        return contrast.known() ? row : row.because(Cause.TOO_FEW);
    }

    private Contrast separate(List<QuantileStat> b, List<QuantileStat> c, double[] base, double[] cand, double tau) {
        double within = Stream.concat(b.stream(), c.stream())
                .mapToDouble(QuantileStat::variance)
                .average()
                .orElse(Double.NaN);
        int blockDf = runs().mapToInt(r -> r.blocks().count() - 1).sum();
        return Contrast.separate(base, cand, within, tau, method.prior().weight(), blockDf);
    }

    private Contrast paired(List<QuantileStat> olds, List<QuantileStat> news) {
        double[] differences = new double[olds.size()];
        double within = 0;
        int blockDf = 0;
        for (int r = 0; r < differences.length; r++) {
            QuantileStat o = olds.get(r);
            QuantileStat n = news.get(r);
            Blocks blocks = base.get(r).blocks();
            differences[r] = n.logMicros() - o.logMicros();
            within += pairVariance(o, n, blocks) / differences.length;
            blockDf += blocks.count() - 1;
        }
        Method.Prior prior = method.prior();
        return Contrast.paired(differences, within, prior.tauPaired(), prior.weightPaired(), blockDf);
    }

    /** Both sides saw the same seconds: block by block what they share cancels. */
    private static double pairVariance(QuantileStat o, QuantileStat n, Blocks blocks) {
        if (!o.estimable() || !n.estimable()) return Double.POSITIVE_INFINITY;
        double[] difference = new double[blocks.count()];
        for (int b = 0; b < difference.length; b++) difference[b] = n.influence()[b] - o.influence()[b];
        return Math.max(blocks.varianceOfTotal(RunStats.centred(difference)), o.independent() + n.independent());
    }

    /** A run that is slow in every step must not hide one slow step: the step against the median of the others. */
    private Numbers.Relative relative(int step, int quantile, List<QuantileStat> b, List<QuantileStat> c) {
        if (paired) return null;
        int[] others = IntStream.range(0, steps.size())
                .filter(s ->
                        s != step && runs().allMatch(r -> r.stat(s, quantile).hasValue()))
                .toArray();
        if (others.length < STEPS_FOR_RELATIVE - 1) return null;
        double[] relBase = base.stream()
                .mapToDouble(r -> relative(r, step, quantile, others))
                .toArray();
        double[] relCand = cand.stream()
                .mapToDouble(r -> relative(r, step, quantile, others))
                .toArray();
        Contrast contrast = separate(b, c, relBase, relCand, method.prior().tauRelative());
        return new Numbers.Relative(contrast.estimate(), contrast.p());
    }

    private static double relative(RunStats run, int step, int quantile, int[] others) {
        double[] logs = IntStream.of(others)
                .mapToDouble(s -> run.stat(s, quantile).logMicros())
                .sorted()
                .toArray();
        int middle = logs.length / 2;
        double median = logs.length % 2 == 1 ? logs[middle] : (logs[middle - 1] + logs[middle]) / 2;
        return run.stat(step, quantile).logMicros() - median;
    }

    private boolean generatorDiffers(String step, double q, double marginMillis) {
        Latencies lateBase = late(base, step);
        Latencies lateCand = late(cand, step);
        if (lateBase.count() == 0 || lateCand.count() == 0) return false;
        long apart = Math.abs(lateCand.quantileMicros(q) - lateBase.quantileMicros(q));
        return apart / 1000.0 > marginMillis / 2;
    }

    private static Latencies late(List<RunStats> side, String step) {
        return Latencies.sum(side.stream()
                .flatMap(run -> run.run().steps().stream())
                .filter(s -> step == null || s.step().equals(step))
                .map(StepSeries::late)
                .filter(late -> late.count() > 0)
                .toList());
    }

    private Stream<RunStats> runs() {
        return Stream.concat(base.stream(), cand.stream());
    }

    private static double[] logs(List<QuantileStat> stats) {
        return stats.stream().mapToDouble(QuantileStat::logMicros).toArray();
    }

    private static double millis(List<QuantileStat> stats) {
        return Math.exp(Arrays.stream(logs(stats)).average().orElse(Double.NaN)) / 1000;
    }
}
