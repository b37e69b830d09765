package io.rehearse.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShopApiTest {
    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        shop = Visit.started("--service-times", "off");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            anna  | blue-kettle-17                 | 200
            vera  | comma, and "quotes"            | 200
            wanda | back\\slash & 100% = more+more | 200
            xenia | schöne Grüße 東京               | 200
            anna  | north-wind-42                  | 401
            nobody| blue-kettle-17                 | 401
            """)
    void aUserOfTheListLogsInAndNobodyElse(String user, String password, int status) throws Exception {
        HttpResponse<String> answer = new Visit(shop.port()).login(user, password);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(status == 200 ? "\"token\":\"" : "wrong user or password");
    }

    @Test
    void theWholeCheckoutWorks() throws Exception {
        Visit visit = Visit.loggedIn(shop);

        HttpResponse<String> list = visit.get("/api/items?page=1");
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(list.body())
                .startsWith("{\"items\":[{\"id\":1,\"name\":\"Black bag\",\"price\":8.49},")
                .endsWith("],\"page\":1,\"pages\":4}");

        HttpResponse<String> order = visit.json("/api/orders", "{\"item\":7,\"quantity\":1}");
        assertThat(order.statusCode()).isEqualTo(201);
        String id = Visit.value(order.body(), "id");
        assertThat(order.body()).isEqualTo("{\"id\":\"" + id + "\",\"item\":7,\"quantity\":1,\"state\":\"CONFIRMED\"}");
        assertThat(order.headers().firstValue("Location")).hasValue("/api/orders/" + id);

        HttpResponse<String> status = visit.get("/api/orders/" + id);
        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.body()).isEqualTo(order.body());

        HttpResponse<String> deleted = visit.delete("/api/orders/" + id);
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(visit.get("/api/orders/" + id).statusCode()).isEqualTo(404);
        assertThat(visit.delete("/api/orders/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void searchFindsNamesInAnyCase() throws Exception {
        Visit visit = Visit.loggedIn(shop);
        assertThat(visit.get("/api/items?q=bLUE%20lamp").body())
                .isEqualTo("{\"items\":[{\"id\":44,\"name\":\"Blue lamp\",\"price\":57.49}],\"page\":1,\"pages\":1}");
        assertThat(visit.get("/api/items?q=nothing").body()).isEqualTo("{\"items\":[],\"page\":1,\"pages\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/items?page=1, 401",
        "/api/items?q=lamp, 401",
        "/api/orders/A1000, 401",
        "/api/items?page=0, 401",
    })
    void withoutATokenNothingIsShown(String path, int status) throws Exception {
        HttpResponse<String> answer = new Visit(shop.port()).get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @Test
    void aMadeUpTokenIsRefused() throws Exception {
        Visit visit = new Visit(shop.port());
        assertThat(visit.send(visit.request("/api/items").header("Authorization", "Bearer 0123456789abcdef"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anOrderOfAnotherUserIsNotShownOrDeleted() throws Exception {
        String id = Visit.value(
                Visit.loggedIn(shop)
                        .json("/api/orders", "{\"item\":1,\"quantity\":1}")
                        .body(),
                "id");
        Visit other = new Visit(shop.port());
        String token = Visit.value(other.login("ben", "north-wind-42").body(), "token");
        HttpResponse<String> deleted = other.send(other.request("/api/orders/" + id)
                .header("Authorization", "bearer " + token)
                .DELETE());
        assertThat(deleted.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"item":1,"quantity":100}   | 201 | "state":"CONFIRMED"
            {"quantity":1e0,"item":1.0} | 201 | "state":"CONFIRMED"
            {"item":"1","quantity":1}   | 400 | item must be a number
            {"item":1}                  | 400 | quantity must be a number
            {"item":73,"quantity":1}    | 400 | no item 73
            {"item":0,"quantity":1}     | 400 | no item 0
            {"item":1,"quantity":0}     | 400 | quantity must be from 1 to 100
            {"item":1,"quantity":101}   | 400 | quantity must be from 1 to 100
            {"item":1,"quantity":1.5}   | 400 | quantity must be a whole number of reasonable size
            {"item":1,"quantity":1e999999999} | 400 | quantity must be a whole number of reasonable size
            {"item":1,"quantity":1,}    | 400 | the body is no JSON object
            """)
    void anOrderIsCheckedBeforeItIsConfirmed(String body, int status, String part) throws Exception {
        HttpResponse<String> answer = Visit.loggedIn(shop).json("/api/orders", body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(part);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/items?page=4, 200", "/api/items?page=5, 404", "/api/items?page=x, 400", "/api/items?page=0, 400",
        "/api/items?page=99999999999, 400", "/api/items, 200", "/api/login, 405", "/api/orders, 405",
        "/api/nothing, 404", "/health, 200", "/, 200", "/api/items?q=%zz, 400",
    })
    void aPathHasItsStatus(String path, int status) throws Exception {
        Visit visit = Visit.loggedIn(shop);
        if (path.contains("%zz")) {
            assertThat(RawClient.send(shop.port(), "GET " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n"))
                    .startsWith("HTTP/1.1 " + status + " ");
        } else {
            assertThat(visit.get(path).statusCode()).isEqualTo(status);
        }
    }

    @Test
    void jsonIsOnlyReadWhenItIsSaidToBeJson() throws Exception {
        assertThat(new Visit(shop.port())
                        .form("/api/login", "{\"user\":\"anna\"}")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void countsSayWhatTheServerSaw() throws Exception {
        Visit visit = Visit.loggedIn(shop);
        visit.login("anna", "wrong");
        visit.get("/api/items?page=1");
        visit.get("/api/items?page=9");
        visit.get("/api/items?q=lamp");
        visit.json("/api/orders", "{\"item\":1,\"quantity\":1}");
        visit.get("/api/orders/A1000");
        visit.delete("/api/orders/A1000");
        visit.get("/");
        visit.get("/health");
        visit.get("/nowhere");
        String json = visit.get("/admin/counts").body();

        assertThat(json)
                .startsWith("{\"endpoints\":{"
                        + "\"login\":{\"requests\":2,\"answers\":{\"200\":1,\"401\":1},\"reset\":0,\"hung\":0,\"unsent\":0,\"underway\":0},"
                        + "\"list\":{\"requests\":2,\"answers\":{\"200\":1,\"404\":1},\"reset\":0,\"hung\":0,\"unsent\":0,\"underway\":0},"
                        + "\"search\":{\"requests\":1,\"answers\":{\"200\":1},");
        ShopCounts counts = shop.counts();
        assertThat(counts.toJson()).isEqualTo(json);
        assertThat(counts.requests()).isEqualTo(11);
        assertThat(counts.answers(Endpoint.ORDER, 201)).isEqualTo(1);
        assertThat(counts.answers(Endpoint.STATUS, 200)).isEqualTo(1);
        assertThat(counts.answers(Endpoint.DELETE, 204)).isEqualTo(1);
        assertThat(counts.answers(Endpoint.PAGE, 200)).isEqualTo(1);
        assertThat(counts.answers(Endpoint.HEALTH, 200)).isEqualTo(1);
        assertThat(counts.answers(Endpoint.OTHER, 404)).isEqualTo(1);
        assertThat(counts.answers(Endpoint.OTHER, 200)).isZero();
        assertThat(counts.connectionsAccepted()).isEqualTo(1);
    }

    @Test
    void afterClosingTheCountsAreStillThere() throws Exception {
        new Visit(shop.port()).get("/health");
        shop.close();
        shop.close();
        assertThat(shop.counts().requests()).isEqualTo(1);
    }

    @Test
    void aTakenPortIsSaidToBeTaken() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Visit.started("--port", "" + shop.port())))
                .isInstanceOf(java.io.IOException.class)
                .hasMessageStartingWith("the shop cannot listen on 127.0.0.1:" + shop.port() + ": ");
    }
}
