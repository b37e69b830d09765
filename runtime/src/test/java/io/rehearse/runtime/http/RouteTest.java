package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rehearse.journeys.plan.Limits;
import io.rehearse.journeys.plan.Route;
import io.rehearse.journeys.plan.Route.Place;
import io.rehearse.journeys.plan.Route.Proxy;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Target.Connections;
import io.rehearse.journeys.plan.Target.Connections.Policy;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways to a target: proxies of our own that really connect, other addresses, other names. */
@Timeout(60)
class RouteTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static Path certificate;

    @BeforeAll
    static void anAuthoritySigns() throws Exception {
        certificates = new Certificates(directory);
        certificate = certificates.signed("server", "-ext", "san=dns:shop.example");
    }

    private static Target target(String url, Route route, String serverName) {
        return new Target(
                0,
                "server",
                URI.create(url),
                Optional.empty(),
                Map.of(),
                new Connections(Policy.FRESH, 1, 5 * Plans.SECOND),
                new Target.Tls(
                        false,
                        Optional.of(certificates.authorityFile.toString()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.ofNullable(serverName)),
                route,
                Limits.DEFAULT,
                true);
    }

    private static Route through(Proxy.Kind kind, RawServer proxy, String user, String password, int port) {
        return new Route(
                Optional.of(new Place("127.0.0.1", port)),
                List.of(),
                Optional.of(new Proxy(kind, new Place("127.0.0.1", proxy.port()), user, password)));
    }

    // ---- proxies

    /** A proxy that asks for ann and pässword:1; what it was asked is in its requests. */
    private static RawServer proxy(Proxy.Kind kind, boolean asksForLogin, List<String> asked) throws IOException {
        return new RawServer(peer -> {
            if (kind == Proxy.Kind.HTTP) {
                connect(peer, asksForLogin, asked);
            } else {
                socks(peer, asksForLogin, asked);
            }
        });
    }

    private static void connect(RawServer.Peer peer, boolean asksForLogin, List<String> asked) throws Exception {
        String request = peer.request();
        asked.add(request.substring(0, request.indexOf("\r\n")));
        String login = Base64.getEncoder().encodeToString("ann:p\u00e4ssword:1".getBytes(StandardCharsets.UTF_8));
        if (asksForLogin && !request.contains("\r\nProxy-Authorization: Basic " + login + "\r\n")) {
            peer.answer("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        String[] place = request.split(" ")[1].split(":");
        Socket onward = new Socket(place[0], Integer.parseInt(place[1]));
        peer.answer("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n");
        pump(peer.socket, onward);
    }

    private static void socks(RawServer.Peer peer, boolean asksForLogin, List<String> asked) throws Exception {
        InputStream in = peer.socket.getInputStream();
        byte[] greeting = in.readNBytes(3);
        if (greeting[2] != (asksForLogin ? 2 : 0)) {
            peer.answer(new byte[] {5, (byte) 0xff});
            return;
        }
        peer.answer(new byte[] {5, greeting[2]});
        if (asksForLogin) {
            in.readNBytes(1);
            String user = new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
            String password = new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
            boolean right = user.equals("ann") && password.equals("p\u00e4ssword:1");
            peer.answer(new byte[] {1, (byte) (right ? 0 : 1)});
            if (!right) {
                return;
            }
        }
        int type = in.readNBytes(4)[3];
        String host = type == 3
                ? new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(in.readNBytes(type == 1 ? 4 : 16)).getHostAddress();
        int port = in.read() << 8 | in.read();
        asked.add("type " + type + " " + host + ":" + port);
        Socket onward;
        try {
            onward = new Socket(host, port);
        } catch (IOException refused) {
            peer.answer(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0});
            return;
        }
        peer.answer(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        pump(peer.socket, onward);
    }

    private static void pump(Socket near, Socket far) throws IOException {
        Thread back = new Thread(() -> copy(far, near));
        back.start();
        copy(near, far);
        far.close();
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException over) {
            return;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP, false, false",
        "HTTP, true, false",
        "HTTP, true, true",
        "SOCKS5, false, false",
        "SOCKS5, true, true"
    })
    void requestsReachTheTargetThroughAProxy(Proxy.Kind kind, boolean login, boolean secure) throws Exception {
        ServerSocket listener = secure
                ? certificates.listener(certificate, false)
                : new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        List<String> asked = new CopyOnWriteArrayList<>();
        try (RawServer server = new RawServer(listener, peer -> {
                    while (peer.request() != null) {
                        peer.answer(OK);
                    }
                });
                RawServer proxy = proxy(kind, login, asked)) {
            Route route = through(kind, proxy, login ? "ann" : "", login ? "p\u00e4ssword:1" : "", server.port());
            String url = (secure ? "https" : "http") + "://shop.example";
            Walk walk = Walk.of(target(url, route, null), Plans.walks(2, 1), Walk.get("/x"));

            assertThat(walk.steps().get(0).message()).isEmpty();
            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(server.requests).hasSize(2);
            assertThat(server.requests.get(0))
                    .startsWith("GET /x HTTP/1.1\r\nHost: shop.example\r\n")
                    .doesNotContain("Proxy-");
            String place = "127.0.0.1:" + server.port();
            assertThat(asked)
                    .hasSize(2)
                    .containsOnly(kind == Proxy.Kind.HTTP ? "CONNECT " + place + " HTTP/1.1" : "type 1 " + place);
        }
    }

    @Test
    void theProxyLooksTheNameUp() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (RawServer server = RawServer.always(OK);
                RawServer proxy = proxy(Proxy.Kind.SOCKS5, false, asked)) {
            Route route = new Route(
                    Optional.empty(),
                    List.of(),
                    Optional.of(new Proxy(Proxy.Kind.SOCKS5, new Place("127.0.0.1", proxy.port()), "", "")));
            Walk walk = Walk.once(target("http://localhost:" + server.port(), route, null), Walk.get("/"));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
            assertThat(asked).containsExactly("type 3 localhost:" + server.port());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordIsRefusedAndNeverShown(Proxy.Kind kind) throws Exception {
        try (RawServer server = RawServer.always(OK);
                RawServer proxy = proxy(kind, true, new CopyOnWriteArrayList<>())) {
            Walk walk = Walk.once(
                    target("http://shop.example", through(kind, proxy, "ann", "wr0ng", server.port()), null),
                    Walk.get("/"));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(walk.only().message())
                    .isEqualTo("the proxy " + (kind == Proxy.Kind.HTTP ? "http" : "socks5") + "://127.0.0.1:"
                            + proxy.port() + " refused a way to 127.0.0.1:" + server.port() + ": "
                            + (kind == Proxy.Kind.HTTP
                                    ? "\"HTTP/1.1 407 Proxy Authentication Required\""
                                    : "user or password are wrong"));
            assertThat(server.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP, BROKEN, 'answered with more than 8192 bytes of headers', x",
        "SOCKS5, REFUSED, 'refused a way to 127.0.0.1:1: it does not speak SOCKS 5: \"HT\"', HTTP/1.1 400",
        "HTTP, RESET, 'closed the connection before it opened a way to 127.0.0.1:1', ''"
    })
    void aProxyThatTalksNonsenseIsToBlame(Proxy.Kind kind, Outcome outcome, String words, String answer)
            throws Exception {
        try (RawServer proxy = new RawServer(peer -> {
            peer.socket.getInputStream().read(new byte[1000]);
            peer.answer(answer.equals("x") ? "x".repeat(9000) : answer);
        })) {
            Walk walk = Walk.once(target("http://shop.example", through(kind, proxy, "", "", 1), null), Walk.get("/"));

            assertThat(walk.only().outcome()).isEqualTo(outcome);
            assertThat(walk.only().message()).endsWith("127.0.0.1:" + proxy.port() + " " + words);
        }
    }

    @Test
    void aProxyThatSaysNothingIsAConnectTimeout() throws Exception {
        try (RawServer proxy =
                new RawServer(peer -> peer.socket.getInputStream().readAllBytes())) {
            Target target = target("http://shop.example", through(Proxy.Kind.HTTP, proxy, "", "", 1), null);
            Target hasty = new Target(
                    0,
                    target.name(),
                    target.url(),
                    Optional.empty(),
                    Map.of(),
                    new Connections(Policy.SHARED, 1, 300_000_000),
                    target.tls(),
                    target.route(),
                    target.limits(),
                    true);
            Walk walk = Walk.once(hasty, Walk.get("/"));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.CONNECT_TIMEOUT);
            assertThat(walk.only().message())
                    .isEqualTo("the proxy http://127.0.0.1:" + proxy.port()
                            + " opened no way to 127.0.0.1:1 within 300 ms");
        }
    }

    // ---- addresses and names

    @Test
    void connectToLeavesTheNameInHostAndTls() throws Exception {
        List<String> names = new CopyOnWriteArrayList<>();
        try (RawServer server = new RawServer(certificates.listener(certificate, false), peer -> {
            while (peer.request() != null) {
                names.add(((ExtendedSSLSession) ((SSLSocket) peer.socket).getSession())
                        .getRequestedServerNames()
                        .toString());
                peer.answer(OK);
            }
        })) {
            Route route = new Route(Optional.of(new Place("127.0.0.1", server.port())), List.of(), Optional.empty());
            Walk walk = Walk.once(target("https://shop.example", route, null), Walk.get("/"));

            assertThat(walk.only().message()).isEmpty();
            assertThat(server.requests.get(0)).contains("\r\nHost: shop.example\r\n");
            assertThat(names).allMatch(name -> name.contains("value=shop.example"));
        }
    }

    @Test
    void serverNameIsSentAndVerifiedInsteadOfTheUrlsHost() throws Exception {
        try (RawServer server = new RawServer(certificates.listener(certificate, false), peer -> {
            while (peer.request() != null) {
                peer.answer(OK);
            }
        })) {
            String url = "https://127.0.0.1:" + server.port();

            assertThat(Walk.once(target(url, Route.DIRECT, "shop.example"), Walk.get("/"))
                            .only()
                            .outcome())
                    .isEqualTo(Outcome.OK);
            assertThat(Walk.once(target(url, Route.DIRECT, null), Walk.get("/"))
                            .only()
                            .outcome())
                    .isEqualTo(Outcome.TLS_FAILED);
        }
    }

    @Test
    void sourcesAreTakenInTurn() throws Exception {
        List<String> from = new CopyOnWriteArrayList<>();
        try (RawServer server = new RawServer(peer -> {
            from.add(peer.socket.getInetAddress().getHostAddress());
            while (peer.request() != null) {
                peer.answer(OK);
            }
        })) {
            Route route = new Route(Optional.empty(), List.of("127.0.0.2", "127.0.0.3"), Optional.empty());
            Walk walk = Walk.of(target(server.url().toString(), route, null), Plans.walks(4, 1), Walk.get("/"));

            assertThat(walk.outcomes()).hasSize(4).containsOnly(Outcome.OK);
            assertThat(from).containsExactly("127.0.0.2", "127.0.0.3", "127.0.0.2", "127.0.0.3");
        }
    }

    @Test
    void anIpv6AddressIsATarget() throws Exception {
        ServerSocket listener;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getByName("::1"));
        } catch (IOException none) {
            assumeTrue(false, "no IPv6 here");
            return;
        }
        try (RawServer server = new RawServer(listener, peer -> {
            while (peer.request() != null) {
                peer.answer(OK);
            }
        })) {
            Walk walk = Walk.once(target("http://[::1]:" + server.port(), Route.DIRECT, null), Walk.get("/"));

            assertThat(walk.only().message()).isEmpty();
            assertThat(server.requests.get(0)).contains("\r\nHost: [::1]:" + server.port() + "\r\n");
        }
    }
}
