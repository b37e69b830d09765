package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.examples.shop.Shop;
import io.rehearse.examples.shop.ShopSettings;
import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.render.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of the learning path runs against the shop, and so does the language's own example, word for word. */
class ExamplesTest {
    private static Shop shop;

    @TempDir
    Path directory;

    @BeforeAll
    static void openShop() throws IOException {
        shop = new Shop(ShopSettings.defaults());
        shop.start();
    }

    @AfterAll
    static void closeShop() {
        shop.close();
    }

    static Stream<Path> examples() throws IOException {
        Path examples = Path.of("../examples");
        try (Stream<Path> files = Files.walk(examples, 2)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".groovy"))
                    .filter(file -> !file.toString().contains("/src/")
                            && !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
            assertThat(scripts).hasSizeGreaterThanOrEqualTo(8);
            return scripts.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleRunsOnce(Path script) throws Exception {
        Plan plan = Journeys.compile(script, inputs());
        RunReport report = walk(
                plan,
                script,
                new Load(
                        "once",
                        Load.Model.WALKS,
                        Load.Arrivals.EVEN,
                        List.of(new Load.Phase(0, Load.Kind.WALKS, 0, 0, 0, 1, 1, true)),
                        0));
        assertThat(report.summary().reasons())
                .allSatisfy(reason -> assertThat(reason).doesNotContain("failed"));
        assertThat(report.summary().exitCode()).as(report.text()).isZero();
    }

    @Test
    void theLanguagesOwnExampleRunsWordForWord() throws Exception {
        Path script = Files.copy(
                Path.of("../journeys/src/test/resources/io/rehearse/journeys/scripts/checkout.groovy"),
                directory.resolve("checkout.groovy"));
        Files.copy(Path.of("../examples/shop/users.csv"), directory.resolve("users.csv"));
        Plan plan = Journeys.compile(script, inputs());
        assertThat(plan.loads().stream().map(Load::name))
                .containsExactly("steady", "gate", "canary", "closed", "twenty", "search");

        for (Load load : plan.loads()) {
            RunReport report = walk(plan, script, shortened(load));
            assertThat(report.summary().steps()).as(load.name()).isNotEmpty().allSatisfy(step -> {
                assertThat(step.ok()).as(load.name() + ", " + step.step()).isPositive();
                assertThat(step.failed()).as(load.name() + ", " + step.step()).isZero();
            });
            assertThat(report.summary().exitCode())
                    .as(load.name() + "\n" + report.text())
                    .isIn(0, 3);
        }
        long orders = shop.counts().answers(io.rehearse.examples.shop.Endpoint.DELETE, 204);
        assertThat(orders).as("orders cleaned up").isPositive();
    }

    /** Every phase for 3 s at most, and two stairs: long enough for all three steps with their pauses. */
    private static Load shortened(Load load) {
        List<Load.Phase> phases = new ArrayList<>();
        for (Load.Phase phase : load.phases()) {
            long most = phase.measured() ? 9_000_000_000L : 1_000_000_000L;
            if (phases.size() < 3) {
                phases.add(new Load.Phase(
                        phase.index(),
                        phase.kind(),
                        Math.min(phase.durationNanos(), most),
                        phase.fromPerSecond(),
                        phase.toPerSecond(),
                        phase.users(),
                        phase.walks(),
                        phase.measured()));
            }
        }
        return new Load(load.name(), load.model(), load.arrivals(), phases, load.spreadNanos());
    }

    private static Inputs inputs() {
        return Inputs.none().target("shop", "http://127.0.0.1:" + shop.port());
    }

    private RunReport walk(Plan plan, Path script, Load load) throws Exception {
        return Run.start(
                        new RunRequest(
                                List.of(plan),
                                load,
                                1,
                                1,
                                script.toAbsolutePath().getParent(),
                                directory.resolve("run-" + load.name()),
                                false),
                        List.of())
                .await();
    }
}
