package io.rehearse.reports.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.compare.CountSlice;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.compare.LatencySlice;
import io.rehearse.reports.compare.StepSeries;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunSeriesTest {
    private final Sample sample = new Sample();

    @Test
    void onlyMeasuredPhasesCountAndTimeStartsWithThem() {
        RunSeries series = new RunSeries(sample.manifest());
        series.accept(
                Second.at(4).phase(Sample.WARM_UP).ok(Sample.LOG_IN, 7, 10).build());
        series.accept(Second.at(5).ok(Sample.LOG_IN, 3, 10).build());
        series.accept(Second.at(11).ok(Sample.LOG_IN, 2, 20).build());
        JudgedRun run = series.side(0, "run", true);
        assertThat(logIn(run).counts())
                .containsExactly(new CountSlice(0, 1, 3, 0, false), new CountSlice(6, 1, 2, 0, false));
        assertThat(logIn(run).latencies())
                .extracting(
                        LatencySlice::startSeconds,
                        LatencySlice::widthSeconds,
                        s -> s.latencies().count())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, 5, 3L), org.assertj.core.groups.Tuple.tuple(5, 5, 2L));
        assertThat(run.seconds()).as("5 s to 12 s").isEqualTo(7);
    }

    @Test
    void whatEndsAfterItsPhaseBelongsToTheLastSecond() {
        RunSeries series = new RunSeries(sample.manifest());
        series.accept(Second.at(5).ok(Sample.LOG_IN, 1, 10).build());
        series.accept(Second.at(40).failed(Sample.LOG_IN, 2, "TIMEOUT").build());
        JudgedRun run = series.side(0, "run", true);
        assertThat(run.seconds()).isEqualTo(20);
        assertThat(logIn(run).counts()).last().isEqualTo(new CountSlice(19, 1, 2, 2, false));
    }

    /** The last interval of a run is closed when its last user is done, a moment before the phase is over. */
    @Test
    void aPhaseThatEndsAMomentEarlyWasJudgedWhole() {
        RunSeries series = new RunSeries(sample.manifest());
        series.accept(Interval.builder(24, 24, 24.95).build());
        assertThat(series.side(0, "run", true).seconds()).isEqualTo(20);
    }

    @Test
    void attemptsAreOkFailedAndUnfinishedAndNeverTheGeneratorsFault() {
        RunSeries series = new RunSeries(sample.manifest());
        series.accept(Second.at(5)
                .ok(Sample.LOG_IN, 5, 10)
                .failed(Sample.LOG_IN, 2, "STATUS_ERROR")
                .failed(Sample.LOG_IN, 1, "UNFINISHED")
                .failed(Sample.LOG_IN, 9, "SCRIPT_ERROR")
                .build());
        assertThat(logIn(series.side(0, "run", true)).counts()).containsExactly(new CountSlice(0, 1, 8, 3, false));
    }

    @Test
    void arrivalsDroppedByASlowTargetAreFailedAttemptsOfTheFirstStep() {
        RunSeries series = new RunSeries(sample.manifest());
        series.accept(Second.at(5)
                .dropped("DROPPED_TARGET", 4)
                .dropped("DROPPED_LATE", 3)
                .build());
        assertThat(logIn(series.side(0, "run", true)).counts()).containsExactly(new CountSlice(0, 1, 4, 4, false));
    }

    @Test
    void aSilenceIsAnOutageOnlyIfItLastsLongerThanTheSlowestStepUsuallyTakes() {
        assertThat(silentSeconds(3_000)).as("a step of 3 s, 3 s silent").isZero();
        assertThat(silentSeconds(100)).as("a step of 0.1 s, 3 s silent").isEqualTo(3);
    }

    private long silentSeconds(double usualMillis) {
        RunSeries series = new RunSeries(sample.manifest());
        series.accept(Second.at(5).ok(Sample.ORDER, 5, usualMillis).build());
        for (int t = 6; t < 9; t++)
            series.accept(Second.at(t).waiting(Sample.ORDER, 1, 1).build());
        series.accept(Second.at(9).ok(Sample.ORDER, 5, usualMillis).build());
        return series.side(0, "run", true).steps().get(2).counts().stream()
                .filter(CountSlice::waiting)
                .count();
    }

    @Test
    void twoMeasuredPhasesLieOneBehindTheOther() {
        sample.phases.add(2, Sample.phase(2, "hold 2", PhaseKind.HOLD, 45, 10.0, 20.0, true));
        sample.phases.set(3, Sample.phase(3, "drain", PhaseKind.DRAIN, 55, 30.0, null, false));
        RunSeries series = new RunSeries(sample.manifest());
        series.accept(Second.at(24).ok(Sample.LOG_IN, 1, 10).build());
        series.accept(Second.at(46).phase(2).ok(Sample.LOG_IN, 2, 10).build());
        series.accept(Second.at(54).phase(2).ok(Sample.LOG_IN, 3, 10).build());
        JudgedRun run = series.side(0, "run", true);
        assertThat(logIn(run).counts()).extracting(CountSlice::startSeconds).containsExactly(19, 21, 29);
        assertThat(run.seconds()).isEqualTo(30);
    }

    @Test
    void theSidesOfADuetHaveTheirOwnNumbers() {
        sample.sides.add(Sample.side(1, "new"));
        RunSeries series = new RunSeries(sample.manifest());
        series.accept(
                Second.at(5).side(0).ok(Sample.LOG_IN, 3, 10).walks(3, 1, 0).build());
        series.accept(
                Second.at(6).side(1).ok(Sample.LOG_IN, 4, 10).walks(4, 4, 0).build());
        assertThat(logIn(series.side(0, "old", true)).counts()).containsExactly(new CountSlice(0, 1, 3, 0, false));
        assertThat(logIn(series.side(1, "new", true)).counts()).containsExactly(new CountSlice(1, 1, 4, 0, false));
        assertThat(series.side(0, "old", true).sessions()).isEqualTo(new JudgedRun.Sessions(3, 2));
        assertThat(series.side(1, "new", true).sessions()).isEqualTo(new JudgedRun.Sessions(4, 0));
    }

    @Test
    void theStepsAreThoseOfThePlanAlsoIfNeverReached() {
        JudgedRun run = new RunSeries(sample.manifest()).side(0, "run", false);
        assertThat(run.steps()).extracting(StepSeries::step).containsExactly("Log in", "Browse list", "Place order");
        assertThat(run.trusted()).isFalse();
        assertThat(run.seconds()).isZero();
    }

    @Test
    void latenessIsKeptForTheCheckOfTheGenerator() {
        RunSeries series = new RunSeries(sample.manifest());
        series.accept(Second.at(5).record(Sample.LOG_IN, Kind.LATE, 9, 0.5).build());
        assertThat(logIn(series.side(0, "run", true)).late().count()).isEqualTo(9);
        assertThat(logIn(series.side(0, "run", true)).late().quantileMicros(0.5))
                .isEqualTo(500);
    }

    private static StepSeries logIn(JudgedRun run) {
        return List.copyOf(run.steps()).get(0);
    }
}
