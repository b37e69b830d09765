package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Fingerprint;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.run.RunManifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says is in the manifest, so that a run can be judged and compared without the script. */
class PlanManifestTest {
    @TempDir
    Path directory;

    @Test
    void everyMetricOfTheLanguageHasItsPlace() throws Exception {
        Plan plan = plan("""
                p50.below 1.s; p75.below 1.s; p90.below 1.s; p95.below 1.s; p98.below 1.s; p99.below 1.s; p999.below 1.s
                max.below 1.s; errorRate.below 1.percent; outage.below 5.s; throughput.above 1.perSecond
                """);

        List<Metric> metrics = PlanManifest.objectives(plan.pass()).stream()
                .map(Objective::metric)
                .toList();
        assertThat(metrics).containsExactlyInAnyOrder(Metric.values());
    }

    @Test
    void aGroupAndWhatIsGoodOfItAreInTheManifest() throws Exception {
        Path file = directory.resolve("a.groovy");
        java.nio.file.Files.writeString(file, """
                journey('A') {
                    target 'shop'
                    step('S') { get '/' }
                    group('G') { repeat(2) { step('T') { get '/' } }; step('U') { get '/' } }
                }
                load('l') { hold 1.perSecond, 30.s }
                pass { group('G') { p95.below 1.s } }
                """);
        Plan plan = io.rehearse.journeys.Journeys.compile(
                file,
                new io.rehearse.journeys.environment.Inputs(
                        java.util.Optional.empty(),
                        java.util.Map.of(),
                        java.util.Map.of("shop", "http://127.0.0.1:1"),
                        java.util.Map.of()));

        assertThat(PlanManifest.journeys(plan).get(0).groups())
                .containsExactly(new RunManifest.Group(0, "G", List.of(1, 2), 4));
        assertThat(PlanManifest.objectives(plan.pass()).get(0).scope())
                .isEqualTo(io.rehearse.reports.run.Scope.group("G"));
        assertThat(PlanManifest.objectives(plan.pass()).get(0).id()).isEqualTo("p95.below@G");
    }

    @Test
    void theFingerprintOfWhatIsMeasuredIsWritten() throws Exception {
        Plan plan = plan("p95.below 1.s");
        RunRequest request =
                new RunRequest(List.of(plan), plan.loads().get(0), 7, 1, directory, directory.resolve("run"), false);
        RunManifest manifest = PlanManifest.of(
                request,
                new io.rehearse.runtime.driver.Traffic(
                        List.of(plan), plan.loads().get(0), 7, 1, 0, 1000, 1, 1_000_000_000, false),
                Instant.EPOCH,
                List.of());

        assertThat(manifest.fingerprint().sha256())
                .isEqualTo(Fingerprint.of(plan, plan.loads().get(0)))
                .matches("[0-9a-f]{64}");
        assertThat(manifest.sides().get(0).targets().get(0).connections()).isEqualTo("shared, max: 64");
        assertThat(manifest.sides().get(0).targets().get(0).limits()).isNull();
    }

    @Test
    void limitsThatWereChangedAreWrittenAndAreNoPartOfWhatIsMeasured() throws Exception {
        java.nio.file.Files.createDirectories(directory.resolve("env"));
        java.nio.file.Files.writeString(
                directory.resolve("env/default.yaml"), "targets: {shop: {limits: {body: 64 MB, cookies: 300}}}\n");
        Plan limited = plan("p95.below 1.s");
        java.nio.file.Files.delete(directory.resolve("env/default.yaml"));
        Plan plan = plan("p95.below 1.s");

        assertThat(PlanManifest.sides(List.of(limited)).get(0).targets().get(0).limits())
                .isEqualTo("body: 64 MB, cookies: 300");
        assertThat(Fingerprint.of(limited, limited.loads().get(0)))
                .isEqualTo(Fingerprint.of(plan, plan.loads().get(0)));
    }

    private Plan plan(String pass) throws Exception {
        return Scripts.compile(directory, "http://127.0.0.1:1", """
                journey('Look') {
                    target 'shop'
                    step('List') { get '/' }
                }
                load('test') { hold 5.perSecond, 10.s }
                pass {
                    %s
                }
                """.formatted(pass));
    }
}
