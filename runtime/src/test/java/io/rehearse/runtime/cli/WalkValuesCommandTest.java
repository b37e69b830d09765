package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.examples.shop.Shop;
import io.rehearse.examples.shop.ShopSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values a walk starts with, and closures, from the command line to the files of the run. */
class WalkValuesCommandTest {
    @TempDir
    Path directory;

    @Test
    void everyWalkStartsWithValuesOfItsOwn() throws IOException {
        CommandLineRun run = run("""
                let n: sequence('order'), twice: "${vars.n}-${vars.n}"
                step('S') { get "/health?n=${vars.twice}" }
                """, "--once", "-v");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("/health?n=1-1");
    }

    /** The closure waits on purpose: the health figures must show it. */
    @Test
    void theTimeOfClosuresIsAHealthFigure() throws IOException {
        CommandLineRun run =
                run("step('S') { get '/health'; check('slow') { r -> Thread.sleep(30); r.status == 200 } }");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        List<Double> millis = Pattern.compile("\"scriptMillis\":([0-9.E-]+)")
                .matcher(Files.readString(directory.resolve("run/health.ndjson")))
                .results()
                .map((MatchResult found) -> Double.valueOf(found.group(1)))
                .toList();
        assertThat(millis).isNotEmpty().anySatisfy(one -> assertThat(one).isGreaterThanOrEqualTo(30));
    }

    @Test
    void aClosureThatThrowsIsAScriptErrorWithItsLine() throws IOException {
        CommandLineRun run = run("step('S') { get '/health'; check('broken') { r -> 1 / 0 } }", "--once");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(Files.readString(directory.resolve("run/errors.ndjson")))
                .contains("SCRIPT_ERROR")
                .contains("a closure of the script threw ArithmeticException: Division by zero")
                .contains("\"line\":3");
    }

    @Test
    void aLaneThatAClosureHoldsUpIsNamedWithTheLine() throws IOException {
        CommandLineRun run = run(
                "step('S') { get '/health'\ncheck('slow') { r ->\nThread.sleep(600)\nr.status == 200 } }", "--once");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(Files.readString(directory.resolve("run/end.json")))
                .containsPattern(
                        "lane 0 stood still in a closure of the script \\(a.groovy:5\\) for \\d+ ms; a closure must"
                                + " not wait or compute for long: all users of the lane do meanwhile");
        assertThat(run.out()).contains("lane 0 stood still in a closure of the script");
    }

    /** The walk before it is measured and kept. */
    @Test
    void aClosureThatNeverEndsIsInterruptedAndTheRunEndsWithItsLine() throws IOException {
        CommandLineRun run = run("""
                let n: sequence('walk')
                step('S') { get '/health' }
                step('T') {
                    get '/health'
                    check('endless') { r ->
                        while (vars.n == 2) {
                            r.status
                        }
                        true
                    }
                }""");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.out())
                .containsPattern("a closure of the script does not end: a.groovy:[89] has held lane 0 up for 5 s");
        assertThat(Files.readString(directory.resolve("run/errors.ndjson")))
                .contains("SCRIPT_ERROR")
                .contains("a closure of the script threw InterruptedException: it did not end and was interrupted")
                .containsPattern("\"line\":[89]");
        assertThat(Files.readString(directory.resolve("run/summary.json")))
                .containsPattern("(?s)\"step\" : \"S\".*?\"ok\" : 2,.*\"step\" : \"T\".*?\"ok\" : 1,");
    }

    /** Its lane is left behind, with what it measured in the last second. */
    @Test
    void aClosureThatHeedsNothingDoesNotKeepTheRunFromItsEnd() throws Exception {
        Path file = script("""
                let n: sequence('walk')
                step('S') { get '/health' }
                step('T') {
                    get '/health'
                    check('endless') { r ->
                        if (vars.n == 2) new java.util.concurrent.Semaphore(0).acquireUninterruptibly()
                        true
                    }
                }
                think 1.5.s""");
        try (Shop shop = new Shop(ShopSettings.parse(List.of("--service-times", "off")));
                CommandProcess process = CommandProcess.start(
                        directory,
                        "run",
                        file.toString(),
                        "--lanes",
                        "1",
                        "--target",
                        "shop=http://127.0.0.1:" + shop.start(),
                        "--out",
                        "run")) {
            assertThat(process.awaitExit(60)).as(process.output()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(process.output())
                    .contains("a closure of the script does not end: a.groovy:8 has held lane 0 up for 5 s");
            assertThat(Files.readString(directory.resolve("run/counts.ndjson"))).contains("\"ok\":1");
        }
    }

    @Test
    void aClosureOfBeforeThatNeverEndsEndsTheRunToo() throws IOException {
        CommandLineRun run = run("""
                step('S') { get '/health' }
                }
                before {
                    target 'shop'
                    step('T') { get '/health'; check('endless') { r -> while (true) { } } }
                """);
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err())
                .isEqualTo(
                        "rehearse run: before: a closure of the script does not end: a.groovy:7 has held lane 0 up for 5"
                                + " s; no user came, nothing was measured\n");
    }

    private Path script(String steps) throws IOException {
        return Files.writeString(
                directory.resolve("a.groovy"),
                "journey('A') {\ntarget 'shop'\n" + steps + "\n}\nload('few') { walks 3, users: 1 }\n");
    }

    private CommandLineRun run(String steps, String... options) throws IOException {
        try (Shop shop = new Shop(ShopSettings.parse(List.of("--service-times", "off")))) {
            int port = shop.start();
            List<String> words = new ArrayList<>(List.of(
                    "run",
                    script(steps).toString(),
                    "--target",
                    "shop=http://127.0.0.1:" + port,
                    "--out",
                    directory + "/run"));
            words.addAll(List.of(options));
            return CommandLineRun.of(words.toArray(String[]::new));
        }
    }
}
