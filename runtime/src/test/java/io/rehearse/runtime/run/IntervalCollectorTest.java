package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.StepCounts;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.driver.Exchange;
import io.rehearse.runtime.driver.Lane;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import io.rehearse.runtime.driver.Traffic;
import io.rehearse.runtime.driver.WordlessWire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lanes hand over becomes one interval a second, also when the collector was behind and lanes had to hold on. */
class IntervalCollectorTest {
    private static final long SECOND = Plans.SECOND;

    private final Traffic traffic = Plans.traffic(
            Plans.plan(Plans.target(), Plans.hold(10, 20), Plans.journey(0, 1, Plans.get(0, "/", SECOND))), 2, 1);
    private final IntervalCollector collector = new IntervalCollector(traffic, Instant.EPOCH, () -> null);
    private final GeneratorHealth health = new GeneratorHealth();
    private final long[] now = new long[1];

    /**
     * Nobody takes the intervals of two lanes for six seconds: the bounded queue fills and both go on filling what they
     * have. Then there is room again just after the first lane has failed to hand over and before the second one tries, so
     * that their long intervals end at different seconds.
     */
    @Test
    void intervalsFollowEachOtherAndLoseNothingWhenTheCollectorWasBehind() throws InterruptedException {
        Clock clock = () -> now[0];
        Lane first = new Lane(traffic, 0, clock, AtOnce::new, collector);
        Lane second = new Lane(traffic, 1, clock, AtOnce::new, collector);
        List<IntervalCollector.Merged> merged = new ArrayList<>();
        for (int tenths = 0; tenths <= 300 && !collector.isDone(); tenths++) {
            now[0] = tenths * SECOND / 10;
            tick(first);
            if (tenths >= 60 && tenths % 10 == 0) {
                merged.addAll(collector.next(health));
            }
            tick(second);
        }

        double end = 0;
        long ended = 0;
        int backlogMost = 0;
        for (IntervalCollector.Merged one : merged) {
            Interval interval = one.interval();
            assertThat(interval.startSeconds()).isGreaterThanOrEqualTo(end);
            assertThat(interval.endSeconds()).isGreaterThan(interval.startSeconds());
            end = interval.endSeconds();
            ended += interval.steps().stream().mapToLong(StepCounts::ok).sum();
            backlogMost = Math.max(backlogMost, interval.health().backlog());
        }
        assertThat(ended).isEqualTo(200);
        assertThat(backlogMost).as("what could not be handed over is shown").isPositive();
    }

    private static void tick(Lane lane) {
        if (!lane.isOver()) {
            lane.tick();
        }
    }

    /** A wire whose answers are there at once. */
    private record AtOnce(Lane lane) implements WordlessWire {
        @Override
        public void start(Exchange exchange) {
            lane.sent(exchange);
            lane.end(exchange, Outcome.OK, null, Plans.OK);
        }

        @Override
        public void cancel(Exchange exchange, Outcome why) {}
    }
}
