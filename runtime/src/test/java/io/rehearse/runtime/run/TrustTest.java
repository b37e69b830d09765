package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.render.RunReport;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is to blame: the target's failures are failures, the generator's own make a run that proves nothing. */
class TrustTest {
    private static final String SCRIPT = """
            journey('Look') {
                target 'shop'
                step('List') { get '/'; timeout 1.s }
            }
            load('test') { hold 50.perSecond, 6.s }
            """;

    @TempDir
    Path directory;

    @Test
    void aHungTargetIsAFailureOfTheTarget() throws Exception {
        try (ShopProcess shop = ShopProcess.start("--hang", "all=100%")) {
            RunReport report = Scripts.run(directory, shop.url(), SCRIPT);
            // 1 whether the machine was at rest or not: the target's failures are failures either way
            assertThat(report.summary().exitCode()).isEqualTo(1);
            assertThat(report.summary().steps().get(0).outcomes()).containsKey("TIMEOUT");
        }
    }

    @Test
    void anOverloadedGeneratorGivesNoVerdictAndNamesTheCause() throws Exception {
        try (ShopProcess shop = ShopProcess.start("--service-times", "off")) {
            RunReport report = stalled(shop);
            assertThat(report.summary().trusted()).isFalse();
            assertThat(report.summary().exitCode()).isEqualTo(3);
            assertThat(String.join("\n", report.summary().distrust())).contains("stood still for 1.");
        }
    }

    @Test
    void aHungTargetFailsEvenUnderAnOverloadedGenerator() throws Exception {
        try (ShopProcess shop = ShopProcess.start("--hang", "all=100%")) {
            RunReport report = stalled(shop);
            assertThat(report.summary().trusted()).isFalse();
            assertThat(report.summary().exitCode()).isEqualTo(1);
        }
    }

    /** A run whose lane is kept busy for 1.5 s in its middle. */
    private RunReport stalled(ShopProcess shop) throws Exception {
        Plan plan = Scripts.compile(directory, shop.url(), SCRIPT);
        Run run = Scripts.start(directory, plan, "test", 1);
        Thread.sleep(3000);
        run.onLane(0, () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1500)));
        return run.await();
    }
}
