package io.rehearse.journeys.environment;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of a YAML file with the place it came from.
 *
 * @param text of a scalar; null for a map or an empty value
 * @param map members of a map in their order; null for a scalar
 */
record YamlNode(String file, int line, int column, String text, Map<String, YamlNode> map) {

    /** Reads a whole file; lists, doubled keys and other documents are errors. */
    static YamlNode read(String file, String content) {
        try (JsonParser parser = YAMLFactory.builder().build().createParser(content)) {
            parser.enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
            if (parser.nextToken() == null) {
                return new YamlNode(file, 1, 1, null, new LinkedHashMap<>());
            }
            return value(file, parser);
        } catch (com.fasterxml.jackson.core.JsonProcessingException notYaml) {
            JsonLocation at = notYaml.getLocation();
            // "while scanning for the next token" says less than the line behind it
            String found = notYaml.getOriginalMessage()
                    .lines()
                    .filter(line -> !line.startsWith("while ") && !line.startsWith(" "))
                    .findFirst()
                    .orElse("its end is missing");
            throw new ScriptErrors(List.of(new ScriptError(
                    file,
                    at == null ? 0 : at.getLineNr(),
                    at == null ? 0 : at.getColumnNr(),
                    "not readable as YAML: " + found,
                    "",
                    0)));
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    private static YamlNode value(String file, JsonParser parser) throws IOException {
        JsonLocation at = parser.currentTokenLocation();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, YamlNode> members = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                JsonLocation keyAt = parser.currentTokenLocation();
                parser.nextToken();
                YamlNode value = value(file, parser);
                members.put(key, new YamlNode(file, keyAt.getLineNr(), keyAt.getColumnNr(), value.text, value.map));
            }
            return new YamlNode(file, at.getLineNr(), at.getColumnNr(), null, members);
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            throw new ScriptErrors(List.of(new ScriptError(
                    file, at.getLineNr(), at.getColumnNr(), "a list; nothing in an environment is a list", "", 0)));
        }
        String text = parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
        return new YamlNode(file, at.getLineNr(), at.getColumnNr(), text, null);
    }

    ScriptError error(String message) {
        return new ScriptError(file, line, column, message, "", 0);
    }
}
