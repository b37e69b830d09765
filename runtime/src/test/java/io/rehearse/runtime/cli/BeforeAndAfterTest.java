package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.examples.shop.Endpoint;
import io.rehearse.examples.shop.Shop;
import io.rehearse.examples.shop.ShopSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands around a run: from the command line against the shop. */
class BeforeAndAfterTest {
    private static final String BEFORE = """
            before {
                target 'shop'
                step('Log in') { post '/api/login'; json user: 'anna', pass: 'blue-kettle-17'; save entry: json('$.token') }
                step('Order') { post '/api/orders'; auth bearer(vars.entry); json item: 3, quantity: 1; save order: json('$.id') }
            }
            """;

    private static final String JOURNEY = """
            journey('Look') {
                target 'shop'
                step('Look') {
                    get "/api/orders/${run.order}"
                    auth bearer(run.entry)
                    expect { json('$.id').is run.order }
                    check('same') { r -> r.json('$.id') == run.order }
                }
            }
            load('few') { walks 5, users: 2 }
            """;

    private static final String AFTER = """
            after {
                target 'shop'
                step('Tidy') { delete "/api/orders/${run.order}"; auth bearer(run.entry) }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void whatBeforeSavedIsThereForEveryWalkAndNothingAroundTheRunIsMeasured() throws IOException {
        try (Shop shop = shop()) {
            CommandLineRun run = run(shop, BEFORE + JOURNEY + AFTER);
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(shop.counts().answers(Endpoint.LOGIN, 200)).isOne();
            assertThat(shop.counts().answers(Endpoint.STATUS, 200)).isEqualTo(5);
            assertThat(shop.counts().requests(Endpoint.DELETE)).isOne();
            assertThat(run.out()).contains(" before     ok, ", " after      ok, ");
            assertThat(file("summary.json"))
                    .contains("\"step\" : \"Look\"")
                    .doesNotContain("Log in")
                    .doesNotContain("Tidy");
            assertThat(file("counts.ndjson")).doesNotContain("Order");
        }
    }

    @Test
    void itIsShownStepByStep() throws IOException {
        try (Shop shop = shop()) {
            CommandLineRun run = run(shop, BEFORE + JOURNEY + AFTER, "--once", "-v");
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(run.out())
                    .containsSubsequence(
                            "before, not measured: ok, ",
                            "Log in  at ",
                            "> POST /api/login HTTP/1.1",
                            "= save entry = ***",
                            "Order  at ",
                            "= save order = A1000",
                            "Look, env default",
                            "Look  at ",
                            "= check json('$.id') is A1000: was A1000, ok",
                            "= check same: check { … } is true: was true, ok",
                            "after, not measured: ok, ",
                            "> DELETE /api/orders/A1000 HTTP/1.1");
        }
    }

    /** It is no secret by its name, nor by what before does with it, only by where the journey sends it. */
    @Test
    void aSecretOfBeforeIsOnNoScreenAndInNoFile() throws IOException {
        try (Shop shop = shop()) {
            CommandLineRun run = run(shop, BEFORE + """
                    journey('Look') {
                        target 'shop'
                        step('List') { get '/api/items?page=1'; auth bearer(run.order) }
                    }
                    """, "--once", "-v");
            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.FAIL);
            assertThat(run.out()).contains("save order = ***");
            assertThat(run.out() + file("errors.ndjson") + file("run.json") + file("summary.json"))
                    .doesNotContain("A1000");
        }
    }

    @Test
    void aFailingBeforeEndsTheRunBeforeItsFirstUser() throws IOException {
        try (Shop shop = shop()) {
            CommandLineRun run = run(shop, BEFORE.replace("kettle", "cattle") + JOURNEY + AFTER);
            assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(run.err())
                    .isEqualTo(
                            "rehearse run: before: step 'Log in' failed, STATUS_ERROR: expected a status below 400, was"
                                    + " 401 (a.groovy:3); no user came, nothing was measured\n");
            assertThat(shop.counts().requests(Endpoint.STATUS)).isZero();
            assertThat(shop.counts().requests(Endpoint.DELETE)).isZero();
        }
    }

    @Test
    void aFailingAfterIsAWarningOnTheScreenAndInTheFiles() throws IOException {
        try (Shop shop = shop()) {
            CommandLineRun run = run(shop, BEFORE + JOURNEY + AFTER.replace("/${run.order}", "/none"));
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            String warning =
                    "after: step 'Tidy' failed, STATUS_ERROR: expected a status below 400, was 404 (a.groovy:18)";
            assertThat(run.out()).contains(" after      FAILED, ", " warning    " + warning);
            assertThat(file("end.json")).contains(warning);
            assertThat(file("summary.md")).contains("Note: after: step 'Tidy' failed");
            assertThat(file("summary.json")).contains(warning);
        }
    }

    @Test
    void eachSideOfTwoHasItsOwn() throws IOException {
        try (Shop old = shop();
                Shop other = new Shop(ShopSettings.parse(List.of("--service-times", "off", "--seed", "2")))) {
            Files.createDirectory(directory.resolve("env"));
            environment("old", old.start());
            environment("new", other.start());
            Path file = Files.writeString(directory.resolve("a.groovy"), BEFORE + JOURNEY + AFTER);
            CommandLineRun run = CommandLineRun.of(
                    "run", file.toString(), "--env", "old", "--env", "new", "--out", directory + "/run");
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            for (Shop shop : List.of(old, other)) {
                assertThat(shop.counts().answers(Endpoint.LOGIN, 200)).isOne();
                assertThat(shop.counts().answers(Endpoint.STATUS, 200)).isEqualTo(5);
                assertThat(shop.counts().requests(Endpoint.DELETE)).isOne();
            }
            assertThat(run.out()).contains(" before     old: ok, ", " before     new: ok, ");
        }
    }

    private static Shop shop() {
        return new Shop(ShopSettings.parse(List.of("--service-times", "off")));
    }

    private void environment(String name, int port) throws IOException {
        Files.writeString(
                directory.resolve("env/" + name + ".yaml"),
                "targets:\n  shop:\n    url: http://127.0.0.1:" + port + "\n");
    }

    private String file(String name) throws IOException {
        return Files.readString(directory.resolve("run").resolve(name));
    }

    private CommandLineRun run(Shop shop, String script, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("a.groovy"), script);
        List<String> words = new ArrayList<>(List.of(
                "run",
                file.toString(),
                "--target",
                "shop=http://127.0.0.1:" + shop.start(),
                "--out",
                directory + "/run"));
        words.addAll(Stream.of(options).toList());
        return CommandLineRun.of(words.toArray(String[]::new));
    }
}
