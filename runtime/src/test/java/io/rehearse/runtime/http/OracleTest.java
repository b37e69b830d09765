package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same awkward answers through Apache HttpClient, written by others: the same status, header values and body bytes, or
 * a difference that is listed with its reason.
 */
@Timeout(60)
class OracleTest {
    private static CloseableHttpClient client;

    @BeforeAll
    static void aClientThatHidesNothing() {
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setSocketTimeout(10, TimeUnit.SECONDS)
                                .build())
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .build();
    }

    @AfterAll
    static void close() throws IOException {
        client.close();
    }

    private record Case(String name, boolean head, byte[] answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.concat(
                DecoderTest.all()
                        .filter(row -> row.problem() != Outcome.TOO_LARGE)
                        .map(row -> new Case(row.name(), row.head(), DecoderTest.latin(row.bytes()))),
                CodingTest.rows().map(row -> new Case("coding: " + row.name(), false, row.answer())));
    }

    /** What HttpClient accepts and we do not. */
    private static final Map<String, String> STRICTER = Map.of(
            "a length with a sign", "RFC 9110, 8.6: digits alone",
            "chunked and a length", "RFC 9112, 6.3: ought to be handled as an error",
            "chunked in HTTP/1.0", "RFC 9112, 6.1: must be treated as if the framing were faulty",
            "a status beyond 599", "RFC 9110, 15: an invalid status",
            "a folded line first", "RFC 9112, 2.2: reject the message or drop the line",
            "a control character in a header", "RFC 9110, 5.5: reject the message or replace NUL; HttpClient drops it",
            "coding: the second member cut", "RFC 1952, 2.2: a file is a series of members; HttpClient reads one",
            "coding: text after the last member", "what follows a member is a member",
            "coding: bytes after deflate", "what is left over may be half of another body");

    /** What we accept and HttpClient does not, or understands otherwise. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "a folded header", "RFC 9112, 5.2: one or more spaces; HttpClient makes one of all",
            "equal lengths twice", "RFC 9110, 8.6: may be taken for one",
            "equal lengths in one line", "RFC 9110, 8.6: may be taken for one");

    @ParameterizedTest
    @MethodSource("cases")
    void bothUnderstandTheSame(Case row) throws Exception {
        try (RawServer server = new RawServer(peer -> {
            peer.request();
            peer.answer(row.answer);
        })) {
            String theirs = theirs(server, row);
            String ours = ours(server, row);

            if (STRICTER.containsKey(row.name)) {
                assertThat(ours).as(STRICTER.get(row.name)).isEqualTo("refused");
                // codings are the JDK's there, and newer ones have become as strict
                if (!row.name.startsWith("coding: ")) {
                    assertThat(theirs).as("the list is up to date").isNotEqualTo("refused");
                }
            } else if (OTHERWISE.containsKey(row.name)) {
                assertThat(ours).as(OTHERWISE.get(row.name)).isNotEqualTo("refused");
                assertThat(theirs).as("the list is up to date").isNotEqualTo(ours);
            } else {
                assertThat(ours).isEqualTo(theirs);
            }
        }
    }

    /** Status, headers by name in small letters, body; "refused" for anything that is no answer. */
    private static String theirs(RawServer server, Case row) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(row.head ? "HEAD" : "GET", server.url());
        try {
            return client.execute(request, response -> {
                Map<String, List<String>> headers = new TreeMap<>();
                for (Header header : response.getHeaders()) {
                    headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                            .add(header.getValue() == null ? "" : header.getValue());
                }
                byte[] body = response.getEntity() == null ? null : EntityUtils.toByteArray(response.getEntity());
                return text(response.getCode(), headers, body == null ? new byte[0] : body);
            });
        } catch (IOException | RuntimeException refused) {
            return "refused";
        }
    }

    private static String ours(RawServer server, Case row) throws Exception {
        var request = Walk.request(row.head ? "HEAD" : "GET", Template.of("/"));
        Walk walk = Walk.once(
                Plans.target(server.url(), Plans.shared(1)),
                Walk.journey(List.of("text"), Walk.saving(Walk.step(0, request), Walk.save(0, new Reader.Body()))));
        boolean accepted =
                !Set.of(Outcome.BROKEN, Outcome.RESET).contains(walk.only().outcome());
        try (Decoding decoding = new Decoding(row.answer, row.head, 1_000_000)) {
            assertThat(decoding.seen().problem() == null)
                    .as("over the wire as by the decoder alone: %s", walk.only().message())
                    .isEqualTo(accepted);
            if (!accepted) {
                return "refused";
            }
            Map<String, List<String>> headers = new TreeMap<>();
            String head = decoding.decoder.headText();
            for (String line : head.substring(head.indexOf('\n') + 1).split("\r?\n")) {
                String name = line.split(":")[0];
                if (line.contains(":") && !line.startsWith(" ")) {
                    List<String> values = new ArrayList<>();
                    decoding.decoder.eachHeader(name, values::add);
                    headers.put(name.toLowerCase(Locale.ROOT), values);
                }
            }
            return text(decoding.decoder.status(), headers, decoding.body().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static String text(int status, Map<String, List<String>> headers, byte[] body) {
        Map<String, List<String>> shown = new TreeMap<>(headers);
        // HttpClient takes these away when it unpacks
        shown.keySet().removeAll(Set.of("content-encoding", "content-length", "content-md5"));
        return status + " " + shown + " " + new String(body, StandardCharsets.ISO_8859_1);
    }
}
