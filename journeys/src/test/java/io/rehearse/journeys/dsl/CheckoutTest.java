package io.rehearse.journeys.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CheckoutTest {
    static final Path SCRIPTS = Path.of("src/test/resources/io/rehearse/journeys/scripts");

    private static final Plan PLAN = Journeys.compile(SCRIPTS.resolve("checkout.groovy"), Inputs.none());

    @Test
    void stepsAreNumberedInTheOrderOfTheScript() {
        assertThat(PLAN.steps()).extracting(Step::index).containsExactly(0, 1, 2);
        assertThat(PLAN.steps()).extracting(Step::name).containsExactly("Log in", "Browse list", "Place order");
        assertThat(PLAN.steps()).extracting(Step::line).containsExactly(7, 14, 22);
    }

    @Test
    void valuesOfTheWalkAreSlotsAndTheRestIsConstant() {
        var variables = PLAN.journeys().get(0).variables();
        assertThat(variables).containsExactly("username", "password", "token", "itemId", "orderId");
        assertThat(PLAN.steps().get(0).request().body().orElseThrow().content().text(variables))
                .isEqualTo("{\"user\":${username},\"pass\":${password}}");
        assertThat(PLAN.steps().get(2).request().body().orElseThrow().content().text(variables))
                .isEqualTo("{\"item\":${itemId},\"quantity\":1}");
        assertThat(PLAN.journeys().get(0).afterwards().get(0).request().url().text(variables))
                .isEqualTo("/api/orders/${orderId}");
    }

    @Test
    void loadsAndObjectivesAreWhatTheScriptSays() {
        assertThat(PLAN.loads())
                .extracting(Load::name)
                .containsExactly("steady", "gate", "canary", "closed", "twenty", "search");
        assertThat(PLAN.pass().objectives())
                .extracting(Pass.Objective::text)
                .containsExactly("p99.below 800.ms", "errorRate.below 1.percent", "p99.below 1.2.s", "p95.below 2.s");
        assertThat(PLAN.pass().abortRules())
                .extracting(Pass.AbortRule::windowNanos)
                .containsExactly(30_000_000_000L);
    }
}
