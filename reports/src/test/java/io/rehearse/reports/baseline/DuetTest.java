package io.rehearse.reports.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.compare.Verdict;
import io.rehearse.reports.run.RunManifest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Old and new of one run: what is held against what, and the check that both had the same users. */
class DuetTest {
    private final Sample sample = new Sample();

    @BeforeEach
    void twoSidesForFortySeconds() {
        sample.sides.clear();
        sample.sides.add(Sample.side(0, "old"));
        sample.sides.add(Sample.side(1, "new"));
        sample.phases.set(1, Sample.phase(1, "hold", RunManifest.PhaseKind.HOLD, 5, 40.0, 10.0, true));
        sample.phases.set(2, Sample.phase(2, "drain", RunManifest.PhaseKind.DRAIN, 45, 30.0, null, false));
    }

    @Test
    void twoSidesAreADuetButNotInAFunctionalRun() {
        assertThat(Duet.is(sample.manifest())).isTrue();
        assertThat(Duet.is(new Sample().manifest())).isFalse();
        sample.functional();
        assertThat(Duet.is(sample.manifest())).isFalse();
    }

    @Test
    void theNewSideIsHeldAgainstTheOldOne() {
        Compared compared = judged(series(10, 0, "", 0));
        assertThat(compared.baseline()).isEqualTo("old");
        assertThat(compared.base()).extracting(JudgedRun::name).containsExactly("old");
        assertThat(compared.candidate()).extracting(JudgedRun::name).containsExactly("new");
        assertThat(compared.comparison().setup().paired()).isTrue();
        assertThat(kinds(compared)).doesNotContain(Concern.Kind.RATIO);
    }

    @Test
    void aNewSideThatFailsOneInTenIsFailedByItsErrorsAndNotByTheRatio() {
        Compared compared = judged(series(10, 1, "", 0));
        assertThat(compared.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(compared.comparison()
                        .row("Log in", Metric.ERRORS)
                        .orElseThrow()
                        .verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(kinds(compared)).doesNotContain(Concern.Kind.RATIO);
    }

    @Test
    void usersTheGeneratorDroppedBreakTheRatioAndThoseASlowTargetHadNoRoomForDoNot() {
        assertThat(kinds(judged(series(10, 0, "DROPPED_LATE", 20)))).contains(Concern.Kind.RATIO);
        assertThat(judged(series(10, 0, "DROPPED_LATE", 20)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(kinds(judged(series(10, 0, "DROPPED_TARGET", 20)))).doesNotContain(Concern.Kind.RATIO);
    }

    @Test
    void aPairThatBeginsInTheWarmUpAndBecomesWholeInTheHoldIsOnePair() {
        RunSeries series = series(10, 0, "", 0);
        series.accept(Second.at(46).phase(Sample.WARM_UP).side(0).walks(1, 1, 0).build());
        series.accept(Second.at(47).side(1).walks(1, 1, 0).build());
        assertThat(kinds(judged(series))).doesNotContain(Concern.Kind.RATIO);
        assertThat(judged(series).json().path("sessions").toString())
                .isEqualTo("[{\"side\":0,\"run\":\"old\",\"started\":401,\"open\":0},"
                        + "{\"side\":1,\"run\":\"new\",\"started\":401,\"open\":0}]");
    }

    @Test
    void ofAClosedLoadTheAnswersDecideHowManyCome() {
        sample.model = RunManifest.Model.CLOSED;
        Compared compared = judged(series(10, 0, "DROPPED_LATE", 20));
        assertThat(kinds(compared)).doesNotContain(Concern.Kind.RATIO);
        assertThat(compared.candidate().get(0).sessions()).isEqualTo(JudgedRun.Sessions.UNKNOWN);
    }

    @Test
    void severalRunsAreToldApartByName() {
        List<Duet.Take> takes = List.of(take("run 1", series(10, 0, "", 0)), take("run 2", series(10, 0, "", 0)));
        Compared compared = Duet.of(sample.manifest(), takes);
        assertThat(compared.candidate()).extracting(JudgedRun::name).containsExactly("new of run 1", "new of run 2");
        assertThat(compared.comparison().setup().candidateRuns()).isEqualTo(2);
    }

    private Compared judged(RunSeries series) {
        return Duet.of(sample.manifest(), List.of(take("run", series)));
    }

    private static Duet.Take take(String run, RunSeries series) {
        return new Duet.Take(series.side(0, run, true), series.side(1, run, true));
    }

    private static List<Concern.Kind> kinds(Compared compared) {
        return compared.comparison().concerns().stream().map(Concern::kind).toList();
    }

    /** 40 s of users on each side; on the new side some fail to log in, and some are dropped in the last second. */
    private RunSeries series(int users, int failing, String droppedBy, int dropped) {
        RunSeries series = new RunSeries(sample.manifest());
        for (int second = 5; second < 45; second++) {
            series.accept(Second.at(second)
                    .side(0)
                    .ok(Sample.LOG_IN, users, 20 + second % 3)
                    .walks(users, users, 0)
                    .side(1)
                    .ok(Sample.LOG_IN, users - failing, 20 + (second + 1) % 3)
                    .failed(Sample.LOG_IN, failing, "STATUS_ERROR")
                    .walks(users, users - failing, failing)
                    .build());
        }
        if (dropped > 0) {
            // they would have come as well: the other side had them
            series.accept(Second.at(45)
                    .side(0)
                    .walks(dropped, dropped, 0)
                    .side(1)
                    .dropped(droppedBy, dropped)
                    .build());
        }
        return series;
    }
}
