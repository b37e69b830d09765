package io.rehearse.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One walk a second; a step that may be slower than 450 ms in 5 % of cases. */
class StandingTest {
    private static final Stream P95 = new Stream("Pay", "p95", 392, 450_000, 0.05, 1.5);
    private static final Stream ERRORS = new Stream("Pay", "errors", 0.001, 0, 0.006, 3);
    private static final Rules RULES = new Rules(List.of(P95, ERRORS), new ErrorBudget(0.99, 4 * 3_600_000, 1), 1000);

    private final List<Event> events = new ArrayList<>();
    private Standing standing = Standing.start(RULES);
    private long second;

    private void take(Event event) {
        events.add(event);
        standing = standing.after(event, RULES);
    }

    private void walks(int seconds, boolean ok, boolean slow) {
        for (int i = 0; i < seconds; i++) {
            Window latency = ok ? new Window(1, slow ? 1 : 0) : Window.EMPTY;
            take(new Event.Observed(
                    List.of(new Tick(++second * 1000, ok ? 1 : 0, ok ? 0 : 1, 0, 0)),
                    List.of(latency, new Window(1, ok ? 0 : 1))));
        }
    }

    @Test
    void aPassNeedsTenMinutesAndAHundredWalks() {
        walks(90, true, false);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(standing.gate().reasons())
                .containsExactly(
                        "too little seen: 1 of the last 15 minutes, 10 needed",
                        "too little seen: 90 walks, 100 needed");
        walks(510, true, false);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void withoutABaselineItNeedsThemToo() {
        Rules alone = new Rules(List.of(), null, 1000);
        standing = Standing.start(alone);
        for (int i = 1; i <= 599; i++) {
            standing = standing.after(new Event.Observed(List.of(new Tick(i * 1000L, 1, 0, 0, 0)), List.of()), alone);
        }
        assertThat(standing.gate().reasons()).containsExactly("too little seen: 9 of the last 15 minutes, 10 needed");
        Event last = new Event.Observed(List.of(new Tick(600_000, 1, 0, 0, 0)), List.of());
        assertThat(standing.after(last, alone).gate().verdict()).isEqualTo(Verdict.PASS);

        Standing later = standing.after(new Event.NotObserved(599_000, 1_200_000, "nobody looked"), alone);
        Event next = new Event.Observed(List.of(new Tick(1_201_000, 1, 0, 0, 0)), List.of());
        assertThat(later.after(next, alone).gate().reasons())
                .containsExactly("too little seen: 5 of the last 15 minutes, 10 needed");
    }

    @Test
    void tenMinutesOfAFewWalksAreTooLittle() {
        Rules alone = new Rules(List.of(), null, 1000);
        standing = Standing.start(alone);
        for (int i = 1; i <= 990; i++) {
            long ok = i % 10 == 0 ? 1 : 0;
            standing = standing.after(new Event.Observed(List.of(new Tick(i * 1000L, ok, 0, 0, 0)), List.of()), alone);
        }
        assertThat(standing.gate().reasons()).containsExactly("too little seen: 99 walks, 100 needed");
    }

    @Test
    void anOutageFailsTheGateAndStaysLatchedWhenItIsOver() {
        walks(600, true, false);
        walks(3, false, false);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(standing.gate().reasons()).containsExactly("down: 3 of the last 5 walks failed");

        walks(120, true, false);
        assertThat(standing.gate().current()).isEqualTo(Verdict.PASS);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(standing.gate().recovered()).isTrue();

        take(new Event.Cleared(second * 1000, "dba", "a switch was restarted"));
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void aSlowerStepIsNamedWithItsNumbers() {
        walks(600, true, false);
        walks(120, true, true);
        assertThat(standing.gate().reasons())
                .containsExactly(
                        "worse than the baseline: Pay p95, 120 of 300 slower than 450 ms in the last 5 min, 5 %"
                                + " tolerated (baseline 392 ms)");
        assertThat(standing.degradation().driver()).contains(0);
    }

    @Test
    void aGapCountsNeitherForNorAgainst() {
        walks(600, true, false);
        Standing before = standing;
        second += 60;
        take(new Event.NotObserved((second - 60) * 1000, second * 1000, "the prober was overloaded"));
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(standing.gate().reasons()).containsExactly("not observed: the prober was overloaded");
        assertThat(standing.degradation().streams().get(0).sums())
                .isEqualTo(before.degradation().streams().get(0).sums());
        assertThat(standing.budget().used()).isEqualTo(before.budget().used());
        walks(1, true, false);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void expectedDowntimeNeitherFailsNorPasses() {
        walks(600, true, false);
        take(new Event.DownExpected(
                second * 1000, new ExpectDown(second * 1000, (second + 120) * 1000, "schema change", false)));
        walks(119, false, false);
        assertThat(standing.gate().reasons()).containsExactly("expected to be down: schema change");
        assertThat(standing.gate().latched()).isFalse();
        assertThat(standing.budget().used()).isZero();
        walks(4, false, false);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void expectedDowntimeUsesTheBudgetIfItCounts() {
        walks(600, true, false);
        take(new Event.DownExpected(second * 1000, new ExpectDown(second * 1000, (second + 60) * 1000, "copy", true)));
        walks(50, false, false);
        assertThat(standing.budget().used()).isEqualTo(50);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** Failures a second before, in the window, and a second after. */
    @Test
    void windowsGivenBeforehandHoldFromTheirFirstToTheirLastMoment() {
        walks(600, true, false);
        take(new Event.DownExpected(600_000, new ExpectDown(700_000, 730_000, "freeze", false)));
        take(new Event.DownExpected(600_000, new ExpectDown(800_000, 830_000, "switch", true)));
        assertThat(standing.downtimes().next(600_000))
                .get()
                .extracting(ExpectDown::reason)
                .isEqualTo("freeze");
        walks(98, true, false);
        walks(1, false, false);
        assertThat(standing.budget().used()).as("a failure at 699 s").isEqualTo(1);
        walks(1, false, false);
        assertThat(standing.gate().reasons()).as("at 700 s").containsExactly("expected to be down: freeze");
        walks(29, false, false);
        assertThat(standing.budget().used()).as("at 729 s").isEqualTo(1);
        assertThat(standing.gate().latched()).isFalse();
        walks(1, false, false);
        assertThat(standing.budget().used()).as("a failure at 730 s").isEqualTo(2);
        walks(69, true, false);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.PASS);
        walks(30, false, false);
        assertThat(standing.gate().reasons()).as("at 829 s").containsExactly("expected to be down: switch");
        assertThat(standing.budget().used()).as("this one counts").isEqualTo(32);
        walks(3, false, false);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void oneThatBeginsAtOnceEndsTheOneThatHoldsAndLeavesThoseToCome() {
        walks(600, true, false);
        take(new Event.DownExpected(600_000, new ExpectDown(600_000, 900_000, "copy", false)));
        take(new Event.DownExpected(600_000, new ExpectDown(950_000, 990_000, "switch", false)));
        walks(10, false, false);
        take(new Event.DownExpected(610_000, new ExpectDown(610_000, 611_000, "ready early", false)));
        walks(2, true, false);
        assertThat(standing.downtimes().at(612_000)).isEmpty();
        assertThat(standing.downtimes().at(950_000)).isPresent();
    }

    @Test
    void noMoreDowntimesAreAnnouncedThanCanBeRemembered() {
        for (int i = 0; i < Downtimes.MAX; i++) {
            take(new Event.DownExpected(0, new ExpectDown(1000 + i, 2000 + i, "copy", false)));
        }
        assertThatThrownBy(() -> take(new Event.DownExpected(0, new ExpectDown(5000, 6000, "copy", false))))
                .hasMessage("expect down: 50 downtimes are announced and not over, that is the most");
        walks(2, true, false);
        take(new Event.DownExpected(2000, new ExpectDown(5000, 6000, "copy", false)));
        assertThat(standing.downtimes().announced()).hasSize(Downtimes.MAX);
    }

    @Test
    void oldNewsIsInconclusive() {
        walks(600, true, false);
        assertThat(standing.gateAt(603_000, RULES).verdict()).isEqualTo(Verdict.PASS);
        Gate old = standing.gateAt(604_000, RULES);
        assertThat(old.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(old.reasons()).containsExactly("old news: nothing was seen for 4 s");
    }

    @Test
    void oldNewsDoesNotOpenALatch() {
        walks(600, true, false);
        walks(3, false, false);
        assertThat(standing.gateAt(900_000, RULES).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(standing.gateAt(900_000, RULES).current()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void otherRulesBeginWithFreshDetectorsAndKeepTheLatch() {
        walks(600, true, false);
        walks(3, false, false);
        Rules others = new Rules(List.of(P95), RULES.budget(), 1000);
        Standing under = standing.under(others, RULES);
        assertThat(under.degradation().streams()).hasSize(1);
        assertThat(under.gate()).isEqualTo(standing.gate());
        assertThat(under.budget()).isEqualTo(standing.budget());
    }

    /** A day of everything that can happen, told again in larger pieces: what a restart does with a journal. */
    @Test
    void theSameEventsGiveTheSameStandingHoweverTheyAreGrouped() throws Exception {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 300; i++) {
            double what = random.nextDouble();
            if (what < 0.02) {
                second += 200;
                take(new Event.NotObserved((second - 200) * 1000, second * 1000, "restart"));
            } else if (what < 0.04) {
                take(new Event.DownExpected(
                        second * 1000, new ExpectDown(second * 1000, second * 1000 + 90_000, "copy", what < 0.03)));
            } else {
                walks(random.nextInt(1, 40), random.nextDouble() < 0.93, random.nextDouble() < 0.06);
            }
        }
        Standing again = Standing.start(RULES);
        for (Event event : grouped(events)) {
            String json = Json.mapper().writeValueAsString(event);
            again = again.after(Json.mapper().readValue(json, event.getClass()), RULES);
        }
        assertThat(again).isEqualTo(standing);
        assertThat(standing.gate().latched()).isTrue();
        String json = Json.mapper().writeValueAsString(standing);
        assertThat(Json.mapper().readValue(json, Standing.class)).isEqualTo(standing);
    }

    /** Neighbouring seconds in one event, as long as that is the same. */
    private static List<Event> grouped(List<Event> events) {
        List<Event> out = new ArrayList<>();
        Downtimes announced = Downtimes.NONE;
        for (Event event : events) {
            Event last = out.isEmpty() ? null : out.get(out.size() - 1);
            if (event instanceof Event.Observed b && last instanceof Event.Observed a && a.joins(b, announced)) {
                out.set(out.size() - 1, a.plus(b));
            } else {
                out.add(event);
            }
            announced =
                    event instanceof Event.DownExpected down ? announced.plus(down.when(), down.atMillis()) : announced;
        }
        assertThat(out).hasSizeLessThan(events.size() / 5);
        return out;
    }
}
