package io.rehearse.reports.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Writes a run directory while the run goes on; belongs to one thread.
 *
 * <p>Files are only appended to and every interval is handed to the operating system whole, so the directory can be read
 * at any time and after the process was killed. Within an interval {@code counts.ndjson} comes last: an interval whose
 * line there is complete is complete everywhere.
 *
 * <p>After a {@link RunWriteException} the writer takes no further intervals; what was written stays readable.
 */
public final class RunWriter {
    /** Examples kept of one fingerprint. */
    public static final int EXAMPLES_MAX = 5;

    /** Fingerprints kept; failures of further ones are counted as {@link ErrorCount#OTHER}. */
    public static final int FINGERPRINTS_MAX = 200;

    /** The log holds microseconds; its column of maxima is in milliseconds. */
    private static final double MICROS_PER_MILLI = 1000;

    /** Opens a new file for writing; tests give one that fails. */
    interface Opener {
        WritableByteChannel open(Path file) throws IOException;
    }

    private final RunDirectory directory;
    private final Tags tags;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final HistogramLogWriter logWriter =
            new HistogramLogWriter(new PrintStream(log, true, StandardCharsets.UTF_8));
    /** Each histogram is copied here to be written: the library keeps what it encodes with in the histogram. */
    private final Histogram encoded = new Histogram(Series.DIGITS);

    private final Map<Path, WritableByteChannel> channels = new HashMap<>();
    private final Map<String, Integer> examplesKept = new HashMap<>();
    private double lastEndSeconds;
    private long bytesWritten;
    private RunWriteException failure;

    /**
     * Creates the directory, which must not exist or be empty, and writes {@code run.json}.
     *
     * @throws RunWriteException if the directory has content or cannot be written
     */
    public RunWriter(Path directory, RunManifest manifest) throws RunWriteException {
        this(
                directory,
                manifest,
                file -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    RunWriter(Path path, RunManifest manifest, Opener opener) throws RunWriteException {
        directory = new RunDirectory(path);
        tags = new Tags(manifest);
        create(path);
        // these first: whoever begins at the same moment in the same directory ends here and has not touched our
        // run.json
        for (Path file : directory.appended()) {
            try {
                channels.put(file, opener.open(file));
            } catch (FileAlreadyExistsException another) {
                throw fail(file, new IOException("another run writes there", another));
            } catch (IOException e) {
                throw fail(file, e);
            }
        }
        replace(directory.runFile(), json(directory.runFile(), manifest, true));
        append(directory.intervalsFile(), logHeader(manifest));
    }

    /** Where it writes. */
    public RunDirectory directory() {
        return directory;
    }

    /** What was appended so far, over all files. */
    public long bytesWritten() {
        return bytesWritten;
    }

    /**
     * Appends one interval to all files.
     *
     * @throws IllegalArgumentException if it is empty in time or starts before the last one ended
     * @throws RunWriteException on the first failure and on every call after it
     */
    public void write(Interval interval) throws RunWriteException {
        if (failure != null) {
            throw failure;
        }
        if (interval.endSeconds() <= interval.startSeconds() || interval.startSeconds() < lastEndSeconds - 0.001) {
            throw new IllegalArgumentException("an interval from " + interval.startSeconds() + " s to "
                    + interval.endSeconds() + " s cannot follow one that ends at " + lastEndSeconds + " s");
        }
        lastEndSeconds = interval.endSeconds();
        append(directory.intervalsFile(), histograms(interval));
        append(
                directory.healthFile(),
                line(
                        directory.healthFile(),
                        new HealthLine(interval.index(), interval.startSeconds(), interval.health())));
        for (ErrorExample example : interval.examples()) {
            if (keep(example.fingerprint())) {
                append(directory.errorsFile(), line(directory.errorsFile(), example));
            }
        }
        append(directory.countsFile(), line(directory.countsFile(), counts(interval)));
    }

    /**
     * Writes how the run ended and closes the files, also after a failure.
     *
     * @throws RunWriteException if that fails
     */
    public void close(RunEnd end) throws RunWriteException {
        for (Map.Entry<Path, WritableByteChannel> open : channels.entrySet()) {
            try {
                open.getValue().close();
            } catch (IOException e) {
                fail(open.getKey(), e);
            }
        }
        channels.clear();
        replace(directory.endFile(), json(directory.endFile(), end, true));
    }

    private void create(Path path) throws RunWriteException {
        try {
            Files.createDirectories(path);
            try (Stream<Path> entries = Files.list(path)) {
                Optional<Path> first = entries.sorted().findFirst();
                if (first.isPresent()) {
                    throw new RunWriteException(
                            path,
                            "it has content already (" + first.get().getFileName()
                                    + "); give a directory that is new or empty",
                            null);
                }
            }
        } catch (RunWriteException e) {
            throw e;
        } catch (IOException e) {
            throw fail(path, e);
        }
    }

    private byte[] logHeader(RunManifest manifest) {
        logWriter.outputComment("[Values are microseconds, up to one hour; tags are journey/step/side/phase/kind]");
        logWriter.outputLogFormatVersion();
        logWriter.outputStartTime(manifest.created().toEpochMilli());
        logWriter.outputLegend();
        return logged();
    }

    private byte[] histograms(Interval interval) {
        Map<String, AbstractHistogram> sorted = new TreeMap<>();
        interval.histograms().forEach((series, histogram) -> sorted.put(tags.of(series), histogram));
        sorted.forEach((tag, histogram) -> {
            if (histogram.getTotalCount() > 0) {
                encoded.reset();
                encoded.add(histogram);
                EncodableHistogram tagged = encoded;
                tagged.setTag(tag);
                logWriter.outputIntervalHistogram(
                        interval.startSeconds(), interval.endSeconds(), tagged, MICROS_PER_MILLI);
            }
        });
        return logged();
    }

    private byte[] logged() {
        byte[] bytes = log.toByteArray();
        log.reset();
        return bytes;
    }

    private CountsLine counts(Interval interval) {
        Interval.Builder bounded = Interval.builder(interval.index(), interval.startSeconds(), interval.endSeconds());
        for (ErrorCount error : interval.errors()) {
            bounded.add(
                    known(error.fingerprint())
                            ? error
                            : new ErrorCount(ErrorCount.OTHER, error.phase(), error.count()));
        }
        return new CountsLine(
                interval.index(),
                interval.startSeconds(),
                interval.endSeconds(),
                List.copyOf(interval.steps()),
                List.copyOf(interval.journeys()),
                List.copyOf(interval.targets()),
                new ArrayList<>(bounded.build().errors()),
                interval.clamped());
    }

    private boolean keep(String fingerprint) {
        if (!known(fingerprint)) {
            return false;
        }
        return examplesKept.merge(fingerprint, 1, Integer::sum) <= EXAMPLES_MAX;
    }

    private boolean known(String fingerprint) {
        if (!examplesKept.containsKey(fingerprint)) {
            if (examplesKept.size() >= FINGERPRINTS_MAX) {
                return false;
            }
            examplesKept.put(fingerprint, 0);
        }
        return true;
    }

    private void append(Path file, byte[] bytes) throws RunWriteException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            while (buffer.hasRemaining()) {
                bytesWritten += channels.get(file).write(buffer);
            }
        } catch (IOException e) {
            throw fail(file, e);
        }
    }

    private void replace(Path file, byte[] bytes) throws RunWriteException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.write(temporary, bytes);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw fail(file, e);
        }
    }

    private byte[] line(Path file, Object value) throws RunWriteException {
        byte[] json = json(file, value, false);
        byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    private byte[] json(Path file, Object value, boolean indented) throws RunWriteException {
        try {
            return indented
                    ? Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(value)
                    : Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw fail(file, e);
        }
    }

    private RunWriteException fail(Path file, IOException cause) {
        String found = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        RunWriteException exception = new RunWriteException(file, found, cause);
        if (failure == null) {
            failure = exception;
        }
        return exception;
    }
}
