package io.rehearse.journeys.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads data files whole, strictly: what is missing, doubled or ragged is an error with its line. */
public final class DataFiles {
    /** Larger files are refused: rows are kept in memory, once for all lanes. */
    static final long BYTES_MAX = 512L * 1024 * 1024;

    private static final int ERRORS_MAX = 10;

    private DataFiles() {}

    /**
     * A CSV file with a header line (RFC 4180, UTF-8, a byte order mark is skipped).
     *
     * @param name for messages and the fingerprint
     * @throws ScriptErrors with the file's own lines
     */
    public static Feeder csv(String name, Path file, Feeder.Order order) {
        String text = text(name, file);
        List<ScriptError> errors = new ArrayList<>();
        List<String> columns = List.of();
        List<byte[][]> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .skipEmptyLines(true)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(text)) {
            boolean header = true;
            for (CsvRecord line : reader) {
                if (header) {
                    columns = line.getFields().stream().map(String::strip).toList();
                    header = false;
                    checkColumns(name, columns, errors);
                } else if (line.getFieldCount() != columns.size()) {
                    if (errors.size() < ERRORS_MAX) {
                        errors.add(ScriptError.of(
                                name,
                                (int) line.getStartingLineNumber(),
                                line.getFieldCount() + " values for " + columns.size() + " columns ("
                                        + String.join(", ", columns) + ")"));
                    }
                } else {
                    rows.add(line.getFields().stream()
                            .map(value -> value.getBytes(StandardCharsets.UTF_8))
                            .toArray(byte[][]::new));
                }
            }
        } catch (CsvParseException notCsv) {
            errors.add(ScriptError.of(name, "not readable as CSV: " + notCsv.getMessage()));
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return feeder(name, order, columns, rows, null, errors);
    }

    static Feeder feeder(
            String name,
            Feeder.Order order,
            List<String> columns,
            List<byte[][]> rows,
            Value.Kind[][] kinds,
            List<ScriptError> errors) {
        if (errors.isEmpty() && rows.isEmpty()) {
            errors.add(ScriptError.of(name, "no rows" + (columns.isEmpty() ? "" : " below the header line")));
        }
        if (!errors.isEmpty()) {
            throw new ScriptErrors(errors);
        }
        return new Feeder(name, order, columns, rows.toArray(byte[][][]::new), kinds);
    }

    static String text(String name, Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new ScriptErrors(List.of(ScriptError.of(
                        name, "is larger than " + BYTES_MAX / (1024 * 1024) + " MB; rows are kept in memory")));
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notText) {
            throw new ScriptErrors(List.of(ScriptError.of(name, "is not UTF-8 text")));
        } catch (IOException unreadable) {
            if (Files.isDirectory(file)) {
                throw new ScriptErrors(List.of(ScriptError.of(name, "is a directory; name the data file in it")));
            }
            String why = Files.exists(file) ? "cannot be read" : "does not exist";
            throw new ScriptErrors(List.of(ScriptError.of(name, why + " (" + file + ")")));
        }
    }

    private static void checkColumns(String name, List<String> columns, List<ScriptError> errors) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isEmpty()) {
                errors.add(ScriptError.of(name, 1, "column " + (i + 1) + " has no name"));
            } else if (!seen.add(columns.get(i))) {
                errors.add(ScriptError.of(name, 1, "column '" + columns.get(i) + "' is there twice"));
            }
        }
    }
}
