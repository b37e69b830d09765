package io.rehearse.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.compare.Method;
import io.rehearse.reports.compare.Tolerance;
import io.rehearse.reports.gate.ProbedService.Change;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How often the degradation detector is right, on a simulated service whose truth is known: 3 steps, 2 walks a second, baseline of
 * five hours in five runs, default margins. Seeded. The full set takes minutes and runs with {@code -Drehearse.rates=full}, on other
 * seeds with {@code -Drehearse.firstSeed=N}; a small slice of it always runs.
 */
class DegradationRatesTest {
    private static final int DAY = 24 * 60;
    private static final long FIRST_SEED = Long.getLong("rehearse.firstSeed", 0);

    @Test
    void anUnchangedServiceRaisesNoAlarmInTwoDays() {
        assertThat(alarms(2, DAY)).isZero();
    }

    @Test
    void halfAsSlowAgainIsFoundWithinFiveMinutes() {
        assertThat(within(delays(2, 10, new Change(1.5, 1, 0.001)), 5)).isEqualTo(2);
    }

    @Test
    void aDoubledTailIsFoundWithinAQuarterOfAnHour() {
        assertThat(within(delays(2, 20, new Change(1, 2, 0.001)), 15)).isEqualTo(2);
    }

    @Test
    @EnabledIfSystemProperty(named = "rehearse.rates", matches = "full")
    void thirtyDaysOfTwentyUnchangedServices() {
        assertThat(alarms(20, 30 * DAY)).isLessThanOrEqualTo(3);
    }

    @Test
    @EnabledIfSystemProperty(named = "rehearse.rates", matches = "full")
    void twentyServicesOfEachKindThatBecameWorse() {
        int[] half = print("all x 1.5", delays(20, 480, new Change(1.5, 1, 0.001)));
        int[] fifth = print("all x 1.2", delays(20, 480, new Change(1.2, 1, 0.001)));
        int[] tail = print("p99 x 2", delays(20, 480, new Change(1, 2, 0.001)));
        print("all x 1.1", delays(20, 480, new Change(1.1, 1, 0.001)));
        print("p99 x 1.5", delays(20, 480, new Change(1, 1.5, 0.001)));
        print("errors 0.1 -> 1 %", delays(20, 480, new Change(1, 1, 0.01)));
        print("errors 0.1 -> 5 %", delays(20, 480, new Change(1, 1, 0.05)));
        assertThat(within(half, 5)).isEqualTo(20);
        assertThat(within(fifth, 480)).isGreaterThanOrEqualTo(14);
        assertThat(fifth[fifth.length / 2]).isLessThanOrEqualTo(120);
        assertThat(within(tail, 15)).isGreaterThanOrEqualTo(18);
    }

    @Test
    void aFaultThatWasRemovedIsOverSoonAndOneThatStaysIsNot() {
        assertThat(recoveries(3, new Change(1.5, 1, 0.001))[1]).isLessThanOrEqualTo(8);
        assertThat(falseRecoveries(2, 240, new Change(1.5, 1, 0.001))).isZero();
    }

    @Test
    @EnabledIfSystemProperty(named = "rehearse.rates", matches = "full")
    void twentyServicesOfEachKindThatWereMended() {
        for (Change change : List.of(
                new Change(1.5, 1, 0.001),
                new Change(1.2, 1, 0.001),
                new Change(1, 2, 0.001),
                new Change(1, 1.5, 0.001),
                new Change(1, 1, 0.05))) {
            System.out.println(change + ": recovered after minutes " + Arrays.toString(recoveries(20, change))
                    + ", while it stayed in 8 h: " + falseRecoveries(20, 480, change));
        }
    }

    /** Minutes from the end of half an hour of a fault until no stream is in alarm any more; -1: none was. */
    private static int[] recoveries(int seeds, Change change) {
        return IntStream.range(0, seeds)
                .parallel()
                .map(seed -> {
                    Probe probe = new Probe(FIRST_SEED + 4000 + seed);
                    for (int minute = 0; minute < 60; minute++) {
                        probe.alarmedIn(minute < 30 ? Change.NONE : change);
                    }
                    if (!probe.isInAlarm()) {
                        return -1;
                    }
                    for (int minute = 1; minute <= 480; minute++) {
                        probe.alarmedIn(Change.NONE);
                        if (!probe.isInAlarm()) {
                            return minute;
                        }
                    }
                    return Integer.MAX_VALUE;
                })
                .sorted()
                .toArray();
    }

    /** How often a stream recovered while the fault went on. */
    private static int falseRecoveries(int seeds, int minutes, Change change) {
        return IntStream.range(0, seeds)
                .parallel()
                .map(seed -> {
                    Probe probe = new Probe(FIRST_SEED + 5000 + seed);
                    int recoveries = 0;
                    for (int minute = 0; minute < minutes; minute++) {
                        List<Cusum> before = probe.state.streams();
                        probe.alarmedIn(minute < 30 ? Change.NONE : change);
                        List<Cusum> after = probe.state.streams();
                        recoveries += (int) IntStream.range(0, before.size())
                                .filter(i -> before.get(i).state() == Cusum.State.ALARM
                                        && after.get(i).state() != Cusum.State.ALARM)
                                .count();
                    }
                    return recoveries;
                })
                .sum();
    }

    private static int[] print(String truth, int[] delays) {
        int found = within(delays, 480);
        System.out.println(truth + ": " + found + "/" + delays.length + " in 8 h, minutes " + Arrays.toString(delays));
        return delays;
    }

    private static int within(int[] delays, int minutes) {
        return (int) Arrays.stream(delays).filter(d -> d <= minutes).count();
    }

    private static int alarms(int seeds, int minutes) {
        int[] perSeed = IntStream.range(0, seeds)
                .parallel()
                .map(seed -> {
                    Probe probe = new Probe(FIRST_SEED + 2000 + seed);
                    int alarms = 0;
                    for (int minute = 0; minute < minutes; minute++) {
                        if (minute % DAY == DAY - 1) {
                            probe.service.newRun();
                        }
                        alarms += probe.alarmedIn(Change.NONE) ? 1 : 0;
                    }
                    return alarms;
                })
                .toArray();
        System.out.println("alarms of " + seeds + " x " + minutes / DAY + " days unchanged: "
                + Arrays.stream(perSeed).sum());
        return Arrays.stream(perSeed).sum();
    }

    /** Minutes from the change to the alarm, ascending; {@link Integer#MAX_VALUE} if there was none in this time. */
    private static int[] delays(int seeds, int minutes, Change change) {
        return IntStream.range(0, seeds)
                .parallel()
                .map(seed -> {
                    Probe probe = new Probe(FIRST_SEED + 3000 + seed);
                    for (int minute = 0; minute < 30; minute++) {
                        probe.alarmedIn(Change.NONE);
                    }
                    for (int minute = 1; minute <= minutes; minute++) {
                        if (probe.alarmedIn(change)) {
                            return minute;
                        }
                    }
                    return Integer.MAX_VALUE;
                })
                .sorted()
                .toArray();
    }

    private static final class Probe {
        final ProbedService service;
        final List<Stream> streams;
        private Degradation state;
        private long atMillis;

        Probe(long seed) {
            service = new ProbedService(seed);
            streams = Tolerance.of(service.baseline(5, 3600), Method.product(), 60).streams().stream()
                    .map(Stream::of)
                    .toList();
            state = Degradation.start(streams, 0);
        }

        boolean isInAlarm() {
            return state.state() == Cusum.State.ALARM;
        }

        /** Whether any stream enters the alarm in the next minute. */
        boolean alarmedIn(Change change) {
            Degradation before = state;
            atMillis += Degradation.WINDOW_MILLIS;
            state = state.after(service.window(streams, change), streams, atMillis);
            return IntStream.range(0, streams.size())
                    .anyMatch(i -> state.streams().get(i).state() == Cusum.State.ALARM
                            && before.streams().get(i).state() != Cusum.State.ALARM);
        }
    }
}
