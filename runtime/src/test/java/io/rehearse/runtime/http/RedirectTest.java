package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import io.rehearse.runtime.response.Masking;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes on to where a redirect leads (RFC 9110, 15.4), told from what the servers saw. */
@Timeout(60)
class RedirectTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final String[] OF_ORIGIN = {"\r\nAuthorization:", "\r\nX-Api-Key:", "\r\nX-Target:"};

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static Path certificate;

    @BeforeAll
    static void anAuthoritySigns() throws Exception {
        certificates = new Certificates(directory);
        certificate = certificates.signed("server", "-ext", "san=ip:127.0.0.1");
    }

    /** Answers the first path with a redirect, all others with 200. */
    private static RawServer redirecting(int status, String location, String... headers) throws Exception {
        return new RawServer(peer -> talk(peer, status, location, headers));
    }

    private static void talk(RawServer.Peer peer, int status, String location, String... headers) throws Exception {
        for (String request = peer.request(); request != null; request = peer.request()) {
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            peer.answer(
                    request.contains(" /from")
                            ? "HTTP/1.1 " + status + " Elsewhere\r\n" + more + "Location: " + location
                                    + "\r\nContent-Length: 0\r\n\r\n"
                            : OK);
        }
    }

    private static Step send(String method, Optional<Request.Body> body, String path) {
        return Walk.step(
                0,
                new Request(
                        method,
                        Template.of(path),
                        List.of(
                                Walk.header("Authorization", "Bearer t0k"),
                                Walk.header("X-Api-Key", "k3y"),
                                Walk.header("X-Mine", "kept"),
                                Walk.header("Content-Language", "en")),
                        List.of(),
                        body,
                        true));
    }

    /** A target with a header of its own. */
    private static Target target(URI url, Target.Tls tls) {
        Target plain = Plans.insecure(url, Plans.shared(4));
        return new Target(
                0,
                plain.name(),
                url,
                Optional.empty(),
                Map.of("X-Target", "own"),
                plain.connections(),
                tls == null ? plain.tls() : tls,
                true);
    }

    private static Walk get(RawServer server, String path) {
        return Walk.once(target(server.url(), null), send("GET", Optional.empty(), path));
    }

    @ParameterizedTest
    @CsvSource({
        // sent, status, what follows, with the body
        "POST, 301, GET, false",
        "POST, 302, GET, false",
        "POST, 303, GET, false",
        "POST, 307, POST, true",
        "POST, 308, POST, true",
        "PUT, 301, PUT, true",
        "PUT, 302, PUT, true",
        "PUT, 303, GET, false",
        "PUT, 307, PUT, true",
        "PUT, 308, PUT, true",
        "GET, 301, GET, false",
        "GET, 303, GET, false",
        "GET, 308, GET, false",
        "HEAD, 302, HEAD, false",
        "HEAD, 303, HEAD, false"
    })
    void theStatusDecidesAboutMethodAndBody(String method, int status, String next, boolean keepsBody)
            throws Exception {
        boolean sends = method.startsWith("P");
        Request.Body body = new Request.Body("text/plain", Template.of("the body"));
        try (RawServer server = new RawServer(peer -> {
            for (String request = peer.request(); request != null; request = peer.request()) {
                String head = request.contains(" /from")
                        ? "HTTP/1.1 " + status + " X\r\nLocation: /to\r\n"
                        : "HTTP/1.1 200 OK\r\n";
                peer.answer(head + "Content-Length: 0\r\n\r\n");
            }
        })) {
            Walk walk = Walk.once(
                    target(server.url(), null), send(method, sends ? Optional.of(body) : Optional.empty(), "/from"));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
            assertThat(server.requests).hasSize(2);
            String second = server.requests.get(1);
            assertThat(second).startsWith(next + " /to HTTP/1.1\r\n").contains("\r\nX-Mine: kept\r\n");
            if (keepsBody) {
                assertThat(second)
                        .contains("\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n")
                        .contains("\r\nContent-Language: en\r\n")
                        .endsWith("\r\n\r\nthe body");
            } else if (sends) {
                assertThat(second).doesNotContain("Content-").endsWith("\r\n\r\n");
            }
        }
    }

    @Test
    void withinItsOriginAuthorizationGoesOn() throws Exception {
        try (RawServer server = redirecting(302, "/to")) {
            get(server, "/from");

            assertThat(server.requests.get(1)).contains(OF_ORIGIN);
        }
    }

    @Test
    void anotherPortIsAnotherOriginWhereAuthorizationIsNotSentAndNeitherAfterwards() throws Exception {
        URI[] home = new URI[1];
        try (RawServer other = new RawServer(peer -> talk(peer, 302, home[0] + "/back"));
                RawServer first = redirecting(302, other.url() + "/from-there")) {
            home[0] = first.url();
            Walk walk = get(first, "/from");

            assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
            assertThat(first.requests.get(0)).contains(OF_ORIGIN);
            assertThat(other.requests.get(0))
                    .startsWith("GET /from-there HTTP/1.1\r\nHost: 127.0.0.1:" + other.port() + "\r\n")
                    .contains("\r\nX-Mine: kept\r\n")
                    .doesNotContain(OF_ORIGIN);
            assertThat(first.requests.get(1)).startsWith("GET /back ").doesNotContain(OF_ORIGIN);
        }
    }

    @Test
    void anotherSchemeIsAnotherOriginAndASecureCookieStaysBehind() throws Exception {
        try (RawServer plain = RawServer.always(OK);
                RawServer secure = new RawServer(
                        certificates.listener(certificate, false),
                        peer -> talk(
                                peer,
                                302,
                                plain.url() + "/to",
                                "Set-Cookie: safe=1; Secure; Path=/",
                                "Set-Cookie: any=2; Path=/"))) {
            URI url = URI.create("https://127.0.0.1:" + secure.port());
            Target.Tls trusting = new Target.Tls(
                    false, Optional.of(certificates.authorityFile.toString()), Optional.empty(), Optional.empty());
            Walk walk = Walk.once(target(url, trusting), send("GET", Optional.empty(), "/from"));

            assertThat(walk.only().message()).isEmpty();
            assertThat(plain.requests.get(0))
                    .doesNotContain(OF_ORIGIN)
                    .contains("\r\nCookie: any=2\r\n"); // RFC 6265, 8.5: cookies know no ports
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fromHttpToHttpsTlsIsThereAlreadyIfItWasPrepared(boolean prepared) throws Exception {
        try (RawServer secure = new RawServer(certificates.listener(certificate, false), peer -> talk(peer, 200, "/"));
                RawServer first = redirecting(302, "https://127.0.0.1:" + secure.port() + "/to")) {
            Target target = target(first.url(), null);
            List<String> madeBy = new CopyOnWriteArrayList<>();
            Endpoint endpoint = Endpoint.of(target, new InetSocketAddress("127.0.0.1", first.port()), of -> {
                madeBy.add(Thread.currentThread().getName());
                return Tls.context(of);
            });
            List<Plan> sides = List.of(
                    Plans.plan(target, Plans.walks(1, 1), Plans.journey(0, 1, send("GET", Optional.empty(), "/from"))));
            HttpSettings settings =
                    new HttpSettings(List.of(List.of(endpoint)), "rehearse/1.0", "run", 1, Masking.of(sides));
            if (prepared) {
                settings.prepareTls();
                while (madeBy.isEmpty()) {
                    Thread.sleep(10);
                }
            }
            Walk walk = Walk.run(sides, settings, true);

            assertThat(walk.only().message()).isEmpty();
            assertThat(secure.requests.get(0)).startsWith("GET /to ").doesNotContain(OF_ORIGIN);
            assertThat(madeBy)
                    .containsExactly(
                            prepared
                                    ? "tls-preparation"
                                    : Thread.currentThread().getName());
        }
    }

    @Test
    void aHostThatIsNoTargetIsNotVisited() throws Exception {
        try (RawServer server = redirecting(302, "http://other.example/x")) {
            Walk walk = get(server, "/from");

            assertThat(walk.only().outcome()).isEqualTo(Outcome.BROKEN);
            assertThat(walk.only().message())
                    .isEqualTo("redirected to \"http://other.example/x\": other.example is no target of this plan; name"
                            + " it as a target to go there");
        }
    }

    @Test
    void aLoopEndsAfterTenRedirects() throws Exception {
        try (RawServer server = redirecting(307, "/from-again")) {
            Walk walk = get(server, "/from");

            assertThat(walk.only().outcome()).isEqualTo(Outcome.BROKEN);
            assertThat(walk.only().message())
                    .isEqualTo("more than 10 redirects (redirects 20 in the step follows more)");
            assertThat(server.requests).hasSize(11);
            assertThat(server.connections).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://127.0.0.1/x, 'only http and https are followed, not ftp'",
        "javascript:alert(1), 'only http and https are followed, not javascript'",
        "http://, not a host",
    })
    void onlyHttpAndHttpsAreFollowed(String location, String why) throws Exception {
        try (RawServer server = redirecting(302, location)) {
            Walk walk = get(server, "/from");

            assertThat(walk.only().outcome()).isEqualTo(Outcome.BROKEN);
            assertThat(walk.only().message()).isEqualTo("redirected to \"" + location + "\": " + why);
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"'/to here', /to%20here", "'/t\u00f6', /t%F6", "'/to\there', /to%09here", "../x#y, /x"})
    void aLocationIsMadeFitForARequestLine(String location, String path) throws Exception {
        try (RawServer server = redirecting(302, location)) {
            Walk walk = get(server, "/from");

            assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
            assertThat(server.requests.get(1)).startsWith("GET " + path + " HTTP/1.1\r\nHost: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/to\rX-Injected: 1", "/to\u0000", "/to\u007f"})
    void aLocationWithAControlCharacterIsABrokenAnswer(String location) throws Exception {
        try (RawServer server = redirecting(302, location)) {
            Walk walk = get(server, "/from");

            assertThat(walk.only().outcome()).isEqualTo(Outcome.BROKEN);
            assertThat(walk.only().message()).isEqualTo("a control character in the header \"Location\"");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void withRedirectsOffTheAnswerIsTheRedirect() throws Exception {
        try (RawServer server = redirecting(302, "/to")) {
            Request request = new Request("GET", Template.of("/from"), List.of(), List.of(), Optional.empty(), false);
            Walk walk = Walk.once(target(server.url(), null), Walk.step(0, request));

            assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
            assertThat(walk.only().response()).startsWith("HTTP/1.1 302 ");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void theTimeOfAStepCoversItsRedirects() throws Exception {
        try (RawServer server = new RawServer(peer -> {
            for (int hop = 0; peer.request() != null; hop++) {
                Thread.sleep(150);
                peer.answer("HTTP/1.1 302 X\r\nLocation: /" + hop + "\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            Walk walk = Walk.once(server.url(), Walk.within(Walk.get("/from"), 400_000_000));

            assertThat(walk.only().outcome()).as("not each hop on its own").isEqualTo(Outcome.TIMEOUT);
        }
    }
}
