package io.rehearse.journeys.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the words of loads, data, tags and quantities are in the plan. */
class LoadWordsTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hold 5.perSecond, 2.min                      | OPEN EVEN: HOLD 5.0 to 5.0/s 120 s measured",
                "hold 5.perSecond, forever                    | OPEN EVEN: HOLD 5.0 to 5.0/s for ever measured",
                "warmUp 2.perSecond, 10.s; hold 5.perSecond, 1.min | OPEN EVEN: WARM_UP 2.0 to 2.0/s 10 s, HOLD 5.0 to 5.0/s 60 s measured",
                "ramp to: 6.perSecond, over: 10.s; hold 6.perSecond, 1.min | OPEN EVEN: RAMP 0.0 to 6.0/s 10 s, HOLD 6.0 to 6.0/s 60 s measured",
                "hold 6.perSecond, 1.min; spike 60.perSecond, 5.s | OPEN EVEN: HOLD 6.0 to 6.0/s 60 s measured, SPIKE 60.0 to 60.0/s 5 s",
                "stairs from: 1.perSecond, by: 2.perSecond, every: 10.s, upTo: 5.perSecond | OPEN EVEN: STAIR 1.0 to 1.0/s 10 s measured, STAIR 3.0 to 3.0/s 10 s measured, STAIR 5.0 to 5.0/s 10 s measured",
                "stairs from: 1.perSecond, by: 1.perSecond, every: 10.s, upTo: 2.perSecond, until: objectivesFail | OPEN EVEN until objectives fail: STAIR 1.0 to 1.0/s 10 s measured, STAIR 2.0 to 2.0/s 10 s measured",
                "poisson; hold 5.perSecond, 10.s              | OPEN POISSON: HOLD 5.0 to 5.0/s 10 s measured",
                "users 8, 1.min                               | CLOSED EVEN: USERS 8 users 60 s measured",
                "walks 20, users: 4                           | WALKS EVEN: WALKS 20 walks 4 users measured",
                "hold 120.perMinute, 1.h                      | OPEN EVEN: HOLD 2.0 to 2.0/s 3600 s measured",
                "hold 7200.perHour, 500.ms                    | OPEN EVEN: HOLD 2.0 to 2.0/s 0.5 s measured",
            })
    void aLoadIsWhatItsWordsSay(String words, String load) throws IOException {
        assertThat(inWords(compile("", "load('l') { " + words + " }").loads().get(0)))
                .isEqualTo(load);
    }

    private static String inWords(Load load) {
        return load.model() + " " + load.arrivals() + (load.untilObjectivesFail() ? " until objectives fail" : "")
                + load.phases().stream().map(LoadWordsTest::inWords).collect(Collectors.joining(", ", ": ", ""));
    }

    private static String inWords(Load.Phase phase) {
        String size = phase.walks() > 0
                ? phase.walks() + " walks " + phase.users() + " users"
                : phase.users() > 0
                        ? phase.users() + " users " + seconds(phase)
                        : phase.fromPerSecond() + " to " + phase.toPerSecond() + "/s " + seconds(phase);
        return phase.kind() + " " + size + (phase.measured() ? " measured" : "");
    }

    private static String seconds(Load.Phase phase) {
        return phase.durationNanos() == Load.FOREVER
                ? "for ever"
                : (phase.durationNanos() / 1e9 + " s").replace(".0 s", " s");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"circular, CIRCULAR", "shuffled, SHUFFLED", "unique, UNIQUE"})
    void rowsComeInTheOrderOfTheWord(String word, Feeder.Order order) throws IOException {
        for (String data : new String[] {"csv('users.csv')", "jsonLines('users.jsonl')"}) {
            Plan plan = compile("feed " + data + ", " + word + "\nlet x: vars.username", "");
            Feeder feeder = plan.journeys().get(0).feeds().get(0).feeder();
            assertThat(feeder.order()).isEqualTo(order);
            assertThat(feeder.columns()).containsExactly("username");
            assertThat(feeder.rows()).isEqualTo(2);
        }
    }

    @Test
    void aTagIsAConstantOfTheStepAndAWeightOfTheJourney() throws IOException {
        Plan plan = compile("step('T') { get '/t'; tag tier: 'gold', team: 3 }", "");
        assertThat(plan.steps().get(0).tags()).containsEntry("tier", "gold").containsEntry("team", "3");
        assertThat(plan.journeys().get(0).weight()).isEqualTo(3);
    }

    @Test
    void aBudgetIsAShareOfGoodWalksInATime() throws IOException {
        assertThat(compile("", "pass { budget 99.5.percent, over: 4.h }").pass().budget())
                .isEqualTo(new Pass.Budget(0.995, 14_400_000_000_000L));
    }

    @Test
    void aQuantityIsItsNumberInItsUnit() {
        assertThat(Units.getMs(1.5).nanos()).isEqualTo(1_500_000);
        assertThat(Units.getS(2).nanos()).isEqualTo(2_000_000_000L);
        assertThat(Units.getMin(2).nanos()).isEqualTo(120_000_000_000L);
        assertThat(Units.getH(2).nanos()).isEqualTo(7_200_000_000_000L);
        assertThat(Units.getPerSecond(2).perSecond()).isEqualTo(2);
        assertThat(Units.getPerMinute(90).perSecond()).isEqualTo(1.5);
        assertThat(Units.getPerHour(1800).perSecond()).isEqualTo(0.5);
        assertThat(Units.getPercent(25).fraction()).isEqualTo(0.25);
        assertThat(Units.getPoints(0.5).fraction()).isEqualTo(0.005);
        assertThat(Units.getkB(2).bytes()).isEqualTo(2_000);
        assertThat(Units.getMB(2).bytes()).isEqualTo(2_000_000);
        assertThat(Units.getGB(2).bytes()).isEqualTo(2_000_000_000L);
    }

    private Plan compile(String first, String load) throws IOException {
        Files.writeString(directory.resolve("users.csv"), "username\nann\nben\n");
        Files.writeString(directory.resolve("users.jsonl"), "{\"username\":\"ann\"}\n{\"username\":\"ben\"}\n");
        Path file = Files.writeString(directory.resolve("a.groovy"), """
                journey('A', weight: 3) {
                    target 'shop'
                    %s
                    step('S') { get '/' }
                }
                %s
                """.formatted(first, load));
        return Journeys.compile(file, Inputs.none().target("shop", "http://127.0.0.1:9"));
    }
}
