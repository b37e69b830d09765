package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.compare.LatencyModel.Change;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * How often the judge is right, on simulated services whose truth is known: what a CI gate of 3 steps, 60 s, 50 users/s, 5 baseline runs
 * and 3 runs of the candidate is worth with the default margins. Seeded; 5 s slices and 1 s counts as stored runs have them.
 */
class VerdictRatesTest {
    private static final LatencyModel GATE = new LatencyModel(60, 3_000, 3, 0.03);
    private static final Set<Integer> ALL = Set.of(0, 1, 2);

    @Test
    void anUnchangedBuildPassesTheGateInNineOfTenComparisonsAndFailsInNone() {
        Map<Verdict, Integer> rates = rates(300, seed -> gate(seed, Change.NONE));
        assertThat(rates.get(Verdict.PASS)).as("PASS of 300: %s", rates).isGreaterThanOrEqualTo(270);
        assertThat(rates.get(Verdict.FAIL)).as("FAIL of 300: %s", rates).isLessThanOrEqualTo(3);
    }

    @Test
    void allStepsTwentyPercentSlowerFails() {
        Map<Verdict, Integer> rates = rates(100, seed -> gate(seed, new Change(1.2, 0.001, ALL)));
        assertThat(rates.get(Verdict.FAIL)).as("FAIL of 100: %s", rates).isGreaterThanOrEqualTo(95);
    }

    @Test
    void oneStepThirtyPercentSlowerFails() {
        Map<Verdict, Integer> rates = rates(100, seed -> gate(seed, new Change(1.3, 0.001, Set.of(1))));
        assertThat(rates.get(Verdict.FAIL)).as("FAIL of 100: %s", rates).isGreaterThanOrEqualTo(95);
    }

    @Test
    void errorsFromOneInAThousandToOneInFiftyFail() {
        Map<Verdict, Integer> rates = rates(100, seed -> gate(seed, new Change(1, 0.02, ALL)));
        assertThat(rates.get(Verdict.FAIL)).as("FAIL of 100: %s", rates).isGreaterThanOrEqualTo(95);
    }

    @Test
    void anUnchangedServiceSideBySideDoesNotFail() {
        Map<Verdict, Integer> rates = rates(100, seed -> duet(seed, Change.NONE));
        assertThat(rates.get(Verdict.FAIL)).as("FAIL of 100: %s", rates).isLessThanOrEqualTo(1);
    }

    @Test
    void tenPercentSlowerSideBySideFails() {
        Map<Verdict, Integer> rates = rates(50, seed -> duet(seed, new Change(1.1, 0.001, ALL)));
        assertThat(rates.get(Verdict.FAIL)).as("FAIL of 50: %s", rates).isGreaterThanOrEqualTo(45);
    }

    private static Comparison gate(int seed, Change change) {
        SplittableRandom random = new SplittableRandom(seed);
        return Judge.compare(
                GATE.runs(random, "base", 5, Change.NONE, 5),
                GATE.runs(random, "cand", 3, change, 5),
                Method.product());
    }

    private static Comparison duet(int seed, Change change) {
        LatencyModel model = new LatencyModel(120, 6_000, 3, 0.03);
        var sides = model.duet(new SplittableRandom(seed), 1, change, 5);
        return Judge.duet(sides.get(0), sides.get(1), Method.productDuet());
    }

    private static Map<Verdict, Integer> rates(int cases, IntFunction<Comparison> comparison) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Verdict v : Verdict.values()) counts.put(v, 0);
        for (int i = 0; i < cases; i++) counts.merge(comparison.apply(1000 + i).verdict(), 1, Integer::sum);
        System.out.println("rates of " + cases + ": " + counts);
        return counts;
    }
}
