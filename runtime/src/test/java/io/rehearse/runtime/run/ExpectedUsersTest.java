package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a walk takes and how many users that makes, before anything is measured. */
class ExpectedUsersTest {
    @TempDir
    Path directory;

    /** Half a second a step: 2·0.5 + 3·(0.5 + 1) + 0.2·(0.5) + 0.8·(2·0.5) + group 0.5 = 6.9 s, at 100/s 690 users. */
    @Test
    void blocksCountAsOftenAsTheyAreExpectedToBeWalked() throws IOException {
        Plan plan = plan("""
                step('A') { get '/' }
                step('B') { get '/' }
                repeat(3) { step('C') { get '/' }; think 500.ms, 1500.ms }
                chance(20.percent) { step('D') { get '/' } } otherwise { step('E') { get '/' }; step('F') { get '/' } }
                group('G') { step('H') { get '/' } }
                """);
        assertThat(ExpectedUsers.of(plan, plan.loads().get(0))).isEqualTo(690);
        assertThat(ExpectedUsers.assumptions(plan)).isEqualTo("0.5 s a step");
    }

    /** 0.5 + 5·0.5 + (0.5 + 1.0)/2 = 3.75 s. */
    @Test
    void whatOnlyARunCanTellIsAssumedAndSaid() throws IOException {
        Plan plan = plan("""
                step('A') { get '/'; save items: json('$.i').all(), next: json('$.n').optional() }
                repeat(vars.items, as: 'item') { step('B') { get "/${vars.item}" } }
                when(vars.next.present) { step('C') { get '/' } } otherwise { step('D') { get '/' }; think 500.ms }
                """);
        assertThat(ExpectedUsers.of(plan, plan.loads().get(0))).isEqualTo(375);
        assertThat(ExpectedUsers.assumptions(plan))
                .isEqualTo("0.5 s a step, 5 elements in a list, each way of a when equally often");
    }

    private Plan plan(String body) throws IOException {
        Path file = directory.resolve("a.groovy");
        Files.writeString(
                file, "journey('J') {\ntarget 'shop'\n" + body + "}\nload('l') { hold 100.perSecond, 10.s }\n");
        return Journeys.compile(
                file, new Inputs(Optional.empty(), Map.of(), Map.of("shop", "http://127.0.0.1:1"), Map.of()));
    }
}
