package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.examples.hostile.HostileServer;
import io.rehearse.examples.hostile.Hostility;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.StepCounts;
import io.rehearse.reports.summary.Summary;
import io.rehearse.runtime.driver.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the tool makes of everything {@code rehearse shop --hostile} does: one table, one run from the command line in a
 * process with a small heap. The process must live and end, every path must end as the table says, and what was counted
 * must be what the server counted.
 */
class HostileTest {
    /** Path | what its step says besides | outcome | message of its example, where … stands for anything. */
    private static final String TABLE = """
        /chunk-bad          | | BROKEN | a broken chunk: no size, at "x" after 0 bytes of the body
        /chunk-long         | | BROKEN | a broken chunk: its data is longer than its size said, at "l" after 3 bytes of the body
        /chunk-cut          | | RESET | the connection was closed after 5 bytes of the body
        /length-twice       | | BROKEN | Content-Length says 5 and also "7"
        /length-and-chunked | | BROKEN | both Transfer-Encoding: chunked and Content-Length: 5
        /length-bad         | | BROKEN | not a Content-Length: "-5"
        /length-short       | | RESET | the connection was closed after 5 of 50 bytes of the body
        /not-http           | | BROKEN | not an HTTP answer; it starts with "220 mail.example ready\\r\\n"
        /status-bad         | | BROKEN | not a status line of HTTP/1.x: "HTTP/1.1 2000 Fine"
        /switch-protocols   | | BROKEN | status 101, a switch of protocols nobody asked for: "HTTP/1.1 101 Switch\\r\\n"
        /space-before-colon | | BROKEN | not a header line: "Content-Length : 5"
        /control-in-header  | | BROKEN | a control character in the header "X-Bad"
        /http10-chunked     | | BROKEN | Transfer-Encoding in an HTTP/1.0 answer
        /http10             | expect { body.is 'hello' } | OK |
        /until-close        | expect { body.is 'hello' } | OK |
        /100-continue       | expect { status 200; body.is 'hello' } | OK |
        /surplus-bytes      | expect { body.is 'hello' } | OK |
        /body-after-204     | expect { status 204 } | OK |
        /close-early        | | RESET | the connection was closed before any byte of the answer…
        /close-in-headers   | | RESET | the connection was closed in the middle of the headers
        /reset-in-body      | | RESET | the connection was reset after 5 of 50 bytes of the body
        /headers-endless    | | TOO_LARGE | more than 200 header lines (limits: {headerLines: …} of the target allows more)
        /huge-header        | | TOO_LARGE | a header line of more than 16 kB: "X-Long: aaa… (limits: {headerLine: …} of the target allows more)
        /status-endless     | | TOO_LARGE | a header line of more than 16 kB: "HTTP/1.1 200 OOO… (limits: {headerLine: …} of the target allows more)
        /100-continue-flood | | BROKEN | more than 10 interim answers (1xx)
        /trailers-endless   | | TOO_LARGE | more than 200 header lines (limits: {headerLines: …} of the target allows more)
        /extension-endless  | | TOO_LARGE | a chunk extension of more than 16 kB (limits: {headerLine: …} of the target allows more)
        /chunks-tiny        | | TOO_LARGE | chunk extensions of more than 64 kB (limits: {headers: …} of the target allows more)
        /body-endless       | timeout 1.s | TIMEOUT | no complete answer within 1 s
        /body-endless       | expect { body.contains 'b' } | TOO_LARGE | a body of more than the 8 MB kept for checks (limits: {body: …} of the target allows more)
        /body-1gb           | | OK |
        /body-1gb           | expect { body.contains 'b' } | TOO_LARGE | a body of 1073741824 bytes, more than the 8 MB kept for checks (limits: {body: …} of the target allows more)
        /one-byte-a-second  | timeout 1.s | TIMEOUT | no complete answer within 1 s
        /silence            | timeout 1.s | TIMEOUT | no complete answer within 1 s
        /stall-in-body      | timeout 1.s | TIMEOUT | no complete answer within 1 s
        /gzip-bomb          | | TOO_LARGE | a compressed body that unpacks to more than 8 MB (limits: {body: …} of the target allows more)
        /gzip-bomb          | expect { body.contains 'b' } | TOO_LARGE | a compressed body that unpacks to more than the 8 MB kept for checks (limits: {body: …} of the target allows more)
        /gzip-cut           | | BROKEN | the compressed body ends in the middle
        /gzip-checksum      | | BROKEN | a gzip body whose checksum or length is wrong
        /gzip-not           | | BROKEN | not gzip although Content-Encoding says so: byte 0 is 104
        /coding-unknown     | | BROKEN | a content coding other than gzip and deflate: "rot13"
        /json-deep          | save end: json('$.end') | NO_MATCH | save end: json('$.end') found nothing: the body is not JSON: nested deeper than 512 at byte 519
        /json-cut           | save end: json('$.end') | NO_MATCH | save end: json('$.end') found nothing: the body is not JSON: expected a value, found the end at byte 17
        /json-number        | expect { json('$.end').above 5 } | CHECK_FAILED | …
        /utf8-bad           | expect { json('$.end').matches 'a\\uFFFD+\\\\(\\uFFFD+b' } | OK |
        /words-that-act     | expect { body.contains 'peace' } | CHECK_FAILED | …
        /redirect-loop      | | BROKEN | more than 10 redirects (redirects 20 in the step follows more)
        /redirect-away      | | BROKEN | redirected to "http://elsewhere.example/": elsewhere.example is no target of this plan; name it as a target to go there
        /redirect-file      | | BROKEN | redirected to "file:///etc/passwd": only http and https are followed, not file
        /redirect-script    | | BROKEN | redirected to "javascript:alert(1)": only http and https are followed, not javascript
        /redirect-port      | | BROKEN | redirected to "http://127.0.0.1:99999/": not a port
        /cookie-flood       | expect { body.is 'hello' } | OK |
        /status/503         | | STATUS_ERROR | expected a status below 400, was 503
        /status/429         | | THROTTLED | expected a status below 400, was 429
        /plain-on-tls       | | TLS_FAILED | 127.0.0.1 does not speak TLS on this port
        /stall-handshake    | | TLS_FAILED | https://127.0.0.1:… did not finish the TLS handshake within 1000 ms
        /refused            | | REFUSED | http://127.0.0.1:… refused the connection
        /deaf               | | CONNECT_TIMEOUT | http://127.0.0.1:… did not accept a connection within 1000 ms
        /echo               | | OK |
        /hello              | expect { body.is 'hello' } | OK |
        """;

    private static final List<Row> ROWS = TABLE.lines().map(Row::of).toList();
    /** Arrivals are shared out among journeys in blocks of at least 100: so many give each journey the same number. */
    private static final int WALKS_EACH = 100 / ROWS.size() + 1;

    /** An answer that follows one that should fail never belongs to it: the next step would see it. */
    private record Row(String path, String words, String outcome, String message) {
        static Row of(String line) {
            String[] cells = line.split("\\|", -1);
            return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip());
        }

        String step() {
            return (path + " " + words).strip();
        }

        String script() {
            String name = step().replace("\\", "\\\\").replace("'", "\\'").replace("$", "\\$");
            return """
                journey('%1$s', weight: %2$d) {
                    target 'server'
                    step('%1$s') { get '%3$s'; %5$s%4$s }
                    step('%1$s, then hello') { get '/hello'; timeout 20.s; expect { body.is 'hello' } }
                }
                """.formatted(name, WALKS_EACH, path, words, words.startsWith("timeout") ? "" : "timeout 20.s; ");
        }

        /** Requests the server sees for one of ours. */
        int hops() {
            return path.equals("/redirect-loop") ? 11 : 1;
        }
    }

    @TempDir
    Path directory;

    @Test
    @Timeout(300)
    void everyHostilityEndsClearlyInBoundedTimeAndMemoryAndNothingIsLost() throws Exception {
        try (HostileServer server = new HostileServer(0)) {
            assertThat(ROWS.stream().map(Row::path))
                    .containsAll(server.all().stream().map(Hostility::path).toList());
            String output;
            try (CommandProcess run =
                    CommandProcess.start(write(server.port()), "run", "hostile.groovy", "--out", "run")) {
                assertThat(run.awaitExit(240)).as(run.output()).isEqualTo(1);
                output = run.output();
            }
            assertThat(output).doesNotContain("OutOfMemory", "Exception", "\u001b", "\u0007");
            Summary summary = RunReport.of(directory.resolve("run")).summary();
            SoftAssertions all = new SoftAssertions();
            for (Row row : ROWS) {
                checkEnds(all, row, summary);
            }
            all.assertAll();
            assertThat(server.requests()).isEqualTo(requests(summary));
            assertThat(Files.readString(directory.resolve("run/report.html")))
                    .doesNotContain("<script>alert", "\u001b");
        }
    }

    /** What the table ends with. */
    static Set<Outcome> outcomes() {
        return ROWS.stream().map(row -> Outcome.valueOf(row.outcome())).collect(Collectors.toSet());
    }

    private Path write(int port) throws Exception {
        String journeys = ROWS.stream().map(Row::script).collect(Collectors.joining());
        Files.writeString(
                directory.resolve("hostile.groovy"),
                journeys + "load('all') { walks " + ROWS.size() * WALKS_EACH + ", users: 8 }\n");
        Files.writeString(
                Files.createDirectory(directory.resolve("env")).resolve("default.yaml"),
                "targets: {server: {url: 'http://127.0.0.1:" + port + "', connections: {connectTimeout: 1s}}}\n");
        return directory;
    }

    private void checkEnds(SoftAssertions all, Row row, Summary summary) throws Exception {
        Summary.StepRow step = step(summary, row.step());
        Summary.StepRow next = step(summary, row.step() + ", then hello");
        boolean ok = row.outcome().equals("OK");
        all.assertThat(step.outcomes())
                .as(row.step())
                .isEqualTo(ok ? Map.of() : Map.of(row.outcome(), (long) WALKS_EACH));
        all.assertThat(step.started()).as(row.step()).isEqualTo(WALKS_EACH).isEqualTo(step.ok() + step.failed());
        all.assertThat(next.ok()).as(row.step() + ", then").isEqualTo(step.ok()).isEqualTo(next.started());
        if (!ok) {
            Set<String> messages = new RunDirectory(directory.resolve("run"))
                    .examples().stream()
                            .filter(example -> example.step() == 2 * ROWS.indexOf(row))
                            .map(ErrorExample::message)
                            .collect(Collectors.toSet());
            String pattern = ("\\Q" + row.message() + "\\E").replace("…", "\\E.*\\Q");
            all.assertThat(messages)
                    .as(row.step())
                    .isNotEmpty()
                    .allSatisfy(message -> assertThat(message).matches(pattern));
        }
    }

    private static Summary.StepRow step(Summary summary, String name) {
        return summary.steps().stream()
                .filter(step -> step.step().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What the server must have counted: every start, every hop, and what was sent again on a new connection. */
    private Map<String, Long> requests(Summary summary) throws Exception {
        Map<String, Long> requests = new HashMap<>();
        for (Row row : ROWS) {
            requests.merge(row.path(), step(summary, row.step()).started() * row.hops(), Long::sum);
            requests.merge("/hello", step(summary, row.step() + ", then hello").started(), Long::sum);
        }
        new RunDirectory(directory.resolve("run")).forEachInterval(interval -> {
            for (StepCounts counts : interval.steps()) {
                Row row = ROWS.get(counts.step() / 2);
                requests.merge(counts.step() % 2 == 0 ? row.path() : "/hello", counts.reusedRetries(), Long::sum);
            }
        });
        return requests;
    }
}
