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

    private CommandLineRun run(String steps, String... options) throws IOException {
        try (Shop shop = new Shop(ShopSettings.parse(List.of("--service-times", "off")))) {
            int port = shop.start();
            Path file = Files.writeString(
                    directory.resolve("a.groovy"),
                    "journey('A') {\ntarget 'shop'\n" + steps + "\n}\nload('few') { walks 3, users: 1 }\n");
            List<String> words = new ArrayList<>(List.of(
                    "run", file.toString(), "--target", "shop=http://127.0.0.1:" + port, "--out", directory + "/run"));
            words.addAll(List.of(options));
            return CommandLineRun.of(words.toArray(String[]::new));
        }
    }
}
