package io.rehearse.runtime.response;

import static io.rehearse.runtime.response.Scripted.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehearse.journeys.data.Value.Kind;
import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.Reader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonScannerTest {
    private final Extractor extractor = new Extractor(1);
    private final Found found = new Found();

    private String find(byte[] body, JsonPath path, Pick pick) {
        extractor.of(Answer.of(200, body), 0);
        Reader reader = new Reader.Json(path);
        boolean there = extractor.find(new Extraction(reader, pick, Optional.empty(), false, ""), 0, found);
        return there ? found.text(found.length()) : "nothing: " + extractor.problem();
    }

    private String first(String body, Object... path) {
        return find(body.getBytes(StandardCharsets.UTF_8), path(path), Pick.FIRST);
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("{\"a\":1}", path("a"), "1"),
                Arguments.of(" {\n\"a\" : \t1 } ", path("a"), "1"),
                Arguments.of("{\"x\":{\"a\":1},\"a\":2}", path("a"), "2"),
                Arguments.of("{\"x\":\"\\\"a\\\":9\",\"a\":2}", path("a"), "2"),
                Arguments.of("{\"x\":[{\"a\":1}],\"a\":{\"a\":3}}", path("a", "a"), "3"),
                Arguments.of("{\"ab\":1,\"a\":2}", path("a"), "2"),
                Arguments.of("{\"\\u0061\":5}", path("a"), "5"),
                Arguments.of("{\"\\ud83d\\ude00\":5}", path("😀"), "5"),
                Arguments.of("{\"größe\":5}", path("größe"), "5"),
                Arguments.of("{\"a\":1,\"a\":2}", path("a"), "1"),
                Arguments.of("{\"a\":{\"x\":1},\"a\":{\"b\":2}}", path("a", "b"), "nothing: null"),
                Arguments.of("{\"a\":1.50e+3}", path("a"), "1.50e+3"),
                Arguments.of("{\"a\":12345678901234567890.10}", path("a"), "12345678901234567890.10"),
                Arguments.of("{\"a\":\"\\u00e9\\n\\t\\/\\\\\\\"\\ud83d\\ude00\"}", path("a"), "é\n\t/\\\"😀"),
                Arguments.of("{\"a\":\"x\\ud83dy\"}", path("a"), "x\uFFFDy"),
                Arguments.of("{\"a\":\"\\ude00\\ud83d\"}", path("a"), "\uFFFD\uFFFD"),
                Arguments.of("{\"a\":[1, {\"b\":\"]\"}]}", path("a"), "[1, {\"b\":\"]\"}]"),
                Arguments.of("[10,20,30]", path(1), "20"),
                Arguments.of("[10,20,30]", path(-1), "30"),
                Arguments.of("[10,20,30]", path(-3), "10"),
                Arguments.of("[10,20,30]", path(-4), "nothing: null"),
                Arguments.of("[10,20,30]", path(3), "nothing: null"),
                Arguments.of("[]", path(-1), "nothing: null"),
                Arguments.of("[[1,2],[3,4]]", path(-1, -2), "3"),
                Arguments.of("{\"a\":[1]}", path("a", "b"), "nothing: null"),
                Arguments.of("{\"a\":{\"0\":1}}", path("a", 0), "nothing: null"),
                Arguments.of("{\"a\":null}", path("a"), "nothing: null"),
                Arguments.of("[null,7]", path("*"), "7"),
                Arguments.of("\"x\"", path(), "x"),
                Arguments.of("{\"a\":1} this is never read", path("a"), "1"),
                Arguments.of("\uFEFF{\"a\":1}", path("a"), "1"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aPathFindsTheFirstValueAtTheRightPlace(String document, JsonPath path, String expected) {
        assertThat(find(document.getBytes(StandardCharsets.UTF_8), path, Pick.FIRST))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <html>      | expected a value, found '<' at byte 0
            {           | expected a name or '}', found the end at byte 1
            {"b":1      | expected ',' or '}', found the end at byte 6
            {"b":1,}    | expected a name in quotes, found '}' at byte 7
            {b:1}       | expected a name in quotes, found 'b' at byte 1
            {"b" 1}     | expected ':', found '1' at byte 5
            {"b":}      | expected a value, found '}' at byte 5
            [1,]        | expected a value, found ']' at byte 3
            [1 2]       | expected ',' or ']', found '2' at byte 3
            [1}         | expected ',' or ']', found '}' at byte 2
            {"b":tru}   | expected true, found '}' at byte 8
            {"b":01}    | expected ',' or '}', found '1' at byte 6
            {"b":1.}    | expected a digit, found '}' at byte 7
            {"b":-}     | expected a digit, found '}' at byte 6
            {"b":1e}    | expected a digit, found '}' at byte 7
            {"b":"x     | expected the end of a string, found the end at byte 7
            {"b":"\\x"} | expected an escape, found 'x' at byte 7
            {"b":"\\u12g4"} | expected four hex digits, found 'g' at byte 10
            {"b":1} 2   | expected the end, found '2' at byte 8
            {"b":1}é    | expected the end, found 0xC3 at byte 7
            """)
    void whatIsNotJsonIsSaidWithItsPlace(String document, String problem) {
        assertThat(first(document.replace("\\\\", "\\"), "a")).isEqualTo("nothing: the body is not JSON: " + problem);
    }

    @Test
    void aControlCharacterInAStringIsNotJson() {
        assertThat(first("{\"a\":\"x\ny\"}", "a"))
                .isEqualTo("nothing: the body is not JSON: expected a string without control characters,"
                        + " found 0x0A at byte 7");
    }

    @Test
    void nestingIsBoundedAndNeverOverflowsTheStack() {
        String deepest = "[".repeat(511) + "7" + "]".repeat(511);
        assertThat(first("{\"deep\":" + deepest + ",\"a\":1}", "a")).isEqualTo("1");
        assertThat(first("{\"deep\":[" + deepest + "],\"a\":1}", "a"))
                .isEqualTo("nothing: the body is not JSON: nested deeper than 512 at byte 519");
        for (String open : List.of("[", "{\"x\":", "[{\"x\":")) {
            assertThat(first(open.repeat(100_000), "a")).contains("nested deeper than 512 at byte");
            assertThat(first(open.repeat(100_000), "x", "*", "x")).contains("nested deeper than 512 at byte");
        }
    }

    @Test
    void invalidUtf8SurvivesUntouched() {
        byte[] body = {'{', '"', 'a', '"', ':', '"', 'x', (byte) 0xFF, (byte) 0xC3, '"', '}'};
        assertThat(find(body, path("a"), Pick.FIRST)).isEqualTo("x\uFFFD\uFFFD");
        assertThat(found.length()).isEqualTo(3);
        assertThat(found.bytes()[found.start() + 1]).isEqualTo((byte) 0xFF);
    }

    @Test
    void anotherCharsetIsConvertedToUtf8() {
        byte[] latin = "{\"name\":\"größe\"}".getBytes(StandardCharsets.ISO_8859_1);
        Extraction name = Scripted.first(Scripted.json("name"));
        extractor.of(Answer.of(200, latin).header("Content-Type", "application/json; Charset=\"ISO-8859-1\""), 0);
        assertThat(extractor.find(name, 0, found)).isTrue();
        assertThat(found.text(99)).isEqualTo("größe");
        byte[] wide = "\uFEFF{\"name\":\"größe\"}".getBytes(StandardCharsets.UTF_16LE);
        extractor.of(Answer.of(200, wide), 0);
        assertThat(extractor.find(name, 0, found)).isTrue();
        assertThat(found.text(99)).isEqualTo("größe");
    }

    @Test
    void wildcardsGiveAllTheirNumberAndTheFirst() {
        byte[] body =
                "{\"items\":[{\"id\":\"a\"},{\"x\":1},{\"id\":null},{\"id\":[2, 3]}]}".getBytes(StandardCharsets.UTF_8);
        JsonPath ids = path("items", "*", "id");
        assertThat(find(body, ids, Pick.FIRST)).isEqualTo("a");
        assertThat(find(body, ids, Pick.ALL)).isEqualTo("[\"a\",[2, 3]]");
        assertThat(found.kind()).isEqualTo(Kind.JSON);
        assertThat(find(body, ids, Pick.COUNT)).isEqualTo("2");
        assertThat(find(body, path("none", "*"), Pick.COUNT)).isEqualTo("0");
        assertThat(find(body, path("none", "*"), Pick.ALL)).isEqualTo("nothing: null");
    }

    @Test
    void everySelectorOfThePlanIsFollowed() throws Exception {
        for (Class<?> permitted : JsonPath.Selector.class.getPermittedSubclasses()) {
            if (permitted == JsonPath.Slice.class || permitted == JsonPath.Descendants.class) {
                continue; // see JsonPathTest
            }
            if (permitted == JsonPath.Several.class || permitted == JsonPath.Filter.class) {
                continue; // see JsonFilterTest
            }
            Object[] made = permitted == JsonPath.Name.class
                    ? new Object[] {"a"}
                    : permitted == JsonPath.Index.class ? new Object[] {0} : new Object[0];
            JsonPath.Selector selector = (JsonPath.Selector) permitted.getDeclaredConstructors()[0].newInstance(made);
            byte[] body = (selector instanceof JsonPath.Index ? "[5]" : "{\"a\":5}").getBytes(StandardCharsets.UTF_8);
            assertThat(find(body, new JsonPath("", List.of(selector)), Pick.FIRST))
                    .as(permitted.getSimpleName())
                    .isEqualTo("5");
        }
    }

    @Test
    void agreesWithATreeOnRandomDocumentsAndPaths() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        int matched = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            write(random, 0, out);
            byte[] body = out.toByteArray();
            Object[] steps = new Object[random.nextInt(4)];
            for (int i = 0; i < steps.length; i++) {
                int kind = random.nextInt(4);
                steps[i] = kind == 0 ? "*" : kind == 1 ? (Object) (random.nextInt(7) - 3) : NAMES[random.nextInt(5)];
            }
            List<JsonNode> nodes = new ArrayList<>();
            select(mapper.readTree(body), steps, 0, nodes);
            nodes.removeIf(JsonNode::isNull);
            String what = "seed " + seed + ": " + path(steps).text() + " in " + out.toString(StandardCharsets.UTF_8);
            assertThat(find(body, path(steps), Pick.COUNT)).as(what).isEqualTo("" + nodes.size());
            String first = find(body, path(steps), Pick.FIRST);
            if (nodes.isEmpty()) {
                assertThat(first).as(what).isEqualTo("nothing: null");
                continue;
            }
            matched++;
            JsonNode expected = nodes.get(0);
            if (expected.isTextual()) {
                assertThat(first).as(what).isEqualTo(expected.textValue());
            } else {
                assertThat(mapper.readTree(first)).as(what).isEqualTo(expected);
            }
            assertThat(mapper.readTree(find(body, path(steps), Pick.ALL)))
                    .as(what)
                    .containsExactlyElementsOf(nodes);
        }
        assertThat(matched).as("documents with a match").isGreaterThan(4_000);
    }

    private static final String[] NAMES = {"a", "b", "ab", "ä", "😀"};
    private static final String[] WRITTEN = {"a", "b", "a\\u0062", "\\u00e4", "\\uD83D\\ude00", "c", "a\\\"", "{"};
    private static final String[] SCALARS = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1.50",
        "2e3",
        "123456789012345678901",
        "\"\"",
        "\"}\"",
        "\"\\\\\"",
        "\"ä\\u00e4\\n\"",
        "\"\\ud83d\\ude00,\"",
        "\"a\\\":1\"",
        "[]",
        "{}",
        "[ ]",
        "{ }"
    };

    private static void write(Random random, int depth, ByteArrayOutputStream out) {
        String space = random.nextInt(3) == 0 ? " \n" : "";
        int kind = random.nextInt(depth == 0 ? 2 : 4);
        if (depth == 5 || kind > 1) {
            put(SCALARS[random.nextInt(SCALARS.length)], out);
            return;
        }
        boolean object = kind == 0;
        put((object ? "{" : "[") + space, out);
        int from = random.nextInt(WRITTEN.length);
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            put(i == 0 ? "" : "," + space, out);
            put(object ? "\"" + WRITTEN[(from + i) % WRITTEN.length] + "\"" + space + ":" + space : "", out);
            write(random, depth + 1, out);
            put(space, out);
        }
        put(object ? "}" : "]", out);
    }

    private static void put(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void select(JsonNode node, Object[] steps, int at, List<JsonNode> into) {
        if (at == steps.length) {
            into.add(node);
        } else if (steps[at].equals("*")) {
            node.forEach(child -> select(child, steps, at + 1, into));
        } else if (steps[at] instanceof Integer index) {
            int place = index >= 0 ? index : node.size() + index;
            if (node.isArray() && place >= 0 && place < node.size()) {
                select(node.get(place), steps, at + 1, into);
            }
        } else if (node.has((String) steps[at])) {
            select(node.get((String) steps[at]), steps, at + 1, into);
        }
    }
}
