package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.journeys.plan.Condition;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.LaneInterval.StepCount;
import io.rehearse.runtime.driver.LaneInterval.TargetCount;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's requests over real sockets, told from what the server saw and what the lane recorded. */
class HttpWireTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    @Test
    void aGetIsSentAndItsAnswerCounts() throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Walk walk = Walk.once(server.url(), Walk.get("/a?b=c"));

            assertThat(walk.only().message()).isEmpty();
            assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
            assertThat(walk.only().response()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(server.requests.get(0))
                    .matches("GET /a\\?b=c HTTP/1.1\r\n"
                            + "Host: 127.0.0.1:" + server.port() + "\r\n"
                            + "User-Agent: rehearse/1.0\r\n"
                            + "Accept: \\*/\\*\r\n"
                            + "Accept-Encoding: gzip, deflate\r\n"
                            + "baggage: synthetic=true,run.id=test-run\r\n"
                            + "traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01\r\n"
                            + "\r\n");
            assertThat(walk.interval.stepCount(0, 0, 0, StepCount.BYTES_RECEIVED))
                    .isEqualTo(OK.length());
            assertThat(walk.interval.stepCount(0, 0, 0, StepCount.BYTES_SENT))
                    .isEqualTo(server.requests.get(0).length());
        }
    }

    @Test
    void aPostCarriesItsBodyAndTheConnectionIsKept() throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Step post = Walk.step(
                    0, Walk.withBody("POST", "/login", "application/json", Template.of("{\"user\":\"ann\"}")));
            Step get = Walk.step(1, Walk.request("GET", Template.of("/next")));

            Walk walk = Walk.of(Plans.target(server.url(), Plans.shared(64)), Plans.walks(20, 1), post, get);

            assertThat(walk.outcomes()).hasSize(40).containsOnly(Outcome.OK);
            assertThat(server.connections).isEqualTo(1);
            assertThat(server.requests.get(0))
                    .startsWith("POST /login HTTP/1.1\r\n")
                    .endsWith("\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"user\":\"ann\"}");
            assertThat(server.requests.get(1)).startsWith("GET /next HTTP/1.1\r\n");
        }
    }

    @Test
    void thousandsOfUsersShareFewConnections() throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Walk walk = Walk.of(Plans.target(server.url(), Plans.shared(4)), Plans.walks(3_000, 200), Walk.get("/"));

            assertThat(walk.interval.stepCount(0, 0, 0, Outcome.OK)).isEqualTo(3_000);
            assertThat(server.connections).isBetween(1, 4);
            assertThat(server.requests).hasSize(3_000);
        }
    }

    @Test
    void cookiesAreSentBackAsTheyCame() throws Exception {
        try (RawServer server = RawServer.always("HTTP/1.1 200 OK\r\nSet-Cookie: sid=\"a b\"; Path=/; HttpOnly\r\n"
                + "Set-Cookie: other=x; Path=/elsewhere\r\nContent-Length: 0\r\n\r\n")) {
            Walk walk = Walk.of(
                    Plans.target(server.url(), Plans.shared(4)),
                    Plans.walks(2, 1),
                    Walk.step(0, Walk.request("GET", Template.of("/1"))),
                    Walk.step(1, Walk.request("GET", Template.of("/2"))));

            assertThat(walk.outcomes()).hasSize(4).containsOnly(Outcome.OK);
            assertThat(server.requests.get(0)).doesNotContain("Cookie:");
            assertThat(server.requests.get(1)).contains("\r\nCookie: sid=\"a b\"\r\n");
            assertThat(server.requests.get(2)).as("a new walk is a new visitor").doesNotContain("Cookie:");
        }
    }

    @Test
    void aCookieOfTheScriptIsSentFromThenOnAndAnEmptyOneIsDeleted() throws Exception {
        try (RawServer server =
                RawServer.always("HTTP/1.1 200 OK\r\nSet-Cookie: sid=server; Path=/\r\nSet-Cookie: other=x; Path=/\r\n"
                        + "Content-Length: 0\r\n\r\n")) {
            Walk walk = Walk.once(
                    server.url(),
                    Walk.step(0, Walk.request("GET", Template.of("/0"))),
                    Walk.step(1, Walk.withCookie("/1", "sid", Template.of("script"))),
                    Walk.step(2, Walk.withCookie("/2", "sid", Template.of(""))),
                    Walk.step(3, Walk.withCookie("/3", "a", Template.of("b; Path=/x"))));

            assertThat(server.requests.get(0)).doesNotContain("Cookie:");
            assertThat(server.requests.get(1))
                    .as("the script's value wins")
                    .contains("\r\nCookie: sid=script; other=x\r\n");
            assertThat(server.requests.get(2)).contains("\r\nCookie: other=x\r\n");
            assertThat(server.requests).as("a value never adds an attribute").hasSize(3);
            assertThat(walk.steps().get(3).outcome()).isEqualTo(Outcome.SCRIPT_ERROR);
            assertThat(walk.steps().get(3).message())
                    .isEqualTo("the value of cookie 'a' has a semicolon, which would end it");
        }
    }

    @Test
    void aRedirectIsFollowedInsideTheStep() throws Exception {
        try (RawServer server = new RawServer(peer -> {
            while (true) {
                String request = peer.request();
                if (request == null) {
                    return;
                }
                peer.answer(
                        request.startsWith("POST")
                                ? "HTTP/1.1 302 Found\r\nLocation: ../done?x=1#there\r\nContent-Length: 0\r\n\r\n"
                                : OK);
            }
        })) {
            Walk walk = Walk.once(
                    server.url(), Walk.step(0, Walk.withBody("POST", "/a/b/c", "text/plain", Template.of("hello"))));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
            assertThat(server.requests.get(1))
                    .startsWith("GET /a/done?x=1 HTTP/1.1\r\n")
                    .doesNotContain("Content-");
            assertThat(server.connections).isEqualTo(1);
        }
    }

    @Test
    void theTraceOfAnExampleIsTheOneThatWasSent() throws Exception {
        try (RawServer server = RawServer.always("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")) {
            Walk walk = Walk.of(Plans.target(server.url(), Plans.shared(1)), Plans.walks(2, 1), Walk.get("/"));

            for (int i = 0; i < 2; i++) {
                assertThat(server.requests.get(i))
                        .containsPattern(
                                "\r\ntraceparent: 00-" + walk.steps().get(i).traceId() + "-[0-9a-f]{16}-01\r\n");
            }
            assertThat(walk.steps().get(0).traceId())
                    .as("a trace for each walk")
                    .isNotEqualTo(walk.steps().get(1).traceId());
        }
    }

    @Test
    void aTraceThatWasNotSentIsNone() throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Step own = Walk.step(0, Walk.request("GET", Template.of("/"), Walk.header("traceparent", "00-1-2-00")));

            assertThat(Walk.once(server.url(), own).only().traceId()).isNull();
        }
    }

    @Test
    void bytesNobodyAskedForAreCountedAndNeverTheNextAnswer() throws Exception {
        String stray = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray";
        try (RawServer server = RawServer.always(OK + stray)) {
            Walk walk = Walk.of(
                    Plans.target(server.url(), Plans.shared(1)),
                    Plans.walks(3, 1),
                    Plans.journey(0, 1, Walk.get("/"), Plans.think(50_000_000)));

            assertThat(walk.outcomes()).hasSize(3).containsOnly(Outcome.OK);
            assertThat(walk.steps()).allMatch(step -> step.response().endsWith("hi"));
            assertThat(server.connections).isEqualTo(3);
            assertThat(walk.interval.targetCount(0, 0, TargetCount.UNASKED)).isEqualTo(3);
        }
        try (RawServer server = new RawServer(peer -> {
            while (peer.request() != null) {
                peer.answer(OK);
                Thread.sleep(100);
                peer.answer(stray); // while the connection is idle
            }
        })) {
            Walk walk = Walk.of(
                    Plans.target(server.url(), Plans.shared(1)),
                    Plans.walks(1, 1),
                    Plans.journey(0, 1, Walk.get("/"), Plans.think(400_000_000), Plans.get(1, "/", 20 * Plans.SECOND)));

            assertThat(walk.steps()).allMatch(step -> step.response().endsWith("hi"));
            assertThat(server.connections).isEqualTo(2);
            assertThat(walk.interval.targetCount(0, 0, TargetCount.UNASKED)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi!",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nhi",
                "SMTP ready\r\n"
            })
    void aConnectionWithABrokenAnswerIsNeverUsedAgain(String answer) throws Exception {
        try (RawServer server = RawServer.always(answer)) {
            Walk walk = Walk.of(Plans.target(server.url(), Plans.shared(1)), Plans.walks(3, 1), Walk.get("/"));

            assertThat(walk.outcomes()).hasSize(3).containsOnly(Outcome.BROKEN);
            assertThat(server.requests).hasSize(3);
            assertThat(server.connections).isEqualTo(3);
        }
    }

    @Test
    void aBodyThatIsNoUtf8IsReadAndCounted() throws Exception {
        Step reading = Walk.saving(Walk.get("/"), Walk.save(0, new Reader.Body()));
        for (String[] row : new String[][] {
            {"text/plain", "caf\u00e9", "1"}, // Latin-1 that says nothing
            {"text/plain; charset=ISO-8859-1", "caf\u00e9", "0"},
            {"text/plain", "caf\u00c3\u00a9", "0"}, // UTF-8
            {"text/plain", "\u00ef\u00bb\u00bfa\u00c0\u0080", "1"}, // after a byte order mark, an overlong form
        }) {
            String answer = "HTTP/1.1 200 OK\r\nContent-Type: " + row[0] + "\r\nContent-Length: " + row[1].length()
                    + "\r\n\r\n" + row[1];
            try (RawServer server = RawServer.always(answer)) {
                Walk walk =
                        Walk.once(Plans.target(server.url(), Plans.shared(1)), Walk.journey(List.of("text"), reading));

                assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
                assertThat(walk.interval.targetCount(0, 0, TargetCount.INVALID_TEXT))
                        .as(row[1])
                        .isEqualTo(Long.parseLong(row[2]));
            }
        }
    }

    /** There is no variable 99, which no script can bring about. */
    @Test
    void aMistakeOfOursEndsTheStepAtOnceAndIsNeverTheServers() throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Step broken = Walk.saving(Walk.get("/"), Walk.save(99, new Reader.Body()));
            Walk walk = Walk.of(
                    Plans.target(server.url(), Plans.shared(1)),
                    Plans.walks(2, 1),
                    Walk.journey(List.of("text"), broken));

            assertThat(walk.outcomes()).containsExactly(Outcome.SCRIPT_ERROR, Outcome.SCRIPT_ERROR);
            assertThat(walk.steps().get(0).message())
                    .isEqualTo("internal error: java.lang.ArrayIndexOutOfBoundsException: Index 99 out of bounds for"
                            + " length 1");
            assertThat(server.connections).as("which was well").isEqualTo(1);
        }
    }

    /** There is no variable 99 to ask behind the step: the step has ended, and its user cannot go on. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMistakeOfOursBehindAStepEndsTheLaneWhicheverWayTheStepEnded() throws Exception {
        try (RawServer good = RawServer.always(OK);
                RawServer closing = new RawServer(peer -> peer.request());
                Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress("127.0.0.1", 0));
            URI nobody = URI.create("http://127.0.0.1:" + bound.getLocalPort());
            for (URI url : List.of(good.url(), closing.url(), nobody)) {
                Node.When unknown = new Node.When(new Condition.Present(99), List.of(Walk.get("/")), List.of());
                Journey journey = new Journey(
                        0,
                        "Journey",
                        1,
                        0,
                        List.of(),
                        List.of("text"),
                        List.of(Walk.get("/"), unknown),
                        List.of(),
                        List.of(),
                        Journey.OnFailure.GO,
                        List.of(),
                        true);
                assertThatThrownBy(() -> Walk.of(Plans.target(url, Plans.shared(1)), Plans.walks(1, 1), journey))
                        .as(url.toString())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("a user could not be led on")
                        .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void aPortNobodyListensOnRefuses() throws Exception {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress("127.0.0.1", 0));
            URI nobody = URI.create("http://127.0.0.1:" + bound.getLocalPort());

            Walk walk = Walk.once(nobody, Walk.get("/"));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(walk.only().message()).isEqualTo(nobody + " refused the connection");
        }
    }
}
