package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.Plans;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange in words is cut; a secret that lies across the cut is not shown by half. */
class WordsTest {
    private static final String SECRET = "Zebra-Quagga-0123456789";
    /** Masked to three characters, so that what was cut away by bytes is inside what is shown. */
    private static final String LONG = "token=" + "x".repeat(600);

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12, 22, 23})
    void aSecretAcrossTheCutOfAnAnswerIsHidden(int bytesInside) throws Exception {
        String body = LONG + " " + "-".repeat(2047 - LONG.length() - bytesInside) + SECRET + "-".repeat(100);
        try (RawServer server =
                RawServer.always("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)) {
            String words = walk(server, Walk.get("/")).only().response();

            assertThat(words).endsWith("---***").doesNotContain("Z");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12, 22, 23})
    void aSecretAcrossTheCutOfARequestIsHidden(int bytesInside) throws Exception {
        try (RawServer server = RawServer.always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            walk(server, post(""));
            int head = server.requests.get(0).length() + 3; // the length has four digits then
            String words = walk(server, post("-".repeat(2048 - head - bytesInside) + SECRET + "-".repeat(1000)))
                    .only()
                    .request();

            assertThat(server.requests.get(1).substring(2048 - bytesInside)).startsWith(SECRET);
            assertThat(words)
                    .contains("---***")
                    .doesNotContain("Z")
                    .endsWith(" (cut, " + server.requests.get(1).length() + " bytes)");
        }
    }

    @Test
    void aLongAnswerAndALongRequestAreShownShortened() throws Exception {
        String body = "-".repeat(100_000);
        try (RawServer server =
                RawServer.always("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)) {
            LaneInterval.Example shown = walk(server, post(body)).only();
            assertThat(shown.response().length()).isBetween(1_000, 3_000);
            assertThat(shown.request().length()).isBetween(1_000, 3_000);
        }
    }

    private static Step post(String body) {
        return Walk.step(
                0,
                new io.rehearse.journeys.plan.Request(
                        "POST",
                        Template.of("/"),
                        List.of(Walk.header("Cookie", LONG)),
                        List.of(),
                        java.util.Optional.of(
                                new io.rehearse.journeys.plan.Request.Body("text/plain", Template.of(body))),
                        true));
    }

    private static Walk walk(RawServer server, Step step) {
        Plan plain =
                Plans.plan(Plans.target(server.url(), Plans.shared(4)), Plans.walks(1, 1), Plans.journey(0, 1, step));
        Plan plan = new Plan(
                plain.script(),
                plain.environment(),
                plain.parameters(),
                plain.targets(),
                plain.journeys(),
                plain.steps(),
                plain.loads(),
                plain.pass(),
                Set.of(SECRET));
        return Walk.run(List.of(plan), Walk::resolved);
    }
}
