package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.summary.Summary;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The measurement proved on real sockets: a shop stopped for one second by the operating system, 20 s at 1 000 users/s,
 * three steps with 2 s of thinking between them. What must come out is derived at {@code LaneSimulationTest}: for each
 * step p99 = freeze − 200 ms, p99.9 = freeze − 20 ms, max = freeze.
 */
class FreezeTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"64", "unlimited"})
    void everyUserWhoWantedToActDuringAFreezeFeelsIt(String max) throws Exception {
        try (ShopProcess shop = ShopProcess.start("--service-times", "off")) {
            java.nio.file.Files.createDirectories(directory.resolve("env"));
            java.nio.file.Files.writeString(
                    directory.resolve("env/default.yaml"),
                    "targets:\n  shop:\n    url: " + shop.url() + "\n    connections: { policy: shared, max: " + max
                            + " }\n");
            Plan plan = Scripts.compile(directory, shop.url(), """
                    journey('Freeze') {
                        target 'shop'
                        step('One') { get '/health' }
                        think 2.s
                        step('Two') { get '/health' }
                        think 2.s
                        step('Three') { get '/health' }
                    }
                    load('test') { warmUp 1000.perSecond, 6.s; hold 1000.perSecond, 20.s }
                    """);
            Run run = Scripts.start(directory, plan, "test", 1);
            Thread.sleep(16_000);
            double freezeMs = shop.freeze(1000) / 1e6;
            RunReport report = run.await();

            Summary summary = report.summary();
            assertThat(summary.distrust()).isEmpty();
            assertThat(summary.trusted()).isTrue();
            assertThat(summary.steps()).hasSize(3);
            for (Summary.StepRow step : summary.steps()) {
                assertThat(step.started()).as(step.step()).isBetween(19_900L, 20_100L);
                assertThat(step.response().p99Ms()).as(step.step()).isCloseTo(freezeMs - 200, withPercentage(5));
                assertThat(step.response().p999Ms()).as(step.step()).isCloseTo(freezeMs - 20, withPercentage(3));
                assertThat(step.response().maxMs()).as(step.step()).isCloseTo(freezeMs, withPercentage(3));
                if (max.equals("64")) {
                    assertThat(step.service().p99Ms()).as(step.step()).isLessThan(5);
                } else {
                    assertThat(step.service().p99Ms()).as(step.step()).isCloseTo(freezeMs - 200, withPercentage(5));
                }
            }
        }
    }
}
