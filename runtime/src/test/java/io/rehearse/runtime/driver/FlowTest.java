package io.rehearse.runtime.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rehearse.runtime.driver.LaneInterval.JourneyCount;
import io.rehearse.runtime.driver.LaneInterval.StepCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What the words that steer a walk mean: which steps are made, in which order, how often. In virtual time. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a walk that never ends keeps its thread busy
class FlowTest {
    private static final String TEN_THOUSAND = "\nload('l') { walks 10000, users: 100 }\n";

    @TempDir
    Path directory;

    @Test
    void aRepeatedBlockIsWalkedSoOftenAndThenTheWalkGoesOn() {
        assertThat(Play.journey(directory, """
                        repeat(3) { step('A') { get '/a' }; repeat(2) { step('B') { get '/b' } } }
                        step('C') { get '/c' }
                        repeat(0) { step('D') { get '/d' } }
                        """).walked()).isEqualTo("A B B A B B A B B C");
    }

    @Test
    void aBlockIsRepeatedForEachElementOfAListAndTheElementKeepsItsType() {
        List<String> items = new ArrayList<>();
        Play play = Play.journey(directory, """
                step('List') { get '/'; save items: json('$.items[*]').all() }
                repeat(vars.items, as: 'item') { step('A') { get "/${vars.item}" } }
                step('Z') { get '/z' }
                """)
                .answering((step, time) -> Reply.of(
                        200, "{\"items\": [\"one\", \"t\\\"w\\u00f6\", 3, {\"id\": [4, \"]\"]}, null, true]}"));
        Simulation run = new Simulation(Plans.traffic(play.plan, 1, 1), 0, 1, SimulatedWire.Server.of(1));
        run.startsTo(exchange -> items.add(exchange.step().name() + " "
                        + exchange.session().values()[1].kind() + " "
                        + exchange.session().values()[1]))
                .answering(exchange ->
                        Reply.of(200, "{\"items\": [\"one\", \"t\\\"w\\u00f6\", 3, {\"id\": [4, \"]\"]}, null, true]}"))
                .run();
        assertThat(items)
                .containsExactly(
                        "List UNSET (unset)",
                        "A TEXT one",
                        "A TEXT t\"wö",
                        "A NUMBER 3",
                        "A JSON {\"id\": [4, \"]\"]}",
                        "A BOOLEAN true",
                        "Z BOOLEAN true");
    }

    @Test
    void anEmptyListAndAnUnsetVariableAreRepeatedOverNotAtAllAndAnythingElseOnce() throws IOException {
        Files.writeString(directory.resolve("lists.jsonl"), "{\"items\":[]}\n{\"items\":\"alone\"}\n{\"items\":{}}\n");
        assertThat(Play.of(directory, """
                        journey('J') {
                            target 'shop'
                            feed jsonLines('lists.jsonl'), circular
                            repeat(vars.items, as: 'item') { step('A') { get "/${vars.item}" } }
                            step('S') { get '/'; save none: json('$.none').optional() }
                            repeat(vars.none, as: 'item') { step('B') { get "/${vars.item}" } }
                        }
                        load('l') { walks 3, users: 1 }
                        """)
                        .answering((step, time) -> Reply.of(200, "{}"))
                        .walked())
                .isEqualTo("S A S A S");
    }

    @Test
    void aListThatChangesWhileItIsRepeatedOverIsTheOneItWasAtTheStart() {
        assertThat(Play.journey(directory, """
                        step('S') { get '/'; save items: json('$.items[*]').all() }
                        repeat(vars.items, as: 'item') {
                            step('A') { get "/${vars.item}"; save items: json('$.items[*]').all() }
                        }
                        """)
                        .answering((step, time) ->
                                Reply.of(200, step.equals("S") ? "{\"items\":[1,2]}" : "{\"items\":[9]}"))
                        .walked())
                .isEqualTo("S A A");
    }

    @Test
    void whenAVariableIsPresentOneWayIsTakenElseTheOther() {
        Play play =
                Play.of(directory, """
                journey('J') {
                    target 'shop'
                    step('S') { get '/'; save next: json('$.next').optional() }
                    when(vars.next.present) { step('Next') { get "/${vars.next}" } } otherwise { step('Home') { get '/' } }
                    when(vars.next.present) { step('More') { get '/more' } }
                    step('End') { get '/end' }
                }
                load('l') { walks 2, users: 1 }
                """).answering((step, time) -> Reply.of(200, time == 0 ? "{\"next\": 5}" : "{}"));
        assertThat(play.walked()).isEqualTo("S Next More End S Home End");
    }

    @Test
    void aClosureDecidesWithWhatTheWalkHas() {
        Play play =
                Play.of(directory, """
                journey('J') {
                    target 'shop'
                    step('S') { get '/'; save pages: json('$.pages') }
                    when({ it.pages > 1 }) { step('More') { get '/more' } } otherwise { step('One') { get '/one' } }
                    when({ vars.seen = it.pages; it.pages == 3 }) { step('Three') { get "/${vars.seen}" } }
                    step('End') { get '/end' }
                }
                load('l') { walks 3, users: 1 }
                """).answering((step, time) -> Reply.of(200, "{\"pages\": " + (time * 2 + 1) + "}"));
        assertThat(play.walked()).isEqualTo("S One End S More Three End S More End");
    }

    /** The step it decides about fails without having been sent, at the line that threw; the way on is behind the whole when. */
    @Test
    void aConditionThatThrowsFailsTheFirstStepItDecidesAbout() {
        String journey = """
                step('S') { get '/'; save n: json('$.n') }
                when({ 1 / (it.n as int) > 0 }) { step('A') { get '/a' } } otherwise { step('B') { get '/b' } }
                step('End') { get '/end' }
                """;
        Play play = Play.journey(directory, journey).answering((step, time) -> Reply.of(200, "{\"n\": 0}"));
        assertThat(play.walked()).isEqualTo("S");
        assertThat(play.count("A", StepCount.STARTED)).isOne();
        assertThat(play.count("A", Outcome.SCRIPT_ERROR)).isOne();
        assertThat(play.run.intervals.stream().flatMap(interval -> interval.examples().stream()))
                .extracting(LaneInterval.Example::message, LaneInterval.Example::line, LaneInterval.Example::request)
                .containsExactly(tuple("a closure of the script threw ArithmeticException: Division by zero", 4, ""));
        assertThat(play.count("End", StepCount.NOT_REACHED)).isOne();
        assertThat(play.run.count(0, 0, JourneyCount.FAILED)).isOne();
        Play goesOn = Play.journey(directory, "onFailure go\n" + journey)
                .answering((step, time) -> Reply.of(200, "{\"n\": 0}"));
        assertThat(goesOn.walked()).isEqualTo("S End");
    }

    @Test
    void aVariableSavedInARoundIsThereInTheNext() {
        assertThat(Play.journey(directory, """
                        repeat(3) {
                            when(vars.next.present) { step('Next') { get "/${vars.next}" } }
                            step('S') { get '/'; save next: json('$.next').optional() }
                        }
                        """)
                        .answering((step, time) -> Reply.of(200, "{\"next\": 5}"))
                        .walked())
                .isEqualTo("S Next S Next S");
    }

    /** 10 000 draws at 20 %: a standard deviation is 40 walks, so 2 000 ± 160 is four of them. */
    @Test
    void aChanceIsTakenInItsShareOfTheWalksAndTheSameWithEachSeed() {
        String script = """
                journey('J') {
                    target 'shop'
                    chance(20.percent) { step('A') { get '/a' } } otherwise { step('B') { get '/b' } }
                    chance(100.percent) { step('C') { get '/c' } } otherwise { step('D') { get '/d' } }
                }
                """ + TEN_THOUSAND;
        Play play = Play.of(directory, script);
        Play again = Play.of(directory, script);
        Play other = Play.of(directory, script).seed(2);
        assertThat(play.walked()).isEqualTo(again.walked()).isNotEqualTo(other.walked());
        long taken = play.count("A", StepCount.STARTED);
        assertThat(taken).isBetween(2000L - 160, 2000L + 160);
        assertThat(play.count("B", StepCount.STARTED)).isEqualTo(10_000 - taken);
        assertThat(play.count("C", StepCount.STARTED)).isEqualTo(10_000);
        assertThat(play.count("D", StepCount.STARTED)).isZero();
    }

    /** Each of 10 rounds is drawn for itself: walks that take all or none of ten at 50 % are two in a thousand. */
    @Test
    void eachRoundHasAChanceOfItsOwn() {
        Play play = Play.of(directory, """
                journey('J') {
                    target 'shop'
                    step('S') { get '/s' }
                    repeat(10) { chance(50.percent) { step('A') { get '/a' } } }
                }
                load('l') { walks 1000, users: 1 }
                """);
        List<Integer> takenPerWalk = new ArrayList<>();
        for (String walk : play.walked().split("S ?")) {
            takenPerWalk.add(walk.length() / 2);
        }
        assertThat(takenPerWalk.stream().filter(n -> n == 0 || n == 10)).hasSizeLessThan(20);
        assertThat(play.count("A", StepCount.STARTED)).isBetween(5000L - 200, 5000L + 200);
    }

    /** Steps of 100 ms: the group is their sum without the thinking between them, once a walk. */
    @Test
    void aGroupIsTheSumOfItsStepsResponses() {
        Play play = group("").answering((step, time) -> Reply.OK);
        play.walked();
        assertThat(groupMillis(play)).containsExactly(300L, 100L);
    }

    @Test
    void aGroupWithAFailureInItHasNoTimeUnlessItFailedByTime() {
        Play failed = group("onFailure go").answering((step, time) -> Reply.of(step.equals("B") ? 500 : 200, ""));
        failed.walked();
        assertThat(groupMillis(failed)).as("the inner group alone is whole").containsExactly(100L);
        Play timedOut = group("").answering((step, time) -> step.equals("C") ? Reply.none(Outcome.TIMEOUT) : Reply.OK);
        timedOut.walked();
        assertThat(groupMillis(timedOut)).containsExactly(300L, 100L);
    }

    private Play group(String word) {
        return Play.journey(directory, word + """

                step('A') { get '/a' }
                group('G') {
                    step('B') { get '/b' }
                    think 5.s
                    step('D') { get '/d' }
                    group('H') { step('C') { get '/c' } }
                }
                step('E') { get '/e' }
                """);
    }

    private static List<Long> groupMillis(Play play) {
        List<Long> millis = new ArrayList<>();
        for (int group = 0; group < play.plan.groups().size(); group++) {
            for (LaneInterval interval : play.run.intervals) {
                Tally tally = interval.group(0, 0, group);
                if (tally != null) {
                    tally.forEach((micros, count) -> millis.add(Math.round(micros / 1e3)));
                }
            }
        }
        return millis;
    }

    /** Not reached is what would surely have come: no step of a branch that nobody knows would have been taken. */
    @Test
    void stepsBehindAFailureAreNotReachedUnlessTheyStandInABranch() {
        Play play = Play.journey(directory, """
                repeat(2) {
                    step('A') { get '/a' }
                    group('G') { step('B') { get '/b' }; step('C') { get '/c' } }
                }
                chance(50.percent) { step('D') { get '/d' } }
                repeat(3) { step('E') { get '/e' } }
                """).answering((step, time) -> Reply.of(step.equals("B") ? 500 : 200, ""));
        assertThat(play.walked()).isEqualTo("A B");
        assertThat(List.of("A", "B", "C", "D", "E").stream().map(step -> play.count(step, StepCount.NOT_REACHED)))
                .containsExactly(0L, 0L, 1L, 0L, 1L);
        assertThat(play.run.count(0, 0, JourneyCount.FAILED)).isOne();
    }

    @Test
    void aBlockThatOnlyTurnsInCirclesLetsOthersHaveTheirTurn() {
        Play play = Play.of(directory, """
                journey('J') {
                    target 'shop'
                    step('S') { get '/'; save x: json('$.x').optional() }
                    repeat(100000) { when(vars.x.present) { step('X') { get '/x' } } }
                }
                load('l') { walks 2, users: 2 }
                """).answering((step, time) -> Reply.of(200, "{}"));
        assertThat(play.walked()).isEqualTo("S S");
        assertThat(play.run.count(0, 0, JourneyCount.OK)).isEqualTo(2);
    }

    @Test
    void aRandomPickIsDrawnAnewInEachRound() {
        Play play = Play.of(directory, """
                journey('J') {
                    target 'shop'
                    repeat(20) { step('S') { get '/'; save id: json('$[*]').random() } ; step('T') { get "/${vars.id}" } }
                }
                load('l') { walks 1, users: 1 }
                """);
        List<String> picked = new ArrayList<>();
        Simulation run = new Simulation(Plans.traffic(play.plan, 1, 1), 0, 1, SimulatedWire.Server.of(1));
        run.startsTo(exchange -> {
                    if (exchange.step().name().equals("T")) {
                        picked.add(exchange.session().values()[0].text());
                    }
                })
                .answering(exchange -> Reply.of(200, "[1,2,3,4,5,6,7,8]"))
                .run();
        assertThat(picked).hasSize(20);
        assertThat(picked.stream().distinct().count()).isGreaterThan(4);
    }
}
