package io.rehearse.reports.gate;

import io.rehearse.reports.compare.CountSlice;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.compare.Latencies;
import io.rehearse.reports.compare.LatencySlice;
import io.rehearse.reports.compare.StepSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A service of three steps under a low steady rate, from a seed, that misbehaves like real ones: log-normal latencies with a
 * heavy tail, slow drift shared by all steps (autocorrelated, 6 % sd), pauses that stop everything every 25 s or so, runs that
 * differ by 3 % for reasons of their own, one failure in a thousand, in clumps of five. The noise of a run is drawn anew for each
 * baseline run and each day of probing.
 */
final class ProbedService {
    static final int STEPS = 3;
    private static final double RATE_PER_SECOND = 2;
    private static final double RUN_NOISE = 0.03;
    private static final double DRIFT_SD = 0.06;
    private static final double OWN_SD = 0.02;
    private static final double RHO = 0.8;
    private static final double PAUSE_PERIOD = 25;
    private static final double PAUSE_MS = 150;
    private static final double CLUMP = 5;
    private static final double ERRORS = 0.001;
    private static final double[] MEDIAN_MS = {50, 111, 78};
    private static final double[] SIGMA = {0.37, 0.39, 0.56};
    private static final double[] TAIL = {0.008, 0.026, 0.026};

    /**
     * What has changed.
     *
     * @param factor on every latency
     * @param tailFactor on the latencies above p98 of the unchanged service, growing from 1 at its p90
     * @param errors the share that fails
     */
    record Change(double factor, double tailFactor, double errors) {
        static final Change NONE = new Change(1, 1, ERRORS);
    }

    private static final double INSTANCE_SD = 0.008;

    private final SplittableRandom random;
    /** Another instance of the same service, walked in the same seconds: what disturbs both is drawn there. Null: none. */
    private final ProbedService twin;

    private final double[] p90 = new double[STEPS];
    private final double[] p98 = new double[STEPS];
    private final double[] effect = new double[STEPS];
    private final int[] clump = new int[STEPS];
    private double tail;
    private double pause;
    private double drift;
    private double own;
    private double nextPause;
    private double[] pauses = new double[0];

    ProbedService(long seed) {
        this(seed, null);
    }

    /** The new side beside an old one; each instance has a little luck of its own, pauses and tail too. */
    ProbedService(long seed, ProbedService old) {
        random = new SplittableRandom(seed);
        twin = old;
        for (int step = 0; step < STEPS; step++) {
            double[] values = unchanged(step);
            p90[step] = Math.log(values[(int) (0.9 * values.length)]);
            p98[step] = Math.log(values[(int) (0.98 * values.length)]);
        }
        newRun();
    }

    private static double[] unchanged(int step) {
        SplittableRandom fixed = new SplittableRandom(99);
        double[] values = new double[200_000];
        for (int i = 0; i < values.length; i++) {
            double ms =
                    MEDIAN_MS[step] * Math.exp(SIGMA[step] * fixed.nextGaussian() + DRIFT_SD * fixed.nextGaussian());
            values[i] = fixed.nextDouble() < TAIL[step] ? ms * 2 * Math.pow(1 - fixed.nextDouble(), -1 / 2.5) : ms;
        }
        Arrays.sort(values);
        return values;
    }

    /** A restart: the luck of the next run, in all steps (70 % of the variance) and in each. */
    void newRun() {
        double common = RUN_NOISE * Math.sqrt(0.7) * random.nextGaussian();
        for (int step = 0; step < STEPS; step++) {
            double own = RUN_NOISE * Math.sqrt(0.3) * random.nextGaussian();
            effect[step] = twin == null
                    ? common + own
                    : twin.effect[step] + Math.sqrt(2) * INSTANCE_SD * random.nextGaussian();
        }
        tail = Math.exp(0.15 * random.nextGaussian());
        pause = Math.exp(0.1 * random.nextGaussian());
        drift = DRIFT_SD * random.nextGaussian();
        own = OWN_SD * random.nextGaussian();
        nextPause = PAUSE_PERIOD * random.nextDouble();
    }

    private interface Sample {
        void take(int step, int second, boolean failed, double millis);
    }

    /** The next second of walks. */
    private void second(int second, Change change, Sample sample) {
        double shock = DRIFT_SD * Math.sqrt(1 - RHO * RHO) * random.nextGaussian();
        drift = twin == null ? RHO * drift + shock : twin.drift;
        own = RHO * own + OWN_SD * Math.sqrt(1 - RHO * RHO) * random.nextGaussian();
        pauses = new double[0];
        while (nextPause < 1) {
            double length = PAUSE_MS / 1000 * pause * Math.exp(0.3 * random.nextGaussian());
            pauses = Arrays.copyOf(pauses, pauses.length + 2);
            pauses[pauses.length - 2] = nextPause;
            pauses[pauses.length - 1] = nextPause + length;
            nextPause += PAUSE_PERIOD * (0.8 + 0.4 * random.nextDouble());
        }
        nextPause -= 1;
        for (int step = 0; step < STEPS; step++) {
            int n = poisson(RATE_PER_SECOND);
            for (int i = 0; i < n; i++) {
                sample.take(step, second, failed(step, change), latency(step, change));
            }
        }
    }

    private boolean failed(int step, Change change) {
        if (clump[step] == 0 && random.nextDouble() < change.errors() / CLUMP) {
            clump[step] = 1;
            while (random.nextDouble() >= 1 / CLUMP) {
                clump[step]++;
            }
        }
        if (clump[step] == 0) {
            return false;
        }
        clump[step]--;
        return true;
    }

    private double latency(int step, Change change) {
        double log = Math.log(MEDIAN_MS[step]) + SIGMA[step] * random.nextGaussian() + effect[step] + drift + own;
        if (random.nextDouble() < TAIL[step] * tail) {
            log += Math.log(2) - Math.log(1 - random.nextDouble()) / 2.5;
        }
        double millis = Math.exp(log);
        if (pauses.length > 0) {
            double at = random.nextDouble();
            for (int i = 0; i < pauses.length; i += 2) {
                millis += at >= pauses[i] ? 1000 * Math.max(0, pauses[i + 1] - at) : 0;
            }
        }
        if (change.tailFactor() != 1) {
            double weight = (Math.log(millis) - p90[step]) / (p98[step] - p90[step]);
            millis *= 1 + (change.tailFactor() - 1) * Math.min(1, Math.max(0, weight));
        }
        return millis * change.factor();
    }

    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int n = 0;
        while (product > limit) {
            product *= random.nextDouble();
            n++;
        }
        return n;
    }

    /** Baseline runs as a store keeps them: slices of 5 s, counts of every second. */
    List<JudgedRun> baseline(int runs, int seconds) {
        List<JudgedRun> all = new ArrayList<>();
        for (int r = 0; r < runs; r++) {
            newRun();
            Recorder recorder = new Recorder(seconds);
            for (int t = 0; t < seconds; t++) {
                second(t, Change.NONE, recorder);
            }
            all.add(recorder.run("base " + r, seconds));
        }
        newRun();
        return all;
    }

    /** What the streams count in the next window. */
    List<Window> window(List<Stream> streams, Change change) {
        long[] attempts = new long[streams.size()];
        long[] bad = new long[streams.size()];
        Sample count = (step, second, failed, millis) -> {
            long micros = Latencies.of(new long[] {Math.max(1, (long) (millis * 1000))}, new long[] {1})
                    .quantileMicros(1);
            for (int i = 0; i < streams.size(); i++) {
                Stream stream = streams.get(i);
                if (!stream.step().equals(name(step)) || failed && !stream.isErrors()) {
                    continue;
                }
                attempts[i]++;
                bad[i] += stream.isErrors() ? (failed ? 1 : 0) : (micros > stream.limitMicros() ? 1 : 0);
            }
        };
        for (int t = 0; t < Degradation.WINDOW_MILLIS / 1000; t++) {
            second(t, change, count);
        }
        List<Window> counts = new ArrayList<>();
        for (int i = 0; i < attempts.length; i++) {
            counts.add(new Window(attempts[i], bad[i]));
        }
        return counts;
    }

    /** The next {@link PairSlice#SECONDS} of both sides. */
    static PairSlice pair(
            ProbedService old, Change changeOfOld, ProbedService fresh, Change changeOfNew, long endMillis) {
        Recorder before = new Recorder(PairSlice.SECONDS, PairSlice.SECONDS);
        Recorder after = new Recorder(PairSlice.SECONDS, PairSlice.SECONDS);
        for (int t = 0; t < PairSlice.SECONDS; t++) {
            old.second(t, changeOfOld, before);
            fresh.second(t, changeOfNew, after);
        }
        return new PairSlice(endMillis, before.slice(), after.slice());
    }

    static String name(int step) {
        return "step " + step;
    }

    private static final class Recorder implements Sample {
        private static final int SLICE = 5;
        private final int width;
        private final List<List<TreeMap<Long, Long>>> values = new ArrayList<>();
        private final long[][] attempts;
        private final long[][] failed;

        Recorder(int seconds) {
            this(seconds, SLICE);
        }

        Recorder(int seconds, int width) {
            this.width = width;
            attempts = new long[STEPS][seconds];
            failed = new long[STEPS][seconds];
            for (int step = 0; step < STEPS; step++) {
                List<TreeMap<Long, Long>> slices = new ArrayList<>();
                for (int i = 0; i < seconds / width; i++) {
                    slices.add(new TreeMap<>());
                }
                values.add(slices);
            }
        }

        @Override
        public void take(int step, int second, boolean bad, double millis) {
            attempts[step][second]++;
            if (bad) {
                failed[step][second]++;
            } else {
                values.get(step).get(second / width).merge(Math.max(1, (long) (millis * 1000)), 1L, Long::sum);
            }
        }

        /** Of a recorder that is one slice long. */
        List<PairSlice.Step> slice() {
            List<PairSlice.Step> steps = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                steps.add(new PairSlice.Step(
                        Arrays.stream(attempts[step]).sum(),
                        Arrays.stream(failed[step]).sum(),
                        latencies(step, 0)));
            }
            return steps;
        }

        private Latencies latencies(int step, int index) {
            TreeMap<Long, Long> slice = values.get(step).get(index);
            long[] micros = slice.keySet().stream().mapToLong(Long::longValue).toArray();
            long[] counts = slice.values().stream().mapToLong(Long::longValue).toArray();
            return Latencies.of(micros, counts);
        }

        JudgedRun run(String name, int seconds) {
            List<StepSeries> steps = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                List<LatencySlice> latencies = new ArrayList<>();
                for (int i = 0; i < seconds / width; i++) {
                    latencies.add(new LatencySlice(i * width, width, latencies(step, i)));
                }
                List<CountSlice> counts = new ArrayList<>();
                for (int t = 0; t < seconds; t++) {
                    counts.add(new CountSlice(t, 1, attempts[step][t], failed[step][t]));
                }
                steps.add(new StepSeries(name(step), latencies, counts));
            }
            return new JudgedRun(name, seconds, steps);
        }
    }
}
