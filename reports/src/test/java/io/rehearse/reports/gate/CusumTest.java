package io.rehearse.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.gate.Cusum.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CusumTest {
    private static final Stream HALF = new Stream("Order", "p50", 95.5, 105_000, 0.5, 1);
    /** So few bad events that a window says little. */
    private static final Stream RARE = new Stream("Order", "p99", 95.5, 105_000, 0.01, 3);

    private static final double ALARM = Degradation.alarmAt(9);

    private final List<State> states = new ArrayList<>();
    private Cusum cusum = Cusum.start(HALF);
    private long minute;

    /** So many windows of 300 requests of which so many are slower than the limit. */
    private void minutes(int windows, int bad) {
        for (int i = 0; i < windows; i++) {
            minute++;
            cusum = cusum.after(new Window(300, bad), HALF, ALARM, minute * Degradation.WINDOW_MILLIS);
            states.add(cusum.state());
        }
    }

    /** So many windows of 60 requests of {@link #RARE}. */
    private void rare(int windows, int bad) {
        for (int i = 0; i < windows; i++) {
            minute++;
            cusum = cusum.after(new Window(60, bad), RARE, ALARM, minute * Degradation.WINDOW_MILLIS);
            states.add(cusum.state());
        }
    }

    @Test
    void whatWasGoodBeforeTheAlarmIsNoRecovery() {
        minutes(60, 100);
        assertThat(states).containsOnly(State.OK);
        states.clear();
        minutes(45, 280);
        int alarm = states.indexOf(State.ALARM);
        assertThat(alarm).isBetween(0, 3);
        assertThat(states.subList(alarm, states.size()))
                .as("as long as it is bad")
                .containsOnly(State.ALARM);
    }

    @Test
    void fiveMinutesThatAreNothingLikeTheAlarmAreARecovery() {
        minutes(60, 100);
        minutes(5, 280);
        states.clear();
        minutes(10, 100);
        assertThat(states.indexOf(State.RECOVERED))
                .as("a bad one may be among five")
                .isBetween(3, 4);
    }

    /** Far from the 280 of the alarm, but more than is tolerated. */
    @Test
    void whatIsBetterThanTheAlarmAndStillWorseThanToleratedIsNoRecovery() {
        minutes(60, 100);
        minutes(5, 280);
        states.clear();
        minutes(60, 152);
        assertThat(states).containsOnly(State.ALARM);
    }

    @Test
    void tenQuietMinutesAfterTheAlarmAreARecovery() {
        cusum = Cusum.start(RARE);
        rare(60, 0);
        rare(5, 30);
        states.clear();
        rare(10, 0);
        assertThat(states.subList(0, 9)).containsOnly(State.ALARM);
        assertThat(states.get(9)).isEqualTo(State.RECOVERED);
    }

    @Test
    void halfAnHourAfterTheAlarmThatIsProvedGoodIsARecoveryWithoutTenQuietMinutes() {
        cusum = Cusum.start(RARE);
        rare(600, 1);
        assertThat(cusum.state()).isEqualTo(State.ALARM);
        states.clear();
        for (int i = 0; i < 4; i++) {
            rare(9, 0);
            rare(1, 1);
        }
        assertThat(states.indexOf(State.RECOVERED)).isBetween(15, 30);
    }
}
