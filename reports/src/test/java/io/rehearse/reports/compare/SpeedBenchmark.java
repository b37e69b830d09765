package io.rehearse.reports.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Prints how long 50 steps of 600 s in 5 + 3 runs take to judge; {@code main}, not asserted, because machines differ. */
final class SpeedBenchmark {
    private SpeedBenchmark() {}

    public static void main(String[] args) {
        LatencyModel model = new LatencyModel(600, 10_000, 5, 0.03);
        SplittableRandom random = new SplittableRandom(1);
        List<JudgedRun> base = tenfold(model.runs(random, "base", 5, LatencyModel.Change.NONE, 5));
        List<JudgedRun> cand = tenfold(model.runs(random, "cand", 3, LatencyModel.Change.NONE, 5));
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            int rows = Judge.compare(base, cand, Method.product()).rows().size();
            System.out.printf("%d rows in %d ms%n", rows, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static List<JudgedRun> tenfold(List<JudgedRun> runs) {
        List<JudgedRun> many = new ArrayList<>();
        for (JudgedRun run : runs) {
            List<StepSeries> steps = new ArrayList<>();
            for (int copy = 0; copy < 10; copy++) {
                for (StepSeries s : run.steps())
                    steps.add(new StepSeries(s.step() + "." + copy, s.latencies(), s.counts()));
            }
            many.add(new JudgedRun(run.name(), run.seconds(), steps));
        }
        return many;
    }
}
