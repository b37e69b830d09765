package io.rehearse.journeys.dsl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.data.Value.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Values of a session as a closure sees them, and back. */
final class Values {
    /** Longest number that becomes one; a longer one stays text, because computing with it could take seconds. */
    private static final int NUMBER_LENGTH_MAX = 100;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Values() {}

    static Object object(Value value) {
        return switch (value.kind()) {
            case UNSET -> null;
            case TEXT -> value.text();
            case BOOLEAN -> value.text().equals("true");
            case NUMBER -> number(value.text());
            case JSON -> document(value);
        };
    }

    private static Object number(String text) {
        if (text.length() > NUMBER_LENGTH_MAX) {
            return text;
        }
        if (text.matches("-?\\d{1,9}")) {
            return Integer.valueOf(text);
        }
        return text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : new BigDecimal(text);
    }

    private static Object document(Value value) {
        try {
            return JSON.readValue(value.text(), Object.class);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("not JSON: " + notJson.getOriginalMessage());
        }
    }

    static void set(Value into, Object value) {
        if (value == null) {
            into.clear();
        } else if (value instanceof CharSequence text) {
            into.set(Kind.TEXT, text.toString());
        } else if (value instanceof Boolean truth) {
            into.set(Kind.BOOLEAN, truth.toString());
        } else if (value instanceof BigDecimal decimal) {
            into.set(Kind.NUMBER, decimal.toPlainString());
        } else if (value instanceof Number number) {
            into.set(Kind.NUMBER, number.toString());
        } else if (value instanceof Map || value instanceof List) {
            into.set(Kind.JSON, json(value));
        } else {
            throw new IllegalArgumentException("a " + value.getClass().getSimpleName()
                    + " cannot be kept in a variable: text, a number, true, false, a list or a map can");
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("cannot be written as JSON: " + notJson.getOriginalMessage());
        }
    }
}
