package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.util.NetUtil;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Target.Connections;
import io.rehearse.journeys.plan.Target.Connections.Policy;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.Kind;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets which connection, and how many there are: counted by the server. */
@Timeout(60)
class ConnectionsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final String STILL_OPEN = "HTTP/1.1 503 Still open\r\nContent-Length: 0\r\n\r\n";

    @ParameterizedTest(name = "{0}: {1} connections for 3 walks of 2 steps, one after the other")
    @CsvSource({"SHARED, 1", "PER_USER, 3", "FRESH, 6"})
    void eachPolicyConnectsAsOftenAsItSays(Policy policy, int connections) throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Walk walk = Walk.of(
                    Plans.target(server.url(), new Connections(policy, 64, 5 * Plans.SECOND)),
                    Plans.walks(3, 1),
                    Walk.get("/"),
                    Walk.step(1, Walk.request("GET", Template.of("/next"))));

            assertThat(walk.outcomes()).hasSize(6).containsOnly(Outcome.OK);
            assertThat(server.connections).isEqualTo(connections);
            assertThat(walk.interval.target(0, 0, 0, Kind.CONNECT).count())
                    .as("each connect is timed")
                    .isEqualTo(connections);
        }
    }

    /** The second walk is answered only after the server saw the end of the first walk's connection. */
    @Test
    void aConnectionOfAUserIsClosedWhenTheWalkEnds() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer server = new RawServer(peer -> {
            while (peer.request() != null) {
                boolean first = peer.number == 0;
                peer.answer(first || closed.await(5, TimeUnit.SECONDS) ? OK : STILL_OPEN);
            }
            closed.countDown();
        })) {
            Walk walk = Walk.of(
                    Plans.target(server.url(), new Connections(Policy.PER_USER, 64, 5 * Plans.SECOND)),
                    Plans.walks(2, 1),
                    Walk.within(Walk.get("/"), 10 * Plans.SECOND));

            assertThat(walk.outcomes())
                    .as("503: the first walk's connection was still open 5 s after its end")
                    .containsExactly(Outcome.OK, Outcome.OK);
        }
    }

    @Test
    void noMoreAreMadeThanTheLimitAndAllWhoWaitAreServed() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        try (RawServer server = new RawServer(peer -> {
            while (peer.request() != null) {
                three.countDown();
                three.await(); // nobody is answered before three ask at once
                peer.answer(OK);
            }
        })) {
            Walk walk = Walk.of(Plans.target(server.url(), Plans.shared(3)), Plans.walks(40, 10), Walk.get("/"));

            assertThat(walk.outcomes()).hasSize(40).containsOnly(Outcome.OK);
            assertThat(server.connections).isEqualTo(3);
        }
    }

    /** A connect is in progress as long as its TLS handshake is, which this server leaves unanswered. */
    @Test
    void atMost16ConnectsAreInProgress() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = new RawServer(peer -> end.await())) {
            URI url = URI.create("https://127.0.0.1:" + server.port());
            Walk walk = Walk.of(
                    Plans.insecure(url, new Connections(Policy.SHARED, 64, 20 * Plans.SECOND)),
                    Plans.walks(40, 40),
                    Walk.within(Walk.get("/"), Plans.SECOND));
            end.countDown();

            assertThat(walk.outcomes()).hasSize(40).containsOnly(Outcome.TIMEOUT);
            assertThat(server.connections).isEqualTo(16);
        }
    }

    private static Addresses addresses(int port, String... hosts) {
        return Addresses.of(
                Stream.of(hosts)
                        .map(NetUtil::createInetAddressFromIpAddressString)
                        .toList(),
                port);
    }

    /** 127.0.0.3 refuses: nobody listens there. */
    @ParameterizedTest
    @EnumSource
    void anAddressThatRefusesIsPassedOver(Policy policy) throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            Target target = Plans.target(server.url(), new Connections(policy, 64, 5 * Plans.SECOND));
            Addresses both = addresses(server.port(), "127.0.0.3", "127.0.0.1");
            Walk walk = Walk.run(
                    List.of(Plans.plan(target, Plans.walks(4, 1), Plans.journey(0, 1, Walk.get("/")))), of -> both);

            assertThat(walk.outcomes()).hasSize(4).containsOnly(Outcome.OK);
            assertThat(walk.interval.targetCount(0, 0, LaneInterval.TargetCount.DETOURS))
                    .isEqualTo(policy == Policy.SHARED ? 1 : 2);
        }
    }

    @Test
    void whereNoAddressTakesAConnectionThatIsTold() throws Exception {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = gone.getLocalPort();
            gone.close();
            URI url = URI.create("http://shop.example:" + port);
            Target target = Plans.target(url, Plans.shared(1));
            for (Addresses some : List.of(
                    addresses(port, "127.0.0.3", "127.0.0.1"),
                    addresses(port, "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.1"))) {
                Walk walk = Walk.run(
                        List.of(Plans.plan(target, Plans.walks(1, 1), Plans.journey(0, 1, Walk.get("/")))), of -> some);

                assertThat(walk.only().outcome()).isEqualTo(Outcome.REFUSED);
                assertThat(walk.only().message())
                        .isEqualTo(url + " refused the connection (the last of " + some.tries() + " addresses tried)");
            }
        }
    }

    /** The first has a share of the time only: there is some left for the next. */
    @Test
    void anAddressThatDoesNotAnswerIsPassedOver() throws Exception {
        try (RawServer server = RawServer.always(OK);
                ServerSocket full = new ServerSocket(server.port(), 1, InetAddress.getByName("127.0.0.3"))) {
            List<Socket> waiting = fill(full);
            Target target = Plans.target(server.url(), new Connections(Policy.SHARED, 1, 8 * Plans.SECOND));
            Addresses both = addresses(server.port(), "127.0.0.3", "127.0.0.1");
            Walk walk = Walk.run(
                    List.of(Plans.plan(
                            target,
                            Plans.walks(1, 1),
                            Plans.journey(0, 1, Walk.within(Walk.get("/"), 7 * Plans.SECOND)))),
                    of -> both);

            assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void anAddressThatDoesNotAnswerIsAConnectTimeout() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<Socket> waiting = fill(full);
            URI url = URI.create("http://127.0.0.1:" + full.getLocalPort());
            Walk walk = Walk.once(Plans.target(url, new Connections(Policy.SHARED, 1, 200_000_000)), Walk.get("/"));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.CONNECT_TIMEOUT);
            assertThat(walk.only().message()).isEqualTo(url + " did not accept a connection within 200 ms");
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Connects until the listener's queue is full: what comes then is not answered. */
    private static List<Socket> fill(ServerSocket listener) throws IOException {
        List<Socket> waiting = new ArrayList<>();
        while (waiting.size() < 50) {
            Socket socket = new Socket();
            try {
                socket.connect(listener.getLocalSocketAddress(), 200);
                waiting.add(socket);
            } catch (SocketTimeoutException full) {
                socket.close();
                return waiting;
            }
        }
        throw new AssertionError("the queue is never full");
    }

    /** The kernel asks again 1 s and 3 s after a connect that found the listener's queue full. */
    @Test
    void connectAndHandshakeTogetherHaveTheConnectTimeout() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<Socket> taken = new java.util.concurrent.CopyOnWriteArrayList<>(fill(full));
            Thread accepting = new Thread(() -> {
                try {
                    Thread.sleep(1_500);
                    while (true) {
                        taken.add(full.accept()); // and never a handshake
                    }
                } catch (IOException | InterruptedException over) {
                    return;
                }
            });
            accepting.start();
            URI url = URI.create("https://127.0.0.1:" + full.getLocalPort());
            Walk walk = Walk.once(
                    Plans.insecure(url, new Connections(Policy.SHARED, 1, 6 * Plans.SECOND)),
                    Walk.within(Walk.get("/"), 8 * Plans.SECOND));

            assertThat(walk.only().message()).isEqualTo(url + " did not finish the TLS handshake within 6000 ms");
            assertThat(walk.only().outcome()).isEqualTo(Outcome.TLS_FAILED);
            assertThat(walk.interval.target(0, 0, 0, Kind.CONNECT))
                    .as("no connection was ready")
                    .isNull();
            full.close();
            accepting.join();
            for (Socket socket : taken) {
                socket.close();
            }
        }
    }

    @Test
    void aProcessWithoutDescriptorsSaysSo() throws Exception {
        Path limit = Path.of("/usr/bin/prlimit");
        assumeTrue(Files.isExecutable(limit), "the limit of a running process can be changed only with prlimit");
        try (ServerSocket listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"))) {
            URI url = URI.create("http://127.0.0.1:" + listener.getLocalPort());
            // classes of the path are read while files can be opened
            assertThat(Walk.once(refusing(), Walk.get("/")).only().outcome()).isEqualTo(Outcome.REFUSED);
            Walk.once(Plans.target(url, Plans.shared(1)), Walk.within(Walk.get("/"), 100_000_000));
            String before = prlimit("--noheadings", "--output=SOFT", "--nofile");
            Walk walk;
            try {
                prlimit("--nofile=" + limitWithFree(20) + ":");
                walk = Walk.of(
                        Plans.target(url, Plans.shared(Connections.UNLIMITED)),
                        Plans.walks(60, 60),
                        Walk.within(Walk.get("/"), 300_000_000));
            } finally {
                raise(before);
            }

            assertThat(walk.outcomes()).hasSize(60).contains(Outcome.NO_DESCRIPTORS);
            assertThat(walk.outcomes()).isSubsetOf(Outcome.NO_DESCRIPTORS, Outcome.TIMEOUT);
            assertThat(walk.steps())
                    .filteredOn(step -> step.outcome() == Outcome.NO_DESCRIPTORS)
                    .extracting(LaneInterval.Example::message)
                    .containsOnly("this process has no file descriptor left for a connection to " + url);
        }
    }

    private static URI refusing() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }
    }

    /** A new descriptor is the lowest free number, and the limit is beyond the highest number there may be. */
    private static int limitWithFree(int free) throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            Set<String> taken = open.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            int limit = 0;
            for (int left = free; left > 0; limit++) {
                left -= taken.contains(String.valueOf(limit)) ? 0 : 1;
            }
            return limit;
        }
    }

    private static String prlimit(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/prlimit"));
        command.add("--pid=" + ProcessHandle.current().pid());
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static void raise(String soft) throws Exception {
        prlimit("--nofile=" + soft + ":");
    }
}
