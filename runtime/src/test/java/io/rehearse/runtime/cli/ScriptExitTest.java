package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.runtime.http.RawServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that would end the tool never ends it as if all were well: from the command line. */
@Timeout(180)
class ScriptExitTest {
    private static final String JOURNEY = """
            journey('Look') { target 'shop'; step('Look') { get '/'; check('all is well') { r -> CHECK } } }
            load('one') { walks 1 }
            """;

    @TempDir
    private Path directory;

    private Path script(String top, String check) throws IOException {
        return Files.writeString(directory.resolve("a.groovy"), top + "\n" + JOURNEY.replace("CHECK", check));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.exit(0)",
                "java.lang.System.exit(0)",
                "S.exit(0)",
                "Runtime.getRuntime().exit(0)",
                "Runtime.runtime.halt(0)",
                "leave()",
                "[0].each(S.&exit)",
                "def rt = Runtime.runtime; rt.exit(0)",
                "try { S.exit(0) } finally { true }"
            })
    void itIsRefusedBeforeAnyTraffic(String call) throws IOException {
        String imports = "import java.lang.System as S\nimport static java.lang.System.exit as leave\n";
        for (Path wrong :
                new Path[] {script(imports + "static void out() { " + call + " }", "true"), script(imports, call)}) {
            CommandLineRun run = CommandLineRun.of("run", wrong.toString(), "--target", "shop=http://127.0.0.1:1");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.INVALID);
            assertThat(run.err())
                    .satisfiesAnyOf(
                            err -> assertThat(err)
                                    .contains("' would end the tool, with no verdict told; leave it out."),
                            err -> assertThat(err).contains("unknown word 'leave'"));
        }
    }

    /** What cannot be known before is found when it happens. */
    @Test
    void whatOnlyHappensIsAnErrorToo() throws Exception {
        String exit = "Class.forName('java.lang.System').getMethod('exit', Integer.TYPE).invoke(null, 0)";
        String message = "rehearse: code of the script ended the tool (System.exit); there is no verdict, and what was"
                + " measured until then is in the run directory";
        script(exit, "true");
        try (CommandProcess validate =
                CommandProcess.start(directory, "validate", "a.groovy", "--target", "shop=http://127.0.0.1:1")) {
            assertThat(validate.awaitExit()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(validate.output()).contains(message);
        }
        script("", exit);
        try (RawServer server = RawServer.always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                CommandProcess run =
                        CommandProcess.start(directory, "run", "a.groovy", "--target", "shop=" + server.url())) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(run.output()).contains(message);
        }
    }
}
