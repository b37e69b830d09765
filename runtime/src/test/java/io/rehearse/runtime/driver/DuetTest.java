package io.rehearse.runtime.driver;

import static io.rehearse.runtime.driver.Plans.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Let;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Load.Arrivals;
import io.rehearse.journeys.plan.Load.Kind;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.runtime.driver.LaneInterval.JourneyCount;
import io.rehearse.runtime.driver.SimulatedWire.Server;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Old and new side by side: every user of one side has a twin on the other, whatever the load and the number of lanes. */
class DuetTest {
    private static final int OLD = 0;
    private static final int NEW = 1;

    /** @param atNanos when a step was due: the arrival's instant for the first, the pause included for the second */
    private record Drawn(long pair, int side, long atNanos, String row, String let, String journey, int step) {}

    static Stream<Load> loads() {
        return Stream.of(
                Plans.hold(100, 20),
                Plans.open(Arrivals.POISSON, Plans.phase(0, Kind.HOLD, 20, 50, 50)),
                Plans.open(Arrivals.EVEN, Plans.phase(0, Kind.RAMP, 10, 0, 40), Plans.phase(1, Kind.HOLD, 5, 40, 40)),
                Plans.open(Arrivals.EVEN, Plans.phase(0, Kind.STAIR, 5, 10, 10), Plans.phase(1, Kind.STAIR, 5, 20, 20)),
                Plans.users(20, 15),
                Plans.walks(50, 7));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void oneTwoAndThreeLanesGiveTheSamePairs(Load load) {
        List<Drawn> one = drawn(load, Feeder.Order.SHUFFLED, 42, 1);
        assertThat(one).hasSizeGreaterThanOrEqualTo(200);
        assertThat(drawn(load, Feeder.Order.SHUFFLED, 42, 2)).isEqualTo(one);
        assertThat(drawn(load, Feeder.Order.SHUFFLED, 42, 3)).isEqualTo(one);
        assertThat(drawn(load, Feeder.Order.SHUFFLED, 43, 1)).isNotEqualTo(one);
    }

    @ParameterizedTest
    @MethodSource("loads")
    void twinsHaveTheSameJourneyRowDrawnValueAndPauses(Load load) {
        Map<Integer, List<Drawn>> sides =
                drawn(load, Feeder.Order.SHUFFLED, 42, 2).stream().collect(Collectors.groupingBy(Drawn::side));
        // of a closed load the end may find a user's last walk begun on one side only
        List<Drawn> old = alsoIn(sides.get(NEW), sides.get(OLD));
        List<Drawn> fresh = alsoIn(sides.get(OLD), sides.get(NEW));
        int onOneSideOnly = load.model() == Load.Model.CLOSED ? 20 : 0;
        assertThat(sides.get(OLD).size() - old.size()).isLessThanOrEqualTo(onOneSideOnly);
        assertThat(fresh.stream().map(DuetTest::walked))
                .containsExactlyElementsOf(old.stream().map(DuetTest::walked).toList());
        assertThat(pauses(fresh)).isEqualTo(pauses(old));
    }

    private static List<Drawn> alsoIn(List<Drawn> others, List<Drawn> steps) {
        Set<Long> pairs = others.stream().map(Drawn::pair).collect(Collectors.toSet());
        return steps.stream().filter(d -> pairs.contains(d.pair())).toList();
    }

    @Test
    void bothOfAPairUseTheSameRowOfDataThatIsUsedOnce() {
        for (int lanes = 1; lanes <= 3; lanes++) {
            List<Drawn> walks = firstSteps(drawn(Plans.hold(100, 20), Feeder.Order.UNIQUE, 1, lanes));
            assertThat(walks).hasSize(140);
            Map<String, List<Drawn>> byRow = walks.stream().collect(Collectors.groupingBy(Drawn::row));
            assertThat(byRow).hasSize(70);
            assertThat(byRow.values())
                    .allSatisfy(
                            pair -> assertThat(pair.stream().map(Drawn::side)).containsExactlyInAnyOrder(OLD, NEW));
        }
    }

    @Test
    void closedUsersAreSoManyOnEachSideAndTwinsStartHalfASpacingApart() {
        List<Drawn> first = firstSteps(drawn(Plans.users(20, 15), Feeder.Order.CIRCULAR, 9, 1)).stream()
                .filter(drawn -> drawn.pair() < 20)
                .toList();
        assertThat(first).hasSize(40);
        int oldFirst = 0;
        for (int user = 0; user < 20; user++) {
            Drawn old = first.get(2 * user);
            Drawn fresh = first.get(2 * user + 1);
            assertThat(Math.min(old.atNanos(), fresh.atNanos())).isEqualTo(user * SECOND / 20);
            assertThat(Math.abs(old.atNanos() - fresh.atNanos())).isEqualTo(SECOND / 40);
            oldFirst += old.atNanos() < fresh.atNanos() ? 1 : 0;
        }
        assertThat(oldFirst).isBetween(4, 16);
    }

    @Test
    void walksAreSoManyOnEachSide() {
        List<Drawn> walks = firstSteps(drawn(Plans.walks(50, 7), Feeder.Order.CIRCULAR, 9, 2));
        for (int side : new int[] {OLD, NEW}) {
            assertThat(walks.stream().filter(d -> d.side() == side).map(Drawn::pair))
                    .containsExactlyElementsOf(
                            java.util.stream.LongStream.range(0, 50).boxed().toList());
        }
    }

    /**
     * 100/s on each side for 60 s; the new side takes no request from 20 s on. What is in flight there grows to the bound of
     * 1 000 for each side, the arrivals after that are dropped there; the old side keeps its 6 000 users and its times.
     */
    @Test
    void aSideThatHangsTakesNothingFromTheOther() {
        Server hanging = Server.of(5_000_000).frozen(20 * SECOND, 1000 * SECOND);
        Plan plan =
                Plans.plan(Plans.target(), Plans.hold(100, 60), Plans.journey(0, 1, Plans.get(0, "/", 15 * SECOND)));
        Simulation run = new Simulation(
                        Plans.traffic(List.of(plan, plan), 1, 1, 2000), 0, 64, Server.of(5_000_000), hanging)
                .run();
        assertThat(run.count(0, OLD, 0, Outcome.OK)).isEqualTo(6000);
        assertThat(run.step(0, OLD, 0, io.rehearse.runtime.driver.Kind.RESPONSE).getMaxValue() / 1e3)
                .isCloseTo(5, within(0.01));
        assertThat(run.count(0, OLD, 0, JourneyCount.DROPPED_TARGET)).isZero();
        assertThat(run.count(0, NEW, 0, Outcome.OK)).isEqualTo(2000);
        assertThat(run.count(0, NEW, 0, Outcome.TIMEOUT)).isGreaterThan(2000);
        assertThat(run.count(0, NEW, 0, JourneyCount.DROPPED_TARGET)).isPositive();
        assertThat(run.count(0, NEW, 0, JourneyCount.ARRIVED)).isEqualTo(6000);
    }

    @Test
    void aStopMakesTheLastPairWhole() {
        Plan plan = Plans.plan(Plans.target(), Plans.hold(1, 60), Plans.journey(0, 1, Plans.get(0, "/", SECOND)));
        Simulation run = new Simulation(
                Plans.traffic(List.of(plan, plan), 1, 1, 2000), 0, 64, Server.of(5_000_000), Server.of(5_000_000));
        boolean[] stopped = new boolean[1];
        run.watching(now -> {
                    if (now >= 10 * SECOND && !stopped[0]) {
                        stopped[0] = true;
                        run.lane.tick();
                        run.lane.stop();
                    }
                })
                .run();
        long old = run.count(0, OLD, 0, JourneyCount.ARRIVED) + run.count(1, OLD, 0, JourneyCount.ARRIVED);
        long fresh = run.count(0, NEW, 0, JourneyCount.ARRIVED) + run.count(1, NEW, 0, JourneyCount.ARRIVED);
        assertThat(old).isEqualTo(11).isEqualTo(fresh);
    }

    private static String walked(Drawn drawn) {
        return drawn.pair() + " " + drawn.journey() + " " + drawn.step() + " " + drawn.row() + " " + drawn.let();
    }

    /** Nanoseconds from each walk's first step to its second, the work of 1 ms included. */
    private static List<Long> pauses(List<Drawn> steps) {
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).pair() == steps.get(i - 1).pair()) {
                pauses.add(steps.get(i).atNanos() - steps.get(i - 1).atNanos());
            }
        }
        assertThat(pauses).hasSizeGreaterThanOrEqualTo(50);
        return pauses;
    }

    private static List<Drawn> firstSteps(List<Drawn> drawn) {
        return drawn.stream().filter(d -> d.step() % 2 == 0).toList();
    }

    private static List<Drawn> drawn(Load load, Feeder.Order order, long seed, int lanes) {
        byte[][][] rows = new byte[70][][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new byte[][] {("user" + i).getBytes(StandardCharsets.UTF_8)};
        }
        Feeder feeder = new Feeder("users.csv", order, List.of("name"), rows);
        Plan plan = Plans.plan(Plans.target(), load, journey(0, 3, feeder), journey(1, 1, feeder));
        List<Drawn> all = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            Simulation run = new Simulation(
                    Plans.traffic(List.of(plan, plan), lanes, seed, 1_000_000),
                    lane,
                    1000,
                    Server.of(1_000_000),
                    Server.of(1_000_000));
            run.startsTo(exchange -> all.add(new Drawn(
                            exchange.session().arrival(),
                            exchange.session().side(),
                            exchange.dueAt,
                            exchange.session().values()[0].text(),
                            exchange.session().values()[1].text(),
                            exchange.session().journey().name(),
                            exchange.step().index())))
                    .run();
        }
        all.sort(Comparator.comparingLong(Drawn::pair)
                .thenComparingInt(Drawn::side)
                .thenComparingInt(Drawn::step));
        return all;
    }

    private static Journey journey(int index, int weight, Feeder feeder) {
        List<Node> body = List.of(
                Plans.get(2 * index, "/a", SECOND),
                new Node.Think(Node.Distribution.EXPONENTIAL, SECOND / 2, SECOND / 2),
                Plans.get(2 * index + 1, "/b", SECOND));
        return new Journey(
                index,
                "Journey " + index,
                weight,
                0,
                List.of(new Journey.Feed(feeder, new int[] {0}, new boolean[] {false})),
                List.of("name", "id"),
                body,
                List.of(),
                List.of(new Let(1, new Let.Uuid(), false)),
                Journey.OnFailure.END,
                List.of(),
                true);
    }
}
