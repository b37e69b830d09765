package io.rehearse.journeys.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads files with one JSON object a line; every line has the members of the first. Values keep their type. */
public final class JsonLines {
    private static final int ERRORS_MAX = 10;

    private JsonLines() {}

    /**
     * @param name for messages and the fingerprint
     * @throws ScriptErrors with the file's own lines
     */
    public static Feeder read(String name, Path file, Feeder.Order order) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        List<ScriptError> errors = new ArrayList<>();
        List<String> columns = List.of();
        List<byte[][]> rows = new ArrayList<>();
        List<Value.Kind[]> kinds = new ArrayList<>();
        List<String> lines = DataFiles.text(name, file).lines().toList();
        for (int i = 0; i < lines.size() && errors.size() < ERRORS_MAX; i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                JsonNode object = mapper.readTree(lines.get(i));
                if (!object.isObject()) {
                    errors.add(ScriptError.of(name, i + 1, "not a JSON object"));
                    continue;
                }
                List<String> members = new ArrayList<>();
                object.fieldNames().forEachRemaining(members::add);
                if (columns.isEmpty()) {
                    columns = members;
                } else if (!members.containsAll(columns) || members.size() != columns.size()) {
                    errors.add(ScriptError.of(
                            name,
                            i + 1,
                            "members " + String.join(", ", members) + "; the first line has "
                                    + String.join(", ", columns)));
                    continue;
                }
                byte[][] row = new byte[columns.size()][];
                Value.Kind[] types = new Value.Kind[columns.size()];
                for (int c = 0; c < row.length; c++) {
                    JsonNode value = object.get(columns.get(c));
                    types[c] = kind(value);
                    row[c] =
                            (value.isTextual() ? value.textValue() : value.toString()).getBytes(StandardCharsets.UTF_8);
                }
                rows.add(row);
                kinds.add(types);
            } catch (JsonProcessingException notJson) {
                errors.add(new ScriptError(
                        name,
                        i + 1,
                        notJson.getLocation() == null
                                ? 0
                                : notJson.getLocation().getColumnNr(),
                        "not readable as JSON: " + notJson.getOriginalMessage(),
                        "",
                        0));
            }
        }
        return DataFiles.feeder(name, order, columns, rows, kinds.toArray(Value.Kind[][]::new), errors);
    }

    private static Value.Kind kind(JsonNode value) {
        return value.isTextual()
                ? Value.Kind.TEXT
                : value.isNumber() ? Value.Kind.NUMBER : value.isBoolean() ? Value.Kind.BOOLEAN : Value.Kind.JSON;
    }
}
