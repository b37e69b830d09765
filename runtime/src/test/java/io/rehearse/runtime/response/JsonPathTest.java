package io.rehearse.runtime.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slices and descendants, on the examples of RFC 9535 (sections 1.5, 2.3.4.3 and 2.5.2.3). */
class JsonPathTest {
    private static final String STORE = """
            {"store": {"book": [
                {"category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95},
                {"category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99},
                {"category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99},
                {"category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99}
              ], "bicycle": {"color": "red", "price": 399}}}
            """;

    private static final String LETTERS = "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"]";
    private static final String NESTED = "{\"o\": {\"j\": 1, \"k\": 2}, \"a\": [5, 3, [{\"j\": 4}, {\"k\": 6}]]}";

    private final Extractor extractor = new Extractor(1);
    private final Found found = new Found();

    private String find(String body, String path, Pick pick) {
        extractor.of(Answer.of(200, body.getBytes(StandardCharsets.UTF_8)), 0);
        Reader reader = new Reader.Json(JsonPath.parse(path));
        boolean there = extractor.find(new Extraction(reader, pick, Optional.empty(), false, ""), 0, found);
        return there ? found.text(found.length()) : "nothing: " + extractor.problem();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $.store.book[*].author | ["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]
            $..author              | ["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]
            $.store..price         | [8.95,12.99,8.99,22.99,399]
            $..book[2].author      | ["Herman Melville"]
            $..book[2].publisher   | nothing: null
            $..book[-1].title      | ["The Lord of the Rings"]
            $..book[:2].title      | ["Sayings of the Century","Sword of Honour"]
            $..isbn                | ["0-553-21311-3","0-395-19395-8"]
            $..['color']           | ["red"]
            """)
    void theBookStore(String path, String expected) {
        assertThat(find(STORE, path, Pick.ALL)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $[1:3]    | ["b","c"]
            $[5:]     | ["f","g"]
            $[1:5:2]  | ["b","d"]
            $[5:1:-2] | ["f","d"]
            $[::-1]   | ["g","f","e","d","c","b","a"]
            $[-2:]    | ["f","g"]
            $[:-5]    | ["a","b"]
            $[0:7:0]  | nothing: null
            $[9:]     | nothing: null
            $[ 1 : 2 ]| ["b"]
            """)
    void slices(String path, String expected) {
        assertThat(find(LETTERS, path, Pick.ALL)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $..j      | [1,4]
            $..[0]    | [5,{"j": 4}]
            $.o..*    | [1,2]
            $.a..[0,1]| [5,3,{"j": 4},{"k": 6}]
            """)
    void descendants(String path, String expected) {
        assertThat(find(NESTED, path, Pick.ALL)).isEqualTo(expected);
    }

    @Test
    void everyValueIsCounted() {
        assertThat(find(STORE, "$..*", Pick.COUNT)).isEqualTo("27");
    }

    @Test
    void descendingIsBoundedInDepthAndWork() {
        assertThat(find("[".repeat(100_000), "$..a", Pick.ALL)).contains("nested deeper than 512 at byte");
        String deep = "[".repeat(500) + "\"" + "x".repeat(200_000) + "\"" + "]".repeat(500);
        assertThat(find(deep, "$..a", Pick.ALL))
                .isEqualTo("nothing: the body is too large and deep: '..' would read more than 64 MB to look at every"
                        + " level");
    }
}
