package io.rehearse.reports.compare;

import io.rehearse.reports.compare.Numbers.Cause;
import java.util.List;

/** The rows made of counts: failed attempts per step and over all steps, and throughput in the closed model. */
final class CountRows {
    private final List<JudgedRun> base;
    private final List<JudgedRun> cand;
    private final Method method;

    CountRows(List<JudgedRun> base, List<JudgedRun> cand, Method method) {
        this.base = base;
        this.cand = cand;
        this.method = method;
    }

    /** @param step null: all steps together */
    Numbers errors(String step) {
        ErrorContrast.Side b = side(base, step);
        ErrorContrast.Side c = side(cand, step);
        Margins.Limit limit = method.margins().limit(step, Metric.ERRORS, b.attempts() > 0 ? b.rate() : 0);
        if (b.attempts() == 0 || c.attempts() == 0) {
            return Numbers.unknown(
                    step,
                    Metric.ERRORS,
                    b.rate(),
                    c.rate(),
                    (long) b.attempts(),
                    (long) c.attempts(),
                    limit,
                    Cause.NO_ATTEMPTS);
        }
        return Numbers.ofErrors(step, ErrorContrast.of(b, c, method.levels().bound()), limit);
    }

    private static ErrorContrast.Side side(List<JudgedRun> runs, String step) {
        return ErrorContrast.Side.of(runs.stream()
                .map(run -> ErrorContrast.Counts.of(
                        run.steps().stream()
                                .filter(s -> step == null || s.step().equals(step))
                                .toList(),
                        Blocks.ofCounts(run)))
                .toList());
    }

    /**
     * Successes per second of all steps. In the closed model users wait for answers, so fewer per second is a slowdown; its sign is
     * turned so that positive is worse. The noise inside a run comes from the counts per block.
     */
    Numbers throughput() {
        Margins.Limit limit = method.margins().limit(null, Metric.THROUGHPUT, Double.NaN);
        List<Throughput> b = base.stream().map(Throughput::of).toList();
        List<Throughput> c = cand.stream().map(Throughput::of).toList();
        double rateBase = rate(b);
        double rateCand = rate(c);
        long nBase = b.stream().mapToLong(Throughput::successes).sum();
        long nCand = c.stream().mapToLong(Throughput::successes).sum();
        if (!(rateBase > 0 && rateCand > 0)) {
            return Numbers.unknown(null, Metric.THROUGHPUT, rateBase, rateCand, nBase, nCand, limit, Cause.NO_SUCCESS);
        }
        double within = (b.stream().mapToDouble(Throughput::variance).sum()
                        + c.stream().mapToDouble(Throughput::variance).sum())
                / (b.size() + c.size());
        int blockDf = b.stream().mapToInt(t -> t.blocks().count() - 1).sum()
                + c.stream().mapToInt(t -> t.blocks().count() - 1).sum();
        Contrast contrast = Contrast.separate(
                slowness(b),
                slowness(c),
                within,
                method.prior().tauThroughput(),
                method.prior().weight(),
                blockDf);
        return Numbers.ofContrast(
                null,
                Metric.THROUGHPUT,
                rateBase,
                rateCand,
                contrast,
                limit,
                method.levels().bound(),
                Double.NaN,
                nBase,
                nCand);
    }

    private static double[] slowness(List<Throughput> runs) {
        return runs.stream().mapToDouble(t -> -Math.log(t.perSecond())).toArray();
    }

    private static double rate(List<Throughput> runs) {
        return Math.exp(-Contrast.mean(slowness(runs)));
    }

    /** @param variance of ln(successes per second), from the counts per block, at least that of independent successes */
    record Throughput(long successes, double perSecond, double variance, Blocks blocks) {
        static Throughput of(JudgedRun run) {
            Blocks blocks = Blocks.ofCounts(run);
            ErrorContrast.Counts counts = ErrorContrast.Counts.of(run.steps(), blocks);
            double total = run.attempts() - run.failed();
            double perSecond = total / run.seconds();
            double[] deviations = new double[blocks.count()];
            for (int second = 0; second < run.seconds(); second++) deviations[blocks.at(second)] -= perSecond;
            for (int i = 0; i < deviations.length; i++) deviations[i] += counts.attempts()[i] - counts.failed()[i];
            double variance = Math.max(blocks.varianceOfTotal(deviations) / (total * total), 1 / total);
            return new Throughput((long) total, perSecond, variance, blocks);
        }
    }
}
