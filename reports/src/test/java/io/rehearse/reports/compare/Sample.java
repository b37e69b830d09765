package io.rehearse.reports.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** Small runs for tests of single rules: every second the same number of attempts, latencies log-normal from a seed. */
final class Sample {
    int seconds = 60;
    int perSecond = 50;
    int failedPerSecond;
    double medianMs = 50;
    double runNoise = 0.02;
    List<String> steps = List.of("Login", "Search", "Pay");
    int seed = 1;

    /** @param count of runs named side 0, side 1, … */
    List<JudgedRun> runs(String side, int count) {
        return runs(side, count, step -> null);
    }

    /** @param other what to put in place of a step, null to leave it as it is */
    List<JudgedRun> runs(String side, int count, IntFunction<StepSeries> other) {
        List<JudgedRun> runs = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            SplittableRandom random = new SplittableRandom(seed * 1000L + side.hashCode() + r);
            double effect = runNoise * gauss(random);
            List<StepSeries> series = new ArrayList<>();
            for (int s = 0; s < steps.size(); s++) {
                StepSeries replaced = other.apply(s);
                series.add(
                        replaced != null
                                ? replaced
                                : step(random, steps.get(s), medianMs * (1 + s) * Math.exp(effect)));
            }
            runs.add(new JudgedRun(side + " " + r, seconds, series));
        }
        return runs;
    }

    StepSeries step(SplittableRandom random, String name, double median) {
        List<LatencySlice> latencies = new ArrayList<>();
        List<CountSlice> counts = new ArrayList<>();
        for (int t = 0; t < seconds; t++) {
            int ok = perSecond - failedPerSecond;
            long[] micros = new long[ok];
            long[] ones = new long[ok];
            for (int i = 0; i < ok; i++) {
                micros[i] = (long) (1000 * median * Math.exp(0.4 * gauss(random)));
                ones[i] = 1;
            }
            if (ok > 0) latencies.add(new LatencySlice(t, 1, Latencies.of(micros, ones)));
            counts.add(new CountSlice(t, 1, perSecond, failedPerSecond));
        }
        return new StepSeries(name, latencies, counts);
    }

    static StepSeries never(String name) {
        return new StepSeries(name, List.of(), List.of());
    }

    static double gauss(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
