package io.rehearse.journeys.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.error.ScriptErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Wrong scripts and the full text of what is said about them. */
class ScriptErrorTest {
    private static final Path RESOURCES = Path.of("src/test/resources/io/rehearse/journeys");
    private static final Inputs NONE = new Inputs(Optional.empty(), Map.of(), Map.of(), Map.of());

    @TempDir
    Path directory;

    @Test
    void allMistakesOfOneFileAreReportedTogether() throws IOException {
        ScriptErrors errors = catchThrowableOfType(
                ScriptErrors.class, () -> Journeys.compile(RESOURCES.resolve("mistakes/checkout.groovy"), NONE));
        assertThat(errors.render()).isEqualTo(Files.readString(RESOURCES.resolve("mistakes/expected.txt")));
    }

    /** Cases are separated by a line of ====; the script ends at a line of ----, the message follows. {@code @@ name} begins another file. */
    @TestFactory
    Stream<DynamicTest> aMistakeIsExplained() throws IOException {
        String cases = Files.readString(RESOURCES.resolve("mistakes/cases.txt"));
        return Stream.of(cases.split("(?m)^====.*\n"))
                .filter(text -> !text.isBlank())
                .map(text -> {
                    String[] parts = text.split("(?m)^----\n");
                    String name = parts[0].lines().findFirst().orElse("");
                    return DynamicTest.dynamicTest(
                            name,
                            () -> assertThat(messages(parts[0])).isEqualTo(parts.length > 1 ? parts[1].strip() : ""));
                });
    }

    private String messages(String script) throws IOException {
        Path file = directory.resolve("a.groovy");
        String[] files = script.split("(?m)^@@ ");
        Files.writeString(file, files[0]);
        for (int i = 1; i < files.length; i++) {
            String[] named = files[i].split("\n", 2);
            Files.createDirectories(directory.resolve(named[0]).getParent());
            Files.writeString(directory.resolve(named[0]), named[1]);
        }
        Files.writeString(directory.resolve("users.csv"), "username,password\nann,pw-ann\n");
        ScriptErrors errors = catchThrowableOfType(
                ScriptErrors.class, () -> Journeys.compile(file, NONE.target("shop", "http://127.0.0.1:8080")));
        return errors == null ? "(no mistake found)" : errors.getMessage();
    }

    @Test
    void theCompilerPrintsNothingOfItsOwn() throws IOException {
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            messages("journey('A') { target 'shop'; step('S') { get '/x'; save b: json(\"$.b\") } }");
            messages("include 'b.groovy'\n@@ b.groovy\nstatic String a() { \"$.a\" }\n");
            messages("journey('A') { # }");
        } finally {
            System.setErr(err);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aLoopWithoutEndIsStopped() throws IOException {
        Path file = directory.resolve("a.groovy");
        Files.writeString(file, "int n = 0\nwhile (true) {\n    n++\n}\n");
        ScriptErrors errors = catchThrowableOfType(
                ScriptErrors.class,
                () -> ScriptCompiler.compile(file, NONE, java.time.Duration.ofMillis(300), Optional.empty()));
        assertThat(errors.getMessage())
                .matches(
                        "a\\.groovy:[23]:\\d+  the script is still being read after (300 ms|1\\.8 s); it says what users do and"
                                + " must come to its end: look for a loop without one, or a wait");
        assertThat(scriptThreads()).as("the loop is ended, not left behind").isZero();
    }

    @Test
    void aFileThatIsNoScriptIsSaidToBeNone() throws IOException {
        Path file = directory.resolve("a.groovy");
        assertThat(messageOf(file)).isEqualTo("a.groovy  there is no file " + file);
        assertThat(messageOf(directory))
                .isEqualTo(directory.getFileName() + "  is a directory; name the journey file in it");
        Files.write(file, new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0});
        assertThat(messageOf(file)).isEqualTo("a.groovy  is not UTF-8 text");
        Files.write(file, new byte[] {'a', 0, 'b'});
        assertThat(messageOf(file)).isEqualTo("a.groovy  is not text");
        Files.writeString(file, " \n");
        assertThat(messageOf(file)).isEqualTo("a.groovy  is empty; a journey file starts with journey('name') { … }");
    }

    private static String messageOf(Path file) {
        return catchThrowableOfType(ScriptErrors.class, () -> Journeys.compile(file, NONE))
                .getMessage();
    }

    private static long scriptThreads() {
        long deadline = System.nanoTime() + 5_000_000_000L;
        long running = Long.MAX_VALUE;
        while (running > 0 && System.nanoTime() < deadline) {
            running = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("script") && thread.isAlive())
                    .count();
        }
        return running;
    }
}
