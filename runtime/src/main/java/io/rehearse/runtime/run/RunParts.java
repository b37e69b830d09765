package io.rehearse.runtime.run;

import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunWriteException;
import io.rehearse.reports.run.RunWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where a run is written: a directory, or, for a run without end, parts of it, each a run directory of its own that can be read by
 * itself. A part is full after so much time or so many bytes; the oldest parts are deleted, those of earlier processes in the
 * same directory too. What cannot be written (a full disk) ends a run, but not one without end: it is tried again with a new part
 * a minute later. Belongs to one thread.
 */
final class RunParts {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'part-'yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String NAMED = "part-\\d{8}T\\d{6}Z(-\\d+)?";
    private static final double AGAIN_AFTER_SECONDS = 60;

    private final Path base;
    private final RunManifest manifest;
    private final RunRequest.Watching watching;
    private RunWriter writer;
    private double beganSeconds;
    /** Of the part under way; null: it can be written. */
    private RunWriteException failure;

    private double againAtSeconds;

    /**
     * @param base the run directory, new or empty; with parts any
     * @param watching null: no parts
     */
    RunParts(Path base, RunManifest manifest, RunRequest.Watching watching) throws RunWriteException {
        this.base = base;
        this.manifest = manifest;
        this.watching = watching;
        this.writer = watching == null ? new RunWriter(base, manifest) : part(0);
    }

    private RunWriter part(double atSeconds) throws RunWriteException {
        String name = NAME.format(manifest.created().plusMillis(Math.round(atSeconds * 1000)));
        Path directory = base.resolve(name);
        for (int i = 2; Files.exists(directory); i++) {
            directory = base.resolve(name + "-" + i);
        }
        RunWriter made = new RunWriter(directory, manifest);
        beganSeconds = atSeconds;
        try {
            deleteOldest();
        } catch (IOException e) {
            throw new RunWriteException(base, "old parts could not be deleted: " + e.getMessage(), e);
        }
        return made;
    }

    /** The newest that are kept are as many as there may be, the one that begins included. */
    private void deleteOldest() throws IOException {
        List<Path> parts;
        try (Stream<Path> entries = Files.list(base)) {
            parts = entries.filter(entry -> entry.getFileName().toString().matches(NAMED))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
        for (Path old : parts.subList(0, Math.max(0, parts.size() - watching.partsMax()))) {
            try (Stream<Path> files = Files.list(old)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(old);
        }
    }

    /** @throws RunWriteException if it could not be written, also while it is not tried again yet */
    void write(Interval interval) throws RunWriteException {
        if (watching == null) {
            writer.write(interval);
            return;
        }
        double now = interval.startSeconds();
        if (failure != null && now < againAtSeconds) {
            throw failure;
        }
        try {
            boolean full =
                    now >= beganSeconds + watching.partSeconds() || writer.bytesWritten() >= watching.partBytesMax();
            if (full || failure != null) {
                closeAsFarAsPossible(now);
                writer = part(now);
                failure = null;
            }
            writer.write(interval);
        } catch (RunWriteException e) {
            failure = e;
            againAtSeconds = now + AGAIN_AFTER_SECONDS;
            throw e;
        }
    }

    /** A part without its end is readable, and one that somebody deleted must not keep the next from being written. */
    private void closeAsFarAsPossible(double atSeconds) {
        try {
            writer.close(RunEnd.finished(Instant.now(), atSeconds));
        } catch (RunWriteException e) {
            System.getLogger(RunParts.class.getName())
                    .log(System.Logger.Level.WARNING, "a part of the run has no end: " + e.getMessage());
        }
    }

    /** Of the part under way, or of the run. */
    RunDirectory directory() {
        return writer.directory();
    }

    void close(RunEnd end) throws RunWriteException {
        writer.close(end);
    }
}
