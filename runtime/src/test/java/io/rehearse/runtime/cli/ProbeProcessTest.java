package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.examples.shop.Shop;
import io.rehearse.examples.shop.ShopSettings;
import io.rehearse.reports.run.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A probe as an SRE leaves it running: a baseline, a step that becomes slow, a rollback, a restart. */
@Timeout(300)
class ProbeProcessTest {
    @TempDir
    private Path directory;

    private String[] probe(int port) {
        return new String[] {
            "probe",
            "look.groovy",
            "--baseline",
            "before",
            "--target",
            "shop=http://127.0.0.1:" + port,
            "--actions",
            "actions.json"
        };
    }

    private void files() throws IOException {
        Files.writeString(directory.resolve("look.groovy"), """
                journey('Look') {
                    target 'shop'
                    step('Front page') { get '/health' }
                    step('Guestbook') { get '/' }
                }
                load('canary') { hold 10.perSecond, forever }
                """);
        Files.writeString(
                directory.resolve("rollback.sh"), "echo \"$REHEARSE_GATE $REHEARSE_CHANGE\" >> rolled-back.txt\n");
        Files.writeString(
                directory.resolve("actions.json"),
                "{\"actions\": [{\"name\": \"undo\", \"exec\": [\"sh\", \"rollback.sh\"], \"rollback\": true}]}");
    }

    private static Shop shop(String... faults) {
        List<String> words = new ArrayList<>(List.of("--service-times", "off", "--port", "0"));
        words.addAll(List.of(faults));
        return new Shop(ShopSettings.parse(words));
    }

    /** A window of the detectors is a minute long, so this takes more than one. */
    @Test
    void aStepThatBecomesSlowIsNamedAndRolledBackOnceAlsoOverARestart() throws Exception {
        files();
        try (Shop shop = shop()) {
            int port = shop.start();
            record(port);
            try (CommandProcess probe = CommandProcess.start(directory, probe(port))) {
                probe.awaitOutput("HOLD  INCONCLUSIVE: nothing was seen yet");
                shop.faults(ShopSettings.parse(List.of("--slow", "page=+400ms")).faults());
                awaitRollback(probe);
                probe.signal("TERM");
                assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(1);
                assertThat(probe.output())
                        .contains("ROLL BACK  FAIL, latched: worse than the baseline: ")
                        .contains(": Guestbook p")
                        .contains("verdict FAIL, exit code 1; journal journal.jsonl");
            }

            shop.faults(ShopSettings.defaults().faults());
            try (CommandProcess again = CommandProcess.start(directory, probe(port))) {
                again.awaitOutput("ROLL BACK  FAIL, latched");
                again.signal("INT");
                assertThat(again.awaitExit()).as(again.output()).isEqualTo(1);
            }
        }
        assertThat(Files.readAllLines(directory.resolve("rolled-back.txt"))).containsExactly("look FAILED");
        try (Stream<Path> parts = Files.list(directory.resolve("probes/look"))) {
            assertThat(parts).hasSize(2);
        }
        CommandLineRun verified = CommandLineRun.of(
                "journal", "verify", directory.resolve("journal.jsonl").toString());
        assertThat(verified.exitCode()).as(verified.err()).isZero();
    }

    /** Told to end while answers are under way, and at once to end now: what it cuts off is its own end. */
    @Test
    void whatItCutsOffAtItsEndIsNoFailureOfTheTarget() throws Exception {
        files();
        Files.writeString(
                directory.resolve("actions.json"),
                "{\"actions\": [{\"name\": \"tell\", \"exec\": [\"sh\", \"rollback.sh\"]}]}");
        try (Shop shop = shop("--slow", "page=+1000ms")) {
            String target = "shop=http://127.0.0.1:" + shop.start();
            String[] words = {"probe", "look.groovy", "--target", target, "--actions", "actions.json", "--port", "0"};
            try (CommandProcess probe = CommandProcess.start(directory, words)) {
                probe.awaitOutput(", http://");
                awaitWalks(URI.create(probe.output().replaceAll("(?s).*, (http://\\S+).*", "$1") + "metrics"));
                probe.signal("TERM");
                probe.signal("INT");
                assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(3);
                assertThat(probe.output())
                        .contains("verdict INCONCLUSIVE, exit code 3; journal journal.jsonl")
                        .doesNotContain("FAIL");
            }
        }
        assertThat(directory.resolve("rolled-back.txt")).doesNotExist();
        assertThat(Files.readString(directory.resolve("journal.jsonl"))).doesNotContain("\"type\":\"alert\"");
        assertThat(unfinished()).isPositive();
    }

    private static void awaitWalks(URI metrics) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest get = HttpRequest.newBuilder(metrics).build();
        Pattern ten = Pattern.compile("rehearse_journeys_total\\{journey=\"Look\",outcome=\"ok\"} \\d\\d");
        String body = "";
        for (int i = 0; i < 600 && !ten.matcher(body).find(); i++) {
            Thread.sleep(100);
            body = client.send(get, HttpResponse.BodyHandlers.ofString()).body();
        }
        assertThat(body).containsPattern(ten);
    }

    private long unfinished() throws IOException {
        AtomicLong walks = new AtomicLong();
        try (Stream<Path> parts = Files.list(directory.resolve("probes/look"))) {
            for (Path part : parts.toList()) {
                new RunDirectory(part)
                        .forEachInterval(interval ->
                                interval.journeys().forEach(counts -> walks.addAndGet(counts.unfinished())));
            }
        }
        return walks.get();
    }

    /** Whether new is worse takes minutes to say; that old is gone takes seconds, and does not blind the probe for new. */
    @Test
    void twoEnvironmentsOfWhichOldAndThenNewIsStopped() throws Exception {
        files();
        Files.createDirectories(directory.resolve("env"));
        Shop old = shop();
        try (Shop fresh = shop()) {
            environment("old", old.start());
            environment("new", fresh.start());
            String[] words = {"probe", "look.groovy", "--env", "old", "--env", "new"};
            try (CommandProcess probe = CommandProcess.start(directory, words)) {
                probe.awaitOutput("probing, gate look, 0 streams against no baseline, 8 side by side, 0 actions");
                old.close();
                probe.awaitOutput("HOLD  INCONCLUSIVE: nothing to hold new against: old is down, ");
                fresh.close();
                probe.awaitOutput("ROLL BACK  FAIL, latched: down: ");
                probe.signal("TERM");
                assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(1);
            }
        }
        assertThat(Files.readString(directory.resolve("journal.jsonl"))).contains("\"beside\":\"old\"");
        try (Stream<Path> parts = Files.list(directory.resolve("probes/look"))) {
            assertThat(parts)
                    .singleElement()
                    .satisfies(part -> assertThat(part.resolve("run.json"))
                            .content()
                            .containsPattern("\"sides\" ?: ?\\[")
                            .contains("\"old\""));
        }
    }

    private void environment(String name, int port) throws IOException {
        Files.writeString(
                directory.resolve("env/" + name + ".yaml"),
                "targets:\n  shop:\n    url: http://127.0.0.1:" + port + "\n");
    }

    /** By force: how well the generator did on a busy machine is not what is tested. */
    private void record(int port) throws IOException, InterruptedException {
        try (CommandProcess record = CommandProcess.start(
                directory,
                "baseline",
                "record",
                "before",
                "look.groovy",
                "--load",
                "canary",
                "--duration",
                "31s",
                "--runs",
                "1",
                "--force",
                "--reason",
                "test",
                "--target",
                "shop=http://127.0.0.1:" + port)) {
            assertThat(record.awaitExit()).as(record.output()).isZero();
        }
    }

    private void awaitRollback(CommandProcess probe) throws IOException, InterruptedException {
        Path done = directory.resolve("rolled-back.txt");
        for (int i = 0; i < 1800 && !Files.exists(done); i++) {
            Thread.sleep(100);
        }
        assertThat(done).as(probe.output()).exists();
    }
}
