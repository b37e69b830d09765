package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.LaneInterval.StepCount;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What works with epoll works with NIO, where epoll does not load. */
@Timeout(60)
class TransportTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private enum Waits {
        EPOLL,
        NIO
    }

    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @EnumSource
    @interface WithEach {}

    private static Walk walk(Waits waits, Target target, Load load, Step... steps) {
        return walk(waits, target, load, Plans.journey(0, 1, steps));
    }

    private static Walk walk(Waits waits, Target target, Load load, Journey journey) {
        assumeTrue(waits == Waits.NIO || Epoll.isAvailable(), "epoll does not load here");
        IoHandlerFactory factory = waits == Waits.NIO ? NioIoHandler.newFactory() : EpollIoHandler.newFactory();
        List<Plan> sides = List.of(Plans.plan(target, load, journey));
        HttpSettings settings = HttpSettings.of(sides, Walk::resolved, "1.0", "test-run", true);
        return Walk.run(sides, settings, true, () -> {}, factory);
    }

    private static Walk once(Waits waits, URI url, Step... steps) {
        return walk(waits, Plans.target(url, Plans.shared(4)), Plans.walks(1, 1), steps);
    }

    @WithEach
    void manyUsersShareFewConnections(Waits waits) throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Walk walk = walk(waits, Plans.target(server.url(), Plans.shared(4)), Plans.walks(500, 50), Walk.get("/"));

            assertThat(walk.outcomes()).hasSize(500).containsOnly(Outcome.OK);
            assertThat(server.connections).isBetween(1, 4);
        }
    }

    @WithEach
    void aBodyThatTheSocketTakesInPiecesArrivesWhole(Waits waits) throws Exception {
        String body = "0123456789abcdef".repeat(512 * 1024);
        try (RawServer server = RawServer.always(OK)) {
            Step post = Walk.step(0, Walk.withBody("POST", "/", "text/plain", Template.of(body)));
            Walk walk = once(waits, server.url(), post, Walk.step(1, Walk.request("GET", Template.of("/"))));

            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(server.requests.get(0).endsWith("\r\n\r\n" + body)).isTrue();
            assertThat(walk.interval.stepCount(0, 0, 0, StepCount.BYTES_SENT))
                    .isEqualTo(server.requests.get(0).length());
        }
    }

    @WithEach
    void aLongAnswerIsReadWhole(Waits waits) throws Exception {
        String chunk = "10000\r\n" + "x".repeat(65536) + "\r\n";
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(64) + "0\r\n\r\n";
        try (RawServer server = RawServer.always(answer)) {
            Step reading = Walk.saving(Walk.get("/"), Walk.save(0, new Reader.Body()));
            Target target = Plans.target(server.url(), Plans.shared(1));
            Walk walk = walk(waits, target, Plans.walks(2, 1), Walk.journey(List.of("text"), reading));

            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(walk.interval.stepCount(0, 0, 0, StepCount.BYTES_RECEIVED))
                    .isEqualTo(2L * answer.length());
            assertThat(server.connections).isEqualTo(1);
        }
    }

    @WithEach
    void endingsHaveTheSameOutcomesAndWords(Waits waits) throws Exception {
        URI nobody;
        try (ServerSocket closed = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }
        Walk refused = once(waits, nobody, Walk.get("/"));
        assertThat(refused.only().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.only().message()).isEqualTo(nobody + " refused the connection");

        try (RawServer server = new RawServer(peer -> {
            peer.request();
            peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            TimeUnit.MILLISECONDS.sleep(100);
            peer.reset();
        })) {
            Walk reset = once(waits, server.url(), Walk.get("/"));
            assertThat(reset.only().outcome()).isEqualTo(Outcome.RESET);
            assertThat(reset.only().message()).isEqualTo("the connection was reset after 3 of 10 bytes of the body");
        }

        try (RawServer server = new RawServer(peer -> {
            peer.request();
            peer.answer("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        })) {
            Walk closed = once(waits, server.url(), Walk.get("/"));
            assertThat(closed.only().outcome()).isEqualTo(Outcome.OK);
            assertThat(closed.only().response()).endsWith("\r\n\r\nuntil the end");
        }

        try (RawServer server = new RawServer(peer -> {
            peer.request();
            TimeUnit.SECONDS.sleep(30);
        })) {
            Walk hung = once(waits, server.url(), Walk.within(Walk.get("/"), 200_000_000));
            assertThat(hung.only().outcome()).isEqualTo(Outcome.TIMEOUT);
        }
    }
}
