package io.rehearse.reports.baseline;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Baselines in a directory: one directory for each name, in it one file for each load. Made to be kept in git. */
public final class BaselineStore {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    private static final String ENDING = ".ndjson";

    private final Path root;

    /** @param root usually {@code baselines}; need not exist */
    public BaselineStore(Path root) {
        this.root = root;
    }

    /** Whether a baseline may have this name: it becomes the name of a directory. */
    public static boolean isName(String name) {
        return name.matches(NAME);
    }

    /** What is there, sorted; empty if nothing was ever stored. */
    public List<String> names() throws IOException {
        if (!Files.isDirectory(root)) return List.of();
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .map(p -> p.getFileName().toString())
                    .filter(BaselineStore::isName)
                    .sorted()
                    .toList();
        }
    }

    /** The loads a baseline has runs of, sorted; empty if there is no such baseline. */
    public List<String> loads(String name) throws IOException {
        Path directory = directory(name);
        if (!Files.isDirectory(directory)) return List.of();
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(p -> p.getFileName().toString())
                    .filter(f -> f.endsWith(ENDING))
                    .map(f -> URLDecoder.decode(f.substring(0, f.length() - ENDING.length()), StandardCharsets.UTF_8))
                    .sorted()
                    .toList();
        }
    }

    /**
     * @throws BaselineFormatException if the file is damaged, half written or of a newer version
     */
    public Optional<Baseline> read(String name, String load) throws IOException {
        Path file = file(name, load);
        return Files.exists(file) ? Optional.of(BaselineFile.read(file, name, load)) : Optional.empty();
    }

    /** Replaces what is there. */
    public void write(Baseline baseline) throws IOException {
        BaselineFile.write(file(baseline.name(), baseline.load()), baseline);
    }

    /** Where the runs of a load are or would be. */
    public Path file(String name, String load) {
        String encoded = URLEncoder.encode(load, StandardCharsets.UTF_8).replace("*", "%2A");
        return directory(name).resolve((encoded.startsWith(".") ? "%2E" + encoded.substring(1) : encoded) + ENDING);
    }

    public Path directory(String name) {
        if (!isName(name)) throw new IllegalArgumentException("no name of a baseline: '" + name + "'");
        return root.resolve(name);
    }

    /** All bytes of a baseline. */
    public long bytes(String name) throws IOException {
        long bytes = 0;
        for (String load : loads(name)) bytes += Files.size(file(name, load));
        return bytes;
    }

    /** Removes one load, or all with the directory. Other files in the directory stay, and the directory with them. */
    public void remove(String name, Optional<String> load) throws IOException {
        List<String> loads = load.isPresent() ? List.of(load.get()) : loads(name);
        for (String each : loads) Files.deleteIfExists(file(name, each));
        try (Stream<Path> left = Files.list(directory(name))) {
            if (left.findAny().isPresent()) return;
        }
        Files.delete(directory(name));
    }
}
