package io.rehearse.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One walk a second unless a test says otherwise. */
class OutageTest {
    private Outage state = Outage.START;
    private long second;

    private void walks(String outcomes) {
        outcomes.chars().forEach(c -> tick(c == '+' ? 1 : 0, c == '-' ? 1 : 0, 0, 0));
    }

    private void tick(long ok, long failed, long overdue, long open) {
        state = state.after(new Tick(++second * 1000, ok, failed, overdue, open));
    }

    @Test
    void threeFailedWalksOfFiveAreAnOutage() {
        walks("+++++--");
        assertThat(state.down()).isFalse();
        walks("-");
        assertThat(state.down()).isTrue();
        assertThat(state.sinceMillis()).isEqualTo(8000);
    }

    @Test
    void twoOfEveryFiveAreNone() {
        walks("++--+".repeat(50));
        assertThat(state.down()).isFalse();
    }

    @Test
    void itIsOverAfterFiveGoodWalksAndAMinuteWithoutAFailedOne() {
        walks("---" + "+".repeat(59));
        assertThat(state.down()).isTrue();
        walks("+");
        assertThat(state.down()).isFalse();
    }

    @Test
    void fiveGoodWalksAreNeededHoweverLongTheyTake() {
        walks("---");
        second += 600;
        walks("++++");
        assertThat(state.down()).isTrue();
        walks("+");
        assertThat(state.down()).isFalse();
    }

    @Test
    void aHangingTargetIsDownAsSoonAsThreeWalksAreOverdue() {
        walks("+++++");
        tick(0, 0, 0, 1);
        tick(0, 0, 0, 2);
        tick(0, 0, 1, 3);
        tick(0, 0, 2, 4);
        assertThat(state.down()).isFalse();
        tick(0, 0, 3, 5);
        assertThat(state.down()).isTrue();
        assertThat(second).isEqualTo(10);
    }

    @Test
    void aWalkThatWasCountedWhileItHungIsNotCountedAgainWhenItFails() {
        walks("+++++");
        tick(0, 0, 2, 2);
        assertThat(state.counted()).isEqualTo(new Outage.Walks(0, 2));
        tick(0, 2, 0, 0);
        assertThat(state.counted()).isEqualTo(new Outage.Walks(0, 0));
        tick(1, 1, 0, 0);
        assertThat(state.counted()).isEqualTo(new Outage.Walks(1, 1));
    }

    @Test
    void norWhenItEndsWellAfterAll() {
        tick(0, 0, 1, 1);
        tick(1, 0, 0, 0);
        assertThat(state.counted()).isEqualTo(new Outage.Walks(0, 0));
    }

    @Test
    void aWalkThatStaysOverdueCountsOnce() {
        tick(0, 0, 1, 1);
        long failed = 0;
        for (int i = 0; i < 20; i++) {
            tick(1, 0, i % 2, 2);
            failed += state.counted().failed();
        }
        assertThat(failed).isZero();
    }

    @Test
    void aFewFailuresAmongManyWalksOfOneSecondAreNoOutage() {
        tick(50, 3, 0, 0);
        tick(40, 15, 0, 0);
        assertThat(state.down()).isFalse();
        tick(4, 6, 0, 0);
        assertThat(state.down()).isTrue();
    }
}
