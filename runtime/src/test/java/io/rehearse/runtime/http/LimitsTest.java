package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code limits: {…}} of a target changes: an answer that is too much becomes one that is taken, and the other way. */
class LimitsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @TempDir
    Path directory;

    /**
     * An answer, the limit that takes it, the limit that does not, and what is said then.
     *
     * @param reads what the step expects of it
     */
    record Row(String answer, String reads, String taken, String refused, String message) {}

    static Stream<Row> rows() {
        String body = "x".repeat(9_000_000);
        String sized = OK + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
        String line = "X: " + "x".repeat(20_000) + "\r\n";
        String end = "Content-Length: 0\r\n\r\n";
        return Stream.of(
                new Row(
                        sized,
                        "body.contains 'x'",
                        "body: 9 MB",
                        "",
                        "a body of 9000000 bytes, more than the 8 MB kept for checks"),
                new Row(
                        chunked + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n",
                        "body.contains 'x'",
                        "body: 9 MB",
                        "body: 500 kB",
                        "a body of more than the 500 kB kept for checks"),
                new Row(OK + line + end, "status 200", "headerLine: 21 kB", "", "a header line of more than 16 kB: …"),
                new Row(
                        chunked + "1;" + "x".repeat(20_000) + "\r\nx\r\n0\r\n\r\n",
                        "body.is 'x'",
                        "headerLine: 21kB",
                        "",
                        "a chunk extension of more than 16 kB"),
                new Row(
                        OK + line.repeat(4) + end,
                        "status 200",
                        "headers: 1 MB, headerLine: 21 kB",
                        "headerLine: 21 kB",
                        "headers of more than 64 kB"),
                new Row(
                        OK + "X: y\r\n".repeat(300) + end,
                        "status 200",
                        "headerLines: 500",
                        "",
                        "more than 200 header lines"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aLimitThatIsRaisedTakesMoreAndTheMessageSaysWhich(Row row) throws Exception {
        try (RawServer server = RawServer.always(row.answer)) {
            assertThat(walk(server, row.taken, "step('S') { get '/'; expect { " + row.reads + " } }")
                            .only()
                            .message())
                    .isEmpty();
            LaneInterval.Example refused = walk(
                            server, row.refused, "step('S') { get '/'; expect { " + row.reads + " } }")
                    .only();
            String word = row.taken.substring(0, row.taken.indexOf(':'));
            assertThat(refused.outcome()).isEqualTo(Outcome.TOO_LARGE);
            assertThat(refused.message())
                    .matches(("\\Q" + row.message + " (limits: {" + word + ": @} of the target allows more)\\E")
                            .replace("…", "\\E.*\\Q")
                            .replace('@', '…'));
        }
    }

    @Test
    void aTargetSaysHowManyCookiesASessionKeeps() throws Exception {
        try (RawServer server = RawServer.always(
                OK + "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nSet-Cookie: c=3\r\n" + "Content-Length: 0\r\n\r\n")) {
            walk(server, "cookies: 2", "step('A') { get '/' }; step('B') { get '/' }");
            assertThat(server.requests.get(1).lines()).contains("Cookie: b=2; c=3");
        }
    }

    @Test
    void theHighestLimitNamesNoWordThatWouldRaiseIt() throws Exception {
        try (RawServer server = RawServer.always(OK + "Content-Length: 300000000\r\n\r\n")) {
            assertThat(walk(server, "body: 256 MB", "step('S') { get '/'; expect { body.contains 'x' } }")
                            .only()
                            .message())
                    .isEqualTo("a body of 300000000 bytes, more than the 256 MB kept for checks");
        }
    }

    private Walk walk(RawServer server, String limits, String steps) throws IOException {
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(
                directory.resolve("env/default.yaml"),
                "targets: {shop: {url: '" + server.url() + "', limits: {" + limits + "}}}\n");
        Path script = Files.writeString(
                directory.resolve("a.groovy"),
                "journey('A') { target 'shop'; " + steps + " }\nload('one') { walks 1 }\n");
        Plan plan = Journeys.compile(script, new Inputs(Optional.empty(), Map.of(), Map.of(), Map.of()));
        return Walk.run(List.of(plan), Walk::resolved);
    }
}
