package io.rehearse.runtime.response;

import static io.rehearse.runtime.response.Scripted.BODY;
import static io.rehearse.runtime.response.Scripted.STATUS;
import static io.rehearse.runtime.response.Scripted.TIME;
import static io.rehearse.runtime.response.Scripted.check;
import static io.rehearse.runtime.response.Scripted.first;
import static io.rehearse.runtime.response.Scripted.json;
import static io.rehearse.runtime.response.Scripted.number;
import static io.rehearse.runtime.response.Scripted.optional;
import static io.rehearse.runtime.response.Scripted.orElse;
import static io.rehearse.runtime.response.Scripted.outcome;
import static io.rehearse.runtime.response.Scripted.picked;
import static io.rehearse.runtime.response.Scripted.reader;
import static io.rehearse.runtime.response.Scripted.regex;
import static io.rehearse.runtime.response.Scripted.save;
import static io.rehearse.runtime.response.Scripted.saveSecret;
import static io.rehearse.runtime.response.Scripted.step;
import static io.rehearse.runtime.response.Scripted.template;
import static io.rehearse.runtime.response.Scripted.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.data.Value.Kind;
import io.rehearse.journeys.plan.Check;
import io.rehearse.journeys.plan.Check.Verb;
import io.rehearse.journeys.plan.Code;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseReaderTest {
    private static final Answer ORDER = Answer.of(
            200, "{\"state\":\"PENDING\",\"n\":7,\"paid\":false,\"tags\":[\"a\",\"b\"],\"none\":[ ],\"gone\":null}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | ok
            302 | ok
            399 | ok
            400 | STATUS expected a status below 400, was 400 @7
            404 | STATUS expected a status below 400, was 404 @7
            429 | THROTTLED expected a status below 400, was 429 @7
            503 | STATUS expected a status below 400, was 503 @7
            """)
    void aStatusOf400AndAboveFailsTheStep(int status, String outcome) {
        assertThat(outcome(step(List.of(), List.of()), Answer.of(status, ""))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | IS     | 404 | ok
            503 | IS     | 201 | CHECK status: expected 201, was 503 @8
            429 | IS     | 201 | CHECK status: expected 201, was 429 @8
            500 | IS_NOT | 404 | ok
            404 | BELOW  | 500 | ok
            502 | BELOW  | 500 | CHECK status: expected below 500, was 502 @8
            """)
    void aStatusCheckDecidesAlone(int status, Verb verb, String expected, String outcome) {
        assertThat(outcome(step(number(STATUS, verb, expected)), Answer.of(status, "")))
                .isEqualTo(outcome);
    }

    static Stream<Arguments> verbs() {
        return Stream.of(
                Arguments.of(check(json("state"), Verb.IS, "PENDING"), "ok"),
                Arguments.of(
                        check(json("state"), Verb.IS, "CONFIRMED"),
                        "CHECK json('$.state'): expected CONFIRMED, was PENDING @8"),
                Arguments.of(check(json("state"), Verb.IS_NOT, "CONFIRMED"), "ok"),
                Arguments.of(
                        check(json("state"), Verb.IS_NOT, "PENDING"),
                        "CHECK json('$.state'): expected not PENDING, was PENDING @8"),
                Arguments.of(check(json("state"), Verb.CONTAINS, "END"), "ok"),
                Arguments.of(
                        check(json("state"), Verb.CONTAINS, "DONE"),
                        "CHECK json('$.state'): expected to contain DONE, was PENDING @8"),
                Arguments.of(check(BODY, Verb.LACKS, "id=\"loginform\""), "ok"),
                Arguments.of(check(BODY, Verb.LACKS, "PENDING"), "CHECK body: expected not to contain PENDING @8"),
                Arguments.of(check(json("state"), Verb.MATCHES, "[A-Z]+"), "ok"),
                Arguments.of(
                        check(json("state"), Verb.MATCHES, "[A-Z]"),
                        "CHECK json('$.state'): expected to match [A-Z], was PENDING @8"),
                Arguments.of(check(json("state"), Verb.EXISTS, ""), "ok"),
                Arguments.of(
                        check(json("stat"), Verb.EXISTS, ""),
                        "CHECK json('$.stat'): expected a value, found nothing @8"),
                Arguments.of(
                        check(json("gone"), Verb.EXISTS, ""),
                        "CHECK json('$.gone'): expected a value, found nothing @8"),
                Arguments.of(check(json("stat"), Verb.ABSENT, ""), "ok"),
                Arguments.of(check(json("gone"), Verb.ABSENT, ""), "ok"),
                Arguments.of(
                        check(json("state"), Verb.ABSENT, ""),
                        "CHECK json('$.state'): expected nothing, was PENDING @8"),
                Arguments.of(check(json("tags"), Verb.NOT_EMPTY, ""), "ok"),
                Arguments.of(
                        check(json("none"), Verb.NOT_EMPTY, ""),
                        "CHECK json('$.none'): expected something in it, was [ ] @8"),
                Arguments.of(
                        check(json("stat"), Verb.NOT_EMPTY, ""),
                        "CHECK json('$.stat'): expected something in it, found nothing @8"),
                Arguments.of(number(json("n"), Verb.IS, "7.0"), "ok"),
                Arguments.of(check(json("n"), Verb.IS, "7.0"), "CHECK json('$.n'): expected 7.0, was 7 @8"),
                Arguments.of(number(json("n"), Verb.ABOVE, "6"), "ok"),
                Arguments.of(number(json("n"), Verb.ABOVE, "7"), "CHECK json('$.n'): expected above 7, was 7 @8"),
                Arguments.of(number(json("n"), Verb.BELOW, "7.5"), "ok"),
                Arguments.of(
                        number(json("state"), Verb.IS_NOT, "7"),
                        "CHECK json('$.state'): expected not 7, was PENDING, which is not a number @8"),
                Arguments.of(
                        number(json("n"), Verb.ABOVE, "many"),
                        "CHECK json('$.n'): expected above many, which is not a number @8"),
                Arguments.of(check(json("paid"), Verb.IS, "false"), "ok"),
                Arguments.of(
                        check(json("stat"), Verb.IS, "CONFIRMED"),
                        "CHECK json('$.stat'): expected CONFIRMED, found nothing @8"),
                Arguments.of(
                        check(json("stat"), Verb.IS_NOT, "FAILED"),
                        "CHECK json('$.stat'): expected not FAILED, found nothing @8"),
                Arguments.of(check(optional(json("stat")), Verb.IS, template("X"), false, ""), "ok"),
                Arguments.of(check(orElse(json("stat"), "X"), Verb.IS, template("X"), false, ""), "ok"),
                Arguments.of(
                        check(first(json("state")), Verb.IS, template("CONFIRMED"), false, "Order is confirmed"),
                        "CHECK Order is confirmed: json('$.state'): expected CONFIRMED, was PENDING @8"),
                Arguments.of(
                        check(picked(json("tags", "*"), Pick.COUNT), Verb.IS, template("3"), true, ""),
                        "CHECK json('$.tags[*]'): expected 3, was 2 @8"),
                Arguments.of(check(picked(json("stat", "*"), Pick.COUNT), Verb.IS, template("0"), true, ""), "ok"));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbSaysWhatItExpectedAndWhatWasThere(Check check, String outcome) {
        assertThat(outcome(step(check), ORDER)).isEqualTo(outcome);
    }

    @Test
    void theFirstFailingCheckIsToldAndNothingIsKept() {
        Value[] values = values();
        Step step = step(
                List.of(number(STATUS, Verb.IS, "201"), check(json("state"), Verb.IS, "CONFIRMED")),
                List.of(save(0, first(json("state")))));
        assertThat(outcome(step, ORDER, values)).isEqualTo("CHECK status: expected 201, was 200 @8");
        assertThat(values[0].isSet()).isFalse();
    }

    @Test
    void aTimeIsComparedInMillisecondsWithDecimals() {
        Step step = step(number(TIME, Verb.BELOW, "800"));
        assertThat(outcome(step, ORDER.after(799_999_999))).isEqualTo("ok");
        assertThat(outcome(step, ORDER.after(812_500_000)))
                .isEqualTo("CHECK time: expected below 800 ms, was 812.5 ms @8");
    }

    @Test
    void headersAndCookiesAreTextAndACookieIsNeverShown() {
        Answer answer = ORDER.header("X-Page", "7").cookie("sid", "abc");
        assertThat(outcome(step(check(new Reader.Header("X-Page"), Verb.IS, "8")), answer))
                .isEqualTo("CHECK header('X-Page'): expected 8, was 7 @8");
        assertThat(outcome(step(check(new Reader.Header("X-Other"), Verb.EXISTS, "")), answer))
                .isEqualTo("CHECK header('X-Other'): expected a value, found nothing @8");
        assertThat(outcome(step(check(new Reader.Cookie("sid"), Verb.ABSENT, "")), answer))
                .isEqualTo("CHECK cookie('sid'): expected nothing, was *** @8");
    }

    @Test
    void theRightSideTakesTheValuesOfTheWalk() {
        Value[] values = values();
        values[1].set(Kind.NUMBER, "7");
        Step same = step(check(first(json("n")), Verb.IS, template(1), true, ""));
        assertThat(outcome(same, ORDER, values)).isEqualTo("ok");
        Step mixed = step(check(first(json("state")), Verb.IS, template("order ", 1, "!"), false, ""));
        assertThat(outcome(mixed, ORDER, values)).isEqualTo("CHECK json('$.state'): expected order 7!, was PENDING @8");
    }

    @Test
    void comparingWithAVariableThatIsNotSetIsTheScriptsFault() {
        assertThat(outcome(step(check(first(json("n")), Verb.IS, template(2), true, "")), ORDER))
                .isEqualTo("SCRIPT vars.next is used here and not set on this walk;"
                        + " give the save that is optional an .orElse(…) @8");
    }

    @Test
    void aValueKeepsItsType() {
        Value[] values = values();
        assertThat(outcome(step(save(0, first(json("n"))), save(1, first(json("tags")))), ORDER, values))
                .isEqualTo("ok");
        assertThat(values[0].kind()).isEqualTo(Kind.NUMBER);
        assertThat(values[0].text()).isEqualTo("7");
        assertThat(values[1].kind()).isEqualTo(Kind.JSON);
        assertThat(values[1].text()).isEqualTo("[\"a\",\"b\"]");
    }

    @Test
    void aValueThatIsNotThereFailsTheStep() {
        Value[] values = values();
        assertThat(outcome(step(save(0, first(json("token")))), ORDER))
                .isEqualTo("NO_MATCH save token: json('$.token') found nothing @9");
        assertThat(outcome(step(save(0, first(json("gone")))), ORDER))
                .isEqualTo("NO_MATCH save token: json('$.gone') found nothing @9");
        assertThat(outcome(step(save(0, first(json("token")))), Answer.of(200, "<html>")))
                .isEqualTo("NO_MATCH save token: json('$.token') found nothing:"
                        + " the body is not JSON: expected a value, found '<' at byte 0 @9");
        assertThat(outcome(step(save(0, first(json("token")))), Answer.of(200, "")))
                .isEqualTo("NO_MATCH save token: json('$.token') found nothing: the body is empty @9");
        values[2].set(Kind.TEXT, "from before");
        assertThat(outcome(step(save(2, optional(json("next")))), ORDER, values))
                .isEqualTo("ok");
        assertThat(values[2].isSet()).isFalse();
        assertThat(outcome(step(save(2, orElse(json("next"), "page 1"))), ORDER, values))
                .isEqualTo("ok");
        assertThat(values[2].text()).isEqualTo("page 1");
    }

    @Test
    void absenceInABodyThatIsNotJsonProvesNothing() {
        assertThat(outcome(step(check(json("error"), Verb.ABSENT, "")), Answer.of(200, "{\"a\":1,}")))
                .isEqualTo("CHECK json('$.error'): expected nothing, found nothing: the body is not JSON:"
                        + " expected a name in quotes, found '}' at byte 7 @8");
    }

    @Test
    void aRegularExpressionGivesItsFirstGroup() {
        Answer page = Answer.of(200, "<input name=\"t\" value=\"a&amp;1\"><input name=\"t\" value=\"ü2\">");
        Value[] values = values();
        Step step = step(
                save(0, first(regex("value=\"([^\"]*)\""))),
                save(1, picked(regex("value=\"([^\"]*)\""), Pick.ALL)),
                save(2, picked(regex("input"), Pick.COUNT)));
        assertThat(outcome(step, page, values)).isEqualTo("ok");
        assertThat(values[0].text()).isEqualTo("a&amp;1");
        assertThat(values[1].text()).isEqualTo("[\"a&amp;1\",\"ü2\"]");
        assertThat(values[2].text()).isEqualTo("2");
        assertThat(values[2].kind()).isEqualTo(Kind.NUMBER);
    }

    @Test
    void aRegularExpressionThatNeverEndsIsGivenUp() {
        assertThat(outcome(step(save(0, first(regex("a*a*a*a*a*a*a*a*b")))), Answer.of(200, "a".repeat(100))))
                .isEqualTo(
                        "SCRIPT the regular expression 'a*a*a*a*a*a*a*a*b' was given up after 10001000 steps on a text of 100"
                                + " characters; it tries too many ways to match, write it with fewer nested repetitions @9");
        assertThat(outcome(step(check(regex("(a|b)*c"), Verb.ABSENT, "")), Answer.of(200, "ab".repeat(500_000))))
                .startsWith("SCRIPT the regular expression '(a|b)*c' needs more stack than there is");
    }

    @Test
    void aRandomPickIsAFunctionOfSeedArrivalAndStep() {
        Answer list = Answer.of(200, "[{\"id\":10},{\"id\":11},{\"id\":12},{\"id\":13}]");
        Step step = step(save(1, picked(json("*", "id"), Pick.RANDOM)));
        int[] taken = new int[4];
        for (int arrival = 0; arrival < 4_000; arrival++) {
            Value[] once = values();
            Value[] again = values();
            reader(step).read(step, list, once, arrival);
            reader(step).read(step, list, again, arrival);
            assertThat(once[1].text()).isEqualTo(again[1].text());
            taken[Integer.parseInt(once[1].text()) - 10]++;
        }
        assertThat(Arrays.stream(taken).boxed()).as("each about 1000 times").allMatch(n -> n > 880 && n < 1120);
    }

    @Test
    void whatIsShownIsMaskedCleanedAndShort() {
        Answer answer = Answer.of(
                200,
                "{\"long\":\"" + "x".repeat(200)
                        + "\",\"evil\":\"a\\u001b[31mb\\r\\nc\\u202ed\",\"echo\":\"pw=hunter2 s3cret\"}");
        Value[] values = values();
        values[3].set(Kind.TEXT, "hunter2");
        values[3].markSecret();
        assertThat(outcome(step(check(json("long"), Verb.IS, "y")), answer))
                .isEqualTo("CHECK json('$.long'): expected y, was " + "x".repeat(80) + "… @8");
        assertThat(outcome(step(check(json("evil"), Verb.IS, "y")), answer))
                .isEqualTo("CHECK json('$.evil'): expected y, was a[31mb  cd @8");
        assertThat(outcome(step(check(json("echo"), Verb.IS, "y")), answer, values))
                .isEqualTo("CHECK json('$.echo'): expected y, was pw=*** *** @8");
        assertThat(outcome(step(check(first(json("evil")), Verb.IS, template("x", 3), false, "")), answer, values))
                .isEqualTo("CHECK json('$.evil'): expected ***, was a[31mb  cd @8");
    }

    @Test
    void aSecretInTheSameAnswerIsMaskedBeforeItIsKept() {
        Step step = step(
                List.of(check(BODY, Verb.CONTAINS, "welcome"), check(json("token"), Verb.IS, "x")),
                List.of(saveSecret(0, first(json("token")))));
        assertThat(outcome(step, Answer.of(200, "{\"token\":\"abc123\"}")))
                .isEqualTo("CHECK body: expected to contain welcome, was {\"token\":\"***\"} @8");
        assertThat(outcome(step, Answer.of(200, "{\"token\":\"abc123\",\"welcome\":1}")))
                .isEqualTo("CHECK json('$.token'): expected x, was *** @8");
    }

    @Test
    void aPersonSeesEveryCheckAndCaptureOnALine() {
        Step step = step(
                List.of(
                        number(STATUS, Verb.IS, "201"),
                        check(first(json("state")), Verb.IS, template("CONFIRMED"), false, "Order is confirmed"),
                        check(json("error"), Verb.ABSENT, ""),
                        number(TIME, Verb.BELOW, "800")),
                List.of(
                        saveSecret(0, first(json("token"))),
                        save(1, first(json("id"))),
                        save(2, optional(json("next")))));
        Answer answer =
                Answer.of(201, "{\"state\":\"PENDING\",\"token\":\"abc\"}").after(12_345_600);
        assertThat(reader(step).inWords(step, answer, values())).isEqualTo("""
                        check status is 201: was 201, ok
                        check Order is confirmed: json('$.state') is CONFIRMED: was PENDING, FAILED
                        check json('$.error') absent: found nothing, ok
                        check time below 800 ms: was 12.3456 ms, ok
                        save token = ***
                        save itemId: json('$.id') found nothing, FAILED
                        save next: json('$.next') found nothing, which is allowed""");
        assertThat(reader(step).inWords(step(List.of(), List.of()), Answer.of(503, ""), values()))
                .isEqualTo("status: expected a status below 400, was 503, FAILED");
    }

    @Test
    void onlyAStepThatReadsTheBodyNeedsIt() {
        assertThat(ResponseReader.readsBody(step(number(STATUS, Verb.IS, "200"))))
                .isFalse();
        assertThat(ResponseReader.readsBody(step(check(new Reader.Header("ETag"), Verb.EXISTS, ""))))
                .isFalse();
        assertThat(ResponseReader.readsBody(step(check(BODY, Verb.LACKS, "x")))).isTrue();
        assertThat(ResponseReader.readsBody(step(save(0, first(json("a")))))).isTrue();
        assertThat(ResponseReader.readsBody(step(save(0, first(regex("a")))))).isTrue();
    }

    @Test
    void everyReaderOfThePlanIsRead() throws Exception {
        Answer answer = new Answer(
                200,
                Map.of("a", "1", "Link", "</2>; rel=a"),
                Map.of("a", "1"),
                "{\"a\":1}<a>x</a>".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                1);
        Code good = new Code() {
            @Override
            public int lineIn(StackTraceElement[] stack) {
                return 0;
            }

            @Override
            public int line() {
                return 1;
            }

            @Override
            public Call forLane() {
                return (in, context, out) -> out.set(Value.Kind.BOOLEAN, "true");
            }
        };
        for (Class<?> permitted : Reader.class.getPermittedSubclasses()) {
            Class<?>[] parts = Stream.of(permitted.getRecordComponents())
                    .map(java.lang.reflect.RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Object[] made = Stream.of(parts)
                    .map(part -> part == String.class
                            ? "a"
                            : part == Pattern.class
                                    ? Pattern.compile("a")
                                    : part == Code.class
                                            ? good
                                            : part == Optional.class ? Optional.empty() : Scripted.path("a"))
                    .toArray();
            Reader any = (Reader) permitted.getDeclaredConstructor(parts).newInstance(made);
            assertThat(outcome(step(check(any, Verb.EXISTS, "")), answer))
                    .as(any.text())
                    .isEqualTo("ok");
        }
    }
}
