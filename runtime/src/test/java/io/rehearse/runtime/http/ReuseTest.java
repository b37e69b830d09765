package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.LaneInterval.StepCount;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that end while they are needed: when a request is sent again, and when never. */
@Timeout(60)
class ReuseTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    /** How a server ends a connection that it kept until now. */
    private interface Ending {
        void end(RawServer.Peer peer) throws Exception;
    }

    /** Answers once on each of the first so many connections, reads another request there and ends. */
    private static RawServer endingAtReuse(int connections, Ending ending) throws Exception {
        return new RawServer(peer -> {
            peer.request();
            peer.answer(OK);
            while (peer.request() != null) {
                if (peer.number < connections) {
                    ending.end(peer);
                    return;
                }
                peer.answer(OK);
            }
        });
    }

    /** A first request on the connection, then the one that finds it ended. */
    private static Walk reuse(RawServer server, String method) {
        Step second = method.equals("GET") || method.equals("HEAD")
                ? Walk.step(1, Walk.request(method, Template.of("/second")))
                : Walk.step(1, Walk.withBody(method, "/second", "text/plain", Template.of("once")));
        return Walk.once(server.url(), Walk.get("/first"), second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void whatIsSafeToRepeatIsSentOnceMoreAndCounted(String method) throws Exception {
        try (RawServer server = endingAtReuse(1, RawServer.Peer::close)) {
            Walk walk = reuse(server, method);

            assertThat(walk.steps().get(1).message()).isEmpty();
            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(server.requests)
                    .extracting(request -> request.split(" HTTP")[0])
                    .containsExactly("GET /first", method + " /second", method + " /second");
            assertThat(server.connections).isEqualTo(2);
            assertThat(walk.interval.stepCount(0, 0, 1, StepCount.REUSE_RETRIED))
                    .isEqualTo(1);
            assertThat(walk.interval.stepCount(0, 0, 0, StepCount.REUSE_RETRIED))
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void whatTheServerMayHaveActedOnIsNeverSentAgain(String method) throws Exception {
        try (RawServer server = endingAtReuse(1, RawServer.Peer::close)) {
            Walk walk = reuse(server, method);

            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.RESET);
            assertThat(walk.steps().get(1).message())
                    .isEqualTo(
                            "the connection was closed before any byte of the answer; it had carried requests before,"
                                    + " and " + method + " is not sent again because the server may have acted on it");
            assertThat(server.requests).hasSize(2);
            assertThat(walk.interval.stepCount(0, 0, 1, StepCount.REUSE_RETRIED))
                    .isZero();
        }
    }

    @Test
    void anAnswerThatHadBegunIsNotAskedForAgain() throws Exception {
        try (RawServer server = endingAtReuse(1, peer -> {
            peer.answer("HTTP/1.1 2");
            peer.close();
        })) {
            Walk walk = reuse(server, "GET");

            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.RESET);
            assertThat(walk.steps().get(1).message())
                    .isEqualTo("the connection was closed in the middle of the headers");
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void aSecondLossIsAFailure() throws Exception {
        try (RawServer server = new RawServer(peer -> {
            peer.request();
            if (peer.number == 0) {
                peer.answer(OK);
                peer.request();
            }
            peer.close();
        })) {
            Walk walk = reuse(server, "GET");

            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.RESET);
            assertThat(walk.steps().get(1).message())
                    .isEqualTo("the connection was closed before any byte of the answer,"
                            + " also when the request was sent again");
            assertThat(server.requests).hasSize(3);
            assertThat(walk.interval.stepCount(0, 0, 1, StepCount.REUSE_RETRIED))
                    .isEqualTo(1);
        }
    }

    /** Two connections are idle when the first of two users, who think differently long, comes back. */
    @Test
    void aSecondLossAtReuseIsAFailureToo() throws Exception {
        CountDownLatch two = new CountDownLatch(2);
        try (RawServer server = new RawServer(peer -> {
            peer.request();
            two.countDown();
            two.await();
            peer.answer(OK);
            while (peer.request() != null && peer.number >= 2) {
                peer.answer(OK);
            }
        })) {
            Node think = new Node.Think(Node.Distribution.UNIFORM, 50_000_000, 2 * Plans.SECOND);
            Step second = Walk.step(1, Walk.request("GET", Template.of("/second")));
            Walk walk = Walk.of(
                    Plans.target(server.url(), Plans.shared(64)),
                    Plans.walks(2, 2),
                    Plans.journey(0, 1, Walk.get("/first"), think, second));

            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK, Outcome.RESET, Outcome.OK);
            assertThat(walk.steps().get(2).message())
                    .isEqualTo("the connection was closed before any byte of the answer,"
                            + " also when the request was sent again");
            assertThat(walk.interval.stepCount(0, 0, 1, StepCount.REUSE_RETRIED))
                    .isEqualTo(1);
        }
    }

    @Test
    void aFirstRequestOfAConnectionIsNotSentAgain() throws Exception {
        try (RawServer server = new RawServer(RawServer.Peer::request)) {
            Walk walk = Walk.once(server.url(), Walk.get("/"));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.RESET);
            assertThat(walk.only().message()).isEqualTo("the connection was closed before any byte of the answer");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void aResetInTheMiddleOfABodyIsAFailure() throws Exception {
        try (RawServer server = new RawServer(peer -> {
            peer.request();
            peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            TimeUnit.MILLISECONDS.sleep(100); // so that the answer is read before the reset is
            peer.reset();
        })) {
            Walk walk = Walk.once(server.url(), Walk.get("/"));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.RESET);
            assertThat(walk.only().message()).isEqualTo("the connection was reset after 3 of 10 bytes of the body");
        }
    }

    @Test
    void aResetOfABodyThatOnlyClosingEndsIsNotItsEnd() throws Exception {
        try (RawServer server = new RawServer(peer -> {
            peer.request();
            peer.answer("HTTP/1.1 200 OK\r\n\r\nabc");
            TimeUnit.MILLISECONDS.sleep(100);
            peer.reset();
        })) {
            Walk walk = Walk.once(server.url(), Walk.get("/"));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.RESET);
            assertThat(walk.only().message()).isEqualTo("the connection was reset after 3 bytes of the body");
        }
    }

    @Test
    void aConnectionWhoseExchangeTimedOutIsNeverUsedAgain() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        try (RawServer server = new RawServer(peer -> {
            while (peer.request() != null) {
                if (peer.number == 0) {
                    late.await();
                    peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate");
                } else {
                    late.countDown(); // the late answer and this one are on their way together
                    TimeUnit.MILLISECONDS.sleep(100);
                    peer.answer(OK);
                }
            }
        })) {
            Walk walk = Walk.of(
                    Plans.target(server.url(), Plans.shared(64)),
                    Plans.walks(2, 1),
                    Walk.within(Walk.get("/"), 300_000_000));

            assertThat(walk.outcomes()).containsExactly(Outcome.TIMEOUT, Outcome.OK);
            assertThat(walk.steps().get(0).message()).isEqualTo("no complete answer within 300 ms");
            assertThat(walk.steps().get(1).response()).endsWith("hi");
            assertThat(server.connections).isEqualTo(2);
        }
    }

    @Test
    void aConnectionTheServerClosedWhileItWasIdleIsNotTried() throws Exception {
        try (RawServer server = new RawServer(peer -> {
            peer.request();
            peer.answer(OK);
        })) {
            Walk walk = Walk.once(
                    Plans.target(server.url(), Plans.shared(64)),
                    Plans.journey(0, 1, Walk.get("/first"), Plans.think(200_000_000), post()));

            assertThat(walk.outcomes()).as("a POST goes on a new one").containsExactly(Outcome.OK, Outcome.OK);
            assertThat(server.connections).isEqualTo(2);
            assertThat(walk.interval.stepCount(0, 0, 1, StepCount.REUSE_RETRIED))
                    .isZero();
        }
    }

    private static Step post() {
        return Walk.step(1, Walk.withBody("POST", "/second", "text/plain", Template.of("once")));
    }
}
