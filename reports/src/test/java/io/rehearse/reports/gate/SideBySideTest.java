package io.rehearse.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.compare.Latencies;
import io.rehearse.reports.compare.Method;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Two walks a second on each side, of two steps: Look takes about 50 ms, Pay about 300 ms. */
class SideBySideTest {
    private static final Method METHOD = Method.productDuet();
    private static final Rules RULES = new Rules(List.of(), null, 1000, Pairing.of(List.of("Look", "Pay"), METHOD));
    private static final int WALKS = 2 * PairSlice.SECONDS;

    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Event> events = new ArrayList<>();
    private Standing standing = Standing.start(RULES);
    private PairWindow window = PairWindow.EMPTY;
    private long atMillis;
    private double shared = 1;
    private double oldPay = 300;
    private double freshPay = 300;
    private double oldFails;
    private double freshFails;

    private void take(Event event) {
        events.add(event);
        standing = standing.after(event, RULES);
    }

    private PairSlice.Step step(double millis, double failing) {
        DoubleUnaryOperator time = ms -> ms * shared * Math.exp(0.3 * random.nextGaussian());
        long failed = Math.round(WALKS * failing);
        Latencies all = Latencies.EMPTY;
        for (int i = 0; i < WALKS - failed; i++) {
            long micros = (long) (1000 * time.applyAsDouble(millis));
            all = all.plus(Latencies.of(new long[] {micros}, new long[] {1}));
        }
        return new PairSlice.Step(WALKS, failed, all);
    }

    private Tick tick(double failing) {
        long failed = Math.round(WALKS * failing);
        return new Tick(atMillis, WALKS - failed, failed, 0, 0);
    }

    private void minutes(int count) {
        for (int i = 0; i < count * 4; i++) {
            atMillis += PairSlice.SECONDS * 1000;
            take(new Event.Observed(List.of(tick(freshFails)), List.of(), List.of(tick(oldFails))));
            window = window.after(new PairSlice(
                    atMillis,
                    List.of(step(50, oldFails), step(oldPay, oldFails)),
                    List.of(step(50, freshFails), step(freshPay, freshFails))));
            if (atMillis % 60_000 == 0) {
                take(window.look(standing.sides(), RULES, METHOD, atMillis));
            }
        }
    }

    private List<String> reasons() {
        return standing.gate().reasons();
    }

    @Test
    void equalSidesPassWhenEnoughOfThemWasSeen() {
        minutes(2);
        assertThat(reasons())
                .containsExactly(
                        "too little seen of old and new together: 2 min of the last 10 min, 5 min needed",
                        "too little seen: 2 of the last 15 minutes, 10 needed");
        minutes(5);
        assertThat(reasons()).containsExactly("too little seen: 7 of the last 15 minutes, 10 needed");
        minutes(23);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.PASS);
        assertThat(standing.sides().state()).isEqualTo(Cusum.State.OK);
    }

    @Test
    void aStepThatBecomesSlowerOnTheNewSideIsNamedWithBothValues() {
        minutes(20);
        freshPay = 450;
        minutes(8);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(standing.gate().latch().reasons())
                .hasSize(1)
                .first()
                .asString()
                .matches(
                        "worse than old: Pay p95, \\d+ ms beside \\d+ ms, \\+\\d+ % \\(\\+\\d+ to \\+\\d+ %\\), 5 % allowed,"
                                + " n 1200 and 1200 in 10 min");
    }

    @Test
    void itRecoversWhenTheNewSideIsNoWorseForTenMinutes() {
        minutes(20);
        freshPay = 450;
        minutes(15);
        assertThat(standing.sides().state()).isEqualTo(Cusum.State.ALARM);
        freshPay = 290;
        minutes(25);
        assertThat(standing.sides().state()).isEqualTo(Cusum.State.RECOVERED);
        assertThat(standing.gate().recovered()).isTrue();
        minutes(30);
        assertThat(standing.sides().state())
                .as("what was before the recovery is forgotten")
                .isEqualTo(Cusum.State.RECOVERED);
        take(new Event.Cleared(atMillis, "dba", "index rebuilt"));
        assertThat(standing.sides().state()).isEqualTo(Cusum.State.OK);
    }

    @Test
    void aSlowerOldSideAndAStallOfBothAreNoAlarm() {
        minutes(20);
        oldPay = 450;
        minutes(10);
        oldPay = 300;
        for (int i = 0; i < 10; i++) {
            shared = 20;
            minutes(1);
            shared = 1;
            minutes(2);
        }
        assertThat(standing.gate().latched()).isFalse();
        assertThat(standing.sides().state()).isEqualTo(Cusum.State.OK);
    }

    @Test
    void anOldSideThatIsDownIsNothingToHoldTheNewSideAgainst() {
        minutes(20);
        oldFails = 1;
        freshPay = 450;
        minutes(20);
        assertThat(standing.gate().latched()).isFalse();
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(reasons()).containsExactly("nothing to hold new against: old is down, 5 of its last 5 walks failed");
        assertThat(standing.outage().down()).isFalse();

        freshFails = 1;
        minutes(1);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(standing.gate().latch().reasons()).containsExactly("down: 5 of the last 5 walks failed");
    }

    @Test
    void anAlarmIsNoneWhileTheOldSideIsDown() {
        minutes(20);
        freshPay = 450;
        minutes(12);
        oldFails = 1;
        minutes(2);
        assertThat(standing.gate().current()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(standing.gate().latched()).as("what failed once stays so").isTrue();
    }

    @Test
    void anOldSideThatFailsNowAndThenIsNoMeasure() {
        minutes(20);
        oldFails = 0.2;
        freshFails = 0.2;
        freshPay = 450;
        minutes(10);
        assertThat(standing.gate().latched()).isFalse();
        assertThat(reasons())
                .containsExactly("nothing to hold new against: old fails 20 % of its requests in the last 10 min");
        assertThat(standing.sides().state()).isNotEqualTo(Cusum.State.ALARM);
    }

    @Test
    void minutesInWhichTheOldSideFailedCountOnNeitherSide() {
        minutes(20);
        oldFails = 0.6;
        freshPay = 900;
        minutes(4);
        oldFails = 0;
        freshPay = 300;
        minutes(6);
        assertThat(standing.sides().seenSeconds()).isEqualTo(360);
        assertThat(standing.sides().failedSeconds()).isEqualTo(240);
        assertThat(standing.sides().state()).isEqualTo(Cusum.State.OK);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void whatIsSlowerButNotProvedToBeSoByMoreThanTheMarginIsNoAlarm() {
        freshPay = 336;
        minutes(90);
        Look p50 = standing.sides().pairs().get(4).look();
        assertThat(p50.change()).isGreaterThan(p50.margin());
        assertThat(p50.lower()).isPositive();
        assertThat(standing.gate().latched()).isFalse();
    }

    @Test
    void aPercentileNeedsThirtyValuesBeyondIt() {
        minutes(24);
        assertThat(standing.sides().pairs().get(6).look()).as("p99 of 2880").isEqualTo(Look.NOTHING);
        assertThat(standing.sides().pairs().get(5).look().minutes()).as("p95").isPositive();
        minutes(2);
        assertThat(standing.sides().pairs().get(6).look().minutes()).isEqualTo(PairWindow.LONG_MINUTES);
    }

    @Test
    void failuresOfTheNewSideAloneAreWorseThanOld() {
        minutes(20);
        freshFails = 0.05;
        minutes(20);
        assertThat(standing.gate().latch().reasons().get(0))
                .contains("worse than old: Look errors, ")
                .contains(" beside 0.00 %, ")
                .contains("points), 0.5 points allowed, n 1200 and 1200 in 10 min");
    }

    @Test
    void theSameEventsAfterAJournalGiveTheSameStanding() throws Exception {
        minutes(20);
        freshPay = 450;
        minutes(10);
        take(new Event.NotObserved(atMillis, atMillis + 30_000, "the probe was restarted"));
        atMillis += 30_000;
        Standing again = Standing.start(RULES);
        for (Event event : events) {
            String written = Json.mapper().writeValueAsString(event);
            again = again.after(Json.mapper().readValue(written, event.getClass()), RULES);
        }
        assertThat(again).isEqualTo(standing);
        Rules read = Json.mapper().readValue(Json.mapper().writeValueAsString(RULES), Rules.class);
        assertThat(read).isEqualTo(RULES);
    }

    @Test
    void theLevelMakesAtMostOneFalseAlarmInThirtyDaysOverAllLooks() {
        int looks = 30 * 24 * 60;
        assertThat(SideBySide.level(12) * looks * 12 * 2).isEqualTo(1, org.assertj.core.data.Offset.offset(1e-9));
    }
}
