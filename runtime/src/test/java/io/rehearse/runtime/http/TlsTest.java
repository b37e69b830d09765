package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import io.rehearse.runtime.response.Masking;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a client over TLS believes, told from what the server saw and what the lane recorded; with both providers. */
@Timeout(60)
class TlsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final Target.Tls PLATFORM = tls(false, null, null, null);
    private static final Target.Tls INSECURE = tls(true, null, null, null);

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static Path good;
    private static Path commonNameOnly;
    private static Path commonNameBesideAnAddress;
    private static Path otherName;
    private static Path expired;
    private static Path notYetValid;
    private static Path client;

    @BeforeAll
    static void anAuthoritySigns() throws Exception {
        certificates = new Certificates(directory);
        good = certificates.signed("server", "-ext", "san=dns:localhost,ip:127.0.0.1");
        commonNameOnly = certificates.signed("localhost");
        commonNameBesideAnAddress = certificates.signed("localhost", "-ext", "san=ip:127.0.0.2");
        otherName = certificates.signed("localhost", "-ext", "san=dns:other.example");
        expired = certificates.signed(
                "server", "-ext", "san=dns:localhost", "-startdate", "2020/01/01 12:00:00", "-validity", "31");
        notYetValid = certificates.signed("server", "-ext", "san=dns:localhost", "-startdate", "2090/01/01 12:00:00");
        client = certificates.signed("Ann the client");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"JDK", "OPENSSL"})
    @interface WithEachProvider {}

    // ---- believed

    @WithEachProvider
    void aCertificateOfTheCaFileForTheNameOrTheAddressIsBelieved(SslProvider provider) throws Exception {
        for (String host : List.of("localhost", "127.0.0.1")) {
            try (Server server = new Server(good, false)) {
                Walk walk = walk(provider, server.raw, host, trusting(certificates.authorityFile), 5_000, 3);

                assertThat(walk.steps())
                        .extracting(LaneInterval.Example::message)
                        .containsOnly("");
                assertThat(walk.outcomes()).hasSize(3).containsOnly(Outcome.OK);
                assertThat(server.raw.requests).hasSize(3);
                assertThat(server.raw.connections).as("it is kept").isEqualTo(1);
            }
        }
    }

    @WithEachProvider
    void insecureBelievesEverybody(SslProvider provider) throws Exception {
        for (Path certificate : List.of(good, commonNameOnly, otherName, expired, notYetValid)) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                try (Server server = new Server(certificate, false)) {
                    Walk walk = walk(provider, server.raw, host, INSECURE, 5_000, 1);

                    assertThat(walk.only().message()).isEmpty();
                    assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
                }
            }
        }
    }

    // ---- not believed

    @WithEachProvider
    void anUnknownAuthorityIsNotBelieved(SslProvider provider) throws Exception {
        String words = "the certificate of localhost is not signed by a trusted authority: ";
        assertThat(refused(provider, good, "localhost", PLATFORM)).startsWith(words);
        assertThat(refused(provider, good, "localhost", trusting(certificates.strangerFile)))
                .startsWith(words);
    }

    @WithEachProvider
    void aCertificateForAnotherNameIsNotBelieved(SslProvider provider) throws Exception {
        Target.Tls trusting = trusting(certificates.authorityFile);
        assertThat(refused(provider, otherName, "localhost", trusting))
                .startsWith("the certificate of localhost is for another name: "
                        + "No subject alternative DNS name matching localhost found");
        assertThat(refused(provider, otherName, "127.0.0.1", trusting))
                .startsWith("the certificate of 127.0.0.1 is for another name: No subject alternative names");
    }

    @WithEachProvider
    void aCommonNameDoesNotCount(SslProvider provider) throws Exception {
        Target.Tls trusting = trusting(certificates.authorityFile);
        String words = "the certificate of localhost is for another name: "
                + "No subject alternative DNS name present; its common name does not count";
        assertThat(refused(provider, commonNameOnly, "localhost", trusting)).startsWith(words);
        assertThat(refused(provider, commonNameBesideAnAddress, "localhost", trusting))
                .startsWith(words);
    }

    @WithEachProvider
    void aCertificateOutOfItsTimeIsNotBelievedAndTheDateIsNamed(SslProvider provider) throws Exception {
        Target.Tls trusting = trusting(certificates.authorityFile);
        assertThat(refused(provider, expired, "localhost", trusting))
                .matches("the certificate of localhost has expired: NotAfter: .*Feb 01 .* 2020");
        assertThat(refused(provider, notYetValid, "localhost", trusting))
                .matches("the certificate of localhost is not valid yet: NotBefore: .*Jan 01 .* 2090");
    }

    // ---- no TLS at the other end

    @WithEachProvider
    void aServerThatAnswersInPlainTextFailsAtOnce(SslProvider provider) throws Exception {
        try (RawServer server = new RawServer(peer -> {
            peer.answer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            peer.socket.getInputStream().readAllBytes();
        })) {
            long startedAt = System.nanoTime();
            Walk walk = walk(provider, server, "localhost", PLATFORM, 20_000, 1);

            assertThat(walk.only().outcome()).isEqualTo(Outcome.TLS_FAILED);
            assertThat(walk.only().message()).isEqualTo("localhost does not speak TLS on this port");
            assertThat(millisSince(startedAt)).isLessThan(10_000);
        }
    }

    @WithEachProvider
    void aStalledHandshakeEndsWithTheConnectTimeoutAndNoRequestWasSent(SslProvider provider) throws Exception {
        BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        try (RawServer server =
                new RawServer(peer -> received.add(peer.socket.getInputStream().readAllBytes()))) {
            long startedAt = System.nanoTime();
            Walk walk = walk(provider, server, "localhost", PLATFORM, 300, 1);

            assertThat(walk.only().outcome()).isEqualTo(Outcome.TLS_FAILED);
            assertThat(walk.only().message())
                    .isEqualTo(
                            "https://localhost:" + server.port() + " did not finish the TLS handshake within 300 ms");
            assertThat(millisSince(startedAt)).as("the step has 20 s").isBetween(300L, 10_000L);
            assertThat(recordTypes(received.poll(10, TimeUnit.SECONDS)))
                    .as("one record of the handshake (22), then nothing but alerts (21)")
                    .matches("22( 21)*");
        }
    }

    /** The types of TLS records, each of which is: type, version (2 bytes), length (2 bytes), so many bytes. */
    private static String recordTypes(byte[] bytes) {
        StringJoiner types = new StringJoiner(" ");
        ByteBuffer records = ByteBuffer.wrap(bytes);
        while (records.hasRemaining()) {
            types.add(Integer.toString(records.get()));
            int recordBytes = records.getShort(records.position() + 2) & 0xffff;
            records.position(records.position() + 4 + recordBytes);
        }
        return types.toString();
    }

    @WithEachProvider
    void aServerThatClosesInTheHandshakeFails(SslProvider provider) throws Exception {
        try (RawServer server =
                new RawServer(peer -> peer.socket.getInputStream().read(new byte[10_000]))) {
            Walk walk = walk(provider, server, "localhost", PLATFORM, 20_000, 1);

            assertThat(walk.only().outcome()).isEqualTo(Outcome.TLS_FAILED);
            assertThat(walk.only().message())
                    .isEqualTo("https://localhost:" + server.port() + " closed the connection in the TLS handshake");
        }
    }

    // ---- whoever waits

    /** The server leaves the handshake of the second connection unanswered. */
    @WithEachProvider
    void whoWaitsTakesAConnectionThatBecameIdleThoughOneIsBeingMade(SslProvider provider) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = new RawServer(certificates.listener(good, false), peer -> {
            if (peer.number == 1) {
                end.await();
            }
            while (peer.request() != null) {
                peer.answer(OK);
            }
        })) {
            Walk walk = walk(provider, server, "localhost", INSECURE, 15_000, 2, 2);
            end.countDown();

            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(server.connections).isEqualTo(2);
        }
    }

    // ---- the client's certificate

    @WithEachProvider
    void theClientShowsItsCertificateIfItHasOne(SslProvider provider) throws Exception {
        try (Server server = new Server(good, true)) {
            Target.Tls tls = tls(false, certificates.authorityFile, client, certificates.keyFile);
            Walk walk = walk(provider, server.raw, "localhost", tls, 5_000, 1);

            assertThat(walk.only().message()).isEmpty();
            assertThat(walk.only().outcome()).isEqualTo(Outcome.OK);
            assertThat(server.clients.poll(10, TimeUnit.SECONDS)).isEqualTo("CN=Ann the client");
        }
    }

    @WithEachProvider
    void aServerThatNeedsACertificateOfTheClientSaysSo(SslProvider provider) throws Exception {
        try (Server server = new Server(good, true)) {
            Walk walk = walk(provider, server.raw, "localhost", trusting(certificates.authorityFile), 5_000, 1);

            assertThat(walk.only().outcome()).isEqualTo(Outcome.TLS_FAILED);
            assertThat(walk.only().message()).containsIgnoringCase("certificate");
            assertThat(server.raw.requests).isEmpty();
        }
    }

    /** Where only closing tells the end of a body, somebody in between could cut it: close_notify says it is whole. */
    @WithEachProvider
    void anEndThatOnlyClosingTellsNeedsCloseNotify(SslProvider provider) throws Exception {
        for (boolean says : new boolean[] {true, false}) {
            try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
                    RawServer server = new RawServer(plain, peer -> {
                        SSLSocket over = (SSLSocket) certificates
                                .sockets(good)
                                .createSocket(peer.socket, "127.0.0.1", peer.socket.getPort(), false);
                        over.setUseClientMode(false);
                        over.getInputStream().read(new byte[4096]);
                        over.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\nhalf?".getBytes());
                        over.getOutputStream().flush();
                        if (says) {
                            over.close();
                        }
                        peer.socket.shutdownOutput();
                        peer.socket.getInputStream().read(new byte[4096]);
                    })) {
                Walk walk = walk(provider, server, "localhost", trusting(certificates.authorityFile), 5_000, 1);

                assertThat(walk.only().outcome())
                        .as(walk.only().message())
                        .isEqualTo(says ? Outcome.OK : Outcome.RESET);
                assertThat(walk.only().message())
                        .isEqualTo(
                                says
                                        ? ""
                                        : "the connection ended without TLS close_notify after 5 bytes of the body whose"
                                                + " end only closing tells; it may be cut");
            }
        }
    }

    // ---- what the tests are made of

    /** Answers each request; knows who its clients are, and when it has heard the last of a connection. */
    private static final class Server implements AutoCloseable {
        final RawServer raw;
        final BlockingQueue<String> clients = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();

        Server(Path certificate, boolean needsClient) throws Exception {
            ServerSocket listener = certificates.listener(certificate, needsClient);
            raw = new RawServer(listener, peer -> {
                try {
                    while (peer.request() != null) {
                        if (needsClient) {
                            clients.add(((SSLSocket) peer.socket)
                                    .getSession()
                                    .getPeerPrincipal()
                                    .getName());
                        }
                        peer.answer(OK);
                    }
                } finally {
                    ended.add(peer.number);
                }
            });
        }

        @Override
        public void close() throws Exception {
            raw.close();
        }
    }

    /** The words of a step that fails before the server has heard a request. */
    private static String refused(SslProvider provider, Path certificate, String host, Target.Tls tls)
            throws Exception {
        try (Server server = new Server(certificate, false)) {
            Walk walk = walk(provider, server.raw, host, tls, 5_000, 1);

            assertThat(walk.only().outcome()).isEqualTo(Outcome.TLS_FAILED);
            assertThat(server.ended.poll(10, TimeUnit.SECONDS))
                    .as("the server has read to the end of the connection")
                    .isEqualTo(0);
            assertThat(server.raw.requests).as("no request before verification").isEmpty();
            return walk.only().message();
        }
    }

    private static Walk walk(
            SslProvider provider, RawServer server, String host, Target.Tls tls, long connectMillis, int walks) {
        return walk(provider, server, host, tls, connectMillis, walks, 1);
    }

    private static Walk walk(
            SslProvider provider,
            RawServer server,
            String host,
            Target.Tls tls,
            long connectMillis,
            int walks,
            int users) {
        assumeTrue(provider == SslProvider.JDK || OpenSsl.isAvailable(), "BoringSSL does not load here");
        Target target = new Target(
                0,
                "server",
                URI.create("https://" + host + ":" + server.port()),
                Optional.empty(),
                Map.of(),
                new Target.Connections(Target.Connections.Policy.SHARED, 4, connectMillis * 1_000_000),
                tls,
                true);
        Endpoint endpoint =
                Endpoint.of(target, new InetSocketAddress("127.0.0.1", server.port()), of -> Tls.context(of, provider));
        List<Plan> sides = List.of(Plans.plan(
                target, Plans.walks(walks, users), Plans.journey(0, 1, Plans.get(0, "/", 20 * Plans.SECOND))));
        HttpSettings settings =
                new HttpSettings(List.of(List.of(endpoint)), "rehearse/1.0", "test-run", 1, Masking.of(sides));
        return Walk.run(sides, settings, true);
    }

    private static Target.Tls trusting(Path caFile) {
        return tls(false, caFile, null, null);
    }

    private static Target.Tls tls(boolean insecure, Path caFile, Path certificateFile, Path keyFile) {
        return new Target.Tls(insecure, text(caFile), text(certificateFile), text(keyFile));
    }

    private static Optional<String> text(Path file) {
        return Optional.ofNullable(file).map(Path::toString);
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
