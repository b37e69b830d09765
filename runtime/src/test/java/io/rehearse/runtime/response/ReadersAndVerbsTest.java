package io.rehearse.runtime.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.data.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every reader with every verb, once as it holds and once as it does not. */
class ReadersAndVerbsTest {
    private static final String PAGE = """
            <html><body class="shop"><h1>Tea &amp; more</h1><a rel="next" href="/page/2">next</a>
            <p id="n">42</p></body></html>""";
    private static final Answer ANSWER = Answer.of(200, PAGE).header("X-Shop", "tea 42");
    private static final Answer DATA = Answer.of(200, "{\"a\":\"tea 42\",\"n\":42,\"list\":[1,2],\"none\":null}");

    @TempDir
    Path directory;

    /** What is in each reader: a text that contains "tea" or a number. */
    private static Map<String, Answer> texts() {
        Map<String, Answer> readers = new LinkedHashMap<>();
        readers.put("header('X-Shop')", ANSWER);
        readers.put("cookie('sid')", ANSWER.cookie("sid", "tea 42"));
        readers.put("json('$.a')", DATA);
        readers.put("body", Answer.of(200, "tea 42"));
        readers.put("css('p')", Answer.of(200, "<p>tea 42</p>"));
        readers.put("css('p').attr('title')", Answer.of(200, "<p>x</p><p title='tea 42'>y</p>"));
        readers.put("regex('<(.*)>')", Answer.of(200, "<tea 42>"));
        readers.put("link('next')", Answer.of(200, "").header("Link", "<tea 42>; rel=next"));
        readers.put("css('p').unescapeHtml()", Answer.of(200, "<p>tea&amp;#32;42</p>"));
        readers.put("json('$.a').map { it }", DATA);
        return readers;
    }

    private static Map<String, Answer> numbers() {
        Map<String, Answer> readers = new LinkedHashMap<>();
        readers.put("status", Answer.of(42 + 200, ""));
        readers.put("time", ANSWER.after(242_000_000L));
        readers.put("json('$.n')", Answer.of(200, "{\"n\":242}"));
        readers.put("header('X-N').asNumber()", ANSWER.header("X-N", "242.0"));
        readers.put("cookie('n').asInt()", ANSWER.cookie("n", "242"));
        readers.put("css('#n').asNumber()", Answer.of(200, "<p id=n> 242 </p>"));
        readers.put("css('p').count()", Answer.of(200, "<p>".repeat(242)));
        readers.put("regex('n=(.*)').asInt()", Answer.of(200, "n=242"));
        readers.put("body.asNumber()", Answer.of(200, "242"));
        readers.put(
                "link('next').map { it.length() }",
                Answer.of(200, "").header("Link", "<" + "x".repeat(242) + ">;rel=next"));
        return readers;
    }

    @TestFactory
    Stream<DynamicTest> aTextHasTheTextVerbs() {
        String[][] verbs = {
            {".is 'tea 42'", ".is 'tea'"},
            {".isNot 'tea'", ".isNot 'tea 42'"},
            {".contains 'ea 4'", ".contains 'coffee'"},
            {".lacks 'coffee'", ".lacks 'tea'"},
            {".matches 'tea \\\\d+'", ".matches 'tea'"},
            {".exists()", ".absent()"},
            {".notEmpty()", ".absent()"},
        };
        return texts().entrySet().stream().flatMap(reader -> Stream.of(verbs).map(verb -> test(reader, verb)));
    }

    @TestFactory
    Stream<DynamicTest> aNumberHasTheNumberVerbs() {
        String[][] verbs = {
            {".is 242", ".is 24"},
            {".isNot 24", ".isNot 242"},
            {".above 241.5", ".above 242"},
            {".below 242.5", ".below 242"},
            {".exists()", ".absent()"},
        };
        String[][] times = {
            {".above 241.ms", ".above 242.ms"}, {".below 243.ms", ".below 242.ms"}, {".exists()", ".absent()"}
        };
        return numbers().entrySet().stream()
                .flatMap(reader -> Stream.of(reader.getKey().equals("time") ? times : verbs)
                        .map(verb -> test(reader, verb)));
    }

    private DynamicTest test(Map.Entry<String, Answer> reader, String[] verb) {
        return DynamicTest.dynamicTest(reader.getKey() + verb[0], () -> {
            assertThat(Script.step(directory, "expect { " + reader.getKey() + verb[0] + " }")
                            .read(reader.getValue()))
                    .isEqualTo("ok");
            assertThat(Script.step(directory, "expect { " + reader.getKey() + verb[1] + " }")
                            .read(reader.getValue()))
                    .startsWith("CHECK ");
        });
    }

    /** A literal of another type is not the same, whichever way it is asked; a value of the walk is compared as it is. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        json('$.flag').is true                 | ok
        json('$.flag').isNot false             | ok
        json('$.flag').is 'true'               | json('$.flag'): expected true, was true, which is true or false, not text
        json('$.flag').isNot 'no'              | json('$.flag'): expected not no, was true, which is true or false, not text
        json('$.text').is 'true'               | ok
        json('$.text').is true                 | json('$.text'): expected true, was true, which is text, not true or false
        json('$.n').is 7                       | ok
        json('$.n').is '7'                     | json('$.n'): expected 7, was 7, which is a number, not text
        json('$.digits').is '7'                | ok
        json('$.digits').is 7                  | json('$.digits'): expected 7, was 7, which is text, not a number
        json('$.digits').above 6               | json('$.digits'): expected above 6, was 7, which is text, not a number
        json('$.digits').asNumber().is 7       | ok
        json('$.huge').above 5                 | json('$.huge'): expected above 5, was 1e999999999, which is too long or too large to compare (1 000 characters, exponents up to 10 000)
        json('$.digits').asNumber().above 6    | ok
        json('$.none').orElse(false).is false  | ok
        json('$.none').orElse(0).below 1       | ok
        json('$.list').is '[7]'                | ok
        json('$.n').is vars.seven              | ok
        json('$.flag').is "${vars.yes}"        | ok
        json('$.n').above vars.seven           | json('$.n'): expected above 7, was 7
        json('$.n').below "1${vars.seven}"     | ok
        """)
    void aLiteralOfAnotherTypeIsNotTheSame(String expectation, String outcome) throws Exception {
        Answer answer = Answer.of(
                200, "{\"flag\":true,\"text\":\"true\",\"n\":7,\"digits\":\"7\",\"list\":[7],\"huge\":1e999999999}");
        Script script = Script.of(
                directory,
                "journey('A') { target 'shop'; let seven: 'x', yes: 'x'\nstep('S') { get '/'; expect { " + expectation
                        + " } } }");
        script.value("seven").set(Value.Kind.TEXT, "7");
        script.value("yes").set(Value.Kind.TEXT, "true");
        String read = script.read(answer);
        assertThat(read.replaceFirst("^CHECK ", "").replaceFirst(" @\\d+$", "")).isEqualTo(outcome);
    }

    /** Nothing there: exists fails, absent holds, everything else fails. */
    @TestFactory
    Stream<DynamicTest> whatIsNotThereIsAbsent() {
        return Stream.of(
                        "header('X-None')",
                        "cookie('none')",
                        "json('$.none')",
                        "css('h7')",
                        "css('h1').attr('title')",
                        "regex('coffee')",
                        "link('last')",
                        "css('h1').asInt()",
                        "json('$.a').map { null }")
                .map(reader -> DynamicTest.dynamicTest(reader, () -> {
                    Answer answer = reader.startsWith("json") ? DATA : ANSWER;
                    assertThat(Script.step(directory, "expect { " + reader + ".exists() }")
                                    .read(answer))
                            .startsWith("CHECK ");
                    if (!reader.contains("asInt")) {
                        assertThat(Script.step(directory, "expect { " + reader + ".absent() }")
                                        .read(answer))
                                .isEqualTo("ok");
                        assertThat(Script.step(directory, "expect { " + reader + ".lacks 'x' }")
                                        .read(answer))
                                .startsWith("CHECK ");
                    }
                }));
    }
}
