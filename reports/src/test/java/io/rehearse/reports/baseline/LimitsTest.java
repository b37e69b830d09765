package io.rehearse.reports.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Sample;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.compare.Numbers;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.Against;
import io.rehearse.reports.run.RunManifest.Margin;
import io.rehearse.reports.run.Scope;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-12);
    private final Sample sample = new Sample();

    @Test
    void withoutAnAgainstBlockTheMarginsAreTheTools() {
        Compared c = compared();
        assertThat(row(c, null, 0.5).margin()).isEqualTo(Math.log(1.10), EXACT);
        assertThat(row(c, null, 0.95).margin()).isEqualTo(Math.log(1.15), EXACT);
        assertThat(row(c, null, 0.99).margin()).isEqualTo(Math.log(1.25), EXACT);
        assertThat(errors(c, null).margin()).isEqualTo(0.005, EXACT);
    }

    @Test
    void aMarginAtTheTopHoldsExactlyOverAllStepsAndWithAGuardForEachStep() {
        Compared c = compared(margin(Scope.everyStep(), io.rehearse.reports.run.Metric.P99, 0.10, null));
        assertThat(row(c, null, 0.99).limit()).isEqualTo(Math.log(1.10), EXACT);
        assertThat(row(c, "Log in", 0.99).margin()).isEqualTo(Math.log(1.10), EXACT);
        assertThat(row(c, "Log in", 0.99).limit()).isEqualTo(Math.log(1.20), EXACT);
        assertThat(row(c, null, 0.5).limit()).as("others stay").isEqualTo(Math.log(1.10), EXACT);
    }

    @Test
    void aMarginOfAStepHoldsExactlyForIt() {
        Compared c = compared(margin(Scope.step("Log in"), io.rehearse.reports.run.Metric.P99, 0.10, null));
        assertThat(row(c, "Log in", 0.99).limit()).isEqualTo(Math.log(1.10), EXACT);
        assertThat(row(c, "Browse list", 0.99).margin()).isEqualTo(Math.log(1.25), EXACT);
    }

    @Test
    void atLeastIsAFloorInMilliseconds() {
        Compared c = compared(margin(Scope.step("Log in"), io.rehearse.reports.run.Metric.P50, 0.10, 20.0));
        double base = row(c, "Log in", 0.5).base();
        assertThat(row(c, "Log in", 0.5).limit()).isEqualTo(Math.log1p(20 / base), Offset.offset(1e-3));
    }

    @Test
    void pointsOfTheErrorRateAreADifference() {
        Compared c = compared(margin(Scope.everyStep(), io.rehearse.reports.run.Metric.ERROR_RATE, 0.005, null));
        assertThat(errors(c, null).margin()).isEqualTo(0.005, EXACT);
        assertThat(errors(c, null).limit()).isEqualTo(0.005, EXACT);
        assertThat(errors(c, "Log in").limit()).isEqualTo(0.01, EXACT);
    }

    @Test
    void aPercentileThatIsNamedGetsARow() {
        Compared c = compared(margin(Scope.everyStep(), io.rehearse.reports.run.Metric.P90, 0.10, null));
        assertThat(row(c, null, 0.9).limit()).isEqualTo(Math.log(1.10), EXACT);
    }

    @Test
    void whatAComparisonCannotJudgeIsTold() {
        Limits limits = limits(
                margin(Scope.everyJourney(), io.rehearse.reports.run.Metric.P95, 0.10, null),
                margin(Scope.everyStep(), io.rehearse.reports.run.Metric.MAX, 0.10, null));
        assertThat(limits.notes())
                .containsExactly(
                        "The margin of p95 of whole walks in line 7 is not judged: a comparison judges percentiles of"
                                + " steps, errors and throughput.",
                        "The margin of max in line 7 is not judged: a comparison judges percentiles of steps, errors and"
                                + " throughput.");
    }

    @Test
    void objectivesSayWhatIsAnOutageAndHowManyErrorsAreTooMany() {
        assertThat(limits().method().hard().errorRateMax()).isEqualTo(0.01);
        sample.objectives.add(Sample.below(Scope.everyStep(), io.rehearse.reports.run.Metric.ERROR_RATE, 0.05));
        sample.objectives.add(Sample.below(Scope.everyStep(), io.rehearse.reports.run.Metric.OUTAGE, 9.5));
        assertThat(limits().method().hard().errorRateMax()).isEqualTo(0.05);
        assertThat(limits().method().hard().outageSeconds()).isEqualTo(10);
    }

    @Test
    void aLoadWithAWarmUpIsNotCutAndAClosedOneHasThroughput() {
        assertThat(limits().method().cutWarmUp()).isFalse();
        assertThat(limits().method().closedModel()).isFalse();
        sample.phases.remove(0);
        sample.model = RunManifest.Model.CLOSED;
        assertThat(limits().method().cutWarmUp()).isTrue();
        assertThat(limits().method().closedModel()).isTrue();
    }

    private static Margin margin(
            Scope scope, io.rehearse.reports.run.Metric metric, double worseBy, Double atLeastMillis) {
        return new Margin(scope, metric, worseBy, atLeastMillis, metric.label() + ".worseBy", 7);
    }

    private Limits limits(Margin... margins) {
        return Limits.of(sample.manifest(), Optional.of(new Against("main", List.of(margins), 7)), false);
    }

    private Compared compared(Margin... margins) {
        return Comparisons.of(
                "main",
                Kept.baseline().runs(),
                List.of(Kept.run("run-8", sample), Kept.run("run-9", sample)),
                limits(margins),
                "");
    }

    private static Numbers row(Compared c, String step, double quantile) {
        return c.comparison().row(step, Metric.latency(quantile)).orElseThrow().numbers();
    }

    private static Numbers errors(Compared c, String step) {
        return c.comparison().row(step, Metric.ERRORS).orElseThrow().numbers();
    }
}
