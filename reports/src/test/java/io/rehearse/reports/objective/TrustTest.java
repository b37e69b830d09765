package io.rehearse.reports.objective;

import static io.rehearse.reports.Sample.LOG_IN;
import static io.rehearse.reports.Sample.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustTest {

    private static Trust trust(Interval interval) {
        Totals totals = new Totals(new Sample().manifest(), Set.of(Sample.HOLD), EnumSet.allOf(Kind.class));
        HealthLog health = new HealthLog();
        totals.accept(interval);
        health.accept(interval);
        return Trust.of(totals, health);
    }

    @ParameterizedTest
    @CsvSource({
        // steps in time, late steps, how late, response ms, trusted
        "1000, 0, 0, 100, true",
        "1000, 10, 50, 10000, true", // 10 of 1 010 is less than 1 %
        "1000, 11, 50, 10000, false", // 11 of 1 011 is more
        "1000, 500, 9, 10000, true", // nobody later than 10 ms, and 9 ms is less than a tenth of 10 s
        "1000, 500, 9, 50, false", // late p99 9 ms is more than 5 ms
        "1000, 500, 0.9, 1, true", // up to 1 ms is always allowed
        "90, 9, 50, 100, true", // 99 starts are too few to say
        "90, 10, 50, 100, false",
    })
    void aRunIsUntrustedWhenStepsStartLate(int inTime, int late, double lateMillis, double millis, boolean trusted) {
        Second second = Second.at(6).ok(LOG_IN, inTime, millis);
        if (late > 0) {
            second.ok(LOG_IN, late, millis, lateMillis);
        }

        assertThat(trust(second.build()).trusted()).isEqualTo(trusted);
    }

    @Test
    void anyFailureOfTheGeneratorMakesItUntrustedAndOneOfTheTargetDoesNot() {
        Second good = Second.at(6).ok(LOG_IN, 1000, 100).failed(ORDER, 300, "TIMEOUT");

        assertThat(trust(good.build()).trusted()).isTrue();
        assertThat(trust(good.failed(ORDER, 1, "NO_PORTS").build()).reasons())
                .containsExactly("NO_PORTS occurred 1 time: the generator's fault");
    }

    @Test
    void aDroppedArrivalCountsByItsBlame() {
        assertThat(trust(Second.at(6).dropped("DROPPED_TARGET", 5).build()).trusted())
                .isTrue();
        assertThat(trust(Second.at(6).dropped("DROPPED_LATE", 5).build()).trusted())
                .isFalse();
    }

    @Test
    void aStallOfTheGeneratorIsToldWithItsLikelyCause() {
        assertThat(trust(Second.at(6).ok(LOG_IN, 1000, 100).health(1000, 0, 0).build())
                        .trusted())
                .isTrue();

        assertThat(trust(Second.at(6)
                                .ok(LOG_IN, 1000, 100)
                                .health(1200, 900, 0.1)
                                .build())
                        .reasons())
                .containsExactly(
                        "the generator stood still for 1.2 s (1 s is allowed)",
                        "likely cause: the garbage collector paused for 900 ms in one interval: give the generator more "
                                + "memory");
        assertThat(trust(Second.at(6).ok(LOG_IN, 1000, 100).health(1200, 0, 0.4).build())
                        .reasons())
                .last()
                .isEqualTo(
                        "likely cause: other guests of the host took 400 ms of CPU time in one interval (steal): use "
                                + "another machine");
        assertThat(trust(Second.at(6).ok(LOG_IN, 1000, 100).health(1200, 0, 0).build())
                        .reasons())
                .last()
                .isEqualTo("likely cause: a lane stood still for 1.2 s and no health figure says why");
    }

    @Test
    void theReasonSaysHowManyWereLate() {
        assertThat(trust(Second.at(6)
                                .ok(LOG_IN, 900, 100)
                                .ok(LOG_IN, 100, 100, 40)
                                .build())
                        .reasons())
                .containsExactly(
                        "10 % of 1000 steps started more than 10 ms late (1 % is allowed)",
                        "late p99 40 ms is more than 10 ms (the larger of 1 ms and a tenth of the response p99)");
    }
}
