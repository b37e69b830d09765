package io.rehearse.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.gate.Cusum.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CusumTest {
    private static final Stream HALF = new Stream("Order", "p50", 95.5, 105_000, 0.5, 1);
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
    void tenQuietMinutesAfterTheAlarmAreARecovery() {
        minutes(60, 100);
        minutes(5, 280);
        states.clear();
        minutes(10, 100);
        assertThat(states.subList(0, 9)).containsOnly(State.ALARM);
        assertThat(states.get(9)).isEqualTo(State.RECOVERED);
    }

    @Test
    void halfAnHourAfterTheAlarmThatIsProvedGoodIsARecoveryWithoutTenQuietMinutes() {
        minutes(60, 100);
        minutes(5, 280);
        states.clear();
        for (int i = 0; i < 8; i++) {
            minutes(2, 100);
            minutes(1, 160);
        }
        assertThat(states).as("less than half an hour proves nothing").containsOnly(State.ALARM);
        for (int i = 0; i < 3; i++) {
            minutes(2, 100);
            minutes(1, 160);
        }
        assertThat(states).contains(State.RECOVERED);
    }
}
