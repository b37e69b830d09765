package io.rehearse.reports.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Comparison;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.compare.Method;
import io.rehearse.reports.compare.Verdict;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a comparison does to verdict and exit code of the run that was compared. */
class ComparedRunTest {

    @ParameterizedTest(name = "own {0} ({1}), comparison {2}: {3} ({4})")
    @CsvSource({
        "PASS,         0,   PASS,         PASS,         0",
        "PASS,         0,   INCONCLUSIVE, INCONCLUSIVE, 3",
        "PASS,         0,   FAIL,         FAIL,         1",
        "INCONCLUSIVE, 3,   PASS,         INCONCLUSIVE, 3",
        "INCONCLUSIVE, 3,   FAIL,         FAIL,         1",
        "FAIL,         1,   PASS,         FAIL,         1",
        "FAIL,         4,   PASS,         FAIL,         4",
        "NONE,         5,   FAIL,         NONE,         5",
        "INCONCLUSIVE, 130, PASS,         INCONCLUSIVE, 130",
        "INCONCLUSIVE, 143, FAIL,         FAIL,         143"
    })
    void theWorseOfBothDecides(
            io.rehearse.reports.objective.Verdict own,
            int ownCode,
            Verdict compared,
            io.rehearse.reports.objective.Verdict verdict,
            int code) {
        Summary summary = summary(own, ownCode, List.of()).with(compared(compared));
        assertThat(summary.verdict()).isEqualTo(verdict);
        assertThat(summary.exitCode()).isEqualTo(code);
        assertThat(summary.comparison().path("verdict").asText()).isEqualTo(compared.name());
    }

    @Test
    void theDecisiveReasonComesFirst() {
        assertThat(summary(io.rehearse.reports.objective.Verdict.PASS, 0, List.of())
                        .with(compared(Verdict.INCONCLUSIVE))
                        .reasons())
                .containsExactly("of the comparison");
        assertThat(summary(io.rehearse.reports.objective.Verdict.INCONCLUSIVE, 3, List.of())
                        .with(compared(Verdict.FAIL))
                        .reasons())
                .containsExactly("of the comparison", "of the run");
        ObjectiveResult errors = new ObjectiveResult(
                "e",
                io.rehearse.reports.objective.Verdict.FAIL,
                0.3,
                0.01,
                9,
                "hold",
                "all steps",
                0,
                Metric.ERROR_RATE,
                Objective.Direction.BELOW,
                null,
                "",
                0,
                "");
        assertThat(summary(io.rehearse.reports.objective.Verdict.FAIL, 1, List.of(errors))
                        .with(compared(Verdict.FAIL))
                        .reasons())
                .as("failures over their limit are graver than anything relative")
                .containsExactly("of the run", "of the comparison");
    }

    private static Compared compared(Verdict verdict) {
        Concern concern = new Concern(Concern.Kind.NOT_COMPARABLE, "of the comparison", Double.NaN, Double.NaN);
        return new Compared(
                "main",
                new Comparison(
                        verdict,
                        List.of(),
                        List.of(concern),
                        new Comparison.Setup(false, 5, 1, 0, 60, 4, Method.product())),
                List.of(),
                List.of());
    }

    private static Summary summary(io.rehearse.reports.objective.Verdict verdict, int code, List<ObjectiveResult> o) {
        return new Summary(
                Summary.SCHEMA,
                "run",
                verdict,
                code,
                true,
                "open",
                false,
                List.of("of the run"),
                List.of(),
                List.of(),
                60,
                List.of(),
                List.of(),
                o,
                List.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null);
    }
}
