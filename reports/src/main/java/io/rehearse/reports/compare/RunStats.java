package io.rehearse.reports.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Everything that is computed of one run before it is held against another: per step and quantile a statistic. */
record RunStats(JudgedRun run, Blocks blocks, List<List<QuantileStat>> steps) {

    /** @param steps names in the order of the rows; a step the run does not have has statistics without values */
    static RunStats of(JudgedRun run, List<String> steps, List<Double> quantiles, Blocks blocks) {
        List<List<QuantileStat>> all = new ArrayList<>();
        for (String name : steps) {
            StepSeries series = run.step(name).orElseGet(() -> new StepSeries(name, List.of(), List.of()));
            Latencies total = total(series.latencies());
            all.add(quantiles.stream()
                    .map(q -> QuantileStat.of(series, total, blocks, q))
                    .toList());
        }
        return new RunStats(run, blocks, all);
    }

    static Latencies total(List<LatencySlice> slices) {
        Latencies.Sum sum = new Latencies.Sum();
        for (LatencySlice slice : slices) sum.add(slice.latencies());
        return sum.total();
    }

    QuantileStat stat(int step, int quantile) {
        return steps.get(step).get(quantile);
    }

    /**
     * The mean of ln quantile over some steps, with its noise from the blocks: steps of one run share their bad
     * seconds, so their errors are added up block by block before they are squared.
     */
    QuantileStat mean(List<Integer> included, int quantile) {
        int s = included.size();
        double log = 0;
        double floor = 0;
        double phi = 0;
        long n = 0;
        double[] influence = new double[blocks.count()];
        boolean estimable = true;
        for (int step : included) {
            QuantileStat stat = stat(step, quantile);
            log += stat.logMicros() / s;
            floor += stat.independent() / s / s;
            phi += stat.designEffect() / s;
            n += stat.n();
            estimable &= stat.estimable();
            for (int b = 0; estimable && b < influence.length; b++) influence[b] += stat.influence()[b] / s;
        }
        if (!estimable || s == 0) {
            double infinite = Double.POSITIVE_INFINITY;
            return new QuantileStat(n, s == 0 ? Double.NaN : log, infinite, infinite, phi, null);
        }
        double variance = Math.max(blocks.varianceOfTotal(centred(influence)), floor);
        return new QuantileStat(n, log, variance, floor, phi, influence);
    }

    /** Of the run that knows a quantile worst, as every run needs enough values; of several steps, of the one that needs fewest. */
    static double worstDesignEffect(List<RunStats> runs, int[] steps, int quantile) {
        return IntStream.of(steps)
                .mapToDouble(step -> runs.stream()
                        .mapToDouble(run -> run.stat(step, quantile).designEffect())
                        .filter(phi -> !Double.isNaN(phi))
                        .max()
                        .orElse(1))
                .min()
                .orElse(1);
    }

    static double[] centred(double[] values) {
        double mean = 0;
        for (double v : values) mean += v / values.length;
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) out[i] = values[i] - mean;
        return out;
    }
}
