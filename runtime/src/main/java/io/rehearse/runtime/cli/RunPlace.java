package io.rehearse.runtime.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** {@code runs/20261122T021407Z-checkout}; with a number behind it when two runs start in the same second. */
    static Path fresh(Path parent, String script, Instant now) {
        String journey = script.replaceFirst("\\.groovy$", "").replaceAll("[^A-Za-z0-9._-]+", "-");
        String name = TIME.format(now) + "-" + journey;
        Path directory = parent.resolve(name);
        for (int i = 2; Files.exists(directory); i++) {
            directory = parent.resolve(name + "-" + i);
        }
        return directory;
    }
}
