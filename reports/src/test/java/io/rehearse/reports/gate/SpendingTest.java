package io.rehearse.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 99.5 % over 4 h at 1 walk a second: 72 may fail; windows of 5 min and 25 s, 30 min and 150 s. */
class SpendingTest {
    private static final long HOURS_4 = 4 * 3_600_000;
    private final ErrorBudget budget = new ErrorBudget(0.995, HOURS_4, 1);
    private Spending state = Spending.START;
    private long second;

    /** One walk a second; every n-th fails. */
    private void seconds(int count, int everyNthFails) {
        for (int i = 1; i <= count; i++) {
            boolean bad = everyNthFails > 0 && i % everyNthFails == 0;
            state = state.after(new Outage.Walks(bad ? 0 : 1, bad ? 1 : 0), budget, ++second * 1000);
        }
    }

    @Test
    void itCountsWhatItAllows() {
        assertThat(budget.allowed()).isCloseTo(72, within(1e-9));
        seconds(3600, 0);
        seconds(100, 10);
        assertThat(state.used()).isEqualTo(10);
        assertThat(state.left(budget)).isCloseTo(62 / 72.0, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        // every n-th walk fails, for how long: after an hour without
        "200, 7200, OK", // exactly the allowed rate
        "15,  200,  OK", // burn 13, but not yet over 5 min
        "15,  300,  BURNING", // burn 13 over 5 min and 25 s
        "40,  1000, OK", // burn 5, not yet over 30 min
        "40,  1800, BURNING", // burn 5 over 30 min
        "2,   143,  BURNING",
        "2,   144,  EXHAUSTED" // 72 failed
    })
    void theFasterItBurnsTheSoonerItSaysSo(int everyNth, int seconds, Spending.State expected) {
        seconds(3600, 0);
        seconds(seconds, everyNth);
        assertThat(state.state()).isEqualTo(expected);
    }

    /** 99.9 % over 16 h at 0.1 walks/s: in T/48, 120 walks, 2 failed ones are a burn of 17 already. */
    @ParameterizedTest
    @CsvSource({"2, OK", "3, BURNING"})
    void itTakesThreeFailedWalksToSayThatItBurns(int failed, Spending.State expected) {
        ErrorBudget few = new ErrorBudget(0.999, 4 * HOURS_4, 0.1);
        for (int walk = 1; walk <= 200; walk++) {
            boolean bad = walk > 200 - failed;
            state = state.after(new Outage.Walks(bad ? 0 : 1, bad ? 1 : 0), few, walk * 10_000L);
        }
        assertThat(state.burn(few, true)).isGreaterThan(12);
        assertThat(state.state()).isEqualTo(expected);
    }

    @Test
    void itStopsBurningWhenTheFailuresStop() {
        seconds(3600, 0);
        seconds(300, 15);
        assertThat(state.state()).isEqualTo(Spending.State.BURNING);
        seconds(180, 0);
        assertThat(state.state()).isEqualTo(Spending.State.OK);
        assertThat(state.used()).isEqualTo(20);
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        seconds(60, 10);
        seconds(4 * 3600 + 30, 0);
        assertThat(state.used()).isZero();
        assertThat(state.buckets()).hasSizeLessThanOrEqualTo(577);
    }

    @Test
    void itSaysWhenItWillBeUsedUp() {
        seconds(1800, 100);
        assertThat(state.used()).isEqualTo(18);
        assertThat(state.exhaustedInMillis(budget)).isCloseTo(3 * 1800_000.0, within(60_000.0));
        assertThat(Spending.START.exhaustedInMillis(budget)).isInfinite();
    }

    @Test
    void aBudgetOfLessThanFiveFailuresIsRefusedAndTheRateThatWouldDoIsNamed() {
        assertThatThrownBy(() -> new ErrorBudget(0.999, HOURS_4, 0.1))
                .hasMessage(
                        "budget 99.9 % over 240 min: at 0.1 walks/s it is 1.44 failed walks, expected 5 or more (one"
                                + " failure would be chance); probe at 0.348 walks/s or more, or take a longer window or a lower"
                                + " goal");
        assertThat(new ErrorBudget(0.999, HOURS_4, 0.348).allowed()).isGreaterThanOrEqualTo(5);
    }
}
