package io.rehearse.reports.compare;

import java.util.List;

/**
 * Finds the slow start of a run by MSER-5 (White 1997), on all steps together: the cut after which the mean of the rest
 * is known best.
 *
 * <p>Of every piece of 5 s, the mean of ln latency against the median of its own step: b_1 ... b_k. The cut is the d of 0 to k/2
 * with the smallest sum over i &gt; d of (b_i - mean)^2 / (k - d)^2. A start that differs by less than 2 % is no warm-up.
 *
 * @param seconds what to leave out at the start
 * @param steady false if the best cut is half the run: it never settled
 */
record WarmUp(int seconds, boolean steady) {
    private static final int PIECE_SECONDS = 5;
    private static final double EFFECT_MIN = 0.02;

    static WarmUp of(JudgedRun run) {
        double[] b = pieces(run);
        int k = b.length;
        if (k == 0) return new WarmUp(0, true);
        int best = 0;
        double bestScore = Double.POSITIVE_INFINITY;
        for (int d = 0; d <= k / 2; d++) {
            double rest = mean(b, d, k);
            double squares = 0;
            for (int i = d; i < k; i++) squares += (b[i] - rest) * (b[i] - rest);
            double score = squares / ((double) (k - d) * (k - d));
            if (score < bestScore) {
                bestScore = score;
                best = d;
            }
        }
        if (best == 0 || Math.abs(mean(b, 0, best) - mean(b, best, k)) < EFFECT_MIN) return new WarmUp(0, true);
        return new WarmUp(best * PIECE_SECONDS, best < k / 2);
    }

    private static double[] pieces(JudgedRun run) {
        double[] sums = new double[run.seconds() / PIECE_SECONDS];
        double[] weights = new double[sums.length];
        for (StepSeries step : run.steps()) {
            double median = RunStats.total(step.latencies()).medianOfLogs();
            for (LatencySlice slice : step.latencies()) {
                int piece = slice.startSeconds() / PIECE_SECONDS;
                if (piece >= sums.length) continue;
                sums[piece] += slice.latencies().sumOfLogs() - slice.latencies().count() * median;
                weights[piece] += slice.latencies().count();
            }
        }
        for (int i = 0; i < sums.length; i++) sums[i] /= Math.max(weights[i], 1);
        return sums;
    }

    private static double mean(double[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) sum += b[i];
        return sum / (to - from);
    }

    /** The longest of several cuts: all runs of a comparison are cut alike. */
    static int longest(List<WarmUp> cuts) {
        return cuts.stream().mapToInt(WarmUp::seconds).max().orElse(0);
    }
}
