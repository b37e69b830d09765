package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.runtime.driver.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each sending word of a script sends, as a server gets it. */
class SendingTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "get '/a?b=c d'                                   | GET /a?b=c%20d HTTP/1.1",
                "post '/a'                                        | POST /a HTTP/1.1",
                "put '/a'                                         | PUT /a HTTP/1.1",
                "patch '/a'                                       | PATCH /a HTTP/1.1",
                "delete '/a'                                      | DELETE /a HTTP/1.1",
                "head '/a'                                        | HEAD /a HTTP/1.1",
                "options '/a'                                     | OPTIONS /a HTTP/1.1",
                "get \"${target.url}/a\"                          | GET /a HTTP/1.1",
                "get \"/a/${vars.name}\"                          | GET /a/%C3%A4%20%26b HTTP/1.1",
                "get '/a'; query q: vars.name, r: [1, 2], s: ''   | GET /a?q=%C3%A4%20%26b&r=1&r=2&s= HTTP/1.1",
                "get '/a'; query page: param('page')              | GET /a?page=7 HTTP/1.1",
                "get '/a'; header 'X-Shop', 'tea'                 | X-Shop: tea",
                "get '/a'; header Accept: 'text/css', 'X-Two': 2  | Accept: text/css",
                "get '/a'; cookie theme: 'dark'                   | Cookie: theme=dark",
                "get '/a'; auth basic('anna', 'pw')               | Authorization: Basic YW5uYTpwdw==",
                "get '/a'; auth bearer('t0ken')                   | Authorization: Bearer t0ken",
                "get '/a'; header 'X', secret('shop')             | X: s3cret",
                "post '/a'; form a: vars.name, 'b[]': ['x', 'y'], c: null | a=%C3%A4+%26b&b%5B%5D=x&b%5B%5D=y",
                "post '/a'; form a: 1                             | Content-Type: application/x-www-form-urlencoded",
                "post '/a'; json a: 1, b: [true, null], c: vars.n | {\"a\":1,\"b\":[true,null],\"c\":\"4\"}",
                "post '/a'; json([1, 'two'])                      | [1,\"two\"]",
                "post '/a'; body 'a,b', type: 'text/csv'          | Content-Type: text/csv",
                "post '/a'; body \"n=${vars.n}\"                  | n=4",
            })
    void aWordIsSentAsItSays(String words, String line) throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            walk(server.url(), "step('S') { " + words + " }");
            assertThat(server.requests.get(0).lines()).contains(line);
        }
    }

    @Test
    void redirectsAreFollowedUnlessTheyAreOff() throws Exception {
        try (RawServer server = redirecting()) {
            assertThat(walk(server.url(), "step('S') { get '/a'; expect { status 200 } }")
                            .outcomes())
                    .containsExactly(Outcome.OK);
        }
        try (RawServer server = redirecting()) {
            assertThat(walk(server.url(), "step('S') { get '/a'; redirects off; expect { status 302 } }")
                            .outcomes())
                    .containsExactly(Outcome.OK);
            assertThat(server.requests).hasSize(1);
        }
    }

    private static RawServer redirecting() throws IOException {
        return new RawServer(peer -> {
            peer.request();
            peer.answer("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
            while (peer.request() != null) {
                peer.answer(OK);
            }
        });
    }

    @Test
    void soManyRedirectsAreFollowedAsTheStepSays() throws Exception {
        String twelve = "HTTP/1.1 302 Found\r\nLocation: /on\r\nContent-Length: 0\r\n\r\n";
        for (int most : new int[] {12, 11}) {
            try (RawServer server = new RawServer(peer -> {
                for (int i = 0; i < 12; i++) {
                    peer.request();
                    peer.answer(twelve);
                }
                peer.request();
                peer.answer(OK);
            })) {
                Walk walk = walk(server.url(), "step('S') { get '/a'; redirects " + most + " }");
                assertThat(walk.only().message())
                        .isEqualTo(most == 12 ? "" : "more than 11 redirects (redirects 22 in the step follows more)");
                assertThat(server.requests).hasSize(most + 1);
            }
        }
    }

    @Test
    void aWalkWithoutTracingTellsTheServerNothingOfTheRun() throws Exception {
        try (RawServer server = RawServer.always(OK)) {
            String steps = "step('S') { get '/a' }; afterwards { get '/b' }";
            assertThat(walk(server.url(), steps).steps().get(0).traceId()).matches("[0-9a-f]{32}");
            assertThat(walk(server.url(), "tracing off; " + steps)
                            .steps()
                            .get(0)
                            .traceId())
                    .isNull();
            assertThat(server.requests.subList(0, 2))
                    .allSatisfy(request -> assertThat(request).contains("\r\ntraceparent: ", "\r\nbaggage: "));
            assertThat(server.requests.subList(2, 4))
                    .allSatisfy(request -> assertThat(request.toLowerCase(java.util.Locale.ROOT))
                            .doesNotContain("traceparent", "baggage", "test-run"));
        }
    }

    @Test
    void aVisitorWithoutCookiesIsANewOne() throws Exception {
        try (RawServer server =
                RawServer.always("HTTP/1.1 200 OK\r\nSet-Cookie: sid=x; Path=/\r\nContent-Length: 0\r\n\r\n")) {
            walk(
                    server.url(),
                    "step('A') { get '/a' }; step('B') { get '/b' }; step('C') { get '/c'; cookies.clear(); cookie theme: 'dark' }");
            assertThat(server.requests.get(1).lines()).contains("Cookie: sid=x");
            assertThat(server.requests.get(2).lines()).contains("Cookie: theme=dark");
        }
    }

    @Test
    void aStepThatTakesLongerThanItsTimeoutFails() throws Exception {
        try (RawServer server = RawServer.always("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi")) {
            assertThat(walk(server.url(), "step('S') { get '/a'; timeout 200.ms }")
                            .outcomes())
                    .containsExactly(Outcome.TIMEOUT);
        }
    }

    private Walk walk(URI url, String step) throws IOException {
        Files.writeString(directory.resolve("users.csv"), "name,n\nä &b,4\n");
        Path script = Files.writeString(directory.resolve("a.groovy"), """
                param 'page', 7
                journey('A') {
                    target 'shop'
                    feed csv('users.csv'), circular
                    %s
                }
                load('one') { walks 1 }
                """.formatted(step));
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(directory.resolve("env/default.yaml"), "secrets:\n  shop: s3cret\n");
        Plan plan = Journeys.compile(
                script, new Inputs(Optional.empty(), Map.of(), Map.of("shop", url.toString()), Map.of()));
        return Walk.run(List.of(plan), Walk::resolved);
    }
}
