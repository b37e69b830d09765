package io.rehearse.reports.objective;

import static io.rehearse.reports.Sample.LOG_IN;
import static io.rehearse.reports.Sample.above;
import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.run.AbortRule;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.run.Scope;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class AbortWatchTest {
    private static final int NEVER = -1;

    /** The second in which the rule stops a run of 40 s. */
    private static int stoppedAt(Sample sample, IntFunction<Interval> seconds) {
        AbortWatch watch = new AbortWatch(sample.manifest());
        for (int i = 0; i < 40; i++) {
            if (watch.accept(seconds.apply(i)).isPresent()) {
                return i;
            }
        }
        return NEVER;
    }

    private static Sample rule(Objective condition, double windowSeconds) {
        Sample sample = new Sample();
        sample.abortRules.add(new AbortRule(condition, windowSeconds));
        return sample;
    }

    private static Interval errors(int second, int ok, int failed) {
        return Second.at(second)
                .phase(second < 5 ? Sample.WARM_UP : Sample.HOLD)
                .ok(LOG_IN, ok, 10)
                .failed(LOG_IN, failed, "STATUS_ERROR")
                .build();
    }

    private static final Objective ERRORS = above(Scope.everyStep(), Metric.ERROR_RATE, 0.25);

    @Test
    void aWindowThatIsNotFullMeetsNothing() {
        assertThat(stoppedAt(rule(ERRORS, 10), i -> errors(i, 1, 9))).isEqualTo(9);
    }

    @Test
    void theRateIsOverTheWholeWindowAndOldSecondsLeaveIt() {
        // From second 20 on 5 of 10 fail. Over 10 s: 25 % after 5 such seconds is not above, 30 % after 6 is.
        assertThat(stoppedAt(rule(ERRORS, 10), i -> i < 20 ? errors(i, 10, 0) : errors(i, 5, 5)))
                .isEqualTo(25);
    }

    @Test
    void anEarlyBurstThatHasPassedDoesNotStopTheRunLater() {
        assertThat(stoppedAt(rule(ERRORS, 10), i -> i < 2 ? errors(i, 0, 10) : errors(i, 10, 0)))
                .isEqualTo(NEVER);
    }

    @Test
    void percentilesAreWatchedToo() {
        Objective slow = above(Scope.step("Log in"), Metric.P95, 1000);

        assertThat(stoppedAt(
                        rule(slow, 5),
                        i -> Second.at(i).ok(LOG_IN, 100, i < 20 ? 50 : 1500).build()))
                .isEqualTo(20);
        assertThat(stoppedAt(
                        rule(slow, 5), i -> Second.at(i).ok(LOG_IN, 1, 1500).build()))
                .as("too few samples for a verdict stop nothing")
                .isEqualTo(NEVER);
    }

    @Test
    void aHungTargetIsAnOutage() {
        Objective outage = above(Scope.everyStep(), Metric.OUTAGE, 8);

        assertThat(stoppedAt(
                        rule(outage, 10),
                        i -> i < 15
                                ? errors(i, 10, 0)
                                : Second.at(i)
                                        .waiting(LOG_IN, 10, 10 * (i - 14))
                                        .build()))
                .isEqualTo(23);
    }

    @Test
    void theReasonNamesRuleLineAndValue() {
        AbortWatch watch = new AbortWatch(rule(ERRORS, 1).manifest());

        assertThat(watch.accept(errors(3, 1, 3)))
                .hasValue("abort rule errors.above 0.25 (line 41) was met over the last 1 s: "
                        + "all steps errors 75 % is above 25 % (3 of 4)");
    }

    @Test
    void eitherSideMayStopTheRun() {
        Sample sample = rule(ERRORS, 1);
        sample.sides.add(Sample.side(1, "new"));

        assertThat(new AbortWatch(sample.manifest())
                        .accept(Second.at(0)
                                .side(0)
                                .failed(LOG_IN, 5, "RESET")
                                .side(1)
                                .ok(LOG_IN, 500, 10)
                                .build()))
                .isPresent();
    }
}
