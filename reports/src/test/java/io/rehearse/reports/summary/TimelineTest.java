package io.rehearse.reports.summary;

import static io.rehearse.reports.Sample.LOG_IN;
import static io.rehearse.reports.Sample.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Sample sample = new Sample();

    private Timeline timeline(int seconds, UnaryOperator<Second> more) {
        TimelineBuilder builder = new TimelineBuilder(sample.manifest());
        for (int i = 0; i < seconds; i++) {
            int phase = i < 5 ? Sample.WARM_UP : Sample.HOLD;
            builder.accept(more.apply(Second.at(i).phase(phase)).build());
        }
        return builder.build();
    }

    @Test
    void aShortRunHasAWindowForEverySecondWithItsPercentiles() {
        Timeline timeline = timeline(25, s -> s.ok(LOG_IN, 10, 40).ok(LOG_IN, 1, 400));

        assertThat(timeline.windowSeconds()).isEqualTo(1);
        Timeline.StepLine logIn = timeline.step(LOG_IN, 0).orElseThrow();
        assertThat(logIn.windows()).hasSize(25);
        assertThat(logIn.windows().get(7).n()).isEqualTo(11);
        assertThat(logIn.windows().get(7).p50Ms()).isCloseTo(40, within(0.05));
        assertThat(logIn.windows().get(7).p99Ms()).isCloseTo(400, within(0.3));
        assertThat(timeline.step(ORDER, 0).orElseThrow().windows())
                .as("a step without values has empty windows")
                .allSatisfy(w -> assertThat(w.n()).isZero());
    }

    @Test
    void theCurveIsOfMeasuredPhasesOnlyAndEndsAtTheLargestValue() {
        Timeline.StepLine line =
                timeline(25, s -> s.ok(LOG_IN, 10, 40)).step(LOG_IN, 0).orElseThrow();

        assertThat(line.curve().get(0).above()).as("20 s of hold, 10 each").isEqualTo(200);
        assertThat(line.curve().get(line.curve().size() - 1).q()).isCloseTo(1 - 1 / 200.0, within(1e-9));
        assertThat(line.curve()).isSortedAccordingTo((a, b) -> Double.compare(a.q(), b.q()));
    }

    @Test
    void windowsAreWideEnoughForThePlannedLoad() {
        sample.phases.set(1, Sample.phase(1, "hold", PhaseKind.HOLD, 5, 600.0, 10.0, true));

        assertThat(timeline(25, s -> s).windowSeconds()).isEqualTo(10);
        assertThat(timeline(25, s -> s).momentSeconds()).isEqualTo(1);
    }

    @Test
    void aRunWithoutEndStaysBoundedAndLosesNothing() {
        sample.phases.set(1, Sample.phase(1, "hold", PhaseKind.HOLD, 5, null, 10.0, true));
        Timeline timeline = timeline(5000, s -> s.ok(LOG_IN, 2, 40).walks(3, 3, 0));

        assertThat(timeline.moments()).hasSizeLessThanOrEqualTo(720);
        Timeline.StepLine line = timeline.step(LOG_IN, 0).orElseThrow();
        assertThat(line.windows()).hasSizeLessThanOrEqualTo(160);
        assertThat(line.windows().stream().mapToLong(Timeline.Window::n).sum()).isEqualTo(10_000);
        assertThat(timeline.moments().stream()
                        .mapToLong(m -> m.started().get(0))
                        .sum())
                .isEqualTo(15_000);
        assertThat(timeline.moments().stream()
                        .mapToDouble(Timeline.Moment::seconds)
                        .sum())
                .isEqualTo(5000);
    }

    @Test
    void usersAtWorkAreWalksBegunAndNotEnded() {
        Timeline timeline = timeline(3, s -> s.walks(5, 3, 1));

        assertThat(timeline.moments()).extracting(m -> m.users().get(0)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void mostFailuresInAShortTimeAreOneBurst() {
        int[] second = {0};
        Timeline timeline = timeline(100, s -> {
            int at = second[0]++;
            boolean burst = at >= 40 && at < 49 && at != 44;
            return burst ? s.failed(ORDER, 6, "STATUS_ERROR") : at % 30 == 0 ? s.failed(ORDER, 1, "RESET") : s;
        });

        assertThat(timeline.burst()).contains(new Burst(48, 52, 40, 9));
    }

    @Test
    void failuresAllTheTimeAreNoBurst() {
        assertThat(timeline(100, s -> s.failed(ORDER, 1, "RESET")).burst()).isEmpty();
        assertThat(timeline(100, s -> s).burst()).isEmpty();
    }
}
