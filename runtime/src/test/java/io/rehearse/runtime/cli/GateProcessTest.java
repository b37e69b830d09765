package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.rehearse.reports.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ready workflow's own commands, one after another against the embedded shop as a job would run them, with fewer and shorter
 * runs and limits so narrow that nothing can be decided.
 */
class GateProcessTest {
    private static final Path WORKFLOW = Path.of("..", "examples", "ci", "github.yml");

    @TempDir
    Path directory;

    @Test
    void theWorkflowRecordsABaselineAndExtendsAGateThatCannotTellAtMostTwice() throws Exception {
        Files.createDirectory(directory.resolve("load"));
        Files.writeString(directory.resolve("load/checkout.groovy"), """
                journey('Look') {
                    target 'shop'
                    step('Log in') { post '/api/login'; json user: 'anna', pass: 'blue-kettle-17' }
                }
                load('gate') { warmUp 20.perSecond, 3.s; hold 20.perSecond, 31.s }
                pass { against('main') { p50.worseBy 0.1.percent; p95.worseBy 0.1.percent; p99.worseBy 0.1.percent } }
                """);
        Files.writeString(
                Files.createDirectory(directory.resolve("env")).resolve("default.yaml"),
                "targets:\n  shop:\n    embedded: shop\n");

        String[] record = words("Record the baseline", "--runs 5", "--runs 1");
        try (CommandProcess process = CommandProcess.start(directory, record)) {
            assertThat(process.awaitExit()).as(process.output()).isIn(ExitCode.OK, ExitCode.INCONCLUSIVE);
            if (process.awaitExit() == ExitCode.INCONCLUSIVE) {
                // a machine this busy gives no baseline; the flow is shown all the same
                assertThat(process.output()).contains("--force");
            }
        }
        if (Files.notExists(directory.resolve("baselines/main/gate.ndjson"))) {
            Path run = runs();
            assertThat(CommandLineRun.of(
                                    "baseline",
                                    "add",
                                    "main",
                                    run.toString(),
                                    "--force",
                                    "--reason",
                                    "busy",
                                    "--baselines",
                                    directory.resolve("baselines").toString())
                            .exitCode())
                    .isZero();
        }

        CommandLineRun plan = CommandLineRun.of(
                "plan",
                directory.resolve("load/checkout.groovy").toString(),
                "--target",
                "shop=http://127.0.0.1:1",
                "--baseline",
                "main",
                "--runs",
                "3",
                "--baselines",
                directory.resolve("baselines").toString());
        assertThat(plan.err()).isEmpty();
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out())
                .contains("baseline    main, 1 run of load gate; with 3 runs of this version, 4 times out of 5:")
                .contains("Log in")
                .contains("proves: an unchanged version is proved not to be worse than that");

        String[] gate = words("Hold this version against the baseline", "--runs 3 --extend 2", "--runs 1 --extend 1");
        try (CommandProcess process = CommandProcess.start(directory, gate)) {
            assertThat(process.awaitExit(240)).as(process.output()).isEqualTo(ExitCode.INCONCLUSIVE);
            JsonNode summary = json("rehearse/summary.json");
            if (summary.path("trusted").asBoolean()) {
                assertThat(process.output())
                        .contains("not decided after 1 run, 1 more")
                        .contains("not decided after 2 runs, 1 more")
                        .doesNotContain("not decided after 3 runs");
                assertThat(summary.path("comparison").path("candidateRuns").asInt())
                        .isEqualTo(3);
            }
            assertThat(json("rehearse/compared.json").path("looks").asBoolean())
                    .as("each of three looks has a third of the chance of a false alarm")
                    .isTrue();
        }
    }

    /** The words of a step's command, with the workflow's environment put in. */
    private static String[] words(String step, String from, String to) throws IOException {
        JsonNode workflow = new YAMLMapper().readTree(WORKFLOW.toFile());
        for (JsonNode candidate : workflow.path("jobs").path("load").path("steps")) {
            if (candidate.path("name").asText().equals(step)) {
                String line = candidate.path("run").asText();
                assertThat(line).startsWith(".rehearse/rehearse ").contains(from);
                line = line.substring(".rehearse/rehearse ".length()).replace(from, to);
                for (Map.Entry<String, JsonNode> variable : workflow.path("env").properties()) {
                    line = line.replace(
                            "\"$" + variable.getKey() + "\"",
                            variable.getValue().asText());
                }
                assertThat(line).doesNotContain("$");
                return line.split(" +");
            }
        }
        throw new AssertionError("no step '" + step + "' in " + WORKFLOW + ": " + Arrays.toString(new String[] {from}));
    }

    private Path runs() throws IOException {
        try (var made = Files.list(directory.resolve("runs"))) {
            return made.findFirst().orElseThrow();
        }
    }

    private JsonNode json(String file) throws IOException {
        return Json.mapper().readTree(directory.resolve(file).toFile());
    }
}
