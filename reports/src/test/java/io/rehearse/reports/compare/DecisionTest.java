package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final double MARGIN = Math.log(1.15);

    @Test
    void whatTheIntervalLeavesOpenIsNotProvedHoweverSmallPIs() {
        // two blocks of a run of some seconds: p has 4 degrees of freedom, the bounds 1
        Row open = decide(numbers(0.2, -0.01, null));
        assertThat(open.verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(words(open).row(open)).startsWith("Search may be 22 % slower at p95");
        Row closed = decide(numbers(0.2, 0.01, null));
        assertThat(closed.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(words(closed).row(closed)).contains("; proved at least +1.0 %.");
    }

    @Test
    void whatTheOtherStepsOfTheSameRunsProveNeedsNoBoundOfItsOwn() {
        Row relative = decide(numbers(0.2, -0.01, new Numbers.Relative(0.19, 1e-5)));
        assertThat(relative.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(words(relative).row(relative)).contains("proved against the other steps of the same runs");
        assertThat(decide(numbers(0.2, -0.01, new Numbers.Relative(0.1, 1e-5))).verdict())
                .as("the step is not far enough from the others")
                .isEqualTo(Verdict.SUSPECT);
    }

    private static Row decide(Numbers numbers) {
        return Decision.rows(List.of(numbers), Method.Levels.DEFAULT, n -> null).get(0);
    }

    private static Words words(Row row) {
        Comparison.Setup setup = new Comparison.Setup(false, 1, 1, 0, 60, 1, Method.product());
        return new Words(new Comparison(row.verdict(), List.of(row), List.of(), setup), "before");
    }

    private static Numbers numbers(double estimate, double lower, Numbers.Relative relative) {
        return new Numbers(
                "Search",
                Metric.latency(0.95),
                100,
                122,
                estimate,
                0.03,
                lower,
                2 * estimate - lower,
                0.001,
                4,
                1,
                6.31,
                1,
                500,
                500,
                MARGIN,
                MARGIN,
                0.001,
                0.001,
                relative,
                Numbers.Cause.NONE);
    }
}
