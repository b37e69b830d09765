package io.rehearse.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rehearse.reports.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Real runs of the demo shop, unchanged and slowed on purpose, and what the judge says of them. Every run is a process of its own
 * with a shop of its own, and every run and shop has another seed, so nothing repeats but what is the same in truth. What has been
 * run in the directory before is not run again: a trial that was stopped goes on where it was.
 */
final class RealTrial {
    private static final int SECONDS_MAX = 600;

    private final Path directory;
    private final Shape shape;
    private final Path lines;

    /**
     * @param atOnce how many runs at the same time; each needs about a tenth of a core
     * @param runSeconds measured part of a run that is compared with others
     * @param duetSeconds measured part of a run that has both sides
     */
    record Shape(int atOnce, int warmUpSeconds, int runSeconds, int duetSeconds) {}

    /**
     * One comparison.
     *
     * @param verdict of all rows
     * @param trusted whether no generator was the bottleneck
     * @param failed steps with a row that FAILs; {@code *} for all steps together
     */
    record Judged(String name, String verdict, boolean trusted, Set<String> failed, String reason) {}

    /** @param script of the shop's users; its directory has the data they need */
    RealTrial(Path directory, Path script, Shape shape) throws IOException {
        this.directory = Files.createDirectories(directory).toAbsolutePath();
        this.shape = shape;
        this.lines = this.directory.resolve("results.ndjson");
        Files.createDirectories(this.directory.resolve("env"));
        Files.writeString(
                this.directory.resolve("trial.groovy"),
                withoutObjectives(Files.readString(script)) + "\nload('run') { warmUp 50.perSecond, "
                        + shape.warmUpSeconds + ".s; hold 50.perSecond, "
                        + shape.runSeconds + ".s }\nload('duet') { warmUp 50.perSecond, " + shape.warmUpSeconds
                        + ".s; hold 50.perSecond, "
                        + shape.duetSeconds + ".s }\n");
        try {
            Files.copy(script.resolveSibling("users.csv"), this.directory.resolve("users.csv"));
        } catch (FileAlreadyExistsException goesOn) {
            // the trial was begun before
        }
    }

    /** The trial is of comparisons; an objective would decide some of them before. */
    private static String withoutObjectives(String script) {
        return script.substring(0, script.indexOf("\npass {"));
    }

    /** Unchanged runs, divided at random again and again into a baseline and a candidate. */
    List<Judged> splits(int runs, int splits, int eachSide) throws Exception {
        List<String> names = runs("unchanged", runs, 10_000, "");
        Random random = new Random(7);
        List<Judged> judged = new ArrayList<>();
        for (int i = 1; i <= splits; i++) {
            List<String> shuffled = new ArrayList<>(names);
            Collections.shuffle(shuffled, random);
            judged.add(compared("split-" + i, shuffled.subList(0, eachSide), shuffled.subList(eachSide, 2 * eachSide)));
        }
        return judged;
    }

    /** Comparisons of {@code base} unchanged runs with {@code candidates} of a shop with a fault. */
    List<Judged> separate(String name, int comparisons, int base, int candidates, String fault) throws Exception {
        List<String> old = runs(name + "-old", comparisons * base, 20_000, "");
        List<String> changed = runs(name + "-new", comparisons * candidates, 30_000, fault);
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < comparisons; i++) {
            judged.add(compared(
                    name + "-" + (i + 1),
                    old.subList(i * base, (i + 1) * base),
                    changed.subList(i * candidates, (i + 1) * candidates)));
        }
        return judged;
    }

    /** Old and new side by side, a comparison a run. */
    List<Judged> duets(String name, int duets, int firstSeed, String fault) throws Exception {
        List<Callable<Judged>> work = new ArrayList<>();
        for (int i = 1; i <= duets; i++) {
            String run = name + "-" + i;
            int seed = firstSeed + 10 * i;
            work.add(() -> {
                shop(run + "-old", seed + 1, "");
                shop(run + "-new", seed + 2, fault);
                JsonNode summary = run(run, seed, "--env", run + "-old", "--env", run + "-new", "--load", "duet");
                return judged(run, summary.path("comparison"), trusted(summary));
            });
        }
        return all(work);
    }

    private List<String> runs(String name, int count, int firstSeed, String fault) throws Exception {
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String run = name + "-" + i;
            int seed = firstSeed + 10 * i;
            work.add(() -> {
                shop(run, seed + 1, fault);
                run(run, seed, "--env", run, "--load", "run");
                return run;
            });
        }
        return all(work);
    }

    private <T> List<T> all(List<Callable<T>> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(shape.atOnce);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private void shop(String environment, int seed, String fault) throws IOException {
        Files.writeString(
                directory.resolve("env").resolve(environment + ".yaml"),
                "targets:\n  shop:\n    embedded: shop --seed " + seed + (fault.isEmpty() ? "" : " " + fault) + "\n");
    }

    /** @return summary.json of a run that was made now or before */
    private JsonNode run(String name, int seed, String... options) throws IOException, InterruptedException {
        Path run = directory.resolve("runs").resolve(name);
        Path summary = run.resolve("summary.json");
        if (!Files.exists(summary)) {
            delete(run);
            List<String> words = new ArrayList<>(List.of("run", "../../trial.groovy"));
            words.addAll(List.of(options));
            words.addAll(List.of("--seed", String.valueOf(seed), "--out", run.toString(), "--quiet", "--yes"));
            Path place = directory.resolve("processes").resolve(name);
            Files.createDirectories(place);
            try (CommandProcess process = CommandProcess.start(place, words.toArray(String[]::new))) {
                int exit = process.awaitExit(SECONDS_MAX);
                if (exit != ExitCode.OK && exit != ExitCode.FAIL && exit != ExitCode.INCONCLUSIVE) {
                    delete(run);
                    throw new IllegalStateException(name + " ended with exit code " + exit + ":\n" + process.output());
                }
            }
        }
        return Json.mapper().readTree(summary.toFile());
    }

    private static void delete(Path run) throws IOException {
        if (Files.exists(run)) {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Judged compared(String name, List<String> base, List<String> candidate) throws IOException {
        Path store = directory.resolve("baselines");
        delete(store.resolve(name));
        List<String> add = new ArrayList<>(List.of("baseline", "add", name));
        base.forEach(run -> add.add(directory.resolve("runs").resolve(run).toString()));
        add.addAll(List.of("--baselines", store.toString(), "--force", "--reason", "a trial takes every run"));
        CommandLineRun added = CommandLineRun.of(add.toArray(String[]::new));
        if (added.exitCode() != ExitCode.OK) {
            throw new IllegalStateException(name + ": " + added.out() + added.err());
        }
        List<String> compare = new ArrayList<>(List.of("compare", name));
        candidate.forEach(
                run -> compare.add(directory.resolve("runs").resolve(run).toString()));
        compare.addAll(List.of("--baselines", store.toString(), "--json"));
        CommandLineRun compared = CommandLineRun.of(compare.toArray(String[]::new));
        boolean trusted = true;
        for (List<String> side : List.of(base, candidate)) {
            for (String run : side) {
                Path summary = directory.resolve("runs").resolve(run).resolve("summary.json");
                trusted &= trusted(Json.mapper().readTree(summary.toFile()));
            }
        }
        return judged(name, Json.mapper().readTree(compared.out()), trusted);
    }

    private static boolean trusted(JsonNode summary) {
        return summary.path("trusted").asBoolean(false);
    }

    private Judged judged(String name, JsonNode comparison, boolean trusted) throws IOException {
        Set<String> failed = new LinkedHashSet<>();
        for (JsonNode row : comparison.path("rows")) {
            if (row.path("verdict").asText().equals("FAIL")) {
                failed.add(row.path("step").isNull() ? "*" : row.path("step").asText());
            }
        }
        Judged judged = new Judged(
                name,
                comparison.path("verdict").asText("none"),
                trusted,
                failed,
                comparison.path("reasons").path(0).asText());
        ObjectNode line = Json.mapper().createObjectNode();
        line.put("name", name).put("verdict", judged.verdict).put("trusted", trusted);
        line.put("failed", String.join(", ", failed)).put("reason", judged.reason);
        synchronized (this) {
            Files.writeString(
                    lines, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return judged;
    }
}
