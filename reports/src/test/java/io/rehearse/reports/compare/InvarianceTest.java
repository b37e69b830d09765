package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rehearse.reports.compare.LatencyModel.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must not matter to a verdict. */
class InvarianceTest {
    private static final Method METHOD = Method.product();
    private final LatencyModel model = new LatencyModel(60, 1_000, 6, 0.03);
    private final SplittableRandom random = new SplittableRandom(42);
    private final List<JudgedRun> base = model.runs(random, "base", 5, Change.NONE, 5);
    private final List<JudgedRun> cand = model.runs(random, "cand", 3, new Change(1.1, 0.003, Set.of(2)), 5);

    @Test
    void swappingTheSidesTurnsTheSign() {
        List<Row> there = Judge.compare(base, cand, METHOD).rows();
        List<Row> back = Judge.compare(cand, base, METHOD).rows();
        for (int i = 0; i < there.size(); i++) {
            Numbers a = there.get(i).numbers();
            Numbers b = back.get(i).numbers();
            assertThat(b.estimate()).as("%s %s", a.step(), a.metric().label()).isCloseTo(-a.estimate(), within(1e-12));
            if (a.metric().isRatio() && Double.isFinite(a.se()))
                assertThat(b.se()).isCloseTo(a.se(), within(1e-12));
            assertThat(b.lower()).isCloseTo(-a.upper(), within(1e-12));
        }
    }

    @Test
    void twiceTheLatenciesOnBothSidesLeaveRatiosAsTheyAre() {
        List<Row> once = Judge.compare(base, cand, METHOD).rows();
        List<Row> twice =
                Judge.compare(scaled(base, 2), scaled(cand, 2), METHOD).rows();
        for (int i = 0; i < once.size(); i++) {
            Numbers a = once.get(i).numbers();
            Numbers b = twice.get(i).numbers();
            // a bucket is a thousandth wide
            assertThat(b.estimate()).isCloseTo(a.estimate(), within(0.001));
            if (Double.isFinite(a.se())) assertThat(b.se()).isCloseTo(a.se(), within(0.001));
            assertThat(b.p()).isCloseTo(a.p(), within(0.02));
        }
    }

    private static List<JudgedRun> scaled(List<JudgedRun> runs, int factor) {
        return runs.stream()
                .map(r -> new JudgedRun(
                        r.name(),
                        r.seconds(),
                        r.steps().stream()
                                .map(s -> new StepSeries(
                                        s.step(),
                                        s.latencies().stream()
                                                .map(l -> new LatencySlice(
                                                        l.startSeconds(),
                                                        l.widthSeconds(),
                                                        scaled(l.latencies(), factor)))
                                                .toList(),
                                        s.counts()))
                                .toList()))
                .toList();
    }

    private static Latencies scaled(Latencies latencies, int factor) {
        long[][] pairs = latencies.toPairs();
        for (int i = 0; i < pairs[0].length; i++) pairs[0][i] *= factor;
        return Latencies.of(pairs[0], pairs[1]);
    }

    @Test
    void theOrderOfRunsDoesNotMatter() {
        List<JudgedRun> reversed = new ArrayList<>(base);
        Collections.reverse(reversed);
        List<Row> a = Judge.compare(base, cand, METHOD).rows();
        List<Row> b = Judge.compare(reversed, cand, METHOD).rows();
        for (int i = 0; i < a.size(); i++) {
            assertThat(b.get(i).verdict()).isEqualTo(a.get(i).verdict());
            assertThat(b.get(i).numbers().estimate())
                    .isCloseTo(a.get(i).numbers().estimate(), within(1e-12));
            if (Double.isFinite(a.get(i).numbers().se())) {
                assertThat(b.get(i).numbers().se()).isCloseTo(a.get(i).numbers().se(), within(1e-12));
            }
        }
    }

    @Test
    void oneMoreUnchangedStepCostsNoMoreThanItsShareOfTheAlarmBudget() {
        LatencyModel three = new LatencyModel(60, 3_000, 3, 0.02);
        List<JudgedRun> slowBase = three.runs(random, "base", 5, Change.NONE, 5);
        List<JudgedRun> slowCand = three.runs(random, "cand", 3, new Change(1.4, 0.001, Set.of(1)), 5);
        Comparison without = Judge.compare(slowBase, slowCand, METHOD);
        Comparison with = Judge.compare(
                slowBase.stream()
                        .map(r -> plus(r, slowBase.get(0).steps().get(0)))
                        .toList(),
                slowCand.stream()
                        .map(r -> plus(r, slowBase.get(0).steps().get(0)))
                        .toList(),
                METHOD);
        int certain = 0;
        for (Row row : without.rows()) {
            if (row.step() == null || row.verdict() != Verdict.FAIL) continue;
            Row same = with.row(row.step(), row.metric()).orElseThrow();
            assertThat(same.numbers().p()).isEqualTo(row.numbers().p());
            assertThat(same.pAdjusted())
                    .isLessThanOrEqualTo(row.numbers().p() * with.rows().size());
            if (row.numbers().p() * with.rows().size() > METHOD.levels().fail()) continue;
            assertThat(same.verdict()).isEqualTo(Verdict.FAIL);
            certain++;
        }
        assertThat(certain).isPositive();
        assertThat(with.verdict()).isEqualTo(Verdict.FAIL);
    }

    private static JudgedRun plus(JudgedRun run, StepSeries series) {
        List<StepSeries> steps = new ArrayList<>(run.steps());
        steps.add(new StepSeries("one more", series.latencies(), series.counts()));
        return new JudgedRun(run.name(), run.seconds(), steps);
    }

    @Test
    void eightThreadsAtOnceSayWhatOneSays() {
        String alone =
                ComparisonJson.of(Judge.compare(base, cand, METHOD), "main").toString();
        List<String> together = IntStream.range(0, 32)
                .parallel()
                .mapToObj(i -> ComparisonJson.of(Judge.compare(base, cand, METHOD), "main")
                        .toString())
                .toList();
        assertThat(together).containsOnly(alone);
    }

    @Test
    void slicesOfOneAndOfFiveSecondsGiveTheSameEstimates() {
        SplittableRandom a = new SplittableRandom(3);
        SplittableRandom b = new SplittableRandom(3);
        List<Row> fine = Judge.compare(
                        model.runs(a, "base", 5, Change.NONE, 1), model.runs(a, "cand", 3, Change.NONE, 1), METHOD)
                .rows();
        List<Row> coarse = Judge.compare(
                        model.runs(b, "base", 5, Change.NONE, 5), model.runs(b, "cand", 3, Change.NONE, 5), METHOD)
                .rows();
        for (int i = 0; i < fine.size(); i++) {
            if (fine.get(i).numbers().allSteps()) continue;
            assertThat(coarse.get(i).numbers().estimate())
                    .isEqualTo(fine.get(i).numbers().estimate());
        }
    }
}
