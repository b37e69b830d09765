package io.rehearse.runtime.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.runtime.driver.LaneInterval.JourneyCount;
import io.rehearse.runtime.driver.LaneInterval.StepCount;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A step that tries more than once: one response from when the user wanted to act to the end of the last try, waiting
 * included; one service per try; the outcome is the last try's. The server takes 100 ms for each try.
 */
class TriesTest {
    private static final Reply BUSY = Reply.of(503, "");

    @TempDir
    Path directory;

    /** Tries at 0, 300 and 600 ms. */
    @Test
    void aRetriedStepHasOneResponseAndAServicePerTry() {
        Play play = retry("retry 2, on: [503], wait: 200.ms")
                .answering((step, time) -> step.equals("S") && time < 2 ? BUSY : Reply.OK);

        assertThat(play.walked()).isEqualTo("S S S T");
        assertThat(play.sentAtMillis).containsExactly(0L, 300L, 600L, 700L);
        assertThat(micros(play, Kind.RESPONSE)).containsExactly(700_000L);
        assertThat(micros(play, Kind.SERVICE)).containsExactly(100_000L, 100_000L, 100_000L);
        assertThat(play.count("S", StepCount.STARTED)).isOne();
        assertThat(play.count("S", StepCount.RETRIED)).isEqualTo(2);
        assertThat(play.count("S", Outcome.OK)).isOne();
        assertThat(play.run.count(0, 0, JourneyCount.OK)).isOne();
    }

    @Test
    void theOutcomeOfARetriedStepIsTheLastTrys() {
        Play play = retry("retry 2, on: [503, 429], wait: 200.ms")
                .answering((step, time) -> time < 2 ? BUSY : Reply.of(429, ""));

        assertThat(play.walked()).isEqualTo("S S S");
        assertThat(play.count("S", Outcome.THROTTLED)).isOne();
        assertThat(play.count("S", Outcome.STATUS_ERROR)).isZero();
        assertThat(micros(play, Kind.FAILED)).containsExactly(700_000L);
        assertThat(micros(play, Kind.RESPONSE)).isEmpty();
    }

    @Test
    void onlyWhatIsListedIsTriedAgain() {
        assertThat(retry("retry 2, on: [503], wait: 200.ms")
                        .answering((step, time) -> Reply.of(500, ""))
                        .walked())
                .isEqualTo("S");
        assertThat(retry("retry 2, on: [503], wait: 200.ms")
                        .answering((step, time) -> Reply.none(Outcome.REFUSED))
                        .walked())
                .isEqualTo("S");
        assertThat(retry("retry 2, on: [503, connect, reset], wait: 200.ms")
                        .answering((step, time) -> time == 0 ? Reply.none(Outcome.REFUSED) : Reply.none(Outcome.RESET))
                        .walked())
                .isEqualTo("S S S");
    }

    /** Waits of 2 s as the header says, of 1 s where it says nothing that can be understood. */
    @Test
    void theAnswerCanSayHowLongToWait() {
        Play play = retry("retry 2, on: [503], wait: retryAfter")
                .answering((step, time) -> time == 0 ? BUSY.after("2") : time == 1 ? BUSY.after("soon") : Reply.OK);

        play.walked();
        assertThat(play.sentAtMillis).containsExactly(0L, 2100L, 3200L, 3300L);
    }

    @Test
    void aPollTriesUntilWhatIsExpectedHolds() {
        Play play = poll("poll every: 200.ms, upTo: 5.s")
                .answering((step, time) -> Reply.of(time == 0 ? 404 : 200, time < 3 ? "PENDING" : "DONE"));

        assertThat(play.walked()).isEqualTo("S S S S T");
        assertThat(micros(play, Kind.RESPONSE)).containsExactly(1_000_000L);
        assertThat(micros(play, Kind.SERVICE)).hasSize(4).containsOnly(100_000L);
        assertThat(play.count("S", Outcome.OK)).isOne();
    }

    /** Tries begin at 0, 300, 600 and 900 ms; the next one would at 1.2 s. */
    @Test
    void aPollThatRunsOutIsAFailureOfItsOwnWithTheTimeItTook() {
        Play play = poll("poll every: 200.ms, upTo: 1.s").answering((step, time) -> Reply.of(200, "PENDING"));

        assertThat(play.walked()).isEqualTo("S S S S");
        assertThat(play.count("S", Outcome.POLL_EXPIRED)).isOne();
        assertThat(micros(play, Kind.RESPONSE)).containsExactly(1_000_000L);
        assertThat(play.run.intervals.stream().flatMap(interval -> interval.examples().stream()))
                .extracting(LaneInterval.Example::message)
                .containsExactly("not as expected in time, 4 tries; at last: body: expected DONE, was PENDING");
    }

    @Test
    void aPollThatGetsNoAnswerFailsAtOnce() {
        Play play = poll("poll every: 200.ms, upTo: 5.s").answering((step, time) -> Reply.none(Outcome.RESET));

        assertThat(play.walked()).isEqualTo("S");
        assertThat(play.count("S", Outcome.RESET)).isOne();
    }

    @Test
    void aStepBetweenTwoTriesIsUnfinishedWhenTheGraceIsOver() {
        Play play = Play.of(directory, """
                journey('J') {
                    target 'shop'
                    step('S') { get '/s'; poll every: 1.min, upTo: 1.h; expect { body.is 'DONE' } }
                }
                load('l') { hold 1.perSecond, 2.s }
                """).answering((step, time) -> Reply.of(200, "PENDING"));

        play.walked();
        assertThat(play.count("S", StepCount.STARTED)).isEqualTo(2);
        assertThat(play.count("S", Outcome.UNFINISHED)).isEqualTo(2);
        assertThat(play.run.count(0, 0, JourneyCount.UNFINISHED)).isEqualTo(2);
    }

    private Play retry(String line) {
        return Play.journey(directory, "step('S') { get '/s'; " + line + " }\nstep('T') { get '/t' }");
    }

    private Play poll(String line) {
        return Play.journey(
                directory, "step('S') { get '/s'; " + line + "; expect { body.is 'DONE' } }\nstep('T') { get '/t' }");
    }

    /** Values of the step S, each as often as it was recorded. */
    private static List<Long> micros(Play play, Kind kind) {
        Histogram histogram = play.run.step(0, play.index("S"), kind);
        return java.util.stream.StreamSupport.stream(histogram.recordedValues().spliterator(), false)
                .flatMap(value -> java.util.Collections.nCopies(
                        (int) value.getCountAtValueIteratedTo(),
                        Math.round(value.getValueIteratedTo() / 10_000.0) * 10_000)
                        .stream())
                .toList();
    }
}
