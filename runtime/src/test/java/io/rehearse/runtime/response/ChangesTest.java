package io.rehearse.runtime.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a saved value becomes, and what closures see and do. */
class ChangesTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "css('h1')                            | <h1> Tea &amp;  <b>more</b></h1>     | TEXT Tea & more",
                "css('a').attr('href')                | <a>x</a><a href='/a?b=1&amp;c=2'>    | TEXT /a?b=1&c=2",
                "css('li').count()                    | <li>1<li>2                           | NUMBER 2",
                "css('li').all()                      | <li>1<li>a\"b                        | JSON [\"1\",\"a\\\"b\"]",
                "css('li').random()                   | <li>7<li>7                           | TEXT 7",
                "css('li')                            | <li>1<li>2                           | TEXT 1",
                "css('input').attr('value')           | <input value='&quot;x'>              | TEXT \"x",
                "link('next')                         | <link rel=next href='/n?x'>          | TEXT /n?x",
                "regex('t=(.*)').unescapeHtml()       | t=a&amp;b&lt;                        | TEXT a&b<",
                "regex('n=(.*)').asInt()              | n= 042                               | NUMBER 42",
                "regex('n=(.*)').asInt()              | n=12.0                               | NUMBER 12",
                "regex('n=(.*)').asNumber()           | n=1.50                               | NUMBER 1.50",
                "regex('n=(.*)').asNumber()           | n=-1e3                               | NUMBER -1000",
                "regex('n=(.*)').orElse('7').asInt()  | none                                 | TEXT 7",
                "json('$.a').orElse(regex('b=(.*)'))  | b=2                                  | TEXT 2",
                "json('$.a').orElse(json('$.b'))      | {\"a\":1,\"b\":2}                    | NUMBER 1",
                "json('$.a').orElse(json('$.b').asInt()).orElse('3') | {\"b\":\"2\"}            | NUMBER 2",
                "header('X').orElse(json('$.a').orElse('3')) | {}                            | TEXT 3",
                "json('$.a').asInt().map { (it as int) + 1 }   | {\"a\":\"41\"}                       | NUMBER 42",
                "json('$.a').map { [it, 2] }          | {\"a\":true}                         | JSON [true,2]",
                "json('$.a').map { it['b'] }          | {\"a\":{\"b\":1.5}}                  | NUMBER 1.5",
                "json('$.a').map { \"<$it>\" }        | {\"a\":1}                             | TEXT <1>",
            })
    void aSavedValueIsWhatTheWordsSay(String words, String body, String value) throws Exception {
        Script script = Script.step(directory, "save x: " + words);
        assertThat(script.read(Answer.of(200, body))).isEqualTo("ok");
        assertThat(script.shown("x")).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "css('h1').asInt()          | <h1>x</h1>   | NO_MATCH save x: css('h1').asInt() found nothing: what is there is not a number @2",
                "regex('n=(.*)').asInt()    | n=1.5        | NO_MATCH save x: regex('n=(.*)').asInt() found nothing: what is there is not a whole number @2",
                "json('$.a').orElse(json('$.b')) | {}      | NO_MATCH save x: json('$.a').orElse(json('$.b')) found nothing @2",
                "css('h2')                  | <h1>x</h1>   | NO_MATCH save x: css('h2') found nothing @2",
                "link('next')               | <a rel=prev href=x> | NO_MATCH save x: link('next') found nothing @2",
                "body.map { null }          | x            | NO_MATCH save x: body.map { … } found nothing @2",
                "body.map { throw new IllegalStateException('no ' + it) } | x | SCRIPT a closure of the script threw IllegalStateException: no x @2",
            })
    void whatCannotBeIsSaid(String words, String body, String message) throws Exception {
        assertThat(Script.step(directory, "save x: " + words).read(Answer.of(200, body)))
                .startsWith(message);
    }

    @Test
    void aCheckSeesTheWholeAnswer() throws Exception {
        Script script = Script.step(directory, """
                check('adds up') { r ->
                    def lines = r.json('$.lines') as List<Map>
                    r.status == 201 && r.header('X-Shop') == 'tea' && r.cookie('sid') == 'c'
                        && lines.sum { it.price as BigDecimal } == r.json('$.total') && r.body.contains('total')
                }
                """);
        Answer good = new Answer(
                201,
                java.util.Map.of("X-Shop", "tea"),
                java.util.Map.of("sid", "c"),
                "{\"lines\":[{\"price\":1.5},{\"price\":2}],\"total\":3.5}".getBytes(),
                1);
        assertThat(script.read(good)).isEqualTo("ok");
        assertThat(script.read(good.cookie("sid", "d")))
                .isEqualTo("CHECK adds up: check { … }: expected true, was false @2");
    }

    @Test
    void aClosureReadsAndSetsVariablesOfTheWalk() throws Exception {
        Script script = Script.of(directory, """
                journey('A') {
                    target 'shop'
                    step('First') { get '/'; save n: json('$.n') }
                    step('S') {
                        get "/${vars.n}"
                        check('counts') { r ->
                            vars.sum = (vars.n as int) + (r.json('$.n') as int)
                            vars.n > 39
                        }
                    }
                    step('Last') { get "/${vars.sum}" }
                }
                """);
        ResponseReader.Failure first =
                script.reader.read(plan(script, 0), Answer.of(200, "{\"n\":40}"), script.values, 3);
        assertThat(first).isNull();
        ResponseReader.Failure second =
                script.reader.read(plan(script, 1), Answer.of(200, "{\"n\":2}"), script.values, 3);
        assertThat(second).isNull();
        assertThat(script.shown("sum")).isEqualTo("NUMBER 42");
        assertThat(script.reader.workedForScript()).isTrue();
        assertThat(script.reader.workedForScript()).isFalse();
    }

    private static io.rehearse.journeys.plan.Step plan(Script script, int step) {
        return script.plan().steps().get(step);
    }

    /** Words for people look at the answer again; what a closure did must not happen twice. */
    @Test
    void aClosureRunsOncePerAnswer() throws Exception {
        Script script = Script.step(directory, """
                check('once') { r -> vars.n = ((vars.n ?: 0) as int) + 1; false }
                """);
        Answer answer = Answer.of(200, "x");
        assertThat(script.read(answer)).startsWith("CHECK once");
        assertThat(script.reader.inWords(script.step, answer, script.values)).contains("once");
        assertThat(script.shown("n")).isEqualTo("NUMBER 1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "assert r.status == 201 : 'not made'  | CHECK x: not made. Expression: (r.getStatus() == 201) @3",
                "r.json('$.a') > 3                    | SCRIPT a closure of the script threw",
                "throw new IOException('io')          | SCRIPT a closure of the script threw IOException: io @3",
                "throw new NoSuchFieldError('bad')    | SCRIPT a closure of the script threw NoSuchFieldError: bad @3",
                "vars.nobody = 1; 1 / 0               | SCRIPT a closure of the script threw ArithmeticException: Division by zero @3",
                "vars.t = Thread.currentThread()      | SCRIPT a closure of the script threw IllegalArgumentException: a Thread cannot be kept in a variable: text, a number, true, false, a list or a map can @3",
            })
    void aClosureThatFailsIsToldWithItsLine(String code, String message) throws Exception {
        Script script = Script.step(directory, "check('x') { r ->\n" + code + "\n}");
        assertThat(script.read(Answer.of(200, code.contains("json") ? "{\"a\":[1]}" : "x")))
                .startsWith(message);
    }

    /** Each lane has a copy of its own: what one closure keeps in itself no other lane sees. */
    @Test
    void lanesShareNoClosure() throws Exception {
        Script script = Script.step(directory, "check('x') { r -> vars.me = System.identityHashCode(delegate); true }");
        script.read(Answer.of(200, ""));
        String first = script.shown("me");
        new ResponseReader(42, java.util.List.of(script.plan()))
                .read(script.step, Answer.of(200, ""), script.values, 3);
        assertThat(script.shown("me")).isNotEqualTo(first);
    }
}
