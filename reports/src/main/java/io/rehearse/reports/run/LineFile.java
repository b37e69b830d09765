package io.rehearse.reports.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of lines of which the last may be torn: a line counts only with its line end. */
final class LineFile implements AutoCloseable {
    private final Path file;
    private final Reader reader;
    private final char[] buffer = new char[1 << 16];
    private int position;
    private int limit;
    private String current;
    private int line;
    private boolean torn;

    LineFile(Path file) throws IOException {
        this.file = file;
        // Not Files.newBufferedReader: that refuses a last line torn within a character.
        // A file that was never created, because the disk was full, is an empty one.
        this.reader = Files.exists(file)
                ? new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)
                : Reader.nullReader();
    }

    /** The next complete line without its end; null at the end. */
    String next() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            text.append(buffer, start, position - start);
            if (position < limit) {
                position++;
                line++;
                current = text.toString();
                return current;
            }
            limit = Math.max(0, reader.read(buffer));
            position = 0;
            if (limit == 0) {
                torn = torn || text.length() > 0;
                current = null;
                return null;
            }
        }
    }

    void skipToEnd() throws IOException {
        while (next() != null) {
            // Only the end is of interest: whether it is torn.
        }
    }

    <T> T json(Class<T> type) throws RunFormatException {
        try {
            return Json.mapper().readValue(current, type);
        } catch (JsonProcessingException e) {
            throw damaged("not a JSON object of the expected form: " + e.getOriginalMessage());
        }
    }

    RunFormatException damaged(String found) {
        return new RunFormatException(file, line, found);
    }

    String name() {
        return file.getFileName().toString();
    }

    /** Number of the line last returned, from 1. */
    int line() {
        return line;
    }

    /** Whether the file ended within a line; known after {@link #next} returned null. */
    boolean torn() {
        return torn;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
