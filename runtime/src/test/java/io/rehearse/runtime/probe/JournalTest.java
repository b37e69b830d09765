package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T03:12:44Z"));

    @TempDir
    private Path directory;

    private Path written(int entries) throws IOException {
        Path file = directory.resolve("journal.jsonl");
        try (Journal journal = Journal.open(file, CLOCK, entry -> {})) {
            for (int i = 1; i <= entries; i++) {
                journal.append("note", Map.of("text", "n" + i));
            }
        }
        return file;
    }

    private static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Journal.read(file, entries::add);
        return entries;
    }

    @Test
    void whatIsAppendedIsInTheFileAtOnce() throws IOException {
        Path file = directory.resolve("journal.jsonl");
        try (Journal journal = Journal.open(file, CLOCK, entry -> {})) {
            journal.append("note", Map.of("text", "switched"));
            assertThat(Files.readString(file))
                    .startsWith(
                            "{\"seq\":1,\"at\":\"2026-11-22T03:12:44Z\",\"type\":\"note\",\"data\":{\"text\":\"switched\"}")
                    .endsWith("\"}\n");
        }
    }

    @Test
    void itGoesOnWhereItEnded() throws IOException {
        Path file = written(3);
        try (Journal journal = Journal.open(file, CLOCK, entry -> {})) {
            journal.append("note", Map.of("text", "later"));
        }
        assertThat(read(file)).extracting(Entry::seq).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void anyFlippedByteIsReportedWithItsLine() throws IOException {
        Path file = written(4);
        byte[] sound = Files.readAllBytes(file);
        int line = 1;
        for (int i = 0; i < sound.length; i++) {
            byte[] flipped = sound.clone();
            flipped[i] ^= 1;
            Files.write(file, flipped);
            // a line end that is none joins two lines; at the end of the file it makes the last line a torn one
            boolean torn = i == sound.length - 1;
            int expected = line;
            if (!torn) {
                assertThatThrownBy(() -> read(file))
                        .as("byte %d", i)
                        .isInstanceOfSatisfying(
                                DamagedJournalException.class,
                                e -> assertThat(e.line()).isEqualTo(expected));
            }
            line += sound[i] == '\n' ? 1 : 0;
        }
    }

    @Test
    void aRemovedLineIsReported() throws IOException {
        Path file = written(4);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.remove(1);
        Files.write(file, lines);
        assertThatThrownBy(() -> read(file))
                .hasMessage(file + ", line 2: entry 3 does not follow the one before: expected entry 2, something was"
                        + " removed or added; lines before it are sound. Keep the file as it is, and begin with another"
                        + " --journal");
    }

    /** With its own number and a hash that fits: only what the next line says of it gives it away. */
    @Test
    void aLineThatWasWrittenAnewIsReportedAtTheLineAfterIt() throws IOException {
        Path file = written(4);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        String prev = read(file).get(0).hash();
        lines.set(1, Entry.line(2, CLOCK.instant(), "note", Map.of("text", "forged"), prev));
        Files.write(file, lines);
        assertThatThrownBy(() -> read(file))
                .hasMessage(file + ", line 3: entry 3 does not follow the one before: expected entry 3, something was"
                        + " removed or added; lines before it are sound. Keep the file as it is, and begin with another"
                        + " --journal");
    }

    @Test
    void aLastLineTornAnywhereIsNoEntryAndIsCutOff() throws IOException {
        Path file = written(3);
        byte[] sound = Files.readAllBytes(file);
        int third = new String(sound, StandardCharsets.UTF_8).indexOf("{\"seq\":3");
        for (int length = third; length < sound.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(sound, length));
            assertThat(read(file)).hasSize(2);
            try (Journal journal = Journal.open(file, CLOCK, entry -> {})) {
                journal.append("note", Map.of("text", "n3"));
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(sound);
        }
    }

    @Test
    void aJournalHasOneWriter() throws IOException {
        Path file = written(1);
        try (Journal first = Journal.open(file, CLOCK, entry -> {})) {
            assertThatThrownBy(() -> Journal.open(file, CLOCK, entry -> {}))
                    .hasMessage(file + " is in use by another probe: a journal has one writer; give this one another"
                            + " --journal");
            first.append("note", Map.of());
        }
        Files.writeString(file, "", StandardOpenOption.APPEND);
        assertThat(read(file)).hasSize(2);
    }
}
