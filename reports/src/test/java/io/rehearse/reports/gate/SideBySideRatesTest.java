package io.rehearse.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.compare.Method;
import io.rehearse.reports.gate.ProbedService.Change;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How often "worse than old" is right, on two simulated instances of a service whose truth is known: 3 steps, 2 walks a second on each
 * side, drift and the luck of a day shared, pauses, tails and a little luck (0.8 % each) their own, default margins. Seeded. The full
 * set goes through the judge some two million times; it runs with {@code -Drehearse.rates=full}, on other seeds with
 * {@code -Drehearse.firstSeed=N}; a small slice of it always runs.
 */
class SideBySideRatesTest {
    private static final int DAY = 24 * 60;
    private static final int MINUTE_MILLIS = 60_000;
    private static final long FIRST_SEED = Long.getLong("rehearse.firstSeed", 0);
    private static final int SEEDS = Integer.getInteger("rehearse.seeds", 20);
    private static final int DAYS = Integer.getInteger("rehearse.days", 30);

    @Test
    void twoEqualSidesRaiseNoAlarmInHalfADay() {
        assertThat(alarms(2, DAY / 4, Change.NONE)).isZero();
    }

    @Test
    void halfAsSlowAgainIsFoundWithinTenMinutes() {
        assertThat(within(delays(2, 10, new Change(1.5, 1, 0.001)), 10)).isEqualTo(2);
    }

    @Test
    void aSlowOldSideIsNoAlarm() {
        Change slow = new Change(1.5, 1, 0.001);
        Probe probe = new Probe(FIRST_SEED + 1);
        for (int minute = 0; minute < 60; minute++) {
            assertThat(probe.alarmedIn(slow, Change.NONE)).isFalse();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "rehearse.rates", matches = "full")
    void thirtyDaysOfTwentyEqualPairs() {
        assertThat(alarms(SEEDS, DAYS * DAY, Change.NONE)).isLessThanOrEqualTo(3);
    }

    @Test
    @EnabledIfSystemProperty(named = "rehearse.rates", matches = "full")
    void twentyPairsOfEachKindThatBecameWorse() {
        int[] half = print("all x 1.5", delays(SEEDS, 480, new Change(1.5, 1, 0.001)));
        int[] fifth = print("all x 1.2", delays(SEEDS, 480, new Change(1.2, 1, 0.001)));
        print("all x 1.1", delays(SEEDS, 480, new Change(1.1, 1, 0.001)));
        print("p99 x 2", delays(SEEDS, 480, new Change(1, 2, 0.001)));
        print("errors 0.1 -> 2 %", delays(SEEDS, 480, new Change(1, 1, 0.02)));
        print("errors 0.1 -> 5 %", delays(SEEDS, 480, new Change(1, 1, 0.05)));
        assertThat(within(half, 10)).isEqualTo(SEEDS);
        assertThat(within(fifth, 120)).isGreaterThanOrEqualTo(SEEDS * 9 / 10);
    }

    private static int[] print(String truth, int[] delays) {
        System.out.println("side by side, " + truth + ": " + within(delays, 480) + "/" + delays.length
                + " in 8 h, minutes " + Arrays.toString(delays));
        return delays;
    }

    private static int within(int[] delays, int minutes) {
        return (int) Arrays.stream(delays).filter(d -> d <= minutes).count();
    }

    private static int alarms(int seeds, int minutes, Change change) {
        int all = IntStream.range(0, seeds)
                .parallel()
                .map(seed -> {
                    Probe probe = new Probe(FIRST_SEED + 4000 + seed);
                    int alarms = 0;
                    for (int minute = 0; minute < minutes; minute++) {
                        if (minute % DAY == DAY - 1) {
                            probe.nextDay();
                        }
                        if (probe.alarmedIn(Change.NONE, change)) {
                            alarms++;
                            System.out.println("seed " + seed + " minute " + minute + ": " + probe.alarm());
                        }
                    }
                    return alarms;
                })
                .sum();
        System.out.println("alarms of " + seeds + " x " + minutes / 60 + " h of equal sides: " + all);
        return all;
    }

    /** Minutes from the change to the alarm, ascending; {@link Integer#MAX_VALUE} if there was none in this time. */
    private static int[] delays(int seeds, int minutes, Change change) {
        return IntStream.range(0, seeds)
                .parallel()
                .map(seed -> {
                    Probe probe = new Probe(FIRST_SEED + 5000 + seed);
                    for (int minute = 0; minute < 60; minute++) {
                        probe.alarmedIn(Change.NONE, Change.NONE);
                    }
                    for (int minute = 1; minute <= minutes; minute++) {
                        if (probe.alarmedIn(Change.NONE, change)) {
                            return minute;
                        }
                    }
                    return Integer.MAX_VALUE;
                })
                .sorted()
                .toArray();
    }

    private static final class Probe {
        private static final Method METHOD = Method.productDuet();
        private static final Rules RULES = new Rules(
                List.of(),
                null,
                1000,
                Pairing.of(
                        IntStream.range(0, ProbedService.STEPS)
                                .mapToObj(ProbedService::name)
                                .toList(),
                        METHOD));
        private final ProbedService old;
        private final ProbedService fresh;
        private SideBySide state = SideBySide.start(RULES);
        private PairWindow window = PairWindow.EMPTY;
        private long atMillis;

        Probe(long seed) {
            old = new ProbedService(seed);
            fresh = new ProbedService(seed + 1_000_000, old);
        }

        void nextDay() {
            old.newRun();
            fresh.newRun();
        }

        /** Whether any stream enters the alarm in the next minute. */
        boolean alarmedIn(Change changeOfOld, Change changeOfNew) {
            for (int i = 0; i < MINUTE_MILLIS / 1000 / PairSlice.SECONDS; i++) {
                atMillis += PairSlice.SECONDS * 1000;
                window = window.after(ProbedService.pair(old, changeOfOld, fresh, changeOfNew, atMillis));
            }
            SideBySide before = state;
            state = state.after(window.look(state, RULES, METHOD, atMillis));
            return IntStream.range(0, RULES.pairings().size())
                    .anyMatch(i -> state.pairs().get(i).state() == Cusum.State.ALARM
                            && before.pairs().get(i).state() != Cusum.State.ALARM);
        }

        List<String> alarm() {
            return IntStream.range(0, RULES.pairings().size())
                    .filter(i -> state.pairs().get(i).state() == Cusum.State.ALARM)
                    .mapToObj(i ->
                            state.pairs().get(i).look().words(RULES.pairings().get(i)))
                    .toList();
        }
    }
}
