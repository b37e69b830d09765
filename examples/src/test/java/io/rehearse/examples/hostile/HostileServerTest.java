package io.rehearse.examples.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hostile server is as bad as it says: seen through plain sockets and through the JDK's client. */
@Timeout(60)
class HostileServerTest {
    private HostileServer server;

    @BeforeEach
    void open() throws IOException {
        server = new HostileServer(0);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void thePageListsEveryPathWithWhatARightClientSays() throws Exception {
        String page = get("/").body();
        assertThat(server.all())
                .hasSizeGreaterThan(40)
                .allSatisfy(one -> assertThat(page)
                        .containsPattern("(?m)^\\Q" + one.path() + "\\E +\\Q" + one.does() + "\\E +\\Q"
                                + one.rightClient() + "\\E$"));
    }

    @Test
    void requestsAreCountedByPath() throws Exception {
        get("/hello");
        get("/hello?again");
        get("/status/503");
        assertThat(get("/counts").body()).isEqualTo("{\"/hello\":2,\"/status/503\":1}\n");
    }

    @Test
    void anAnswerNobodyAskedForFollowsTheAnswer() throws Exception {
        assertThat(raw("/surplus-bytes", 200))
                .endsWith("\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsmuggled!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/headers-endless",
                "/huge-header",
                "/status-endless",
                "/100-continue-flood",
                "/trailers-endless",
                "/extension-endless",
                "/chunks-tiny",
                "/body-endless",
                "/body-1gb"
            })
    void whatHasNoEndGoesOnForMegabytes(String path) throws Exception {
        assertThat(raw(path, 10_000_000)).hasSizeGreaterThanOrEqualTo(10_000_000);
    }

    @Test
    void theBombIsSmallAndUnpacksToAGigabyte() throws Exception {
        HttpResponse<byte[]> packed =
                HttpClient.newHttpClient().send(request("/gzip-bomb"), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(packed.body()).hasSizeLessThan(1_200_000);
        try (var unpacked = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(packed.body()))) {
            assertThat(unpacked.skip(1L << 40)).isEqualTo(1L << 30);
        }
    }

    @Test
    void theConnectionIsResetInTheBody() throws Exception {
        try (Socket socket = asked("/reset-in-body")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> socket.getInputStream().readAllBytes())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void thePortsBesideTheServersOwnAreDeafClosedAndPlain() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        URI closed = URI.create(get("/refused").headers().firstValue("location").orElseThrow());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Socket(loopback, closed.getPort()).close())
                .isInstanceOf(ConnectException.class);
        URI deaf = URI.create(get("/deaf").headers().firstValue("location").orElseThrow());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new java.net.InetSocketAddress(loopback, deaf.getPort()), 300);
                    }
                })
                .isInstanceOf(SocketTimeoutException.class);
        URI plain =
                URI.create(get("/plain-on-tls").headers().firstValue("location").orElseThrow());
        assertThat(plain.getScheme()).isEqualTo("https");
        try (Socket socket = new Socket(loopback, plain.getPort())) {
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 400");
        }
    }

    @Test
    void theEchoSendsEverythingBackInEveryForm() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/echo?q=a%22b"))
                .header("Authorization", "Bearer \\t")
                .POST(HttpRequest.BodyPublishers.ofString("<body>"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("x-target")).hasValue("/echo?q=a%22b");
        assertThat(answer.headers().firstValue("x-authorization-was")).hasValue("Bearer \\t");
        assertThat(answer.body())
                .contains("Bearer \\t\r\n", "Bearer \\\\t", "\r\n\r\n<body>", "&lt;body>", "%3Cbody%3E");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient().send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10)).build();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private Socket asked(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port());
        socket.setSoTimeout(500);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What comes, at most so many bytes, until the server ends the connection or is quiet for half a second. */
    private String raw(String path, int bytesMax) throws IOException {
        java.io.ByteArrayOutputStream read = new java.io.ByteArrayOutputStream();
        byte[] piece = new byte[64 * 1024];
        try (Socket socket = asked(path)) {
            int n = 0;
            while (n >= 0 && read.size() < bytesMax) {
                read.write(piece, 0, n);
                n = socket.getInputStream().read(piece);
            }
        } catch (SocketTimeoutException quiet) {
            return read.toString(StandardCharsets.ISO_8859_1);
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }
}
