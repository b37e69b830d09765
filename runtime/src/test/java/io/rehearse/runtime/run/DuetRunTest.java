package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.examples.shop.Endpoint;
import io.rehearse.examples.shop.Shop;
import io.rehearse.examples.shop.ShopSettings;
import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.compare.Verdict;
import io.rehearse.reports.render.RunReport;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old and new side by side over real sockets, against two shops. */
class DuetRunTest {
    private static final String JOURNEY = """
            journey('Duet') {
                target 'shop'
                step('Log in') {
                    post '/api/login'
                    json user: 'ann', pass: 'ann'
                    expect { status 401 }
                }
                step('Form') {
                    get '/'
                    expect { status 200 }
                }
                step('Health') { get '/health' }
            }
            load('short') { hold 40.perSecond, 4.s }
            load('judged') { warmUp 20.perSecond, 2.s; hold 20.perSecond, 31.s }
            load('closed') { users 5, 3.s }
            load('three') { walks 3, users: 2 }
            """;

    @TempDir
    Path directory;

    @Test
    void bothSidesGetTheSameUsersWithAnyNumberOfLanes() throws Exception {
        for (int lanes = 1; lanes <= 2; lanes++) {
            try (Shop old = shop();
                    Shop fresh = shop()) {
                RunReport report = run("short", lanes, old.port(), fresh.port());
                assertThat(report.manifest().sides().stream().map(side -> side.name()))
                        .containsExactly("old", "new");
                assertThat(report.summary().steps()).hasSize(6).allSatisfy(row -> {
                    assertThat(row.ok()).isEqualTo(row.started()).isPositive();
                    assertThat(row.response()).isNotNull();
                });
                assertThat(report.summary().journeys()).hasSize(2).allSatisfy(row -> {
                    assertThat(row.started()).isEqualTo(160);
                    assertThat(row.ok()).isEqualTo(160);
                });
                assertThat(old.counts().answers(Endpoint.LOGIN, 401)).isEqualTo(160);
                assertThat(fresh.counts().answers(Endpoint.LOGIN, 401)).isEqualTo(160);
                assertThat(report.summary().exitCode()).isEqualTo(3);
                assertThat(report.compared().orElseThrow().words().reasons())
                        .anyMatch(reason ->
                                reason.startsWith("old has ") && reason.endsWith(" judged seconds; 30 are needed."));
                assertThat(RunReport.of(report.directory()).json()).isEqualTo(report.json());
            }
        }
    }

    @Test
    void aNewSideThatIsMuchSlowerIsFailed() throws Exception {
        try (Shop old = shop();
                Shop fresh = shop("--slow", "login=+200ms")) {
            RunReport report = run("judged", 1, old.port(), fresh.port());
            Map<Integer, Long> started = new java.util.TreeMap<>();
            report.summary().journeys().forEach(row -> started.merge(row.side(), row.started(), Long::sum));
            assertThat(started).containsEntry(0, 620L).containsEntry(1, 620L);
            assertThat(report.compared().orElseThrow().verdict())
                    .as(report.text())
                    .isIn(Verdict.FAIL, Verdict.INCONCLUSIVE);
            // a generator that got no CPU proves nothing; then only the words are checked
            if (report.summary().trusted()) {
                assertThat(report.summary().exitCode()).as(report.text()).isEqualTo(1);
                assertThat(report.summary().reasons().get(0))
                        .startsWith("Log in is ")
                        .contains(" slower at p");
            } else {
                assertThat(report.summary().exitCode()).isEqualTo(3);
            }
        }
    }

    @Test
    void closedUsersAndWalksAreSoManyOnEachSide() throws Exception {
        try (Shop old = shop();
                Shop fresh = shop()) {
            RunReport closed = run("closed", 2, old.port(), fresh.port());
            assertThat(closed.summary().journeys())
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row.started()).isGreaterThanOrEqualTo(5));
            assertThat(closed.summary()
                            .comparison()
                            .path("sessions")
                            .get(0)
                            .path("started")
                            .isNull())
                    .isTrue();
            RunReport walks = run("three", 2, old.port(), fresh.port());
            assertThat(walks.summary().steps())
                    .hasSize(6)
                    .allSatisfy(row -> assertThat(row.ok()).isEqualTo(3));
            assertThat(walks.summary().exitCode()).isZero();
            assertThat(walks.compared())
                    .as("a functional run is judged by its failures alone")
                    .isEmpty();
        }
    }

    @Test
    void aSideThatIsNotThereIsNamedBeforeTheStart() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        try (Shop old = shop()) {
            assertThatThrownBy(() -> run("short", 1, old.port(), nobody))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage("target shop of new: no connection to http://127.0.0.1:" + nobody + " (127.0.0.1:"
                            + nobody + "): Connection refused; is it running?");
        }
    }

    private static Shop shop(String... faults) throws Exception {
        List<String> words = new java.util.ArrayList<>(List.of("--service-times", "off"));
        words.addAll(List.of(faults));
        Shop shop = new Shop(ShopSettings.parse(words));
        shop.start();
        return shop;
    }

    private RunReport run(String load, int lanes, int oldPort, int newPort) throws Exception {
        Path script = Files.writeString(directory.resolve("test.groovy"), JOURNEY);
        Files.createDirectories(directory.resolve("env"));
        List<Plan> sides = List.of(plan(script, "old", oldPort), plan(script, "new", newPort));
        return Run.start(
                        new RunRequest(
                                sides,
                                sides.get(0).load(load).orElseThrow(),
                                1,
                                lanes,
                                directory,
                                directory.resolve("run-" + load + lanes),
                                false),
                        List.of())
                .await();
    }

    private Plan plan(Path script, String environment, int port) throws Exception {
        Files.writeString(
                directory.resolve("env").resolve(environment + ".yaml"),
                "targets:\n  shop:\n    url: http://127.0.0.1:" + port + "\n");
        return Journeys.compile(script, new Inputs(Optional.of(environment), Map.of(), Map.of(), Map.of()));
    }
}
