package io.rehearse.reports.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A service that misbehaves like real ones, from a seed: log-normal latencies with a heavy tail; slow drift shared by all steps
 * (autocorrelated, 6 % sd); pauses that stop everything every 25 s or so; every run a few percent off for reasons of its own; errors in
 * clumps. Unchanged unless told otherwise.
 */
final class LatencyModel {
    private static final double DRIFT_SD = 0.06;
    private static final double OWN_SD = 0.02;
    private static final double RHO = 0.8;
    private static final double PAUSE_PERIOD = 25;
    private static final double PAUSE_MS = 150;
    private static final double CLUMP = 5;

    final int seconds;
    final int perStep;
    final int steps;
    final double runNoise;
    private static final double[] MEDIAN_MS = {50, 111, 78, 15.5, 19.3, 104};
    private static final double[] SIGMA = {0.37, 0.39, 0.56, 0.44, 0.39, 0.38};
    private static final double[] TAIL = {0.008, 0.026, 0.026, 0.020, 0.030, 0.025};

    /**
     * @param perStep expected attempts per step and run
     * @param steps 1 to 6
     * @param runNoise sd of ln latency from run to run
     */
    LatencyModel(int seconds, int perStep, int steps, double runNoise) {
        this.seconds = seconds;
        this.perStep = perStep;
        this.steps = steps;
        this.runNoise = runNoise;
    }

    /**
     * What is different on a side.
     *
     * @param factor on all latencies of {@code steps}, {@code errors} the share that fails there; elsewhere 1 and 0.1 %
     */
    record Change(double factor, double errors, Set<Integer> steps) {
        static final Change NONE = new Change(1, 0.001, Set.of());
    }

    List<JudgedRun> runs(SplittableRandom random, String side, int count, Change change, int sliceSeconds) {
        List<JudgedRun> runs = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            runs.add(run(
                    random, side + " " + r, change, effects(random, runNoise), drift(random, DRIFT_SD), sliceSeconds));
        }
        return runs;
    }

    /** Both sides in the same seconds; each instance has a little luck of its own. */
    List<List<JudgedRun>> duet(SplittableRandom random, int pairs, Change change, int sliceSeconds) {
        List<JudgedRun> olds = new ArrayList<>();
        List<JudgedRun> news = new ArrayList<>();
        for (int r = 0; r < pairs; r++) {
            double[] shared = effects(random, runNoise);
            double[] drift = drift(random, DRIFT_SD);
            olds.add(run(random, "old " + r, Change.NONE, plus(shared, effects(random, 0.008)), drift, sliceSeconds));
            news.add(run(random, "new " + r, change, plus(shared, effects(random, 0.008)), drift, sliceSeconds));
        }
        return List.of(olds, news);
    }

    /** Per step: 70 % of the variance is common to all steps of the run. */
    private double[] effects(SplittableRandom random, double sd) {
        double common = sd * Math.sqrt(0.7) * gauss(random);
        double[] effects = new double[steps];
        for (int s = 0; s < steps; s++) effects[s] = common + sd * Math.sqrt(0.3) * gauss(random);
        return effects;
    }

    private static double[] plus(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) sum[i] += b[i];
        return sum;
    }

    private double[] drift(SplittableRandom random, double sd) {
        double[] a = new double[seconds];
        double last = sd * gauss(random);
        for (int t = 0; t < seconds; t++) {
            a[t] = last;
            last = RHO * last + sd * Math.sqrt(1 - RHO * RHO) * gauss(random);
        }
        return a;
    }

    private JudgedRun run(
            SplittableRandom random, String name, Change change, double[] effects, double[] drift, int sliceSeconds) {
        double tailFactor = Math.exp(0.15 * gauss(random));
        double pauseFactor = Math.exp(0.1 * gauss(random));
        double[] own = drift(random, OWN_SD);
        double[] pausedUntil = pauses(random, pauseFactor);
        List<StepSeries> series = new ArrayList<>();
        for (int s = 0; s < steps; s++) {
            boolean changed = change.steps().contains(s);
            double factor = changed ? change.factor() : 1;
            double errors = changed ? change.errors() : Change.NONE.errors();
            int n = (int) Math.round(perStep + Math.sqrt(perStep) * gauss(random));
            double[] at = random.doubles(n, 0, seconds).sorted().toArray();
            boolean[] bad = clumps(random, n, errors);
            Recorder recorder = new Recorder(seconds, sliceSeconds);
            for (int i = 0; i < n; i++) {
                int second = (int) at[i];
                double ms =
                        MEDIAN_MS[s] * Math.exp(SIGMA[s] * gauss(random) + effects[s] + drift[second] + own[second]);
                if (random.nextDouble() < TAIL[s] * tailFactor) ms *= 2 * Math.pow(1 - random.nextDouble(), -1 / 2.5);
                ms += 1000 * Math.max(0, pausedUntil[(int) (at[i] * 1000)] - at[i]);
                recorder.add(second, bad[i], (long) (ms * factor * 1000));
            }
            series.add(recorder.series("step " + s));
        }
        return new JudgedRun(name, seconds, series);
    }

    /** For every millisecond: when the pause it lies in ends, 0 if it lies in none. */
    private double[] pauses(SplittableRandom random, double factor) {
        double[] until = new double[seconds * 1000 + 1];
        for (double t = PAUSE_PERIOD * random.nextDouble();
                t < seconds;
                t += PAUSE_PERIOD * (0.8 + 0.4 * random.nextDouble())) {
            double end = t + PAUSE_MS / 1000 * factor * Math.exp(0.3 * gauss(random));
            Arrays.fill(until, (int) (t * 1000), (int) Math.min(until.length, end * 1000), end);
        }
        return until;
    }

    private static boolean[] clumps(SplittableRandom random, int n, double share) {
        boolean[] bad = new boolean[n];
        for (int i = 0; i < n; i++) {
            if (random.nextDouble() >= share / CLUMP) continue;
            int length = 1;
            while (random.nextDouble() >= 1 / CLUMP) length++;
            Arrays.fill(bad, i, Math.min(n, i + length), true);
        }
        return bad;
    }

    private static double gauss(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** Slices of latencies, seconds of counts. */
    private static final class Recorder {
        private final int sliceSeconds;
        private final Latencies.Sum[] slices;
        private final long[] attempts;
        private final long[] failed;

        Recorder(int seconds, int sliceSeconds) {
            this.sliceSeconds = sliceSeconds;
            slices = new Latencies.Sum[(seconds + sliceSeconds - 1) / sliceSeconds];
            attempts = new long[seconds];
            failed = new long[seconds];
        }

        void add(int second, boolean bad, long micros) {
            attempts[second]++;
            if (bad) {
                failed[second]++;
                return;
            }
            int slice = second / sliceSeconds;
            if (slices[slice] == null) slices[slice] = new Latencies.Sum();
            slices[slice].add(Math.max(1, micros), 1);
        }

        StepSeries series(String name) {
            List<LatencySlice> latencies = new ArrayList<>();
            for (int i = 0; i < slices.length; i++) {
                if (slices[i] != null)
                    latencies.add(new LatencySlice(i * sliceSeconds, sliceSeconds, slices[i].total()));
            }
            List<CountSlice> counts = new ArrayList<>();
            for (int t = 0; t < attempts.length; t++) counts.add(new CountSlice(t, 1, attempts[t], failed[t]));
            return new StepSeries(name, latencies, counts);
        }
    }
}
