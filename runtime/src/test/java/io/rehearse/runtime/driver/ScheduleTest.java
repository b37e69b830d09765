package io.rehearse.runtime.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rehearse.journeys.data.Draws;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Load.Arrivals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When users arrive: profiles × arrival numbers → instants. */
class ScheduleTest {
    private static final double SECOND = 1e9;

    private record Arrival(long k, long atNanos, int side) {}

    private static List<Arrival> all(Load load, long seed, int lanes, int sides) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            Schedule schedule = new Schedule(load, seed, lane, lanes, sides);
            while (schedule.nextAt() != Schedule.NONE) {
                long at = schedule.nextAt();
                schedule.take();
                arrivals.add(new Arrival(schedule.arrival(), at, schedule.side()));
            }
        }
        return arrivals;
    }

    @Test
    void aSteadyRateSpacesArrivalsEvenlyFromTheFirstMoment() {
        List<Arrival> arrivals = all(Plans.hold(50, 60), 1, 1, 1);
        assertThat(arrivals).hasSize(3000);
        assertThat(arrivals.get(0).atNanos()).isZero();
        assertThat(arrivals.get(1).atNanos()).isEqualTo(20_000_000);
        assertThat(arrivals.get(2999).atNanos()).isEqualTo((long) (59.98 * SECOND));
    }

    /** From 0 to 50/s in 30 s, N(t) = 50/60·t²: arrival k is due at √(1.2·k). */
    @Test
    void aRampFollowsTheSquareRoot() {
        Load load = Plans.open(Arrivals.EVEN, Plans.phase(0, Load.Kind.RAMP, 30, 0, 50));
        List<Arrival> arrivals = all(load, 1, 1, 1);
        assertThat(arrivals).hasSize(750);
        for (int k : new int[] {0, 1, 10, 300, 749}) {
            assertThat(arrivals.get(k).atNanos() / SECOND).isCloseTo(Math.sqrt(1.2 * k), within(1e-8));
        }
    }

    @Test
    void phasesJoinWithoutALostOrDoubledArrival() {
        Load load = Plans.open(
                Arrivals.EVEN,
                Plans.phase(0, Load.Kind.WARM_UP, 30, 5, 5),
                Plans.phase(1, Load.Kind.RAMP, 30, 5, 50),
                Plans.phase(2, Load.Kind.HOLD, 300, 50, 50));
        List<Arrival> arrivals = all(load, 1, 1, 1);
        assertThat(arrivals).hasSize(150 + 825 + 15_000);
        assertThat(arrivals.get(150).atNanos()).isEqualTo((long) (30 * SECOND));
        assertThat(arrivals.get(975).atNanos()).isEqualTo((long) (60 * SECOND));
        for (int i = 1; i < arrivals.size(); i++) {
            assertThat(arrivals.get(i).atNanos())
                    .isGreaterThan(arrivals.get(i - 1).atNanos());
        }
    }

    @Test
    void poissonArrivalsHaveExponentialGapsWithTheRightMean() {
        Load load = Plans.open(Arrivals.POISSON, Plans.phase(0, Load.Kind.HOLD, 1000, 100, 100));
        List<Arrival> arrivals = all(load, 7, 1, 1);
        assertThat((double) arrivals.size()).isCloseTo(100_000, within(4 * Math.sqrt(100_000)));
        // Kolmogorov–Smirnov distance of the gaps to 1 − exp(−100·x); the 0.1 % critical value is 1.95/√n
        double[] gaps = new double[arrivals.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (arrivals.get(i + 1).atNanos() - arrivals.get(i).atNanos()) / SECOND;
        }
        java.util.Arrays.sort(gaps);
        double distance = 0;
        for (int i = 0; i < gaps.length; i++) {
            double expected = 1 - Math.exp(-100 * gaps[i]);
            distance = Math.max(distance, Math.abs(expected - (i + 0.5) / gaps.length));
        }
        assertThat(distance).isLessThan(1.95 / Math.sqrt(gaps.length));
    }

    @Test
    void oneTwoOrThreeLanesGiveTheSameArrivals() {
        for (Arrivals kind : Arrivals.values()) {
            Load load = Plans.open(
                    kind, Plans.phase(0, Load.Kind.RAMP, 10, 0, 100), Plans.phase(1, Load.Kind.HOLD, 10, 100, 100));
            for (int sides = 1; sides <= 2; sides++) {
                List<Arrival> one = all(load, 42, 1, sides);
                assertThat(one).hasSizeGreaterThan(1000);
                assertThat(all(load, 42, 2, sides)).containsExactlyInAnyOrderElementsOf(one);
                assertThat(all(load, 42, 3, sides)).containsExactlyInAnyOrderElementsOf(one);
            }
        }
    }

    @Test
    void twoSidesArriveInPairsHalfASpacingApartInADrawnOrder() {
        List<Arrival> arrivals = all(Plans.hold(50, 20), 3, 1, 2);
        assertThat(arrivals).hasSize(2000);
        int oldFirst = 0;
        for (int i = 0; i < arrivals.size(); i += 2) {
            Arrival first = arrivals.get(i);
            Arrival second = arrivals.get(i + 1);
            assertThat(second.k()).isEqualTo(first.k());
            assertThat(second.side()).isEqualTo(1 - first.side());
            assertThat(second.atNanos() - first.atNanos()).isEqualTo(10_000_000);
            oldFirst += 1 - first.side();
        }
        assertThat(oldFirst).isBetween(430, 570);
    }

    /** From 0 to 50/s in 30 s, N(t) = 50/60·t²: the second of pair k is due at √(1.2·(k + ½)), not at k's spacing from 0/s. */
    @Test
    void theSecondOfAPairIsWhereHalfAnArrivalMoreIsExpectedAlsoInARampFromNothing() {
        Load load = Plans.open(Arrivals.EVEN, Plans.phase(0, Load.Kind.RAMP, 30, 0, 50));
        List<Arrival> arrivals = all(load, 1, 1, 2);
        assertThat(arrivals).hasSize(1500);
        for (int k : new int[] {0, 1, 10, 300, 749}) {
            assertThat(arrivals.get(2 * k).atNanos() / SECOND).isCloseTo(Math.sqrt(1.2 * k), within(1e-8));
            assertThat(arrivals.get(2 * k + 1).atNanos() / SECOND).isCloseTo(Math.sqrt(1.2 * (k + 0.5)), within(1e-8));
        }
    }

    @Test
    void everyPairIsWholeAndInsideTheLoad() {
        List<Load> loads = List.of(
                Plans.hold(50, 20),
                Plans.hold(1.03, 10),
                Plans.open(Arrivals.POISSON, Plans.phase(0, Load.Kind.HOLD, 100, 3, 3)),
                Plans.open(Arrivals.EVEN, Plans.phase(0, Load.Kind.RAMP, 30, 50, 0)),
                Plans.open(
                        Arrivals.EVEN,
                        Plans.phase(0, Load.Kind.STAIR, 10, 10, 10),
                        Plans.phase(1, Load.Kind.STAIR, 10, 20, 20),
                        Plans.phase(2, Load.Kind.STAIR, 10, 30.5, 30.5)));
        for (Load load : loads) {
            List<Arrival> arrivals = all(load, 5, 1, 2);
            List<Long> first = arrivals.stream()
                    .filter(arrival -> arrival.side() == 0)
                    .map(Arrival::k)
                    .sorted()
                    .toList();
            List<Long> second = arrivals.stream()
                    .filter(arrival -> arrival.side() == 1)
                    .map(Arrival::k)
                    .sorted()
                    .toList();
            assertThat(first).isEqualTo(second).doesNotHaveDuplicates().hasSizeGreaterThan(9);
            assertThat(arrivals).isSortedAccordingTo(Comparator.comparingLong(Arrival::atNanos));
            assertThat(arrivals)
                    .allSatisfy(arrival -> assertThat(arrival.atNanos()).isLessThan(load.durationNanos()));
            assertThat(first).hasSameSizeAs(all(load, 5, 1, 1));
        }
    }

    @Test
    void anEndLetsThePairThatHasBegunBecomeWholeAndACutDoesNot() {
        Schedule schedule = new Schedule(Plans.hold(10, 60), 1, 0, 1, 2);
        schedule.take();
        schedule.end();
        assertThat(schedule.nextAt()).isEqualTo(50_000_000);
        schedule.take();
        assertThat(schedule.arrival()).isZero();
        assertThat(schedule.nextAt()).isEqualTo(Schedule.NONE);

        Schedule cut = new Schedule(Plans.hold(10, 60), 1, 0, 1, 2);
        cut.take();
        cut.cut();
        assertThat(cut.nextAt()).isEqualTo(Schedule.NONE);
    }

    @Test
    void anEndlessPhaseGoesOn() {
        Load load = Plans.open(Arrivals.EVEN, new Load.Phase(0, Load.Kind.HOLD, Load.FOREVER, 1, 1, 0, 0, true));
        Schedule schedule = new Schedule(load, 1, 0, 1, 1);
        for (int k = 0; k < 1_000_000; k++) {
            assertThat(schedule.nextAt()).isEqualTo(k * 1_000_000_000L);
            schedule.take();
        }
    }

    @Test
    void aShuffleVisitsEveryPlaceOnce() {
        for (int size : new int[] {1, 2, 3, 10, 100, 1000}) {
            boolean[] seen = new boolean[size];
            for (int i = 0; i < size; i++) {
                seen[(int) Draws.shuffled(i, size, 5, 2)] = true;
            }
            assertThat(seen).doesNotContain(false);
        }
    }
}
