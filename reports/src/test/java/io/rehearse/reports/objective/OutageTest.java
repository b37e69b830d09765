package io.rehearse.reports.objective;

import static io.rehearse.reports.Sample.LOG_IN;
import static io.rehearse.reports.Sample.below;
import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageTest {

    // One letter per second: . all good, F all failed, h half failed, w waiting and nothing ended, - nothing at all
    @ParameterizedTest
    @CsvSource({
        "..........,  0",
        "...FFFF..., 4",
        "FFFFF.....,  5",
        ".....FFFFF,  5",
        "FF.FFF.FFFF, 4", // the longest, not the sum
        "..hhhhhh..,  0", // half is not more than half
        "..wwwwww..,  6", // frozen: nothing ends, users wait
        "..FFwwFF..,  6",
        "F--F--F--F,  10", // a slow trickle of nothing but failures
        "..---.....,  0", // nobody came: nothing is known
        "..F----...,  1", // nor does the outage last longer than its last failure
        "wwwwwwwwww,  10", // hung from the start
    })
    void itIsTheLongestStretchOfSecondsInWhichMoreThanHalfFailed(String seconds, double expected) {
        assertThat(outage(seconds, 50)).isEqualTo(expected);
    }

    @Test
    void aSilenceNoLongerThanTheStepUsuallyTakesIsNoOutage() {
        assertThat(outage(".wwwww.wwwww.wwwww.wwwww.", 6_000)).isZero();
        assertThat(outage(".wwwwwww.", 6_000)).isEqualTo(7);
    }

    @Test
    void fiveSecondsOfOutageAreNotBelowFive() {
        Totals totals = totals("..FFFFF..", 50);

        assertThat(ObjectiveJudge.judge(List.of(below(Scope.everyStep(), Metric.OUTAGE, 5)), totals, "hold", true))
                .singleElement()
                .satisfies(r -> assertThat(r.verdict()).isEqualTo(Verdict.FAIL))
                .satisfies(r ->
                        assertThat(r.reason()).isEqualTo("all steps outage 5 s is not below 5 s (from 7 s to 12 s)"));
    }

    private static double outage(String seconds, double usualMillis) {
        return totals(seconds, usualMillis).outage(0).seconds();
    }

    private static Totals totals(String seconds, double usualMillis) {
        Sample sample = new Sample();
        sample.phases.set(
                Sample.HOLD,
                Sample.phase(1, "hold", io.rehearse.reports.run.RunManifest.PhaseKind.HOLD, 5, 60.0, 2.0, true));
        Totals totals = new Totals(sample.manifest(), Set.of(Sample.HOLD), EnumSet.allOf(Kind.class));
        for (int i = 0; i < seconds.length(); i++) {
            Second second = Second.at(5 + i);
            switch (seconds.charAt(i)) {
                case '.':
                    second.ok(LOG_IN, 20, usualMillis);
                    break;
                case 'h':
                    second.ok(LOG_IN, 4, usualMillis).failed(LOG_IN, 4, "TIMEOUT");
                    break;
                case 'F':
                    second.failed(LOG_IN, 2, "STATUS_ERROR");
                    break;
                case 'w':
                    second.waiting(LOG_IN, 2, 2);
                    break;
                default:
                    break;
            }
            totals.accept(second.build());
        }
        return totals;
    }
}
