package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rehearse.runtime.http.Certificates;
import io.rehearse.runtime.http.RawServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a token endpoint is reached: its certificate, the client's, a proxy, its time; from the command line. */
@Timeout(120)
class OAuth2TlsTest {
    private static final Pattern PROXY_LOGIN = Pattern.compile("\r\nProxy-Authorization: (.*)\r\n");
    private static final String TOKEN = "{\"access_token\":\"t0ken\"}";

    @TempDir
    static Path authority;

    private static Certificates certificates;
    private static Path certificate;

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> proxied = new CopyOnWriteArrayList<>();
    private HttpServer target;

    @BeforeAll
    static void anAuthoritySigns() throws Exception {
        certificates = new Certificates(authority);
        certificate = certificates.signed("server", "-ext", "san=dns:login.example");
    }

    @BeforeEach
    void openServers() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        target = HttpServer.create(any, 0);
        target.setExecutor(threads);
        target.createContext("/", exchange -> answer(exchange, 200, "hello"));
        target.createContext("/proxied", this::proxy);
        target.createContext("/trickle", this::trickle);
        target.createContext("/large", exchange -> answer(exchange, 200, "x".repeat(300_000)));
        target.start();
    }

    @AfterEach
    void closeServers() {
        target.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, text.length());
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Asks for a password, then answers in the endpoint's name. */
    private void proxy(HttpExchange exchange) throws IOException {
        String login = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
        proxied.add(exchange.getRequestURI().getHost() + " " + login);
        exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"p\"");
        answer(exchange, login == null ? 407 : 200, TOKEN);
    }

    /** A byte now and then: no read takes long, the answer never ends. */
    private void trickle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try {
            while (true) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                Thread.sleep(50);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static RawServer endpoint(boolean needsClient) throws Exception {
        return RawServer.always(
                certificates.listener(certificate, needsClient),
                "HTTP/1.1 200 OK\r\nContent-Length: " + TOKEN.length() + "\r\n\r\n" + TOKEN);
    }

    private static String url(RawServer endpoint) {
        return "https://127.0.0.1:" + endpoint.port() + "/token";
    }

    private String url(String path) {
        return "http://127.0.0.1:" + target.getAddress().getPort() + path;
    }

    private CommandLineRun run(String command, String tokenUrl, String settings, String... more) throws IOException {
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(
                directory.resolve("env/default.yaml"),
                "targets: {shop: {url: '" + url("") + "'}}\noauth2:\n  shop: {tokenUrl: '" + tokenUrl
                        + "', clientId: rehearse, clientSecret: 5ecret-word" + settings + "}\n");
        Path script = Files.writeString(
                directory.resolve("a.groovy"),
                "journey('A') { target 'shop'; step('A') { get '/'; auth oauth2('shop') } }\nload('l') { walks 1 }\n");
        List<String> words = new ArrayList<>(List.of(command, script.toString()));
        words.addAll(List.of(more));
        return CommandLineRun.of(words.toArray(String[]::new));
    }

    private String failure(String tokenUrl, String settings) throws IOException {
        CommandLineRun run = run("run", tokenUrl, settings);
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.ENVIRONMENT);
        return run.err().strip();
    }

    private void assertWorks(String tokenUrl, String settings) throws IOException {
        CommandLineRun run = run("run", tokenUrl, settings);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    @Test
    void itsAuthorityAndItsNameAreVerifiedAsThoseOfATarget() throws Exception {
        try (RawServer endpoint = endpoint(false)) {
            String url = url(endpoint);
            String start = "rehearse run: oauth2 'shop': no token from " + url + ": the certificate of 127.0.0.1 ";
            String end = "; check its settings in env/default.yaml";
            assertThat(failure(url, ", tls: {ca: '" + certificates.strangerFile + "'}"))
                    .startsWith(start + "is not signed by a trusted authority: ")
                    .endsWith(end);
            assertThat(failure(url, "")).startsWith(start + "is not signed by a trusted authority: ");
            assertThat(failure(url, ", tls: {ca: '" + certificates.authorityFile + "'}"))
                    .isEqualTo(start + "is for another name: No subject alternative names matching IP address"
                            + " 127.0.0.1 found" + end);
            assertThat(endpoint.requests).isEmpty();
            assertWorks(url, ", tls: {ca: '" + certificates.authorityFile + "', serverName: login.example}");
            assertWorks(url, ", tls: {insecure: true}");
        }
    }

    @Test
    void theAuthorityOfTheCommandLineIsThatOfAllTargetsAndTokenEndpoints() throws Exception {
        try (RawServer endpoint = endpoint(false)) {
            String settings = ", tls: {ca: '" + certificates.strangerFile + "', serverName: login.example}";
            String shop = "shop=https://login.example:" + endpoint.port();
            String[] words = {"--target", shop, "--connect-to", "shop=127.0.0.1", "--ca", ""};
            words[5] = certificates.authorityFile.toString();
            CommandLineRun run = run("run", url(endpoint), settings, words);
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            words[5] = certificates.strangerFile.toString();
            assertThat(run("run", url(endpoint), settings, words).err())
                    .contains("is not signed by a trusted authority");
            words[5] = "no-such.pem";
            CommandLineRun wrong = run("run", url(endpoint), settings, words);
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.err()).containsPattern("--ca +file no-such.pem cannot be read");
        }
    }

    @Test
    void theClientShowsItsCertificate() throws Exception {
        try (RawServer endpoint = endpoint(true)) {
            String url = url(endpoint);
            String tls = ", tls: {ca: '" + certificates.authorityFile + "', serverName: login.example";
            assertThat(failure(url, tls + "}")).startsWith("rehearse run: oauth2 'shop': no token from " + url + ": ");
            assertWorks(url, tls + ", certificate: '" + certificate + "', key: '" + certificates.keyFile + "'}");
        }
    }

    @Test
    void aFileThatIsNoCertificateIsTold() throws IOException {
        Path file = Files.writeString(directory.resolve("no.pem"), "nothing");
        assertThat(failure("https://127.0.0.1:9/token", ", tls: {ca: '" + file + "'}"))
                .startsWith("rehearse run: oauth2 'shop': TLS cannot be set up: ");
    }

    @Test
    void aProxyIsAskedAndItsPasswordShownNowhere() throws IOException {
        String proxy = ", proxy: 'http://ann:h1dden-pw@127.0.0.1:"
                + target.getAddress().getPort() + "'";
        assertWorks("http://login.example/proxied", proxy);
        assertThat(proxied).containsExactly("login.example null", "login.example Basic YW5uOmgxZGRlbi1wdw==");
        CommandLineRun plan = run("plan", "http://login.example/proxied", proxy + ", timeout: 1s");
        assertThat(plan.out())
                .contains("oauth2 shop http://login.example/proxied, timeout 1 s, through http://127.0.0.1:")
                .doesNotContain("h1dden");
    }

    @Test
    void aProxyIsAskedForAWayToAnEndpointOverTls() throws Exception {
        try (RawServer endpoint = endpoint(false);
                ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> connect(proxy, endpoint.port()));
            String url = "https://login.example:8443/token";
            String settings = ", proxy: 'http://ann:h1dden-pw@127.0.0.1:" + proxy.getLocalPort() + "', tls: {ca: '";
            assertWorks(url, settings + certificates.authorityFile + "'}");
            assertThat(proxied)
                    .containsExactly(
                            "CONNECT login.example:8443 HTTP/1.1 null",
                            "CONNECT login.example:8443 HTTP/1.1 Basic YW5uOmgxZGRlbi1wdw==");
            assertThat(endpoint.requests).hasSize(1);
            assertThat(endpoint.requests.get(0))
                    .startsWith("POST /token HTTP/1.1")
                    .doesNotContain("Proxy-");

            assertThat(failure(url, settings + certificates.strangerFile + "'}"))
                    .startsWith("rehearse run: oauth2 'shop': no token from " + url
                            + ": the certificate of login.example is not signed by a trusted authority: ");
            assertThat(endpoint.requests).hasSize(1);
        }
    }

    /** A proxy that wants a password and makes one connection out of two. */
    private void connect(ServerSocket proxy, int port) {
        while (true) {
            try (Socket client = proxy.accept()) {
                String head = head(client);
                String login = null;
                while (login == null) {
                    Matcher sent = PROXY_LOGIN.matcher(head);
                    login = sent.find() ? sent.group(1) : null;
                    proxied.add(head.substring(0, head.indexOf('\r')) + " " + login);
                    if (login == null) {
                        write(
                                client,
                                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                                        + "Content-Length: 0\r\n\r\n");
                        head = head(client);
                    }
                }
                try (Socket onward = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
                    Future<?> back =
                            threads.submit(() -> onward.getInputStream().transferTo(client.getOutputStream()));
                    client.getInputStream().transferTo(onward.getOutputStream());
                    onward.shutdownOutput();
                    back.get();
                }
            } catch (IOException | ExecutionException ended) {
                if (proxy.isClosed()) {
                    return;
                }
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    private static String head(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSocksProxyIsAskedToo() throws Exception {
        try (ServerSocket socks = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> openWays(socks));
            assertWorks("http://127.0.0.1:9/token", ", proxy: 'socks5://127.0.0.1:" + socks.getLocalPort() + "'");
            assertThat(proxied).containsExactly("127.0.0.1:9");
        }
    }

    /** A SOCKS5 proxy without a password that answers in the name of whoever is asked for. */
    private void openWays(ServerSocket socks) {
        while (true) {
            try (Socket client = socks.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                OutputStream out = client.getOutputStream();
                in.readByte();
                in.readFully(new byte[in.readUnsignedByte()]);
                out.write(new byte[] {5, 0});
                in.readFully(new byte[4]);
                byte[] address = new byte[4];
                in.readFully(address);
                proxied.add(InetAddress.getByAddress(address).getHostAddress() + ":" + in.readUnsignedShort());
                out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
                head(client);
                write(client, "HTTP/1.1 200 OK\r\nContent-Length: " + TOKEN.length() + "\r\n\r\n" + TOKEN);
                in.readAllBytes();
            } catch (IOException ended) {
                if (socks.isClosed()) {
                    return;
                }
            }
        }
    }

    @Test
    void anAnswerThatDoesNotEndOrIsHugeIsNoToken() throws IOException {
        assertThat(failure(url("/trickle"), ", timeout: 500ms"))
                .isEqualTo("rehearse run: oauth2 'shop': no token from " + url("/trickle")
                        + ": no complete answer within 500 ms; check its settings in env/default.yaml");
        assertThat(failure(url("/large"), "")).contains(": answered more than 256 kB; ");
    }
}
