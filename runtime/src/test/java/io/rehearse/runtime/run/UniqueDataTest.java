package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.render.RunReport;
import io.rehearse.runtime.http.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load whose data are used once ends with them: the run says so. */
class UniqueDataTest {
    @TempDir
    private Path directory;

    private RunReport run(String order) throws Exception {
        Files.writeString(directory.resolve("users.csv"), "user\nann\nben\ncy\n");
        try (RawServer server = RawServer.always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            return Scripts.run(directory, server.url().toString(), """
                    journey('A') { target 'shop'; feed csv('users.csv'), ORDER; step('A') { get "/${vars.user}" } }
                    load('test') { hold 10.perSecond, 1.s }
                    """.replace("ORDER", order));
        }
    }

    @Test
    void whenTheyRunOutTheReportSaysSo() throws Exception {
        RunReport report = run("unique");
        assertThat(report.summary().steps().get(0).ok()).isEqualTo(3);
        assertThat(report.summary().notes())
                .contains("load 'test' ends after 0.3 s: users.csv has 3 rows, each used once");
    }

    @Test
    void otherDataDoNot() throws Exception {
        assertThat(run("circular").summary().notes()).noneMatch(note -> note.contains("used once"));
    }
}
