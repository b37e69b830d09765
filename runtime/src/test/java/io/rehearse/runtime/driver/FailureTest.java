package io.rehearse.runtime.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.runtime.driver.LaneInterval.JourneyCount;
import io.rehearse.runtime.driver.LaneInterval.StepCount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user does whose step failed, and what a journey expects of every step. */
class FailureTest {
    @TempDir
    Path directory;

    @Test
    void aWalkEndsWithItsFirstFailureUnlessTheJourneySaysOtherwise() {
        for (String word : List.of("", "onFailure end")) {
            Play play = journey(word).answering((step, time) -> Reply.of(step.equals("B") ? 500 : 200, "{\"id\": 1}"));
            assertThat(play.walked()).isEqualTo("A B");
            assertThat(play.count("C", StepCount.NOT_REACHED)).isOne();
            assertThat(play.run.count(0, 0, JourneyCount.FAILED)).isOne();
        }
    }

    @Test
    void aUserWhoGoesOnMakesTheStepsBehindAFailureAndTheWalkIsAFailedOne() {
        Play play = journey("onFailure go")
                .answering((step, time) -> Reply.of(step.equals("B") ? 500 : 200, "{\"id\": 1}"));
        assertThat(play.walked()).isEqualTo("A B C D");
        assertThat(play.count("B", Outcome.STATUS_ERROR)).isOne();
        assertThat(play.count("C", StepCount.NOT_REACHED)).isZero();
        assertThat(play.run.count(0, 0, JourneyCount.FAILED)).isOne();
        assertThat(play.run.count(0, 0, JourneyCount.OK)).isZero();
    }

    /** C needs what A would have saved. */
    @Test
    void aUserWhoGoesOnLeavesOutWhatNeedsAValueThatWasLost() {
        Play play = journey("onFailure go").answering((step, time) -> Reply.of(step.equals("A") ? 500 : 200, "{}"));
        assertThat(play.walked()).isEqualTo("A B D");
        assertThat(play.count("C", StepCount.NOT_REACHED)).isOne();
        assertThat(play.count("C", Outcome.SCRIPT_ERROR)).isZero();
    }

    @Test
    void aUserWhoRestartsBeginsAgainWithNothingSaved() {
        List<Boolean> known = new ArrayList<>();
        Play play = journey("onFailure restart");
        Simulation run = new Simulation(Plans.traffic(play.plan, 1, 1), 0, 1, SimulatedWire.Server.of(Play.WORK_NANOS));
        run.startsTo(exchange -> {
                    play.sent.add(exchange.step().name());
                    if (exchange.step().name().equals("A")) {
                        known.add(exchange.session().values()[0].isSet());
                    }
                })
                .answering(exchange -> Reply.of(play.sent.size() == 2 ? 500 : 200, "{\"id\": 1}"))
                .run();
        assertThat(play.sent).containsExactly("A", "B", "A", "B", "C", "D");
        assertThat(known).containsExactly(false, false);
        assertThat(run.count(0, 0, JourneyCount.FAILED)).isOne();
    }

    @Test
    void aUserRestartsThreeTimesAtMost() {
        Play play = journey("onFailure restart")
                .answering((step, time) -> Reply.of(step.equals("B") ? 500 : 200, "{\"id\": 1}"));
        assertThat(play.walked()).isEqualTo("A B A B A B A B");
        assertThat(play.count("C", StepCount.NOT_REACHED)).isOne();
    }

    @Test
    void whatTheJourneyExpectsIsExpectedOfEveryStepThatDoesNotOptOut() {
        Play play = Play.journey(directory, """
                onFailure go
                expect('error page') { body.lacks 'sorry' }
                step('A') { get '/a' }
                step('B') { get '/b'; expect { status 200 } }
                step('C') { get '/c'; expectOnly { status 200 } }
                """).answering((step, time) -> Reply.of(200, "we are sorry"));
        assertThat(play.walked()).isEqualTo("A B C");
        assertThat(List.of("A", "B", "C").stream().map(step -> play.count(step, Outcome.CHECK_FAILED)))
                .containsExactly(1L, 1L, 0L);
        assertThat(play.run.intervals.stream().flatMap(interval -> interval.examples().stream()))
                .extracting(LaneInterval.Example::message)
                .allMatch(message -> message.startsWith("error page: "));
    }

    private Play journey(String word) {
        return Play.journey(directory, word + """

                step('A') { get '/a'; save id: json('$.id') }
                step('B') { get '/b' }
                step('C') { get "/c/${vars.id}" }
                step('D') { get '/d' }
                """);
    }
}
