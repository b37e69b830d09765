package io.rehearse.runtime.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What lanes record into stays small: 50 steps on 2 sides and 2 lanes, 200 samples of each step a second, of times that
 * lie between a few and some hundred milliseconds, and the two intervals of each lane that go to and fro between it and the
 * collector.
 */
class RecorderMemoryTest {
    private static final int STEPS = 50;
    private static final int LANES = 2;
    private static final int SAMPLES = 200;

    private final Random random = new Random(7);

    @Test
    void fiftySteps() {
        Traffic traffic = traffic();
        long before = usedBytes();
        List<LaneInterval> intervals = new ArrayList<>();
        for (int i = 0; i < 2 * LANES; i++) {
            intervals.add(new LaneInterval(traffic, i % LANES));
        }
        for (int second = 0; second < 60; second++) {
            for (LaneInterval interval : intervals) {
                interval.clear();
                fill(interval, 0);
            }
        }
        long used = usedBytes() - before;
        assertThat(used / 1_000_000.0).as("MB").isBetween(1.0, 20.0);
        assertThat(intervals.get(0).step(0, 0, 0, Kind.RESPONSE).count()).isEqualTo(SAMPLES / LANES);
    }

    /** What a phase that is over was recorded into is given back. */
    @Test
    void aPhaseThatIsOver() {
        LaneInterval interval = new LaneInterval(traffic(), 0);
        long before = usedBytes();
        fill(interval, 0);
        long full = usedBytes() - before;
        interval.clear();
        fill(interval, 1);
        interval.clear();
        fill(interval, 1);
        assertThat(usedBytes() - before).isLessThan(full * 3 / 2);
        assertThat(interval.step(0, 0, 0, Kind.RESPONSE)).isNull();
    }

    private void fill(LaneInterval interval, int phase) {
        for (int side = 0; side < 2; side++) {
            for (int step = 0; step < STEPS; step++) {
                for (int i = 0; i < SAMPLES / LANES; i++) {
                    long response = (long) (50e6 * Math.exp(0.5 * random.nextGaussian()));
                    interval.record(phase, side, step, Kind.RESPONSE, response);
                    interval.record(phase, side, step, Kind.SERVICE, response - 30_000);
                    interval.record(phase, side, step, Kind.FIRST_BYTE, response - 40_000);
                    interval.record(phase, side, step, Kind.LATE, random.nextInt(60_000));
                    interval.record(phase, side, step, Kind.WAIT, random.nextInt(20_000));
                }
            }
        }
    }

    private static Traffic traffic() {
        List<Node> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(Plans.get(i, "/" + i, Plans.SECOND));
        }
        Plan plan = Plans.plan(Plans.target(), Plans.hold(200, 60), Plans.journey(0, 1, steps.toArray(Node[]::new)));
        return Plans.traffic(List.of(plan, plan), LANES, 1, 1000);
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
