package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.gate.Event;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.Standing;
import io.rehearse.reports.gate.Stream;
import io.rehearse.reports.gate.Tick;
import io.rehearse.reports.gate.Window;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.Health;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** One walk a second, seconds counted from 0; the first ten are warm-up. */
class ObserverTest {
    private static final int HOLD = 1;
    private static final List<Stream> STREAMS =
            List.of(new Stream("Pay", "p95", 392, 450_000, 0.05, 1.5), new Stream("Pay", "errors", 0.001, 0, 0.006, 3));

    private final Observer observer = new Observer(Manifests.probed(), 0, STREAMS);

    /** A second of the given step and walk counts. */
    private static Interval.Builder second(int index, StepCounts pay, JourneyCounts walks, Health health) {
        Interval.Builder builder = Interval.builder(index, index, index + 1.0);
        builder.add(pay);
        builder.add(walks);
        builder.health(health);
        return builder;
    }

    private static StepCounts pay(int phase, long started, long ok, Map<String, Long> failed, long waiting) {
        return new StepCounts(0, 1, phase, started, ok, failed, 0, waiting, 0, 0, 0, 0);
    }

    private static JourneyCounts walks(int phase, long ok, long failed, Map<String, Long> dropped) {
        return new JourneyCounts(0, 0, phase, 1, ok, failed, dropped, 0, 0, 0, 0);
    }

    private static Health lag(double millis, double late) {
        return new Health(null, null, late, millis, null, null, null, null, null, null, null, null, null);
    }

    private Optional<Event> event(Interval.Builder builder) {
        Interval interval = builder.build();
        return observer.event(interval, Math.round(interval.endSeconds() * 1000));
    }

    @Test
    void aGoodSecondIsCountedByTheLimitOfItsStep() {
        Histogram times = new Histogram(Series.DIGITS);
        times.recordValueWithCount(300_000, 3);
        times.recordValue(450_000);
        times.recordValue(460_000);
        Interval.Builder builder = second(20, pay(HOLD, 5, 5, Map.of(), 0), walks(HOLD, 5, 0, Map.of()), lag(0, 1));
        builder.add(Series.ofStep(0, 1, 0, HOLD, Kind.RESPONSE), times);

        assertThat(event(builder))
                .contains(new Event.Observed(
                        List.of(new Tick(21_000, 5, 0, 0, 0)), List.of(new Window(5, 1), new Window(5, 0))));
    }

    @Test
    void warmUpIsNotObserved() {
        assertThat(event(second(5, pay(0, 1, 0, Map.of("TIMEOUT", 1L), 0), walks(0, 0, 1, Map.of()), lag(0, 1))))
                .isEmpty();
    }

    @Test
    void whatTheGeneratorSpoiledIsNoFailureOfTheTarget() {
        Map<String, Long> failed = Map.of("TIMEOUT", 1L, "NO_PORTS", 2L);
        assertThat(event(second(
                        20, pay(HOLD, 3, 0, failed, 0), walks(HOLD, 0, 3, Map.of("DROPPED_TARGET", 1L)), lag(0, 1))))
                .contains(new Event.Observed(
                        List.of(new Tick(21_000, 0, 2, 0, 0)), List.of(Window.EMPTY, new Window(1, 1))));
    }

    @Test
    void aLateGeneratorSaysNothingAboutLatencies() {
        Histogram times = new Histogram(Series.DIGITS);
        times.recordValue(460_000);
        Interval.Builder builder = second(20, pay(HOLD, 1, 1, Map.of(), 0), walks(HOLD, 1, 0, Map.of()), lag(0, 11));
        builder.add(Series.ofStep(0, 1, 0, HOLD, Kind.RESPONSE), times);
        Event.Observed observed = (Event.Observed) event(builder).orElseThrow();
        assertThat(observed.counts()).containsExactly(Window.EMPTY, new Window(1, 0));
    }

    @Test
    void aStandstillOfTheProberIsAGapAndExcusesWhatWasOpen() {
        Optional<Event> stall =
                event(second(20, pay(HOLD, 9, 0, Map.of(), 9), walks(HOLD, 0, 0, Map.of()), lag(3128, 3000)));
        assertThat(stall).contains(new Event.NotObserved(20_000, 21_000, "the prober stood still for 3128 ms"));
        for (int s = 21; s < 40; s++) {
            Event.Observed next = (Event.Observed)
                    event(second(s, pay(HOLD, 1, 1, Map.of(), 9), walks(HOLD, 1, 0, Map.of()), lag(0, 1)))
                            .orElseThrow();
            assertThat(next.ticks().get(0).overdue()).as("second %d", s).isZero();
        }
    }

    /** Baseline 392 ms: an exchange is overdue after 3.92 s. The target hangs from second 20 on. */
    @Test
    void aTargetThatHangsIsDownWithinFifteenSeconds() {
        Rules rules = new Rules(STREAMS, null, 1000);
        Standing standing = Standing.start(rules);
        int down = -1;
        for (int s = 10; s < 40 && down < 0; s++) {
            boolean hangs = s >= 20;
            StepCounts pay = pay(HOLD, 1, hangs ? 0 : 1, Map.of(), hangs ? s - 19 : 0);
            Event event = event(second(s, pay, walks(HOLD, hangs ? 0 : 1, 0, Map.of()), lag(0, 1)))
                    .orElseThrow();
            standing = standing.after(event, rules);
            down = standing.outage().down() ? s + 1 - 20 : -1;
        }
        assertThat(down).isBetween(4, 8);
        assertThat(standing.gate().verdict()).isEqualTo(Verdict.FAIL);
    }
}
