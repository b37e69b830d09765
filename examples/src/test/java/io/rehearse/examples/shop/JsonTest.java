package io.rehearse.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("\"plain\"", "plain"),
                Arguments.of("\"\"", ""),
                Arguments.of("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"),
                Arguments.of("\"\\u00e9\\u00E9é\"", "ééé"),
                Arguments.of("\"\\ud83d\\ude00😀\"", "😀😀"),
                Arguments.of("\"\u007f\"", "\u007f"),
                Arguments.of("0", new BigDecimal("0")),
                Arguments.of("-12.50", new BigDecimal("-12.50")),
                Arguments.of("1e3", new BigDecimal("1e3")),
                Arguments.of("1.5E-7", new BigDecimal("1.5E-7")),
                Arguments.of("true", true),
                Arguments.of("false", false),
                Arguments.of("null", null),
                Arguments.of("[ ]", List.of()),
                Arguments.of("[1 , \"a\",[null]]", Arrays.asList(BigDecimal.ONE, "a", Arrays.asList((Object) null))),
                Arguments.of("{ }", Map.of()),
                Arguments.of("{ \"b\" : {\"c\":\"d\"} }", Map.of("b", Map.of("c", "d"))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsRead(String json, Object value) throws Exception {
        Map<?, ?> object = Json.readObject(" \t\r\n{\"a\" : " + json + " } ");
        assertThat(object.containsKey("a")).isTrue();
        assertThat((Object) object.get("a")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "[]",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1} x",
                "{a:1}",
                "{'a':1}",
                "{\"a\":\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":\"\\ude00\"}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":[1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1e99999999999}",
                "{\"a\":\"\\u٠٠٠٠\"}",
                "{\"a\":٣}",
            })
    void whatIsNoJsonObjectIsRefused(String text) {
        assertThatThrownBy(() -> Json.readObject(text)).isInstanceOf(Json.MalformedException.class);
    }

    @Test
    void depthAndDigitsAreBounded() {
        String deep = "{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";
        assertThatThrownBy(() -> Json.readObject(deep)).hasMessage("nested deeper than 16");
        String digits = "{\"a\":" + "9".repeat(1_000) + "}";
        assertThatThrownBy(() -> Json.readObject(digits)).hasMessage("a number has more than 40 digits");
    }

    @Test
    void aMessageNamesThePlaceAndWhatIsThere() {
        assertThatThrownBy(() -> Json.readObject("{\"a\":1;}"))
                .hasMessage("expected ',' or '}' at character 7, found \";\"");
        assertThatThrownBy(() -> Json.readObject("{\"a\":1"))
                .hasMessage("expected ',' or '}' at character 7, found the end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "\"quoted\" \\ back", "line\nbreak\u0000\u001f", "é 東京 😀"})
    void aQuotedTextIsReadBackUnchanged(String text) throws Exception {
        Map<?, ?> read = Json.readObject("{\"a\":" + Json.quote(text) + "}");
        assertThat((Object) read.get("a")).isEqualTo(text);
    }
}
