package io.rehearse.reports.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rehearse.reports.Simulated;
import io.rehearse.reports.compare.JudgedRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where one is installed. */
class BrowserTest {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    @TempDir
    Path temp;

    private static Optional<Path> browser() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void thePageHasItsRowsAndTheConsoleIsQuiet() throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "none of " + NAMES + " is on PATH: the page was not looked at in a browser");
        Simulated simulated = new Simulated();
        simulated.warmUpSeconds = 5;
        simulated.holdSeconds = 40;
        List<JudgedRun> base = simulated.runs(temp, "base", 2);
        simulated.burst = 5;
        List<JudgedRun> candidate = simulated.runs(temp, "candidate", 1);
        RunReport report = RunReport.of(temp.resolve("candidate-0")).with(Simulated.compared("main", base, candidate));
        report.writeFiles();

        Path dom = temp.resolve("dom.html");
        Path console = temp.resolve("console.txt");
        Process process = new ProcessBuilder(
                        browser.orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + temp.resolve("profile"),
                        "--enable-logging=stderr",
                        "--virtual-time-budget=2000",
                        "--dump-dom",
                        report.directory().resolve("report.html").toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(console.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(ended).as("the browser ended").isTrue();

        try (Stream<String> lines = Files.lines(console)) {
            assertThat(lines.filter(line -> line.contains("CONSOLE")))
                    .as("messages in the console")
                    .isEmpty();
        }
        String page = Files.readString(dom);
        assertThat(page).as("the script ran, so the policy lets it").contains("Point at the charts");
        assertThat(page.split("class=\"l c-v\"", -1).length - 1)
                .as("rows of the comparison, their heading, and objectives")
                .isEqualTo(16 + 1 + report.summary().objectives().size());
    }
}
