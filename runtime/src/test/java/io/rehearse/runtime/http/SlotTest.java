package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Template;
import io.rehearse.journeys.plan.Template.Encoding;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of data in a request: encoded for the place they stand in, never more than a value there. */
@Timeout(60)
class SlotTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private static Walk walk(RawServer server, Request request, String value) {
        Feeder feeder = new Feeder("data.csv", Feeder.Order.CIRCULAR, List.of("value"), new byte[][][] {
            {value.getBytes(StandardCharsets.UTF_8)}
        });
        Journey journey = new Journey(
                0,
                "Journey",
                1,
                0,
                List.of(new Journey.Feed(feeder, new int[] {0}, new boolean[] {false})),
                List.of("value"),
                List.of(Walk.step(0, request)),
                List.of());
        return Walk.once(Plans.target(server.url(), Plans.shared(1)), journey);
    }

    private static Template around(String before, Encoding encoding, String after) {
        return Walk.template(Walk.text(before), Walk.slot(0, encoding), Walk.text(after));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain-._~09AZ",
                "a/b/../../c",
                "a?b=c&d;e#f",
                "100 %",
                "%2e%2e",
                "a b+c",
                "caf\u00e9 \u20ac \ud83d\ude00",
                "x HTTP/1.1\r\nX-Injected: 1\r\n\r\nGET /other",
                "\0\u007f\"<>"
            })
    void inPathQueryAndFormAValueStaysOneValue(String value) throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Template url = Walk.template(
                    Walk.text("/items/"),
                    Walk.slot(0, Encoding.PATH),
                    Walk.text("/view?q="),
                    Walk.slot(0, Encoding.QUERY),
                    Walk.text("&end=1"));
            Request request = new Request(
                    "POST",
                    url,
                    List.of(),
                    List.of(),
                    Optional.of(new Request.Body(
                            "application/x-www-form-urlencoded", around("a=1&v=", Encoding.FORM, "&z=2"))),
                    true);

            assertThat(walk(server, request, value).only().outcome()).isEqualTo(Outcome.OK);

            assertThat(server.requests).hasSize(1);
            String sent = server.requests.get(0);
            String line = sent.substring(0, sent.indexOf("\r\n"));
            assertThat(line).matches("POST /items/[\\w.~%-]*/view\\?q=[\\w.~%-]*&end=1 HTTP/1\\.1");
            String inPath = line.substring("POST /items/".length(), line.indexOf("/view?"));
            assertThat(URLDecoder.decode(inPath, StandardCharsets.UTF_8)).isEqualTo(value);
            assertThat(line).contains("?q=" + inPath + "&");
            String form = sent.substring(sent.indexOf("\r\n\r\n") + 4);
            assertThat(form).matches("a=1&v=[\\w.~%+-]*&z=2");
            assertThat(URLDecoder.decode(form.substring(6, form.length() - 4), StandardCharsets.UTF_8))
                    .isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "\",\"admin\":true,\"x\":\"",
                "back\\slash\\",
                "two\r\nlines\tand\0more\u001b[31m\u007f",
                "</script>\u2028\u2029",
                "caf\u00e9 \u20ac \ud83d\ude00",
                "12",
                "true",
                ""
            })
    void inJsonAValueStaysOneValue(String value) throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Template body = Walk.template(
                    Walk.text("{\"v\":"),
                    Walk.slot(0, Encoding.JSON_VALUE),
                    Walk.text(",\"t\":\"a"),
                    Walk.slot(0, Encoding.JSON_STRING),
                    Walk.text("b\",\"z\":1}"));
            Request request = new Request(
                    "POST",
                    Template.of("/"),
                    List.of(),
                    List.of(),
                    Optional.of(new Request.Body("application/json", body)),
                    true);

            assertThat(walk(server, request, value).only().outcome()).isEqualTo(Outcome.OK);

            JsonNode sent = sentJson(server, 0);
            assertThat(sent.properties()).hasSize(3);
            assertThat(sent.path("v").isTextual()).as("text stays text").isTrue();
            assertThat(sent.path("v").asText()).isEqualTo(value);
            assertThat(sent.path("t").asText()).isEqualTo("a" + value + "b");
            assertThat(sent.path("z").asInt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "12345678901234567890", "true", "[1,{\"a\":\"]\"}]", "\"a\\\"\\u0000b\"", "\"7\""})
    void aJsonValueOfAnAnswerIsSentWithItsType(String json) throws Exception {
        String answer = "{\"v\":" + json + "}";
        try (RawServer server =
                RawServer.always("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer)) {
            Request request = new Request(
                    "POST",
                    Template.of("/"),
                    List.of(),
                    List.of(),
                    Optional.of(new Request.Body("application/json", around("{\"v\":", Encoding.JSON_VALUE, "}"))),
                    true);
            Walk walk = Walk.once(
                    Plans.target(server.url(), Plans.shared(1)),
                    Walk.journey(
                            List.of("value"),
                            Walk.saving(Walk.get("/"), Walk.save(0, new Reader.Json(JsonPath.parse("$.v")))),
                            Walk.step(1, request)));

            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(sentJson(server, 1)).isEqualTo(JSON.readTree(answer));
            if (json.startsWith("1")) {
                assertThat(server.requests.get(1)).as("the digits as they came").endsWith("{\"v\":" + json + "}");
            }
        }
    }

    private static JsonNode sentJson(RawServer server, int request) throws IOException {
        String sent = server.requests.get(request);
        byte[] body = sent.substring(sent.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
        return JSON.readTree(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "."})
    void aSegmentThatWouldClimbIsRefused(String value) throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Walk walk = walk(server, Walk.request("GET", around("/items/", Encoding.PATH, "/view")), value);

            assertThat(walk.only().outcome()).isEqualTo(Outcome.SCRIPT_ERROR);
            assertThat(walk.only().message())
                    .isEqualTo("a value would change the path to \"/items/" + value
                            + "/view\"; a segment must not be . or ..");
            assertThat(server.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nX-Injected: 1", "x\ny", "x\0", "\u007f", "\u001b[31m"})
    void aControlCharacterInAHeaderIsRefused(String value) throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Request request = Walk.request(
                    "GET", Template.of("/"), new Request.Header("X-Value", around("v", Encoding.HEADER, "w"), false));
            Walk walk = walk(server, request, value);

            assertThat(walk.only().outcome()).isEqualTo(Outcome.SCRIPT_ERROR);
            assertThat(walk.only().message())
                    .isEqualTo("vars.value has a control character, which a header cannot have");
            assertThat(server.requests).isEmpty();
        }
    }

    /** As the step before it got the value from a response, the script is not to blame. */
    @ParameterizedTest
    @CsvSource({
        "HEADER, a\\nb, 'vars.value has a control character, which a header cannot have'",
        "PATH, .., 'a value would change the path to \"/items/../view\"; a segment must not be . or ..'",
        "URL, /a b, 'vars.value has a space or control character, which a URL cannot have'",
        "URL, ftp://x/, 'the URL \"ftp://x/\": only http and https are followed, not ftp'",
        "COOKIE, a;b, 'the value of cookie ''c'' has a semicolon, which would end it'"
    })
    void whatAResponseBroughtIsTheTargetsFault(String place, String json, String message) throws Exception {
        String body = "{\"v\":\"" + json + "\"}";
        try (RawServer server =
                RawServer.always("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)) {
            Request request = switch (place) {
                case "HEADER" ->
                    Walk.request(
                            "GET", Template.of("/"), new Request.Header("X", around("", Encoding.HEADER, ""), false));
                case "PATH" -> Walk.request("GET", around("/items/", Encoding.PATH, "/view"));
                case "URL" -> Walk.request("GET", Walk.template(Walk.slot(0, Encoding.URL)));
                default -> Walk.withCookie("/", "c", Walk.template(Walk.slot(0, Encoding.HEADER)));
            };
            Walk walk = Walk.once(
                    Plans.target(server.url(), Plans.shared(1)),
                    Walk.journey(
                            List.of("value"),
                            Walk.saving(Walk.get("/"), Walk.save(0, new Reader.Json(JsonPath.parse("$.v")))),
                            Walk.step(1, request)));

            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.BROKEN);
            assertThat(walk.steps().get(1).message()).isEqualTo(message);
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tab\there", "caf\u00e9", "a: b, c; d=\"e\""})
    void anyOtherTextIsAHeadersValueAsItIs(String value) throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Request request = Walk.request(
                    "GET", Template.of("/"), new Request.Header("X-Value", around("v", Encoding.HEADER, "w"), false));
            Walk walk = walk(server, request, value);

            assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
            byte[] sent = server.requests.get(0).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(new String(sent, StandardCharsets.UTF_8)).contains("\r\nX-Value: v" + value + "w\r\n");
        }
    }
}
