package io.rehearse.runtime.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;

/** Where a run is written. */
final class RunPlace {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunPlace() {}

    /** The directory the user named, which must be new or empty. */
    static Path given(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw Failure.invalid("--out " + directory + " is a file; name a directory that is new or empty");
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                if (entries.findAny().isPresent()) {
                    throw Failure.invalid("--out " + directory + " has content already; name a directory that is new or"
                            + " empty, a run is never mixed with another");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return directory;
    }

    /**
     * {@code runs/20261122T021407Z-checkout}, made; with a number behind it when two runs start in the same second, as jobs of a matrix
     * do: whoever makes a directory has it.
     */
    static Path fresh(Path parent, String script, Instant now) {
        String journey = script.replaceFirst("\\.groovy$", "").replaceAll("[^A-Za-z0-9._-]+", "-");
        String name = TIME.format(now) + "-" + journey;
        try {
            Files.createDirectories(parent);
            for (int i = 1; ; i++) {
                Path directory = parent.resolve(i == 1 ? name : name + "-" + i);
                try {
                    return Files.createDirectory(directory);
                } catch (FileAlreadyExistsException another) {
                    continue;
                }
            }
        } catch (IOException e) {
            throw Failure.environment("cannot write " + parent.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    /** A directory that was made for a run that never came to be. */
    static void dropIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException run) {
            return;
        }
    }
}
