package io.rehearse.runtime.driver;

import static io.rehearse.runtime.driver.Plans.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a walk is depends on the seed and its arrival number only, not on how many lanes share the load. */
class LaneDrawsTest {
    /** @param atNanos when a step was due: the arrival's instant for the first, thinking included for the second */
    private record Drawn(long k, long atNanos, String row, String journey, int step) {}

    private static final Feeder.Order[] ORDERS = {Feeder.Order.CIRCULAR, Feeder.Order.SHUFFLED};

    @Test
    void theSameSeedGivesTheSameWalksWithOneTwoAndThreeLanes() {
        for (Feeder.Order order : ORDERS) {
            for (Load.Arrivals arrivals : Load.Arrivals.values()) {
                List<Drawn> one = drawn(order, arrivals, 42, 1);
                assertThat(one).hasSizeGreaterThan(3000);
                assertThat(drawn(order, arrivals, 42, 2)).isEqualTo(one);
                assertThat(drawn(order, arrivals, 42, 3)).isEqualTo(one);
                assertThat(drawn(order, arrivals, 43, 1)).isNotEqualTo(one);
            }
        }
    }

    @Test
    void journeysComeInTheirWeightsWithinEveryHundredArrivals() {
        List<Drawn> walks = drawn(Feeder.Order.CIRCULAR, Load.Arrivals.EVEN, 7, 1).stream()
                .filter(drawn -> drawn.step() % 2 == 0)
                .toList();
        for (int block = 0; block < 10; block++) {
            Map<String, Integer> counts = new HashMap<>();
            walks.subList(block * 100, block * 100 + 100)
                    .forEach(walk -> counts.merge(walk.journey(), 1, Integer::sum));
            assertThat(counts).containsEntry("Journey 0", 75).containsEntry("Journey 1", 25);
        }
    }

    @Test
    void uniqueRowsEndTheLoadWhenTheyRunOut() {
        for (int lanes = 1; lanes <= 3; lanes++) {
            List<Drawn> walks = drawn(Feeder.Order.UNIQUE, Load.Arrivals.EVEN, 1, lanes);
            assertThat(walks.stream().filter(drawn -> drawn.step() % 2 == 0).map(Drawn::row))
                    .hasSize(70)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aRunThatContinuesAnotherHandsOutNothingTwice() {
        for (int lanes = 1; lanes <= 3; lanes++) {
            List<Drawn> whole = drawn(Feeder.Order.UNIQUE, Load.Arrivals.EVEN, 1, lanes);
            List<Drawn> rest = drawn(Feeder.Order.UNIQUE, Load.Arrivals.EVEN, 1, lanes, 20);
            assertThat(rest.get(0).k()).isEqualTo(20);
            assertThat(rest.get(0).row()).isEqualTo("user20");
            assertThat(rest.stream().map(Drawn::row))
                    .containsExactlyElementsOf(whole.stream()
                            .filter(drawn -> drawn.k() >= 20)
                            .map(Drawn::row)
                            .toList());
        }
    }

    private static List<Drawn> drawn(Feeder.Order order, Load.Arrivals arrivals, long seed, int lanes) {
        return drawn(order, arrivals, seed, lanes, 0);
    }

    private static List<Drawn> drawn(
            Feeder.Order order, Load.Arrivals arrivals, long seed, int lanes, long firstArrival) {
        byte[][][] rows = new byte[70][][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new byte[][] {("user" + i).getBytes(StandardCharsets.UTF_8)};
        }
        Feeder feeder = new Feeder("users.csv", order, List.of("name"), rows);
        Load load = Plans.open(arrivals, Plans.phase(0, Load.Kind.HOLD, 20, 100, 100));
        Plan plan = Plans.plan(Plans.target(), load, journey(0, 3, feeder), journey(1, 1, feeder));
        Traffic traffic = new Traffic(
                List.of(plan), load, seed, lanes, 0, 1_000_000, 30 * SECOND, SECOND, false, firstArrival, false);
        List<Drawn> all = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            Simulation run = new Simulation(traffic, lane, 1000, SimulatedWire.Server.of(1_000_000));
            run.startsTo(exchange -> all.add(new Drawn(
                            exchange.session().arrival(),
                            exchange.dueAt,
                            exchange.session().values()[0].text(),
                            exchange.session().journey().name(),
                            exchange.step().index())))
                    .run();
        }
        all.sort(Comparator.comparingLong(Drawn::k).thenComparingInt(Drawn::step));
        return all;
    }

    private static Journey journey(int index, int weight, Feeder feeder) {
        List<Node> body = Stream.<Node>of(
                        Plans.get(2 * index, "/a", SECOND),
                        new Node.Think(Node.Distribution.EXPONENTIAL, SECOND / 2, SECOND / 2),
                        Plans.get(2 * index + 1, "/b", SECOND))
                .toList();
        return new Journey(
                index,
                "Journey " + index,
                weight,
                0,
                List.of(new Journey.Feed(feeder, new int[] {0}, new boolean[] {false})),
                List.of("name"),
                body,
                List.of());
    }
}
