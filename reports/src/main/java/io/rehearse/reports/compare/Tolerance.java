package io.rehearse.reports.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one number of one step may be for ever without being worse than a baseline: the limits a continuous watch counts
 * bad events against. A latency is bad above {@code limitMicros}; an attempt is bad if it failed.
 *
 * <pre>
 * limit   = exp(theta + max(margin, 2 sqrt(V (1 + 1/K))))     theta: mean of ln quantile of the K runs, V: variance of one run
 * share   = 1 - q                                             so many may be above the limit
 * errors: share = max(p + margin, upper 95 % bound of p)      p: failed share of the baseline, bound by Wilson
 * spread  = 1.5 phi, for errors 1.5 phi + 1.5                 phi: design effect of the bad events between windows
 * </pre>
 *
 * A new run of an unchanged system differs from the baseline by its own luck; a limit inside that luck would raise false
 * alarms, hence the 2 sd. The spread is larger than the measured design effect because that is itself estimated.
 *
 * @param step the step's name
 * @param metric a latency quantile or {@link Metric#ERRORS}
 * @param baseline the baseline's value: ms, or a share
 * @param limitMicros larger latencies are bad; 0 for errors
 * @param share of bad events that is tolerated, more than 0 and less than 1
 * @param spread how many times the noise of independent events is expected in a window, 1 or more
 * @param byNoise whether the noise between the baseline's runs, and not the margin, made the limit
 */
public record Tolerance(
        String step, Metric metric, double baseline, long limitMicros, double share, double spread, boolean byNoise) {
    private static final double RUN_SDS = 2;
    /** The standard normal value that 5 % exceed. */
    private static final double NORMAL_95 = 1.6448536269514722;

    private static final double SPREAD_FACTOR = 1.5;
    private static final double SPREAD_ADDED_FOR_ERRORS = 1.5;

    /** What can be watched, step by step in the order of the first run, and in words what cannot. */
    public record Set(List<Tolerance> streams, List<String> leftOut) {
        public Set {
            streams = List.copyOf(streams);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * @param baseline one run or more, of the same steps
     * @param method its quantiles, margins and prior
     * @param windowSeconds length of the windows in which bad events will be counted
     * @throws IllegalArgumentException without a run
     */
    public static Set of(List<JudgedRun> baseline, Method method, int windowSeconds) {
        if (baseline.isEmpty()) throw new IllegalArgumentException("a baseline of 0 runs: expected 1 or more");
        List<Tolerance> streams = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (StepSeries first : baseline.get(0).steps()) {
            for (double q : method.quantiles()) {
                latency(baseline, method, windowSeconds, first.step(), q, streams, leftOut);
            }
            errors(baseline, method, windowSeconds, first.step(), streams, leftOut);
        }
        return new Set(streams, leftOut);
    }

    private static void latency(
            List<JudgedRun> runs,
            Method method,
            int windowSeconds,
            String step,
            double q,
            List<Tolerance> streams,
            List<String> leftOut) {
        int k = runs.size();
        double[] logs = new double[k];
        double within = 0;
        int blockDf = 0;
        for (int r = 0; r < k; r++) {
            StepSeries series = series(runs.get(r), step);
            Blocks blocks = Blocks.ofLatencies(runs.get(r));
            QuantileStat stat = QuantileStat.of(series, RunStats.total(series.latencies()), blocks, q);
            logs[r] = stat.logMicros();
            within += stat.variance() / k;
            blockDf += blocks.count() - 1;
        }
        Metric metric = Metric.latency(q);
        Contrast next = Contrast.planned(
                logs, 1, within, method.prior().tau(), method.prior().weight(), blockDf);
        if (!next.known()) {
            leftOut.add(metric.label() + " of " + step + ": too few values above it in a run of the baseline");
            return;
        }
        double theta = Contrast.mean(logs);
        double millis = Math.exp(theta) / 1000;
        double margin = method.margins().limit(step, metric, millis).margin();
        double noise = RUN_SDS * next.se();
        long limit = (long) Math.exp(theta + Math.max(margin, noise));
        double phi = designEffect(runs.stream()
                .map(run -> latencyCounts(run, step, limit, windowSeconds))
                .toList());
        // 1 - 0.95 is not 0.05, and people read it
        double share = Math.rint((1 - q) * 1e9) / 1e9;
        streams.add(new Tolerance(step, metric, millis, limit, share, SPREAD_FACTOR * phi, noise > margin));
    }

    private static void errors(
            List<JudgedRun> runs,
            Method method,
            int windowSeconds,
            String step,
            List<Tolerance> streams,
            List<String> leftOut) {
        List<ErrorContrast.Counts> counts =
                runs.stream().map(run -> errorCounts(run, step, windowSeconds)).toList();
        ErrorContrast.Side side = ErrorContrast.Side.of(counts);
        if (side.attempts() == 0) {
            leftOut.add("errors of " + step + ": no attempt in the baseline");
            return;
        }
        double p = side.rate();
        double tolerated = p + method.margins().limit(step, Metric.ERRORS, p).margin();
        double bound = ErrorContrast.Wilson.of(p, side.attempts() / side.designEffect(), NORMAL_95)
                .upper();
        double share = Math.max(tolerated, bound);
        if (share >= 1) {
            leftOut.add("errors of " + step + ": so many failed in the baseline that no more can be noticed");
            return;
        }
        double spread = SPREAD_FACTOR * designEffect(counts) + SPREAD_ADDED_FOR_ERRORS;
        streams.add(new Tolerance(step, Metric.ERRORS, p, 0, share, spread, bound > tolerated));
    }

    /**
     * How much more the bad events of a window vary than independent ones would: windows against the share of all runs together.
     * What runs differ by beyond that is in the limit already.
     */
    private static double designEffect(List<ErrorContrast.Counts> runs) {
        double bad = 0;
        double all = 0;
        int windows = 0;
        for (ErrorContrast.Counts run : runs) {
            bad += Arrays.stream(run.failed()).sum();
            all += Arrays.stream(run.attempts()).sum();
            windows += run.blocks().count();
        }
        if (bad == 0) return 1;
        double squares = 0;
        for (ErrorContrast.Counts run : runs) {
            for (int w = 0; w < run.failed().length; w++) {
                double off = run.failed()[w] - run.attempts()[w] * bad / all;
                squares += off * off;
            }
        }
        double share = (bad + 0.5) / (all + 1);
        return Math.max(1, squares * windows / (windows - 1) / (all * share * (1 - share)));
    }

    private static StepSeries series(JudgedRun run, String step) {
        return run.step(step).orElseGet(() -> new StepSeries(step, List.of(), List.of()));
    }

    private static ErrorContrast.Counts latencyCounts(JudgedRun run, String step, long limitMicros, int windowSeconds) {
        Blocks windows = windows(run, windowSeconds);
        double[] values = new double[windows.count()];
        double[] above = new double[windows.count()];
        for (LatencySlice slice : series(run, step).latencies()) {
            int w = windows.at(slice.startSeconds());
            values[w] += slice.latencies().count();
            above[w] += slice.latencies().countAbove(limitMicros);
        }
        return new ErrorContrast.Counts(values, above, windows);
    }

    private static ErrorContrast.Counts errorCounts(JudgedRun run, String step, int windowSeconds) {
        return ErrorContrast.Counts.of(List.of(series(run, step)), windows(run, windowSeconds));
    }

    private static Blocks windows(JudgedRun run, int windowSeconds) {
        return new Blocks(run.seconds(), Math.max(2, run.seconds() / windowSeconds));
    }
}
