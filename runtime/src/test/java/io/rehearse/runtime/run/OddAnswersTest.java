package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.render.RunReport;
import io.rehearse.runtime.http.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run tells of answers that were odd: from the socket to the files. */
class OddAnswersTest {
    @TempDir
    Path directory;

    @Test
    void aFailureInErrorsNdjsonHasTheTraceOfTheRequestThatFailed() throws Exception {
        try (RawServer server = RawServer.always("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")) {
            Scripts.run(directory, server.url().toString(), """
                    journey('Fail') { target 'shop'; step('Fail') { get '/' } }
                    load('test') { walks 1 }
                    """);

            String request = server.requests.get(server.requests.size() - 1);
            Matcher sent = Pattern.compile("traceparent: 00-([0-9a-f]{32})-").matcher(request);
            assertThat(sent.find()).isTrue();
            assertThat(Files.readString(directory.resolve("run-test/errors.ndjson")))
                    .contains("\"traceId\":\"" + sent.group(1) + "\"");
        }
    }

    @Test
    void cookiesBeyondTheLimitAreInTheNotesWithIt() throws Exception {
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(directory.resolve("env/default.yaml"), "targets: {shop: {limits: {cookies: 2}}}\n");
        String cookies = "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nSet-Cookie: c=3\r\nSet-Cookie: d=" + "x".repeat(9_000);
        try (RawServer server = RawServer.always("HTTP/1.1 200 OK\r\n" + cookies + "\r\nContent-Length: 0\r\n\r\n")) {
            RunReport report = Scripts.run(directory, server.url().toString(), """
                    journey('Read') { target 'shop'; step('Read') { get '/' } }
                    load('test') { walks 2 }
                    """);

            assertThat(report.summary().notes())
                    .contains(
                            "shop set cookies beyond what a session keeps, 4 times: of too many the oldest was forgotten"
                                    + " (limits: {cookies: …} of the target keeps more), one of more than 8 kB was left out");
            assertThat(Files.readString(directory.resolve("run-test/counts.ndjson")))
                    .contains("\"lostCookies\":");
        }
    }

    @Test
    void bytesNobodyAskedForAndTextThatIsNoUtf8AreInTheNotes() throws Exception {
        try (RawServer server = RawServer.always("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ncaf\u00e9!surplus")) {
            RunReport report = Scripts.run(directory, server.url().toString(), """
                    journey('Read') { target 'shop'; step('Read') { get '/'; expect { body.contains 'caf' } } }
                    load('test') { walks 2 }
                    """);

            assertThat(report.summary().notes())
                    .contains(
                            "shop sent bytes that nobody had asked for, 2 times; they were dropped and the connection"
                                    + " closed",
                            "shop sent bodies with bytes that are no UTF-8, 2 times; each was read as U+FFFD");
            assertThat(Files.readString(directory.resolve("run-test/counts.ndjson")))
                    .contains("\"unasked\":", "\"invalidText\":");
        }
    }
}
