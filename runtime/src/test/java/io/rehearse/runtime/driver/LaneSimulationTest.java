package io.rehearse.runtime.driver;

import static io.rehearse.runtime.driver.Plans.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import io.rehearse.runtime.driver.LaneInterval.JourneyCount;
import io.rehearse.runtime.driver.LaneInterval.StepCount;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** A lane in virtual time against a simulated server: what theory says is what is recorded. */
class LaneSimulationTest {
    private static final long MS = 1_000_000;

    /**
     * 100 users/s for 600 s, one request of 1 ms each, 10 connections; the server is frozen in [300 s, 310 s).
     *
     * <p>A user due at 300 s + x is answered soon after 310 s, its response is about 10 s − x. 1 000 users are due in the
     * freeze. After it, the pool lets 10 requests go a millisecond, so the user number i of the freeze waits i/10 ms more:
     * its response is 10 s − i·10 ms + i·0.1 ms. Of 60 000 responses, the p99 has 600 above it: i = 600 gives 4.06 s; the
     * p99.9 has 60 above it: i = 60 gives 9.41 s; the largest is i = 0. Only the 10 requests on the wire when the freeze
     * began see it as service time.
     */
    @Test
    void aServerFrozenForTenSecondsIsFeltByEveryUserWhoWantedToActMeanwhile() {
        Plan plan =
                Plans.plan(Plans.target(), Plans.hold(100, 600), Plans.journey(0, 1, Plans.get(0, "/", 30 * SECOND)));
        Simulation run = Simulation.of(
                Plans.traffic(plan, 1, 1), 10, SimulatedWire.Server.of(MS).frozen(300 * SECOND, 310 * SECOND));

        assertThat(run.count(0, 0, StepCount.STARTED)).isEqualTo(60_000);
        assertThat(run.count(0, 0, Outcome.OK)).isEqualTo(60_000);
        assertThat(run.count(0, 0, JourneyCount.DROPPED_TARGET)).isZero();
        assertThat(run.count(0, 0, JourneyCount.DROPPED_LATE)).isZero();
        Histogram response = run.step(0, 0, Kind.RESPONSE);
        assertThat(response.getValueAtPercentile(99) / 1e6).isCloseTo(4.06, Percentage.withPercentage(0.5));
        assertThat(response.getValueAtPercentile(99.9) / 1e6).isCloseTo(9.41, Percentage.withPercentage(0.5));
        assertThat(response.getMaxValue() / 1e6).isCloseTo(10.00, Percentage.withPercentage(0.5));
        Histogram service = run.step(0, 0, Kind.SERVICE);
        assertThat(service.getValueAtPercentile(99)).isEqualTo(1000);
        assertThat(service.getCountBetweenValues(9_000_000, Long.MAX_VALUE / 2)).isEqualTo(10);
        assertThat(run.step(0, 0, Kind.LATE).getMaxValue()).isZero();
    }

    /** Without a pool's limit every request of the freeze is on the wire: p99 of service is i = 600, 10 s − 6 s. */
    @Test
    void withoutALimitOfConnectionsTheFreezeIsServiceTimeToo() {
        Plan plan =
                Plans.plan(Plans.target(), Plans.hold(100, 600), Plans.journey(0, 1, Plans.get(0, "/", 30 * SECOND)));
        Simulation run = Simulation.of(
                Plans.traffic(plan, 1, 1),
                Integer.MAX_VALUE,
                SimulatedWire.Server.of(MS).frozen(300 * SECOND, 310 * SECOND));

        assertThat(run.step(0, 0, Kind.SERVICE).getValueAtPercentile(99) / 1e6)
                .isCloseTo(4.0, Percentage.withPercentage(0.5));
        assertThat(run.step(0, 0, Kind.RESPONSE).getValueAtPercentile(99) / 1e6)
                .isCloseTo(4.0, Percentage.withPercentage(0.5));
    }

    /**
     * 1 000 users/s for 20 s after 6 s that are not judged, three steps with 2 s of thinking between them, 64 connections;
     * frozen for 1.0 s from 15 s.
     *
     * <p>In the 20 s each step is due 1 000 times a second, so 1 000 of its 20 000 are due in the freeze; its p99 has 200
     * above it (1 s − 200 ms), its p99.9 has 20 (980 ms). A user delayed at one step wants the next one 2 s after its late
     * end, so nobody is delayed twice: every step sees the freeze exactly as the first does. (Those delayed come to the
     * next step within a moment, not within a second, which a server at rest does not mind.)
     */
    @Test
    void aFreezeAppearsOncePerSessionAtTheStepItWasAbout() {
        Step a = Plans.get(0, "/a", 30 * SECOND);
        Step b = Plans.get(1, "/b", 30 * SECOND);
        Step c = Plans.get(2, "/c", 30 * SECOND);
        Load load = Plans.open(
                Load.Arrivals.EVEN,
                Plans.phase(0, Load.Kind.WARM_UP, 6, 1000, 1000),
                Plans.phase(1, Load.Kind.HOLD, 20, 1000, 1000));
        Plan plan = Plans.plan(
                Plans.target(), load, Plans.journey(0, 1, a, Plans.think(2 * SECOND), b, Plans.think(2 * SECOND), c));
        for (int connections : new int[] {64, Integer.MAX_VALUE}) {
            Simulation run = Simulation.of(
                    Plans.traffic(plan, 1, 1),
                    connections,
                    SimulatedWire.Server.of(MS / 10).frozen(15 * SECOND, 16 * SECOND));
            for (int step = 0; step < 3; step++) {
                Histogram response = run.step(1, step, Kind.RESPONSE);
                assertThat(response.getTotalCount()).isBetween(19_990L, 20_010L);
                assertThat(response.getValueAtPercentile(99) / 1e3).isCloseTo(800, Percentage.withPercentage(1));
                assertThat(response.getValueAtPercentile(99.9) / 1e3).isCloseTo(980, Percentage.withPercentage(1));
                assertThat(response.getMaxValue() / 1e3).isCloseTo(1000, Percentage.withPercentage(1));
                assertThat(response.getCountBetweenValues(100_000, Long.MAX_VALUE / 2))
                        .as("delayed at step %d", step)
                        .isBetween(895L, 905L);
                double serviceP99 = run.step(1, step, Kind.SERVICE).getValueAtPercentile(99) / 1e3;
                if (connections == 64) {
                    assertThat(serviceP99).isLessThan(5);
                } else {
                    assertThat(serviceP99).isCloseTo(800, Percentage.withPercentage(1));
                }
                assertThat(run.step(1, step, Kind.LATE).getMaxValue()).isZero();
            }
        }
    }

    @Test
    void responseIsLatePlusWaitPlusService() {
        Plan plan =
                Plans.plan(Plans.target(), Plans.hold(200, 10), Plans.journey(0, 1, Plans.get(0, "/", 30 * SECOND)));
        Simulation run = Simulation.of(
                Plans.traffic(plan, 1, 1), 1, SimulatedWire.Server.of(7 * MS).frozen(2 * SECOND, 3 * SECOND));

        double parts = run.step(0, 0, Kind.LATE).getMean()
                + run.step(0, 0, Kind.WAIT).getMean()
                + run.step(0, 0, Kind.SERVICE).getMean();
        assertThat(run.step(0, 0, Kind.RESPONSE).getMean()).isCloseTo(parts, Percentage.withPercentage(0.2));
        assertThat(run.step(0, 0, Kind.WAIT).getMean()).isGreaterThan(0);
    }

    /**
     * 100 users/s and a lane that gets no CPU in [5 s, 5.5 s): the 50 users due meanwhile are taken up at 5.5 s. They feel
     * it (it is in their response), and it is the generator's fault (it is late, and neither wait nor service).
     */
    @Test
    void aLaneThatStoodStillIsLateAndItsUsersFeelIt() {
        Plan plan =
                Plans.plan(Plans.target(), Plans.hold(100, 10), Plans.journey(0, 1, Plans.get(0, "/", 30 * SECOND)));
        Simulation run = new Simulation(Plans.traffic(plan, 1, 1), 0, 1000, SimulatedWire.Server.of(MS))
                .standingStill(5 * SECOND, SECOND / 2)
                .run();

        Histogram late = run.step(0, 0, Kind.LATE);
        assertThat(late.getMaxValue() / 1e3).isCloseTo(500, Percentage.withPercentage(0.5));
        assertThat(late.getCountBetweenValues(10_001, Long.MAX_VALUE / 2)).isBetween(48L, 50L);
        assertThat(run.step(0, 0, Kind.RESPONSE).getMaxValue() / 1e3).isCloseTo(501, Percentage.withPercentage(0.5));
        // all but the first, which at the virtual time 0 looks as if it were not sent yet
        assertThat(run.step(0, 0, Kind.WAIT).getValueAtPercentile(99.8)).isZero();
        long lag = run.intervals.stream()
                .mapToLong(LaneInterval::lagNanosMax)
                .max()
                .orElseThrow();
        assertThat(lag).isCloseTo(SECOND / 2, within(2 * MS));
    }

    @Test
    void anAnswerThatNeverComesIsATimeoutWithTheTimeWaited() {
        Plan plan = Plans.plan(Plans.target(), Plans.hold(10, 10), Plans.journey(0, 1, Plans.get(0, "/", 2 * SECOND)));
        Simulation run = Simulation.of(
                Plans.traffic(plan, 1, 1), 1000, SimulatedWire.Server.of(MS).ending(null));

        assertThat(run.count(0, 0, Outcome.TIMEOUT)).isEqualTo(100);
        assertThat(run.step(0, 0, Kind.RESPONSE).getTotalCount()).isEqualTo(100);
        assertThat(run.step(0, 0, Kind.RESPONSE).getMinValue()).isCloseTo(2_000_000, within(2_000L));
        assertThat(run.count(0, 0, JourneyCount.FAILED)).isEqualTo(100);
    }

    @Test
    void whatIsOpenWhenTheGraceIsOverIsUnfinished() {
        Plan plan = Plans.plan(Plans.target(), Plans.hold(10, 10), Plans.journey(0, 1, Plans.get(0, "/", 60 * SECOND)));
        Simulation run = Simulation.of(
                Plans.traffic(plan, 1, 1), 1000, SimulatedWire.Server.of(MS).ending(null));

        assertThat(run.count(0, 0, Outcome.UNFINISHED)).isEqualTo(100);
        assertThat(run.count(0, 0, JourneyCount.UNFINISHED)).isEqualTo(100);
        assertThat(run.step(0, 0, Kind.RESPONSE).getMaxValue()).isCloseTo(40_000_000, within(40_000L));
    }

    @Test
    void aFailedStepEndsTheWalkAndTheStepsAfterItAreNotReached() {
        Plan plan = Plans.plan(
                Plans.target(),
                Plans.hold(10, 10),
                Plans.journey(0, 1, Plans.get(0, "/a", SECOND), Plans.think(SECOND), Plans.get(1, "/b", SECOND)));
        Simulation run = Simulation.of(
                Plans.traffic(plan, 1, 1), 1000, SimulatedWire.Server.of(MS).ending(Outcome.RESET));

        assertThat(run.count(0, 0, Outcome.RESET)).isEqualTo(100);
        assertThat(run.count(0, 1, StepCount.STARTED)).isZero();
        assertThat(run.count(0, 1, StepCount.NOT_REACHED)).isEqualTo(100);
        assertThat(run.step(0, 0, Kind.RESPONSE).getTotalCount()).isZero();
        assertThat(run.step(0, 0, Kind.FAILED).getTotalCount()).isEqualTo(100);
    }

    @Test
    void anArrivalBeyondTheInFlightBoundIsDroppedAndTheTargetIsToBlameWhileTheLaneIsOnTime() {
        Plan plan =
                Plans.plan(Plans.target(), Plans.hold(100, 10), Plans.journey(0, 1, Plans.get(0, "/", 60 * SECOND)));
        Traffic traffic =
                new Traffic(java.util.List.of(plan), plan.loads().get(0), 1, 1, 0, 50, 30 * SECOND, SECOND, false);
        Simulation run =
                Simulation.of(traffic, 1000, SimulatedWire.Server.of(MS).ending(null));

        assertThat(run.count(0, 0, JourneyCount.ARRIVED)).isEqualTo(1000);
        assertThat(run.count(0, 0, StepCount.STARTED)).isEqualTo(50);
        assertThat(run.count(0, 0, JourneyCount.DROPPED_TARGET)).isEqualTo(950);
    }

    /** 64 users of 10 ms each, evenly started over the first second, go round 100 times a second each after that. */
    @Test
    void closedUsersStartAgainWhenTheyAreDone() {
        Plan plan = Plans.plan(Plans.target(), Plans.users(64, 11), Plans.journey(0, 1, Plans.get(0, "/", SECOND)));
        Simulation run = Simulation.of(Plans.traffic(plan, 1, 1), 64, SimulatedWire.Server.of(10 * MS));

        assertThat(run.count(0, 0, StepCount.STARTED)).isBetween(64 * 1000L, 64 * 1100L);
        assertThat(run.count(0, 0, Outcome.OK)).isEqualTo(run.count(0, 0, StepCount.STARTED));
        assertThat(run.step(0, 0, Kind.RESPONSE).getMaxValue()).isBetween(10_000L, 10_007L);
    }

    /** Nobody is late because a user thinks before coming again. */
    @Test
    void aPauseBehindTheLastStepBelongsToTheWalkOfAClosedUser() {
        Plan plan = Plans.plan(
                Plans.target(),
                Plans.users(64, 11),
                Plans.journey(0, 1, Plans.get(0, "/", SECOND), Plans.think(SECOND)));
        Simulation run = Simulation.of(Plans.traffic(plan, 1, 1), 64, SimulatedWire.Server.of(10 * MS));

        assertThat(run.count(0, 0, StepCount.STARTED)).isBetween(64 * 10L, 64 * 11L);
        assertThat(run.step(0, 0, Kind.LATE).getMaxValue()).isLessThan(1_000L);
        assertThat(run.step(0, 0, Kind.RESPONSE).getMaxValue()).isBetween(10_000L, 10_999L);
    }

    /** Once a second whatever an answer takes, as long as it takes less; what is slower is counted, and nobody is late. */
    @Test
    void aPaceHoldsFromWalkToWalkOfAClosedUserWhereverItStands() {
        Step step = Plans.get(0, "/", 5 * SECOND);
        Node.Pace pace = new Node.Pace(0, SECOND);
        for (long serviceMillis : new long[] {10, 700, 1_500}) {
            for (Node[] body : new Node[][] {{pace, step}, {step, pace}}) {
                Plan plan = Plans.plan(Plans.target(), Plans.users(64, 11), Plans.journey(0, 1, body));
                Simulation run =
                        Simulation.of(Plans.traffic(plan, 1, 1), 64, SimulatedWire.Server.of(serviceMillis * MS));

                boolean fast = serviceMillis < 1_000;
                long walks = fast ? 64 * 11 : 64 * 7;
                assertThat(run.count(0, 0, StepCount.STARTED))
                        .as("%d ms, %s", serviceMillis, body[0])
                        .isBetween(walks - 64, walks + 64);
                assertThat(run.step(0, 0, Kind.LATE).getMaxValue()).isLessThan(1_000L);
                long missed = run.count(0, 0, JourneyCount.PACE_MISSED);
                if (fast) {
                    assertThat(missed).isZero();
                } else {
                    assertThat(missed).isGreaterThanOrEqualTo(walks - 2 * 64);
                }
            }
        }
    }

    @Test
    void walksAreExactlyAsManyAsAskedFor() {
        for (int lanes = 1; lanes <= 3; lanes++) {
            Plan plan = Plans.plan(Plans.target(), Plans.walks(20, 4), Plans.journey(0, 1, Plans.get(0, "/", SECOND)));
            long ok = 0;
            for (int lane = 0; lane < lanes; lane++) {
                Simulation run =
                        new Simulation(Plans.traffic(plan, lanes, 1), lane, 64, SimulatedWire.Server.of(10 * MS)).run();
                ok += run.count(0, 0, Outcome.OK);
            }
            assertThat(ok).isEqualTo(20);
        }
    }

    @Test
    void aStepBelongsToThePhaseItWasDueIn() {
        Load load = Plans.open(
                Load.Arrivals.EVEN,
                Plans.phase(0, Load.Kind.WARM_UP, 5, 10, 10),
                Plans.phase(1, Load.Kind.RAMP, 10, 10, 30),
                Plans.phase(2, Load.Kind.HOLD, 10, 30, 30));
        Plan plan = Plans.plan(
                Plans.target(),
                load,
                Plans.journey(0, 1, Plans.get(0, "/a", SECOND), Plans.think(SECOND), Plans.get(1, "/b", SECOND)));
        Simulation run = Simulation.of(Plans.traffic(plan, 1, 1), 64, SimulatedWire.Server.of(MS));

        assertThat(run.count(0, 0, StepCount.STARTED)).isEqualTo(50);
        assertThat(run.count(1, 0, StepCount.STARTED)).isEqualTo(200);
        assertThat(run.count(2, 0, StepCount.STARTED)).isEqualTo(300);
        assertThat(run.count(3, 0, StepCount.STARTED)).isZero();
        // the second step is due 1.001 s after the first: the last second of arrivals falls into the drain
        assertThat(run.count(3, 1, StepCount.STARTED)).isBetween(30L, 31L);
        assertThat(run.count(2, 0, JourneyCount.OK)).isEqualTo(300);
    }

    @Test
    void stoppingLetsUsersFinish() {
        Plan plan = Plans.plan(
                Plans.target(),
                Plans.hold(10, 600),
                Plans.journey(0, 1, Plans.get(0, "/a", SECOND), Plans.think(SECOND), Plans.get(1, "/b", SECOND)));
        Simulation run = new Simulation(Plans.traffic(plan, 1, 1), 0, 64, SimulatedWire.Server.of(MS));
        boolean[] stopped = new boolean[1];
        run.watching(now -> {
                    if (now >= 5 * SECOND && !stopped[0]) {
                        stopped[0] = true;
                        run.lane.stop();
                    }
                })
                .run();

        assertThat(run.count(0, 0, JourneyCount.ARRIVED)).isBetween(50L, 51L);
        assertThat(run.count(0, 0, JourneyCount.OK)).isEqualTo(run.count(0, 0, JourneyCount.ARRIVED));
    }

    @Test
    void intervalsAreASecondEachAndCoverTheRunWithoutGaps() {
        Plan plan = Plans.plan(Plans.target(), Plans.hold(10, 5), Plans.journey(0, 1, Plans.get(0, "/", SECOND)));
        Simulation run = Simulation.of(Plans.traffic(plan, 1, 1), 64, SimulatedWire.Server.of(MS));

        long at = 0;
        for (LaneInterval interval : run.intervals) {
            assertThat(interval.startNanos()).isEqualTo(at);
            at = interval.endNanos();
        }
        assertThat(run.intervals.get(run.intervals.size() - 1).isLast()).isTrue();
        assertThat(run.intervals.get(2).stepCount(0, 0, 0, Outcome.OK)).isEqualTo(10);
    }
}
