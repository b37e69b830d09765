package io.rehearse.reports.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a comparison could prove, before it is run: the baseline's own noise, the planned number of candidate runs of the same load, and
 * a candidate that has not changed.
 *
 * @param step null: all steps together
 * @param proves the smallest limit an unchanged candidate passes with a chance of 80 %; log ratio, or difference of shares for errors; infinite: none
 * @param finds the smallest worsening that is FAILed with a chance of 80 %; never below the margin
 * @param limit what must be proved to PASS
 * @param values latencies (attempts for errors) expected in each run
 * @param valuesNeeded how many each run needs before the row can be estimated; 0 if there are enough
 */
public record Forecast(
        String step, Metric metric, double proves, double finds, double limit, long values, long valuesNeeded) {
    private static final double Z_80_PERCENT = 0.84;

    /**
     * Rows in the order a comparison would have them.
     *
     * @param baseline one run or more; none gives no rows
     * @param candidateRuns 1 or more
     */
    public static List<Forecast> of(List<JudgedRun> baseline, int candidateRuns, Method method) {
        if (candidateRuns < 1)
            throw new IllegalArgumentException("candidate runs: found " + candidateRuns + ", expected 1 or more");
        if (baseline.isEmpty()) return List.of();
        List<String> steps = baseline.stream()
                .flatMap(r -> r.steps().stream().map(StepSeries::step))
                .distinct()
                .toList();
        List<RunStats> stats = baseline.stream()
                .map(r -> RunStats.of(r, steps, method.quantiles(), Blocks.ofLatencies(r)))
                .toList();
        Rows rows = new Rows(baseline, stats, steps, candidateRuns, method);
        List<Forecast> out = new ArrayList<>();
        for (int q = 0; q < method.quantiles().size(); q++) out.add(rows.allSteps(q));
        out.add(rows.errors(null));
        for (int s = 0; s < steps.size(); s++) {
            for (int q = 0; q < method.quantiles().size(); q++) out.add(rows.step(s, q));
            out.add(rows.errors(steps.get(s)));
        }
        return out;
    }

    /** Whether an unchanged candidate is likely to pass this row. */
    public boolean enough() {
        return proves <= limit;
    }

    private record Rows(
            List<JudgedRun> runs, List<RunStats> stats, List<String> steps, int candidateRuns, Method method) {
        Forecast step(int step, int q) {
            return latency(
                    steps.get(step),
                    q,
                    stats.stream().map(r -> r.stat(step, q)).toList(),
                    RunStats.worstDesignEffect(stats, new int[] {step}, q));
        }

        Forecast allSteps(int q) {
            double quantile = method.quantiles().get(q);
            List<Integer> included = IntStream.range(0, steps.size())
                    .filter(s -> stats.stream().allMatch(r -> r.stat(s, q).enough(quantile)))
                    .boxed()
                    .toList();
            int[] all = IntStream.range(0, steps.size()).toArray();
            return latency(
                    null,
                    q,
                    stats.stream().map(r -> r.mean(included, q)).toList(),
                    RunStats.worstDesignEffect(stats, all, q));
        }

        private Forecast latency(String step, int q, List<QuantileStat> base, double phi) {
            double[] logs = base.stream().mapToDouble(QuantileStat::logMicros).toArray();
            double within =
                    base.stream().mapToDouble(QuantileStat::variance).average().orElse(Double.NaN);
            int blockDf = stats.stream().mapToInt(r -> r.blocks().count() - 1).sum()
                    * (runs.size() + candidateRuns)
                    / runs.size();
            Contrast contrast = Contrast.planned(
                    logs,
                    candidateRuns,
                    within,
                    method.prior().tau(),
                    method.prior().weight(),
                    blockDf);
            Metric metric = Metric.latency(method.quantiles().get(q));
            Margins.Limit limit = method.margins().limit(step, metric, Math.exp(Contrast.mean(logs)) / 1000);
            long values = base.stream().mapToLong(QuantileStat::n).sum() / base.size();
            long needed = contrast.known()
                    ? 0
                    : Needed.samples(metric.quantile(), phi).samples();
            double t = Students.quantileAbove(method.levels().bound(), contrast.dfBounds());
            return row(step, metric, contrast.se(), t, contrast.dfFail(), limit, values, needed);
        }

        Forecast errors(String step) {
            ErrorContrast.Side base = ErrorContrast.Side.of(runs.stream()
                    .map(r -> ErrorContrast.Counts.of(
                            r.steps().stream()
                                    .filter(s -> step == null || s.step().equals(step))
                                    .toList(),
                            Blocks.ofCounts(r)))
                    .toList());
            double ratio = (double) candidateRuns / runs.size();
            int df = Math.max(1, (int) Math.round((base.df() + 1) * ratio) - 1);
            ErrorContrast.Side cand =
                    new ErrorContrast.Side(base.failed() * ratio, base.attempts() * ratio, base.designEffect(), df);
            Margins.Limit limit = method.margins().limit(step, Metric.ERRORS, base.attempts() > 0 ? base.rate() : 0);
            if (base.attempts() == 0) return row(step, Metric.ERRORS, Double.POSITIVE_INFINITY, 2, 1, limit, 0, 1);
            ErrorContrast contrast =
                    ErrorContrast.of(base, cand, method.levels().bound());
            long attempts = (long) base.attempts() / runs.size();
            return row(step, Metric.ERRORS, contrast.se(), contrast.tBounds(), contrast.df(), limit, attempts, 0);
        }

        /** FAIL is counted on with the strictest level Benjamini-Hochberg can ask for: that of a single bad row. */
        private Forecast row(
                String step,
                Metric metric,
                double se,
                double t,
                double dfFail,
                Margins.Limit limit,
                long values,
                long needed) {
            int rows = (steps.size() + 1) * (method.quantiles().size() + 1);
            double tFail = Students.quantileAbove(method.levels().fail() / rows, dfFail);
            double finds = Math.max(limit.margin(), (tFail + Z_80_PERCENT) * se);
            return new Forecast(step, metric, (t + Z_80_PERCENT) * se, finds, limit.limit(), values, needed);
        }
    }
}
