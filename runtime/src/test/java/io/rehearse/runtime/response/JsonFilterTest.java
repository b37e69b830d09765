package io.rehearse.runtime.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.JsonPath.Selector;
import io.rehearse.journeys.plan.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters and several selectors at once, on the examples of RFC 9535; and that tree and scanner find the same. */
class JsonFilterTest {
    private static final String COMPARED = "{\"obj\": {\"x\": \"y\"}, \"arr\": [2, 3]}";
    private static final String FILTERED = "{\"a\": [3, 5, 1, 2, 4, 6, {\"b\": \"j\"}, {\"b\": \"k\"}, {\"b\": {}},"
            + " {\"b\": \"kilo\"}], \"o\": {\"p\": 1, \"q\": 2, \"r\": 3, \"s\": 5, \"t\": {\"u\": 6}}, \"e\": \"f\"}";
    private static final String STORE = """
            {"store": {"book": [
                {"category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95},
                {"category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99},
                {"category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99},
                {"category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99}
              ], "bicycle": {"color": "red", "price": 399}}}
            """;

    private final Extractor extractor = new Extractor(1);
    private final Found found = new Found();

    private String find(String body, String path) {
        return find(body, path, Pick.ALL);
    }

    private String find(String body, String path, Pick pick) {
        extractor.of(Answer.of(200, body.getBytes(StandardCharsets.UTF_8)), 0);
        Reader reader = new Reader.Json(JsonPath.parse(path));
        boolean there = extractor.find(new Extraction(reader, pick, Optional.empty(), false, ""), 0, found);
        return there ? found.text(found.length()) : "nothing: " + extractor.problem();
    }

    /** Table 11. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            $.absent1 == $.absent2; true
            $.absent1 <= $.absent2; true
            $.absent == 'g'       ; false
            $.absent1 != $.absent2; false
            $.absent != 'g'       ; true
            1 <= 2                ; true
            1 > 2                 ; false
            13 == '13'            ; false
            'a' <= 'b'            ; true
            'a' > 'b'             ; false
            $.obj == $.arr        ; false
            $.obj != $.arr        ; true
            $.obj == $.obj        ; true
            $.obj != $.obj        ; false
            $.arr == $.arr        ; true
            $.arr != $.arr        ; false
            $.obj == 17           ; false
            $.obj != 17           ; true
            $.obj <= $.arr        ; false
            $.obj < $.arr         ; false
            $.obj <= $.obj        ; true
            $.arr <= $.arr        ; true
            1 <= $.arr            ; false
            1 >= $.arr            ; false
            1 > $.arr             ; false
            1 < $.arr             ; false
            true <= true          ; true
            true > true           ; false
            1.0 == 1e0            ; true
            -0 == 0               ; true
            12345678901234567890.5 < 2e19; true
            'z' < 'ä'             ; true
            """)
    void comparisons(String comparison, boolean expected) {
        assertThat(find(COMPARED, "$[?" + comparison + "]", Pick.COUNT)).isEqualTo(expected ? "2" : "0");
        assertThat(find(COMPARED, "$[?!(" + comparison + ")]", Pick.COUNT)).isEqualTo(expected ? "0" : "2");
    }

    /** Tables 12 and 16, and section 1.5. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            $.a[?@.b == 'kilo']          ; [{"b": "kilo"}]
            $.a[?(@.b == 'kilo')]        ; [{"b": "kilo"}]
            $.a[?@>3.5]                  ; [5,4,6]
            $.a[?@.b]                    ; [{"b": "j"},{"b": "k"},{"b": {}},{"b": "kilo"}]
            $.o[?@<3, ?@<3]              ; [1,2,1,2]
            $.a[?@<2 || @.b == "k"]      ; [1,{"b": "k"}]
            $.a[?match(@.b, "[jk]")]     ; [{"b": "j"},{"b": "k"}]
            $.a[?search(@.b, "[jk]")]    ; [{"b": "j"},{"b": "k"},{"b": "kilo"}]
            $.o[?@>1 && @<4]             ; [2,3]
            $.o[?@.u || @.x]             ; [{"u": 6}]
            $.a[?@.b == $.x]             ; [3,5,1,2,4,6]
            $.a[?@.b != $.x && !(@.b == 'j')].b ; ["k",{},"kilo"]
            $.a[?length(@.b) == 4].b     ; ["kilo"]
            $.a[?length(@.b) == 0].b     ; [{}]
            $.o[?count(@.*) == 1]        ; [{"u": 6}]
            $.o[?value(@..u) == 6]       ; [{"u": 6}]
            $.a[0, -1, 2:4, 0]           ; [3,{"b": "kilo"},1,2,3]
            $ [ 'e' , "o" ] [ 'p' ]      ; [1]
            $['e','nothing']             ; ["f"]
            """)
    void filters(String path, String expected) {
        assertThat(find(FILTERED, path)).isEqualTo(expected);
    }

    @Test
    void filtersInFilters() {
        assertThat(find(FILTERED, "$[?@.*]", Pick.COUNT)).isEqualTo("2");
        assertThat(find(FILTERED, "$[?@[?@.b]][6].b")).isEqualTo("[\"j\"]");
        assertThat(find(FILTERED, "$.a[?@ == @]", Pick.COUNT)).isEqualTo("10");
        assertThat(find(FILTERED, "$.a[?@.b == 'kilo'].b", Pick.FIRST)).isEqualTo("kilo");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            $..book[0,1].price                  ; [8.95,12.99]
            $..book[?@.isbn].title              ; ["Moby Dick","The Lord of the Rings"]
            $..book[?@.price<10].title          ; ["Sayings of the Century","Moby Dick"]
            $..[?@.color == 'red'].price        ; [399]
            $.store.book[?@.price == $.store.book[0].price].author ; ["Nigel Rees"]
            $..book[?search(@.author, 'R{2}')]  ; nothing: null
            """)
    void theBookStore(String path, String expected) {
        assertThat(find(STORE, path)).isEqualTo(expected);
    }

    /** Section 2.6; and that null, which is a value here, is still no match. */
    @Test
    void nullIsAValueInsideAFilter() {
        String nulls = "{\"a\": null, \"b\": [null], \"c\": [{}], \"d\": [{\"x\": null, \"y\": 1}], \"null\": 1}";
        assertThat(find(nulls, "$.b[?@]")).isEqualTo("nothing: null");
        assertThat(find(nulls, "$.c[?@.d == null]")).isEqualTo("nothing: null");
        assertThat(find(nulls, "$.d[?@.x == null].y")).isEqualTo("[1]");
        assertThat(find(nulls, "$.d[?@.x].y")).isEqualTo("[1]");
    }

    @Test
    void namesAndTextsMayHaveEscapes() {
        assertThat(find("{\"a'b\": 1, \"ä\\\"\": 2, \"j j\": {\"k.k\": 3}}", "$['a\\'b', \"\\u00e4\\\"\"]"))
                .isEqualTo("[1,2]");
        assertThat(find("{\"j j\": {\"k.k\": 3}}", "$['j j']['k.k']")).isEqualTo("[3]");
        assertThat(find("[{\"a\": \"\\u00e4\\n\"}]", "$[?@.a == 'ä\\n'].a")).isEqualTo("[\"\\u00e4\\n\"]");
        assertThat(find("[\"a\\nb\", \"a b\", \"a.b\"]", "$[?match(@, 'a.b')]")).isEqualTo("[\"a b\",\"a.b\"]");
        assertThat(find("[\"a\\nb\", \"a b\", \"a.b\"]", "$[?match(@, 'a[.]b')]"))
                .isEqualTo("[\"a.b\"]");
    }

    /** Table 13, and what else has a place of its own in the message. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            $[?length(@.*) < 3]        ; '@.*) < 3]' may be several values, which cannot be compared; use count(@.*) or value(@.*)
            $[?@.* == 1]               ; '@.* == 1]' may be several values, which cannot be compared; use count(@.*) or value(@.*)
            $[?count(1) == 1]          ; 'count(1) == 1]' needs a path: count(@.…)
            $[?count(foo(@.*)) == 1]   ; 'count(foo(@.*)) == 1]' needs a path: count(@.…)
            $[?foo(@) == 1]            ; 'foo(@) == 1]' is no function: there are length, count, match, search, value
            $[?match(@.t, 'E.*') == true] ; is not understood from '[?match(@.t, 'E.*') == true]' on; use
            $[?value(@..color)]        ; 'value(@..color)]' is true or false only when it is compared: value(@..color) == …
            $[?true]                   ; 'true]' is true or false only when it is compared: true == …
            $[?match(@.a, @.b)]        ; 'match(@.a, @.b)]' needs a regular expression in quotes as its second value
            $[?match(@.a, '(')]        ; 'match(@.a, '(')]' has no regular expression: Unclosed group
            $[?1 == match(@.a, 'b')]   ; 'match(@.a, 'b')]' is true or false and cannot be compared
            $.a[?@.b = 1]              ; is not understood from '[?@.b = 1]' on; use
            $.a[01]                    ; is not understood from '[01]' on; use
            $.2a                       ; is not understood from '.2a' on; use
            $['a' 'b']                 ; is not understood from '['a' 'b']' on; use
            $['\\x']                   ; is not understood from '['\\x']' on; use
            """)
    void whatIsNotUnderstoodIsRefusedWithItsPlace(String path, String message) {
        assertThat(catchThrowable(() -> JsonPath.parse(path)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("JSON path '" + path + "'")
                .hasMessageContaining(message);
    }

    @Test
    void nestingAndWorkAreBounded() {
        assertThat(catchThrowable(() -> JsonPath.parse("$[?" + "(".repeat(100_000))))
                .hasMessageContaining("is nested deeper than 50");
        assertThat(find("[".repeat(100_000), "$[?@.a]")).contains("nested deeper than 512 at byte");
        assertThat(find("[1" + ",1".repeat(1_000_000) + "]", "$[?@ > 1]"))
                .isEqualTo(
                        "nothing: the body is too large and deep: it has more than 1000000 values, and this path needs"
                                + " all of them at once");
        assertThat(find("[" + "{\"a\":1},".repeat(5000) + "1]", "$[?count($..a) == 1]"))
                .isEqualTo(
                        "nothing: the body is too large and deep: this path would look at more than 20000000 values");
        assertThat(find("{]", "$[?@.a]"))
                .isEqualTo("nothing: the body is not JSON: expected a name in quotes, found ']'" + " at byte 1");
        assertThat(find("[1] x", "$[?@.a]")).contains("expected the end, found 'x' at byte 4");
        assertThat(find("", "$[?@.a]")).isEqualTo("nothing: the body is empty");
    }

    // ---- the tree against the scanner

    @Test
    void theTreeFindsWhatTheScannerFinds() {
        JsonScanner scanner = new JsonScanner();
        JsonTree tree = new JsonTree();
        int matched = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder document = new StringBuilder();
            write(random, 0, document);
            byte[] json = document.toString().getBytes(StandardCharsets.UTF_8);
            JsonPath path = new JsonPath("", path(random));
            assertThat(scanner.scan(path, json, 0, json.length, false)).isTrue();
            String scanned = spans(scanner.matches(), json);
            assertThat(scanner.read(tree, json, 0, json.length)).isTrue();
            assertThat(spans(tree.find(path), json))
                    .as("%s in %s", path, document)
                    .isEqualTo(scanned);
            matched += scanned.isEmpty() ? 0 : 1;
        }
        assertThat(matched).isGreaterThan(2_000);
    }

    private static String spans(Spans spans, byte[] json) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < spans.size(); i++) {
            int from = spans.start(i);
            text.append(from)
                    .append(':')
                    .append(new String(json, from, spans.end(i) - from, StandardCharsets.UTF_8))
                    .append('\n');
        }
        return text.toString();
    }

    private static void write(Random random, int depth, StringBuilder out) {
        int kind = random.nextInt(depth > 4 ? 5 : 9);
        String space = random.nextInt(4) == 0 ? " " : "";
        out.append(space);
        switch (kind) {
            case 0 -> out.append("null");
            case 1 -> out.append(random.nextBoolean());
            case 2 -> out.append(random.nextInt(100) / 10.0);
            case 3 -> out.append("\"t\\u00e4").append(random.nextInt(3)).append('"');
            case 4 -> out.append(random.nextBoolean() ? "{}" : "[]");
            case 5, 6 -> {
                out.append('[');
                int size = random.nextInt(4);
                for (int i = 0; i <= size; i++) {
                    out.append(i == 0 ? "" : ",");
                    write(random, depth + 1, out);
                }
                out.append(']');
            }
            default -> {
                out.append('{');
                int size = random.nextInt(4);
                for (int i = 0; i <= size; i++) { // names may come twice
                    out.append(i == 0 ? "" : ",")
                            .append('"')
                            .append((char) ('a' + random.nextInt(3)))
                            .append("\":");
                    write(random, depth + 1, out);
                }
                out.append('}');
            }
        }
        out.append(space);
    }

    private static List<Selector> path(Random random) {
        List<Selector> path = new ArrayList<>();
        int length = random.nextInt(4);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(4) == 0) {
                path.add(new JsonPath.Descendants());
            }
            path.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new JsonPath.Wildcard();
                        case 1 -> new JsonPath.Index(random.nextInt(5) - 2);
                        case 2 -> new JsonPath.Slice(place(random), place(random), random.nextInt(5) - 2);
                        default -> new JsonPath.Name(String.valueOf((char) ('a' + random.nextInt(3))));
                    });
        }
        return path;
    }

    private static OptionalInt place(Random random) {
        return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(7) - 3);
    }
}
