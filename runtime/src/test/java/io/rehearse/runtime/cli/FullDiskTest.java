package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A limit of the system to the size of a file stands for a disk that is full: the files of a new part may be written again. */
@Timeout(300)
class FullDiskTest {
    private static final List<String> FILES_OF_24_KB = List.of("bash", "-c", "ulimit -f 24; exec \"$@\"", "--");

    @TempDir
    private Path directory;

    @Test
    void aProbeSaysSoGoesOnAndWritesANewPartAMinuteLater() throws Exception {
        Files.writeString(directory.resolve("look.groovy"), """
                journey('Look') {
                    target 'shop'
                    step('Front page') { get '/health' }
                    step('Guestbook') { get '/' }
                }
                load('canary') { hold 20.perSecond, forever }
                """);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
        try (CommandProcess probe = CommandProcess.start(
                directory,
                FILES_OF_24_KB,
                "probe",
                "look.groovy",
                "--target",
                "shop=http://127.0.0.1:" + server.getAddress().getPort())) {
            probe.awaitOutput("probing, gate look");
            int parts = 1;
            for (int i = 0; i < 1500 && parts < 2; i++) {
                Thread.sleep(100);
                parts = parts();
            }
            assertThat(parts).as(probe.output()).isEqualTo(2);
            assertThat(probe.output()).contains("RUN DIRECTORY: ");
            probe.signal("TERM");
            assertThat(probe.awaitExit()).as(probe.output()).isIn(0, 3);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRunWhoseReportCannotBeWrittenNamesTheFileAndLeavesNoPartOfIt() throws Exception {
        Files.writeString(directory.resolve("look.groovy"), """
                journey('Look') {
                    target 'shop'
                    step('Front page') { get '/health' }
                }
                load('default') { hold 20.perSecond, 2.s }
                """);
        Files.writeString(
                Files.createDirectory(directory.resolve("env")).resolve("default.yaml"),
                "targets:\n  shop:\n    embedded: shop\n");
        try (CommandProcess run =
                CommandProcess.start(directory, FILES_OF_24_KB, "run", "look.groovy", "--out", "run")) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(run.output()).endsWith("rehearse run: cannot write run/report.html: File too large\n");
        }
        assertThat(directory.resolve("run/counts.ndjson")).isNotEmptyFile();
        assertThat(directory.resolve("run/report.html.tmp")).doesNotExist();
    }

    private int parts() throws Exception {
        Path kept = directory.resolve("probes/look");
        if (!Files.isDirectory(kept)) {
            return 0;
        }
        try (Stream<Path> parts = Files.list(kept)) {
            return (int) parts.count();
        }
    }
}
