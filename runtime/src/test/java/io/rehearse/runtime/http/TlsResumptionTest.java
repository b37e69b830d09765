package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.response.Masking;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose TLS sessions are resumed, told by a server that counts the handshakes for which it needed its certificate. */
@Timeout(60)
class TlsResumptionTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static Path certificate;

    @BeforeAll
    static void anAuthoritySigns() throws Exception {
        certificates = new Certificates(directory);
        certificate = certificates.signed("server", "-ext", "san=dns:localhost,ip:127.0.0.1");
    }

    /** Four users, one after the other, make three connections each. */
    @ParameterizedTest
    @CsvSource({
        "JDK,     TLSv1.3, on,      1",
        "JDK,     TLSv1.3, off,     12",
        "JDK,     TLSv1.3, perUser, 4",
        "JDK,     TLSv1.2, on,      1",
        "JDK,     TLSv1.2, off,     12",
        "JDK,     TLSv1.2, perUser, 4",
        "OPENSSL, TLSv1.3, on,      1",
        "OPENSSL, TLSv1.3, off,     12",
        "OPENSSL, TLSv1.3, perUser, 4",
        "OPENSSL, TLSv1.2, on,      1",
        "OPENSSL, TLSv1.2, off,     12",
        "OPENSSL, TLSv1.2, perUser, 4",
    })
    void fullHandshakes(SslProvider provider, String protocol, String resumption, int full) throws Exception {
        assumeTrue(provider == SslProvider.JDK || OpenSsl.isAvailable(), "BoringSSL does not load here");
        AtomicInteger handshakes = new AtomicInteger();
        ThreadLocal<Boolean> counted = new ThreadLocal<>();
        SSLServerSocket listener = certificates.listener(certificate, false, () -> {
            if (counted.get() == null) { // each connection has a thread of its own
                counted.set(true);
                handshakes.incrementAndGet();
            }
        });
        listener.setEnabledProtocols(new String[] {protocol});
        try (RawServer server = new RawServer(listener, peer -> {
            while (peer.request() != null) {
                peer.answer(OK);
            }
        })) {
            Plan plan = plan(server.port(), resumption);
            Target target = plan.targets().get(0);
            Endpoint endpoint = Endpoint.of(
                    target, new InetSocketAddress("127.0.0.1", server.port()), of -> Tls.context(of, provider));
            HttpSettings settings = new HttpSettings(
                    List.of(List.of(endpoint)), "rehearse/1.0", "test-run", 1, Masking.of(List.of(plan)));
            Walk walk = Walk.run(List.of(plan), settings, true);
            assertThat(walk.outcomes()).hasSize(12).containsOnly(Outcome.OK);
            assertThat(server.connections).isEqualTo(12);
            assertThat(handshakes.get()).isEqualTo(full);
        }
    }

    private static Plan plan(int port, String resumption) throws Exception {
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(
                directory.resolve("env/default.yaml"),
                "targets: {shop: {url: 'https://localhost:" + port + "', connections: fresh, tls: {ca: '"
                        + certificates.authorityFile + "', resumption: " + resumption + "}}}\n");
        Path script = directory.resolve("a.groovy");
        Files.writeString(script, """
                journey('A') {
                    target 'shop'
                    for (i in 1..3) { step("S$i") { get '/' } }
                }
                load('four') { walks 4, users: 1 }
                """);
        return Journeys.compile(script, new Inputs(Optional.empty(), Map.of(), Map.of(), Map.of()));
    }
}
