package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that are reached from elsewhere; 127.0.0.1 stands for that, by TLS and with a token. */
@Timeout(120)
class ListenTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path directory;

    private Path certificate;
    private Path key;
    private KeyStore store;

    /** With the JDK's keytool. */
    private void keyPair() throws Exception {
        Path file = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=probe",
                        "-ext",
                        "san=ip:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        certificate = pem("CERTIFICATE", store.getCertificate("server").getEncoded());
        key = pem(
                "PRIVATE KEY", store.getKey("server", "changeit".toCharArray()).getEncoded());
    }

    private Path pem(String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                directory.resolve(kind.replace(' ', '-') + ".pem"),
                "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private HttpClient client() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void withoutTheTokenAClientIsToldNothing() throws Exception {
        keyPair();
        try (ProbedRun probed = new ProbedRun(directory);
                ProbeServer server = ProbeServer.start(
                        probed.run(), new Listen("127.0.0.1", 0, certificate, key, TOKEN), probed::now)) {
            probed.walks(660, true);
            HttpClient client = client();
            for (String path :
                    List.of("/", "/events", "/metrics", "/probe", "/api/v1/gates/checkout", "/flagger/gate/checkout")) {
                HttpResponse<String> nothing = get(client, server, path, null);
                assertThat(nothing.statusCode()).as(path).isEqualTo(401);
                assertThat(nothing.body())
                        .isEqualTo("a token is needed: Authorization: Bearer TOKEN, or TOKEN as a password\n");
                assertThat(nothing.headers().allValues("WWW-Authenticate"))
                        .containsExactly("Bearer", "Basic realm=\"rehearse probe\"");
            }
            assertThat(get(client, server, "/metrics", "Bearer " + TOKEN + "x").statusCode())
                    .isEqualTo(401);
            assertThat(get(client, server, "/metrics", "Basic !").statusCode()).isEqualTo(401);
            assertThat(get(client, server, "/healthz", null).statusCode()).isEqualTo(200);
            assertThat(get(client, server, "/metrics", "Bearer " + TOKEN).body())
                    .contains("rehearse_gate_verdict{gate=\"checkout\",verdict=\"PASS\"} 1")
                    .doesNotContain(TOKEN);
            String basic = Base64.getEncoder().encodeToString(("anybody:" + TOKEN).getBytes(StandardCharsets.UTF_8));
            assertThat(get(client, server, "/", "Basic " + basic).body()).contains("GO</h1>");
        }
    }

    private static HttpResponse<String> get(HttpClient client, ProbeServer server, String path, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url()).resolve(path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void beyondLoopbackBothAreNeeded() {
        assertThat(new Listen("0.0.0.0", 9180, null, null, TOKEN).problem())
                .isEqualTo("--listen 0.0.0.0:9180 is reached from elsewhere, which needs TLS and a token: add"
                        + " --tls-certificate FILE --tls-key FILE, and --token-file FILE or the environment variable"
                        + " REHEARSE_PROBE_TOKEN; or listen on 127.0.0.1");
        Path file = Path.of("x.pem");
        assertThat(new Listen("0.0.0.0", 9180, file, file, null).problem()).startsWith("--listen 0.0.0.0:9180 is");
        assertThat(new Listen("127.evil.example", 9180, null, null, null).problem())
                .startsWith("--listen 127.evil");
        assertThat(new Listen("0.0.0.0", 9180, file, file, TOKEN).problem()).isNull();
        assertThat(new Listen("127.0.0.1", 9180, null, null, null).problem()).isNull();
        assertThat(new Listen("127.0.0.1", 9180, file, null, null).problem())
                .isEqualTo("TLS needs both --tls-certificate and --tls-key");
        assertThat(new Listen("127.0.0.1", 9180, null, null, "short").problem())
                .isEqualTo("the token has 5 characters: expected 16 or more, for example of openssl rand -hex 32");
        assertThat(new Listen("0.0.0.0", 9180, file, file, TOKEN).toString()).doesNotContain(TOKEN);
    }

    @Test
    void aCertificateThatIsNoneIsSaid() throws Exception {
        Path file = Files.writeString(directory.resolve("x.pem"), "nothing");
        try (ProbedRun probed = new ProbedRun(directory)) {
            assertThatThrownBy(() ->
                            ProbeServer.start(probed.run(), new Listen("127.0.0.1", 0, file, file, TOKEN), probed::now))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "TLS cannot be set up with certificate " + file + " and key " + file + ": ");
        }
    }
}
