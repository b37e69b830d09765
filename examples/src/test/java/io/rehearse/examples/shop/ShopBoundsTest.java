package io.rehearse.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShopBoundsTest {
    private static final String POST = "POST /api/login HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n";

    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        shop = Visit.started("--service-times", "off");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsRefused() throws Exception {
        String answer = RawClient.send(shop.port(), POST + "Content-Length: 65537\r\n\r\n" + "x".repeat(65537));
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .contains("connection: close")
                .endsWith("{\"error\":\"the body is longer than 65536 bytes\"}");
        assertThat(shop.counts().answers(Endpoint.OTHER, 413)).isEqualTo(1);
    }

    @Test
    void aChunkedBodyThatGrowsTooLargeIsRefused() throws Exception {
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        String answer = RawClient.send(shop.port(), POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(8));
        assertThat(answer).startsWith("HTTP/1.1 413 ");
        assertThat(shop.counts().answers(Endpoint.OTHER, 413)).isEqualTo(1);
    }

    @Test
    @DisplayName("a client that asks before sending a large body is told 413, not 100")
    void anAskingClientIsToldBeforeItSends() throws Exception {
        String answer = RawClient.send(shop.port(), POST + "Expect: 100-continue\r\nContent-Length: 70000\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413 ");
        assertThat(shop.counts().answers(Endpoint.OTHER, 413)).isEqualTo(1);
    }

    @Test
    void aClientThatAsksBeforeASmallBodyIsToldToGoOn() throws Exception {
        try (Socket socket = RawClient.connect(shop.port())) {
            socket.getOutputStream()
                    .write((POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            RawClient.readUntil(socket.getInputStream(), "HTTP/1.1 100 Continue\r\n\r\n", 1);
            socket.getOutputStream().write("{}".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(RawClient.readUntil(socket.getInputStream(), "\r\n\r\n", 1))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "GET /LONG9000 HTTP/1.1~Host: shop~~, 414",
        "GET / HTTP/1.1~Host: shop~X: LONG17000~~, 431",
        "nonsense~~, 400",
        "GET / HTTP/1.1~Host: shop~Content-Length: abc~~, 400",
        "GET / HTTP/1.1~Host: shop~Content-Length: 1~Content-Length: 2~~, 400",
        "POST /api/login HTTP/1.1~Host: shop~Transfer-Encoding: chunked~~zz~, 400",
    })
    void aMalformedRequestIsAnsweredAndTheConnectionEnds(String request, int status) throws Exception {
        String text = request.replace("~", "\r\n")
                .replace("LONG9000", "x".repeat(9_000))
                .replace("LONG17000", "x".repeat(17_000));
        assertThat(RawClient.send(shop.port(), text))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("connection: close");
        assertThat(shop.counts().answers(Endpoint.OTHER, status)).isEqualTo(1);
        assertThat(new Visit(shop.port()).get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatSendsWithoutEndIsCutOff() throws Exception {
        try (Socket socket = RawClient.connect(shop.port())) {
            byte[] noise = "x".repeat(10_000).getBytes(StandardCharsets.ISO_8859_1);
            long start = System.nanoTime();
            boolean cut = false;
            while (!cut && System.nanoTime() - start < 5_000_000_000L) {
                try {
                    socket.getOutputStream().write(noise);
                } catch (java.io.IOException e) {
                    cut = true;
                }
            }
            assertThat(cut).isTrue();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        shop.faults(Faults.parse(java.util.List.of("--slow", "page=+50ms")));
        String text = "GET /nowhere HTTP/1.1\r\nHost: shop\r\n\r\nGET / HTTP/1.1\r\nHost: shop\r\n\r\n"
                + "GET /health HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n";
        String answers = RawClient.send(shop.port(), text);
        assertThat(answers.split("HTTP/1.1 "))
                .hasSize(4)
                .satisfies(parts -> assertThat(parts[1]).startsWith("404"))
                .satisfies(parts -> assertThat(parts[2]).contains("<h1>Demo shop</h1>"))
                .satisfies(parts -> assertThat(parts[3]).endsWith("{\"ok\":true}"));
    }

    @Test
    void aLongRowOfPipelinedRequestsIsAnsweredToItsEnd() throws Exception {
        String get = "GET /health HTTP/1.1\r\n\r\n";
        try (Socket socket = RawClient.connect(shop.port())) {
            socket.getOutputStream().write(get.repeat(2_000).getBytes(StandardCharsets.ISO_8859_1));
            RawClient.readUntil(socket.getInputStream(), "{\"ok\":true}", 2_000);
        }
        assertThat(shop.counts().answers(Endpoint.HEALTH, 200)).isEqualTo(2_000);
    }

    @Test
    void headIsAnsweredWithoutABody() throws Exception {
        String answer = RawClient.send(shop.port(), "HEAD /health HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .contains("content-length: 11")
                .endsWith("\r\n\r\n");
    }

    @Test
    void anOlderClientGetsItsAnswerAndTheEndOfTheConnection() throws Exception {
        assertThat(RawClient.send(shop.port(), "GET /health HTTP/1.0\r\n\r\n")).endsWith("{\"ok\":true}");
    }
}
