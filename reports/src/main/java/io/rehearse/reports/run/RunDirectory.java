package io.rehearse.reports.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The files of a run by name, and what is in them. Reading changes nothing and works while the run goes on. */
public final class RunDirectory {
    private final Path path;

    public RunDirectory(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    public Path runFile() {
        return path.resolve("run.json");
    }

    public Path endFile() {
        return path.resolve("end.json");
    }

    public Path intervalsFile() {
        return path.resolve("intervals.hlog");
    }

    public Path countsFile() {
        return path.resolve("counts.ndjson");
    }

    public Path healthFile() {
        return path.resolve("health.ndjson");
    }

    public Path errorsFile() {
        return path.resolve("errors.ndjson");
    }

    public Path summaryFile() {
        return path.resolve("summary.json");
    }

    /** The files that grow while a run goes on. */
    List<Path> appended() {
        return List.of(intervalsFile(), healthFile(), errorsFile(), countsFile());
    }

    /**
     * What the run was going to do.
     *
     * @throws IOException if this is no run directory or one of a newer format
     */
    public RunManifest manifest() throws IOException {
        if (!Files.exists(runFile())) {
            throw new RunFormatException(path, "is no run directory: it has no run.json");
        }
        return read(runFile(), RunManifest.class, RunManifest.SCHEMA);
    }

    /** How the run ended; empty if it still goes on or was killed. */
    public Optional<RunEnd> end() throws IOException {
        return Files.exists(endFile()) ? Optional.of(read(endFile(), RunEnd.class, null)) : Optional.empty();
    }

    /**
     * Every complete interval in order, without its error examples (see {@link #examples}).
     *
     * @param consumer adds up the histograms or copies them: once it returns, they are used again for the next interval
     * @return what was left out at the end of the files, in words; empty for a run that ended properly
     * @throws IOException if a file is damaged elsewhere than in its last line
     */
    public List<String> forEachInterval(Consumer<Interval> consumer) throws IOException {
        try (RunReader reader = new RunReader(this, manifest())) {
            for (Interval interval = reader.next(); interval != null; interval = reader.next()) {
                consumer.accept(interval);
            }
            return reader.leftOut();
        }
    }

    /** The error examples in the order of {@code errors.ndjson}: the one at index i is {@code errors.ndjson#(i+1)}. */
    public List<ErrorExample> examples() throws IOException {
        return RunReader.examples(this);
    }

    static <T> T read(Path file, Class<T> type, String schema) throws IOException {
        try {
            JsonNode tree = Json.mapper().readTree(Files.readAllBytes(file));
            if (schema != null) {
                Schemas.require(file, tree.path("schema").asText(""), schema);
            }
            return Json.mapper().treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new RunFormatException(file, Math.max(1, line), e.getOriginalMessage());
        }
    }
}
