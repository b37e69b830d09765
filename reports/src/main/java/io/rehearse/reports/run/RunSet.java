package io.rehearse.reports.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs of one load that were made one after another and are judged together: the content of {@code set.json}. Each run is a whole run
 * directory inside the set's.
 *
 * @param id name of the set's directory
 * @param planned how many runs were asked for
 * @param extend how many more are made while nothing is decided, at most twice; 0: none
 * @param runs names of the directories of the runs that were begun, in order
 */
public record RunSet(String schema, String id, Instant created, int planned, int extend, List<String> runs) {
    public static final String SCHEMA = "rehearse/set/1";
    private static final String FILE = "set.json";

    public RunSet {
        runs = runs == null ? List.of() : List.copyOf(runs);
    }

    public static RunSet begun(String id, Instant created, int planned, int extend) {
        return new RunSet(SCHEMA, id, created, planned, extend, List.of());
    }

    public RunSet with(String run) {
        List<String> more = new ArrayList<>(runs);
        more.add(run);
        return new RunSet(schema, id, created, planned, extend, more);
    }

    /** Empty if the directory is not that of a set. */
    public static Optional<RunSet> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return Files.exists(file) ? Optional.of(RunDirectory.read(file, RunSet.class, SCHEMA)) : Optional.empty();
    }

    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path temporary = directory.resolve(FILE + ".tmp");
        Files.writeString(
                temporary, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        Files.move(temporary, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Directories of the runs. */
    public List<Path> directories(Path directory) {
        return runs.stream().map(directory::resolve).toList();
    }
}
