package io.rehearse.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults as a client sees them, over real sockets. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShopFaultsTest {
    private static final String GET_HEALTH = "GET /health HTTP/1.1\r\nHost: shop\r\n\r\n";
    private static final String GET_HOME = "GET / HTTP/1.1\r\nHost: shop\r\n\r\n";

    private Shop shop;

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void serviceTimesAreTheDrawnOnes() throws Exception {
        shop = Visit.started("--seed", "5");
        Visit visit = new Visit(shop.port());
        visit.get("/health");
        ServiceTimes drawn = new ServiceTimes(5, true);
        for (int n = 0; n < 5; n++) {
            double millis = millis(() -> visit.get("/"));
            assertThat(millis)
                    .isBetween(drawn.nanos(Endpoint.PAGE, n) / 1e6, drawn.nanos(Endpoint.PAGE, n) / 1e6 + 150);
        }
    }

    @Test
    void slowMakesOneEndpointSlowAndLeavesTheOthers() throws Exception {
        shop = Visit.started("--service-times", "off", "--slow", "page=+300ms");
        Visit visit = new Visit(shop.port());
        visit.get("/health");
        assertThat(millis(() -> visit.get("/"))).isBetween(300.0, 600.0);
        assertThat(millis(() -> visit.login("anna", "blue-kettle-17"))).isLessThan(250);
    }

    @Test
    void failAnswers503AndPlacesNoOrder() throws Exception {
        shop = Visit.started("--service-times", "off", "--fail", "order=100%");
        Visit visit = Visit.loggedIn(shop);
        assertThat(visit.json("/api/orders", "{\"item\":1,\"quantity\":1}").statusCode())
                .isEqualTo(503);
        assertThat(visit.get("/api/orders/A1000").statusCode()).isEqualTo(404);
        assertThat(shop.counts().answers(Endpoint.ORDER, 503)).isEqualTo(1);
    }

    @Test
    void aShareOfFailuresHitsTheDrawnRequestsExactly() throws Exception {
        shop = Visit.started("--service-times", "off", "--seed", "9", "--fail", "page=30%");
        Visit visit = new Visit(shop.port());
        Faults faults = Faults.parse(List.of("--fail", "page=30%"));
        for (int n = 0; n < 50; n++) {
            assertThat(visit.get("/").statusCode()).isEqualTo(faults.fails(9, Endpoint.PAGE, n) ? 503 : 200);
        }
        ShopCounts counts = shop.counts();
        assertThat(counts.answers(Endpoint.PAGE, 200) + counts.answers(Endpoint.PAGE, 503))
                .isEqualTo(50);
        assertThat(counts.answers(Endpoint.PAGE, 503)).isPositive();
    }

    @Test
    void resetIsATcpReset() throws Exception {
        shop = Visit.started("--service-times", "off", "--reset", "page=100%");
        try (Socket socket = RawClient.connect(shop.port())) {
            socket.getOutputStream().write(GET_HOME.getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessage("Connection reset");
        }
        assertThat(shop.counts().endpoints().get(Endpoint.PAGE))
                .isEqualTo(new ShopCounts.Row(1, java.util.Map.of(), 1, 0, 0));
    }

    @Test
    void hangNeverAnswersAndNoticesWhenTheClientGoes() throws Exception {
        shop = Visit.started("--service-times", "off", "--hang", "page=100%");
        Visit visit = new Visit(shop.port());
        assertThatThrownBy(() -> visit.send(visit.request("/").timeout(Duration.ofMillis(400))))
                .isInstanceOf(HttpTimeoutException.class);
        ShopCounts counts = shop.counts();
        assertThat(counts.endpoints().get(Endpoint.PAGE)).isEqualTo(new ShopCounts.Row(1, java.util.Map.of(), 0, 1, 0));
        await(() -> shop.counts().connectionsOpen() == 0);
    }

    @Test
    void withAllFaultsAtOnceEveryRequestEndsInExactlyOneCount() throws Exception {
        shop = Visit.started(
                "--service-times", "off", "--fail", "page=30%", "--reset", "page=20%", "--hang", "page=10%");
        int ok = 0;
        int failed = 0;
        int reset = 0;
        int hung = 0;
        for (int n = 0; n < 100; n++) {
            try (Socket socket = RawClient.connect(shop.port())) {
                socket.setSoTimeout(150);
                socket.getOutputStream().write(GET_HOME.getBytes(StandardCharsets.ISO_8859_1));
                String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
                ok += status.equals("HTTP/1.1 200") ? 1 : 0;
                failed += status.equals("HTTP/1.1 503") ? 1 : 0;
            } catch (java.net.SocketTimeoutException e) {
                hung++;
            } catch (SocketException e) {
                reset++;
            }
        }
        ShopCounts.Row seen = shop.counts().endpoints().get(Endpoint.PAGE);
        assertThat(seen)
                .isEqualTo(
                        new ShopCounts.Row(100, java.util.Map.of(200, (long) ok, 503, (long) failed), reset, hung, 0));
        assertThat(seen.underway()).isZero();
        assertThat(List.of(ok, failed, reset, hung)).allMatch(count -> count > 0);
    }

    @Test
    void anAnswerWhoseClientHasGoneIsCountedAsUnsentOrAnswered() throws Exception {
        shop = Visit.started("--service-times", "off", "--slow", "page=+200ms");
        try (Socket socket = RawClient.connect(shop.port())) {
            socket.getOutputStream().write(GET_HOME.getBytes(StandardCharsets.ISO_8859_1));
            await(() -> shop.counts().endpoints().get(Endpoint.PAGE).underway() == 1);
        }
        await(() -> shop.counts().endpoints().get(Endpoint.PAGE).underway() == 0);
        await(() -> shop.counts().connectionsOpen() == 0);
    }

    @Test
    void aStallStopsAcceptingReadingAndAnswering() throws Exception {
        shop = Visit.started("--service-times", "off", "--slow", "page=+50ms");
        Visit visit = new Visit(shop.port());
        visit.get("/health");
        try (Socket old = RawClient.connect(shop.port())) {
            exchange(old, GET_HEALTH);
            shop.faults(Faults.parse(List.of("--slow", "page=+50ms", "--stall", "600ms@100ms")));
            long start = System.nanoTime();
            Thread.sleep(70);
            // under way when the stall begins, due in its middle
            old.getOutputStream().write(GET_HOME.getBytes(StandardCharsets.ISO_8859_1));
            Thread.sleep(100);
            // connected by the kernel, not yet accepted
            try (Socket fresh = RawClient.connect(shop.port())) {
                exchange(fresh, GET_HEALTH);
                assertThat((System.nanoTime() - start) / 1e6).isCloseTo(700, within(100.0));
            }
            RawClient.readUntil(old.getInputStream(), "</html>", 1);
            assertThat((System.nanoTime() - start) / 1e6).isCloseTo(700, within(100.0));
        }
        assertThat(millis(() -> visit.get("/health"))).isLessThan(200);
    }

    @Test
    void closingEndsAStall() throws Exception {
        shop = Visit.started("--stall", "10min@0s");
        assertThat(millis(() -> {
                    shop.close();
                    return null;
                }))
                .isLessThan(4_000);
    }

    @Test
    void faultsAreSwitchedWhileTheShopRuns() throws Exception {
        shop = Visit.started("--service-times", "off");
        Visit visit = new Visit(shop.port());
        assertThat(visit.get("/").statusCode()).isEqualTo(200);
        assertThat(visit.post("/admin/faults", "text/plain", "--fail page=100%\n--stall 1s@1min")
                        .body())
                .isEqualTo("{\"faults\":\"--fail page=100% --stall 1s@1min\"}");
        assertThat(visit.get("/").statusCode()).isEqualTo(503);
        assertThat(visit.get("/admin/faults").body()).contains("--fail page=100%");
        assertThat(visit.post("/admin/faults", "text/plain", "").body()).isEqualTo("{\"faults\":\"\"}");
        assertThat(visit.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongWordLeavesTheFaultsAsTheyWere() throws Exception {
        shop = Visit.started("--service-times", "off", "--fail", "page=100%");
        Visit visit = new Visit(shop.port());
        var answer = visit.post("/admin/faults", "text/plain", "--fial page=1%");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"unknown word '--fial'; did you mean '--fail'? words are: "
                        + "--slow, --fail, --reset, --hang, --stall\"}");
        assertThat(visit.get("/").statusCode()).isEqualTo(503);
    }

    @Test
    void aStallPlannedBeforeIsForgottenWithTheFaultsItCameWith() throws Exception {
        shop = Visit.started("--service-times", "off", "--stall", "5s@300ms");
        shop.faults(Faults.NONE);
        Thread.sleep(350);
        assertThat(millis(() -> new Visit(shop.port()).get("/health"))).isLessThan(2_000);
    }

    @Test
    void theAdministrationAnswersOnlyToThisMachine() {
        shop = new Shop(ShopSettings.defaults());
        Site site = new Site(null);
        Request counts = new Request(
                io.netty.handler.codec.http.HttpMethod.GET,
                "/admin/counts",
                java.util.Map.of(),
                io.netty.handler.codec.http.EmptyHttpHeaders.INSTANCE,
                new byte[0],
                false);
        assertThat(site.admin(counts).status()).isEqualTo(403);
    }

    private static void exchange(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        RawClient.readUntil(socket.getInputStream(), "{\"ok\":true}", 1);
    }

    private interface Action {
        Object run() throws Exception;
    }

    private static double millis(Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long giveUp = System.nanoTime() + 5_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting").isLessThan(giveUp);
            Thread.sleep(10);
        }
    }
}
