package io.rehearse.reports.run;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Reads the growing files of a run side by side, one interval at a time.
 *
 * <p>{@code counts.ndjson} leads: each of its lines is an interval, and the histograms and the health of the same start
 * belong to it. Whatever the other files have beyond its last complete line was being written when the run was killed.
 */
final class RunReader implements AutoCloseable {
    private final Tags tags;
    private final LineFile counts;
    private final LineFile health;
    private final LineFile log;
    private final HistogramPayload payloads = new HistogramPayload();
    /** Those of the last interval: to allocate new ones costs more than all else. */
    private final List<Histogram> reused = new ArrayList<>();

    private final List<String> leftOut = new ArrayList<>();
    private Entry entry;
    private boolean started;
    private double lastEnd;

    RunReader(RunDirectory directory, RunManifest manifest) throws IOException {
        tags = new Tags(manifest);
        counts = new LineFile(directory.countsFile());
        health = new LineFile(directory.healthFile());
        log = new LineFile(directory.intervalsFile());
    }

    /** The next complete interval; null at the end. Its histograms are good until the next call, which uses them again. */
    Interval next() throws IOException {
        if (!started) {
            started = true;
            entry = nextEntry();
        }
        if (counts.next() == null) {
            atEnd();
            return null;
        }
        CountsLine c = counts.json(CountsLine.class);
        if (c.end() <= c.start() || c.start() < lastEnd - 0.001) {
            throw counts.damaged("an interval from " + c.start() + " s to " + c.end()
                    + " s cannot follow one that ends at " + lastEnd + " s");
        }
        lastEnd = c.end();
        Interval.Builder interval = Interval.builder(c.index(), c.start(), c.end());
        c.steps().forEach(interval::add);
        c.journeys().forEach(interval::add);
        c.targets().forEach(interval::add);
        c.errors().forEach(interval::add);
        interval.clamped(c.clamped());
        int given = 0;
        if (health.next() != null) {
            interval.health(health.json(Health.class));
        }
        while (entry != null && millis(entry.start) <= millis(c.start())) {
            if (millis(entry.start) < millis(c.start())) {
                throw log.damaged(
                        "histogram of an interval that counts.ndjson does not have (start " + entry.start + " s)");
            }
            interval.give(entry.series, decode(entry.payload, given++));
            entry = nextEntry();
        }
        return interval.build();
    }

    /** What was not read at the end of the files, in words; complete once {@link #next} returned null. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    private void atEnd() throws IOException {
        if (entry != null) {
            leftOut.add("intervals.hlog: an interval without counts was left out, from line " + log.line());
        }
        for (LineFile file : List.of(log, health, counts)) {
            file.skipToEnd();
            if (file.torn()) {
                leftOut.add(file.name() + ":" + (file.line() + 1) + ": the last line is incomplete and was left out");
            }
        }
    }

    static List<ErrorExample> examples(RunDirectory directory) throws IOException {
        List<ErrorExample> examples = new ArrayList<>();
        try (LineFile errors = new LineFile(directory.errorsFile())) {
            while (errors.next() != null) {
                examples.add(errors.json(ErrorExample.class));
            }
        }
        return examples;
    }

    @Override
    public void close() throws IOException {
        try (payloads;
                counts;
                health) {
            log.close();
        }
    }

    /** A line {@code Tag=…,start,length,max,payload} of the log; decoded when its interval comes. */
    private record Entry(double start, Series series, String payload) {}

    private Entry nextEntry() throws IOException {
        String line = log.next();
        while (line != null && !line.startsWith("Tag=")) {
            if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("\"")) {
                throw log.damaged("expected a tagged histogram, found '" + ErrorExample.cut(line, 80) + "'");
            }
            line = log.next();
        }
        if (line == null) {
            return null;
        }
        String[] fields = line.split(",", -1);
        if (fields.length != 5) {
            throw log.damaged("expected Tag=…,start,length,max,histogram, found " + fields.length + " fields");
        }
        try {
            Series series = tags.of(fields[0].substring("Tag=".length()));
            double start = Double.parseDouble(fields[1]);
            if (!(start >= 0 && start < Double.POSITIVE_INFINITY)) {
                throw log.damaged("the start of a histogram is " + fields[1] + ", expected seconds since the start");
            }
            return new Entry(start, series, fields[4]);
        } catch (IllegalArgumentException e) {
            throw log.damaged(e.getMessage());
        }
    }

    private Histogram decode(String payload, int index) throws RunFormatException {
        while (reused.size() <= index) reused.add(new Histogram(Series.DIGITS));
        try {
            return payloads.decode(payload, reused.get(index));
        } catch (DataFormatException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | BufferUnderflowException
                | NegativeArraySizeException e) {
            throw log.damaged("the histogram cannot be decoded: " + e.getMessage());
        }
    }

    private static long millis(double seconds) {
        return Math.round(seconds * 1000);
    }
}
