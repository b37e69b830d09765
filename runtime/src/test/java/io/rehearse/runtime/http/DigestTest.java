package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digest authentication (RFC 7616): its own vectors, and servers that check what they get. */
@Timeout(60)
class DigestTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final Endpoint ORIGIN = Endpoint.of(
            Plans.target(URI.create("http://127.0.0.1:80"), Plans.shared(1)),
            InetSocketAddress.createUnresolved("127.0.0.1", 80));

    @TempDir
    Path directory;

    // ---- the RFC's examples

    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    })
    void theVectorsOfSection391(String algorithm, String response) {
        DigestChallenge challenge = DigestChallenge.of(
                ORIGIN,
                List.of("Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=" + algorithm
                        + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                        + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""));
        assertThat(challenge.answer(
                        "GET",
                        "/dir/index.html",
                        "Mufasa",
                        "Circle of Life",
                        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"))
                .isEqualTo("Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\","
                        + " algorithm=" + algorithm
                        + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001,"
                        + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\"" + response
                        + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
    }

    /** Section 3.9.2: the hash of the name is that of the errata; the response was computed by another program. */
    @Test
    void aNameIsHashedOrWrittenInFull() {
        String asked = "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
                + " nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", charset=UTF-8";
        String hashed = DigestChallenge.of(ORIGIN, List.of(asked + ", userhash=true"))
                .answer(
                        "GET",
                        "/doe.json",
                        "J\u00e4s\u00f8n Doe",
                        "Secret, or not?",
                        "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm");
        assertThat(hashed)
                .contains("username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"")
                .contains("response=\"7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c\"")
                .endsWith(", userhash=true");
        String plain = DigestChallenge.of(ORIGIN, List.of(asked))
                .answer(
                        "GET",
                        "/doe.json",
                        "J\u00e4s\u00f8n Doe",
                        "Secret, or not?",
                        "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm");
        assertThat(plain).startsWith("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm=");
    }

    // ---- which challenge counts

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Basic realm="a, Digest b", Digest realm="r", nonce="n", qop="auth"                     | MD5
        Negotiate abc==, Digest realm="r", nonce="n", qop=auth, algorithm=sha-256              | SHA-256
        Digest realm="r", nonce="n", qop="auth", algorithm=SHA-512, Digest realm="r", nonce="n", qop="auth,auth-int" | MD5
        Digest realm="q\\"uote", nonce = "n" , qop="auth"                                      | MD5
        """)
    void theFirstThatIsUnderstoodCounts(String header, String algorithm) {
        DigestChallenge challenge = DigestChallenge.of(ORIGIN, List.of(header));
        assertThat(challenge.answer("GET", "/", "u", "p", "c")).contains("algorithm=" + algorithm + ",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Digest realm=\"r\", nonce=\"n\"",
                "Digest realm=\"r\", qop=\"auth\"",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD4",
                "Digest realm=\"r\", nonce=\"n",
                "=\"=,\"",
                "Basic realm=\"r\"",
                "Digest realm=\"r\", nonce=\"n\u0001\", qop=\"auth\"",
            })
    void whatIsNotUnderstoodIsNotAnswered(String header) {
        assertThat(DigestChallenge.of(ORIGIN, List.of(header))).isNull();
    }

    // ---- over the wire

    /** Lets in who proves to know Ann's password, and says why not otherwise. */
    private static final class Door implements RawServer.Script {
        private static final Pattern FIELD = Pattern.compile("(\\w+)=\"?([^\",]*)\"?");

        private final String algorithm;
        private volatile String nonce = "nonce-1";
        private volatile int nonces = 1;
        private final int usesOfNonce;
        private int uses;

        Door(String algorithm, int usesOfNonce) {
            this.algorithm = algorithm;
            this.usesOfNonce = usesOfNonce;
        }

        @Override
        public void talk(RawServer.Peer peer) throws Exception {
            for (String request = peer.request(); request != null; request = peer.request()) {
                peer.answer(answer(request));
            }
        }

        private synchronized String answer(String request) throws Exception {
            Matcher line = Pattern.compile("\r\nAuthorization: Digest (.*)\r\n").matcher(request);
            if (!line.find()) {
                return refused("");
            }
            Map<String, String> said = new java.util.HashMap<>();
            FIELD.matcher(line.group(1)).results().forEach(field -> said.put(field.group(1), field.group(2)));
            if (!said.get("nonce").equals(nonce)) {
                return refused(", stale=true");
            }
            if (uses == usesOfNonce) {
                nonce = "nonce-" + ++nonces;
                uses = 0;
                return refused(", stale=true");
            }
            boolean counted = Integer.parseInt(said.get("nc"), 16) == ++uses;
            String[] start = request.split(" ", 3);
            String a1 = hash("ann:shop:pw-ann");
            String expected = hash(String.join(
                    ":", a1, nonce, said.get("nc"), said.get("cnonce"), "auth", hash(start[0] + ":" + start[1])));
            boolean known =
                    said.get("response").equals(expected) && said.get("uri").equals(start[1]);
            return known && counted ? OK : refused("");
        }

        private String refused(String more) {
            return "HTTP/1.1 401 Who?\r\nContent-Length: 0\r\nWWW-Authenticate: Basic realm=\"shop\"\r\n"
                    + "WWW-Authenticate: Digest realm=\"shop\", qop=\"auth\", algorithm=" + algorithm + ", nonce=\""
                    + nonce + "\"" + more + "\r\n\r\n";
        }

        private String hash(String text) throws Exception {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private Walk walk(URI url, String steps) throws IOException {
        Path script = directory.resolve("digest.groovy");
        Files.writeString(script, "journey('A') {\ntarget 'shop'\n" + steps + "\n}\nload('one') { walks 1 }\n");
        Plan plan = Journeys.compile(
                script, new Inputs(Optional.empty(), Map.of(), Map.of("shop", url.toString()), Map.of()));
        return Walk.run(List.of(plan), Walk::resolved);
    }

    private static long unanswered(RawServer server) {
        return server.requests.stream()
                .filter(request -> !request.contains("\r\nAuthorization:"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-256"})
    void theServerIsAnsweredOnceAndFromThenOnUnasked(String algorithm) throws Exception {
        try (RawServer server = new RawServer(new Door(algorithm, 100))) {
            Walk walk = walk(server.url(), """
                    let name: 'ann'
                    step('A') { get '/a?b=c'; auth digest(vars.name, 'pw-ann') }
                    step('B') { post '/b'; json a: 1; auth digest('ann', "pw-${vars.name}") }
                    step('C') { get '/c'; auth digest('ann', 'pw-ann') }
                    """);
            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK, Outcome.OK);
            assertThat(server.requests).as("asked once").hasSize(4);
            assertThat(unanswered(server)).isEqualTo(1);
            assertThat(server.requests.get(2)).endsWith("{\"a\":1}");
            assertThat(server.requests.get(3)).contains("nc=00000003");
            assertThat(walk.steps().get(0).request())
                    .contains("Authorization: ***")
                    .doesNotContain("response=");
        }
    }

    @Test
    void aNonceThatIsTooOldIsReplaced() throws Exception {
        try (RawServer server = new RawServer(new Door("SHA-256", 2))) {
            Walk walk =
                    walk(server.url(), "for (i in 1..6) { step(\"S$i\") { get '/'; auth digest('ann', 'pw-ann') } }");
            assertThat(walk.outcomes()).hasSize(6).containsOnly(Outcome.OK);
            assertThat(unanswered(server)).isEqualTo(1);
            assertThat(server.requests).as("one more for each of three nonces").hasSize(9);
        }
    }

    @Test
    void aWrongPasswordEndsTheStepAfterOneAnswer() throws Exception {
        try (RawServer server = new RawServer(new Door("MD5", 100))) {
            Walk walk = walk(server.url(), "step('A') { get '/'; auth digest('ann', 'wrong') }");
            assertThat(walk.only().outcome()).isEqualTo(Outcome.STATUS_ERROR);
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void aServerThatFindsEveryNonceTooOldIsLeft() throws Exception {
        try (RawServer server = RawServer.always("HTTP/1.1 401 No\r\nContent-Length: 0\r\nWWW-Authenticate: Digest"
                + " realm=\"r\", nonce=\"n\", qop=\"auth\", stale=true\r\n\r\n")) {
            Walk walk = walk(server.url(), "step('A') { get '/'; auth digest('ann', 'pw') }");
            assertThat(walk.only().outcome()).isEqualTo(Outcome.STATUS_ERROR);
            assertThat(server.requests).hasSize(4);
        }
    }

    @Test
    void anotherOriginIsNotAnswered() throws Exception {
        try (RawServer other = new RawServer(new Door("MD5", 100));
                RawServer server = RawServer.always("HTTP/1.1 302 There\r\nLocation: http://127.0.0.1:" + other.port()
                        + "/x\r\nContent-Length: 0\r\n\r\n")) {
            Walk walk = walk(server.url(), "step('A') { get '/'; auth digest('ann', 'pw-ann') }");
            assertThat(walk.only().outcome()).isEqualTo(Outcome.STATUS_ERROR);
            assertThat(other.requests).hasSize(1);
            assertThat(unanswered(other)).isEqualTo(1);
        }
    }
}
