package io.rehearse.examples.shop;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of a shop under test: the JDK's own, with cookies and without following redirects. */
final class Visit {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();
    private final String url;
    private String token;

    Visit(int port) {
        this.url = "http://127.0.0.1:" + port;
    }

    static Shop started(String... words) throws IOException {
        Shop shop = new Shop(ShopSettings.parse(java.util.List.of(words)));
        shop.start();
        return shop;
    }

    /** A visit of a user who has logged in at the JSON interface. */
    static Visit loggedIn(Shop shop) throws Exception {
        Visit visit = new Visit(shop.port());
        visit.token = value(visit.login("anna", "blue-kettle-17").body(), "token");
        return visit;
    }

    HttpResponse<String> login(String user, String password) throws Exception {
        return json("/api/login", "{\"user\":" + Json.quote(user) + ",\"pass\":" + Json.quote(password) + "}");
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    HttpResponse<String> delete(String path) throws Exception {
        return send(request(path).DELETE());
    }

    HttpResponse<String> json(String path, String body) throws Exception {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> form(String path, String body) throws Exception {
        return post(path, "application/x-www-form-urlencoded", body);
    }

    HttpResponse<String> post(String path, String type, String body) throws Exception {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The text value of {@code name} in a JSON text. */
    static String value(String json, String name) {
        return found(json, "\"" + name + "\":\"([^\"]+)\"");
    }

    static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError(pattern + " is not in: " + text);
        }
        return matcher.group(1);
    }
}
