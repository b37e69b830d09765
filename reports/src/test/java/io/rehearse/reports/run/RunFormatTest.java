package io.rehearse.reports.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFormatTest {
    @TempDir
    Path temp;

    private Path written(int seconds) throws IOException {
        Path path = temp.resolve("run");
        RunWriter writer = new RunWriter(path, new Sample().manifest());
        for (int i = 0; i < seconds; i++) {
            writer.write(Second.at(i)
                    .ok(Sample.LOG_IN, 10, 100 + i)
                    .failed(Sample.ORDER, 1, "STATUS_ERROR")
                    .walks(11, 10, 1)
                    .walkTimes(10, 200)
                    .error("order 503", Sample.ORDER, "status: expected 201, was 503", "HTTP/1.1 503")
                    .health(1, 2, 0)
                    .build());
        }
        writer.close(RunEnd.finished(Sample.CREATED.plusSeconds(seconds), seconds));
        return path;
    }

    private static List<Interval> read(Path path, List<String> leftOut) throws IOException {
        List<Interval> intervals = new ArrayList<>();
        leftOut.addAll(new RunDirectory(path).forEachInterval(intervals::add));
        return intervals;
    }

    @Test
    void whatIsWrittenIsReadBackTheSame() throws IOException {
        Path path = written(3);
        List<String> leftOut = new ArrayList<>();

        List<Interval> intervals = read(path, leftOut);

        assertThat(leftOut).isEmpty();
        assertThat(new RunDirectory(path).manifest()).isEqualTo(new Sample().manifest());
        assertThat(intervals).hasSize(3);
        Interval last = intervals.get(2);
        assertThat(last.index()).isEqualTo(2);
        assertThat(last.startSeconds()).isEqualTo(2);
        assertThat(last.health().gcMillis()).isEqualTo(2);
        assertThat(last.steps())
                .filteredOn(c -> c.step() == Sample.ORDER)
                .singleElement()
                .satisfies(c -> assertThat(c.failed()).containsEntry("STATUS_ERROR", 1L));
        assertThat(last.errors()).containsExactly(new ErrorCount("order 503", Sample.HOLD, 1));
        assertThat(last.histograms()
                        .get(Series.ofStep(0, Sample.LOG_IN, 0, Sample.HOLD, Kind.RESPONSE))
                        .getValueAtPercentile(50))
                .isBetween(102_000L, 102_100L);
        assertThat(last.histograms()).containsKey(Series.ofJourney(0, 0, Sample.HOLD, Kind.RESPONSE));
        assertThat(new RunDirectory(path).end().orElseThrow().how()).isEqualTo(RunEnd.How.FINISHED);
    }

    @Test
    void theLogOpensInTheStandardReaderWithTagsAndRelativeStarts() throws IOException {
        Path path = written(2);
        List<String> tags = new ArrayList<>();
        List<Double> starts = new ArrayList<>();

        try (HistogramLogReader reader =
                new HistogramLogReader(path.resolve("intervals.hlog").toFile())) {
            while (reader.hasNext()) {
                Histogram histogram = (Histogram) reader.nextIntervalHistogram();
                tags.add(histogram.getTag());
                starts.add(histogram.getStartTimeStamp() / 1000.0 - Sample.CREATED.toEpochMilli() / 1000.0);
                assertThat(histogram.getTotalCount()).isPositive();
            }
        }

        assertThat(tags)
                .contains("Checkout/Log%20in/0/1.hold/response", "Checkout/@journey/0/1.hold/response")
                .doesNotContain("Checkout/Browse%20list/0/1.hold/response");
        assertThat(starts).contains(0.0, 1.0).doesNotContain(2.0);
        assertThat(Files.readAllLines(path.resolve("intervals.hlog")))
                .filteredOn(l -> l.startsWith("Tag="))
                .first()
                .asString()
                .contains(",0.000,1.000,");
    }

    @Test
    void anIntervalCountsOnlyWhenItsLastLineIsComplete() throws IOException {
        Path path = written(3);
        // Killed in the middle of the third interval: whatever byte the files end at, the first two are there.
        for (String file : List.of("counts.ndjson", "health.ndjson", "intervals.hlog", "errors.ndjson")) {
            long size = Files.size(path.resolve(file));
            Path copy = copy(path, file.replace('.', '-'));
            try (RandomAccessFile end =
                    new RandomAccessFile(copy.resolve("counts.ndjson").toFile(), "rw")) {
                end.setLength(end.length() - 5);
            }
            if (!file.equals("counts.ndjson")) {
                try (RandomAccessFile end =
                        new RandomAccessFile(copy.resolve(file).toFile(), "rw")) {
                    end.setLength(size - 7);
                }
            }
            Files.delete(copy.resolve("end.json"));
            List<String> leftOut = new ArrayList<>();

            assertThat(read(copy, leftOut)).as(file).extracting(Interval::index).containsExactly(0, 1);
            assertThat(leftOut)
                    .contains("counts.ndjson:3: the last line is incomplete and was left out")
                    .anyMatch(note -> note.startsWith("intervals.hlog: an interval without counts was left out"));
            assertThat(new RunDirectory(copy).end()).isEmpty();
        }
    }

    private Path copy(Path path, String name) throws IOException {
        Path copy = Files.createDirectory(temp.resolve(name));
        try (var files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    @Test
    void damageInTheMiddleIsAnErrorWithFileAndLine() throws IOException {
        Path path = written(3);
        Path counts = path.resolve("counts.ndjson");
        List<String> lines = new ArrayList<>(Files.readAllLines(counts));
        lines.set(1, "{\"index\":1,\"start\":oops}");
        Files.write(counts, lines);

        assertThatThrownBy(() -> read(path, new ArrayList<>()))
                .isInstanceOf(RunFormatException.class)
                .hasMessageStartingWith(counts + ":2: not a JSON object of the expected form: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"ok\":10' | '\"ok\":-10' | a count is -10, expected 0 or more",
                "'\"ok\":10' | '\"ok\":NaN' | Non-standard token 'NaN'",
                "'\"start\":1.0' | '\"start\":0.5' | an interval from 0.5 s to 2.0 s cannot follow one that ends at 1.0 s",
            })
    void numbersThatCannotBeAreErrors(String written, String damaged, String message) throws IOException {
        Path path = written(3);
        Path counts = path.resolve("counts.ndjson");
        List<String> lines = new ArrayList<>(Files.readAllLines(counts));
        assertThat(lines.get(1)).contains(written);
        lines.set(1, lines.get(1).replace(written, damaged));
        Files.write(counts, lines);

        assertThatThrownBy(() -> read(path, new ArrayList<>()))
                .isInstanceOf(RunFormatException.class)
                .hasMessageStartingWith(counts + ":2: ")
                .hasMessageContaining(message);
    }

    @Test
    void aLastLineMayBeTornWithinACharacter() throws IOException {
        Path path = written(1);
        Path errors = path.resolve("errors.ndjson");
        byte[] torn = "{\"fingerprint\":\"Gr\u00f6\u00dfe".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Files.write(errors, java.util.Arrays.copyOf(torn, torn.length - 2), StandardOpenOption.APPEND);

        assertThat(new RunDirectory(path).examples()).hasSize(1);
    }

    @Test
    void aDamagedHistogramIsAnErrorWithFileAndLine() throws IOException {
        Path path = written(1);
        Path log = path.resolve("intervals.hlog");
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        int last = lines.size() - 1;
        lines.set(last, lines.get(last).replaceFirst("HISTF", "HISTX"));
        Files.write(log, lines);

        assertThatThrownBy(() -> read(path, new ArrayList<>()))
                .isInstanceOf(RunFormatException.class)
                .hasMessageStartingWith(log + ":" + lines.size() + ": the histogram cannot be decoded");
    }

    @Test
    void aTagThatThePlanDoesNotKnowIsAnError() throws IOException {
        Path path = written(1);
        Path log = path.resolve("intervals.hlog");
        Files.writeString(log, Files.readString(log).replace("Tag=Checkout/Log%20in", "Tag=Checkout/Log%20out"));

        assertThatThrownBy(() -> read(path, new ArrayList<>()))
                .hasMessageContaining("tag 'Checkout/Log%20out/0/1.hold/")
                .hasMessageEndingWith("names a step that run.json does not have");
    }

    @Test
    void aNewerFormatIsRefusedAndUnknownPropertiesAreNot() throws IOException {
        Path path = written(1);
        Path run = path.resolve("run.json");
        String text = Files.readString(run);

        Files.writeString(run, text.replace("\"id\"", "\"addedLater\" : [ 1 ], \"id\""));
        assertThat(new RunDirectory(path).manifest().id()).isEqualTo("20261122T021407Z-checkout");

        Files.writeString(run, text.replace("rehearse/run/1", "rehearse/run/2"));
        assertThatThrownBy(() -> new RunDirectory(path).manifest())
                .hasMessage(run + ": was written by a newer version of the tool (schema rehearse/run/2, this one reads "
                        + "rehearse/run/1); read it with that version");

        Files.writeString(run, text.replace("rehearse/run/1", "something else"));
        assertThatThrownBy(() -> new RunDirectory(path).manifest())
                .hasMessage(run + ": expected schema rehearse/run/1, found something else");
    }

    @Test
    void intervalsAreWrittenInTheOrderOfTime() throws IOException {
        RunWriter writer = new RunWriter(temp.resolve("order"), new Sample().manifest());
        writer.write(Second.at(3).build());

        assertThatThrownBy(() -> writer.write(Second.at(2).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an interval from 2.0 s to 3.0 s cannot follow one that ends at 4.0 s");
        writer.close(RunEnd.finished(Sample.CREATED, 4));
    }

    @Test
    void aDirectoryWithContentIsNotWrittenTo() throws IOException {
        Path path = written(1);

        assertThatThrownBy(() -> new RunWriter(path, new Sample().manifest()))
                .isInstanceOf(RunWriteException.class)
                .hasMessage("cannot write " + path
                        + ": it has content already (counts.ndjson); give a directory that is new or empty");
    }

    @Test
    void whenTheDiskIsFullTheWriterSaysSoAndWhatWasWrittenStaysReadable() throws IOException {
        Path path = temp.resolve("full");
        long[] left = {6000};
        RunWriter writer = new RunWriter(path, new Sample().manifest(), file -> limited(file, left));
        RunWriteException failure = null;
        int written = 0;
        while (failure == null) {
            try {
                writer.write(Second.at(written)
                        .ok(Sample.LOG_IN, 10, 100)
                        .health(1, 2, 0)
                        .build());
                written++;
            } catch (RunWriteException e) {
                failure = e;
            }
        }
        Interval next = Second.at(written + 1).build();

        assertThat(failure).hasMessageMatching("cannot write .*full/\\w+\\.\\w+: No space left on device");
        assertThatThrownBy(() -> writer.write(next)).isSameAs(failure);
        writer.close(RunEnd.error(Sample.CREATED, written, failure.getMessage()));

        List<String> leftOut = new ArrayList<>();
        assertThat(written).isGreaterThan(2);
        assertThat(read(path, leftOut)).hasSize(written);
        assertThat(leftOut).isNotEmpty();
        assertThat(new RunDirectory(path).end().orElseThrow().how()).isEqualTo(RunEnd.How.ERROR);
    }

    /** A file on a disk with so many bytes left for all files together; a write that does not fit writes what does. */
    private static WritableByteChannel limited(Path file, long[] left) throws IOException {
        FileChannel target = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                if (left[0] == 0) {
                    throw new IOException("No space left on device");
                }
                ByteBuffer fits = source.slice();
                fits.limit((int) Math.min(left[0], fits.limit()));
                int n = target.write(fits);
                source.position(source.position() + n);
                left[0] -= n;
                return n;
            }

            @Override
            public boolean isOpen() {
                return target.isOpen();
            }

            @Override
            public void close() throws IOException {
                target.close();
            }
        };
    }

    @Test
    void examplesAndFingerprintsAreBoundedAndTheRestIsCounted() throws IOException {
        Path path = temp.resolve("errors");
        RunWriter writer = new RunWriter(path, new Sample().manifest());
        Second second = Second.at(0);
        for (int i = 0; i < 8; i++) {
            second.error("often", Sample.ORDER, "status: expected 201, was 503", null);
        }
        for (int i = 0; i < RunWriter.FINGERPRINTS_MAX + 9; i++) {
            second.error("rare " + i, Sample.ORDER, "status: expected 201, was 503", null);
        }
        writer.write(second.build());
        writer.close(RunEnd.finished(Sample.CREATED, 1));

        List<Interval> intervals = read(path, new ArrayList<>());
        assertThat(new RunDirectory(path).examples())
                .hasSize(RunWriter.EXAMPLES_MAX + RunWriter.FINGERPRINTS_MAX - 1)
                .filteredOn(e -> e.fingerprint().equals("often"))
                .hasSize(RunWriter.EXAMPLES_MAX);
        assertThat(intervals.get(0).errors())
                .contains(new ErrorCount("often", Sample.HOLD, 8), new ErrorCount(ErrorCount.OTHER, Sample.HOLD, 10))
                .hasSize(RunWriter.FINGERPRINTS_MAX + 1);
    }

    @Test
    void aHugeResponseIsCutAndSaysSo() {
        ErrorExample example =
                new ErrorExample("f", 0, 0, 0, "BROKEN", "m", 0, null, "x".repeat(10_000_000), null, Sample.CREATED);

        assertThat(example.response())
                .hasSizeLessThanOrEqualTo(ErrorExample.EXCERPT_MAX)
                .endsWith(" more characters)");
    }

    @Test
    void namesOfAnyKindSurviveInTags() throws IOException {
        Sample sample = new Sample();
        sample.orderName = "Bestellung, größer/als 5 %\n";
        Path path = temp.resolve("names");
        RunWriter writer = new RunWriter(path, sample.manifest());
        writer.write(Second.at(0).ok(Sample.ORDER, 1, 5).build());
        writer.close(RunEnd.finished(Sample.CREATED, 1));

        assertThat(read(path, new ArrayList<>()).get(0).histograms())
                .containsKey(Series.ofStep(0, Sample.ORDER, 0, Sample.HOLD, Kind.RESPONSE));
        assertThat(Files.readString(path.resolve("intervals.hlog")))
                .contains("Tag=Checkout/Bestellung%2C%20gr%C3%B6%C3%9Fer%2Fals%205%20%25%0A/0/1.hold/response,");
    }

    @Test
    void aDirectoryThatIsNoRunIsNamed() {
        assertThatThrownBy(() -> new RunDirectory(temp).manifest())
                .hasMessage(temp + ": is no run directory: it has no run.json");
    }

    @Test
    void aRunThatBeginsInTheSameDirectoryAtTheSameMomentLeavesTheOtherAlone() {
        Path path = temp.resolve("same");
        assertThatThrownBy(() -> new RunWriter(path, new Sample().manifest(), file -> {
                    throw new FileAlreadyExistsException(file.toString());
                }))
                .hasMessage("cannot write " + path.resolve("intervals.hlog") + ": another run writes there");
        assertThat(path.resolve("run.json")).doesNotExist();
    }
}
