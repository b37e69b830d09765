package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files and words that are wrong, through the command line: each is told with its place, what was found and what to write,
 * with exit code 2 (or 5, when the world around is not as it should be), in bounded time and memory, without a stack trace.
 */
@Timeout(200)
class BadInputTest {
    private static final String SCRIPT = """
            journey('Look') {
                target 'shop'
                feed csv('users.csv'), circular
                step('List') { get '/items'; query user: vars.user }
            }
            load('default') { walks 1 }
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void writeEverythingRight() throws IOException {
        write("look.groovy", SCRIPT);
        write("users.csv", "user,password\nann,secret\n");
        write("env/default.yaml", "targets: {shop: {url: 'http://127.0.0.1:1'}}\n");
    }

    @Test
    void withoutAMistakeItIsValid() {
        assertThat(validate().exitCode()).isZero();
    }

    @Test
    void anEmptyFile() throws IOException {
        write("look.groovy", "");
        invalid("look.groovy  is empty; a journey file starts with journey('name') { … }");
    }

    @Test
    void binaryJunk() throws IOException {
        byte[] junk = new byte[10_000];
        new Random(1).nextBytes(junk);
        Files.write(directory.resolve("look.groovy"), junk);
        invalid("look.groovy  is not UTF-8 text");
        write("look.groovy", "journey\0('Look')");
        invalid("look.groovy  is not text");
    }

    @Test
    void aLoadThatNobodyCanHaveMeant() throws IOException {
        write("look.groovy", "param 'rate', 5.perSecond\n" + SCRIPT.replace("walks 1", "hold param('rate'), 1.min"));
        String script = directory.resolve("look.groovy").toString();
        for (String command : new String[] {"plan", "run"}) {
            CommandLineRun run = CommandLineRun.of(command, script, "--set", "rate=99999999/s");
            assertThat(run.err())
                    .isEqualTo(
                            "rehearse " + command + ": load 'default' asks for 99999999 users per second, which would"
                                    + " be about 50000000 users at once; with room for ten times as many when the target is slow"
                                    + " that is more than 1000000, the most this tool holds. Lower the rate, or make the walks"
                                    + " shorter (assumed: 0.5 s a step)\n");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
        }
        write("look.groovy", SCRIPT.replace("walks 1", "users 100_001, 1.min"));
        assertThat(CommandLineRun.of("plan", script).err())
                .isEqualTo(
                        "rehearse plan: load 'default' asks for 100001 users at once; with room for ten times as many"
                                + " when the target is slow that is more than 1000000, the most this tool holds. Lower the"
                                + " number\n");
        write("look.groovy", SCRIPT.replace("walks 1", "users 100_000, 1.min"));
        assertThat(CommandLineRun.of("plan", script).exitCode()).isZero();
    }

    @Test
    void aDirectoryInsteadOfAFile() throws IOException {
        CommandLineRun run = CommandLineRun.of("validate", directory.toString());
        assertThat(run.err()).contains(directory + " is a directory; name the journey file in it");
        assertThat(run.exitCode()).isEqualTo(2);
        Files.delete(directory.resolve("users.csv"));
        Files.createDirectory(directory.resolve("users.csv"));
        invalid("users.csv  is a directory; name the data file in it");
    }

    @Test
    void aFileThatMayNotBeRead() throws IOException {
        Files.setPosixFilePermissions(directory.resolve("users.csv"), PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(directory.resolve("users.csv")), "the superuser may read everything");
        invalid("users.csv  cannot be read");
    }

    @Test
    void aScriptThatNeverEnds() throws IOException {
        write("look.groovy", "int i = 0\nwhile (true) {\n    i++\n}\n");
        invalid(
                "look.groovy:",
                "the script is still being read after 10 s; it says what users do and must come to its end: look for a"
                        + " loop without one, or a wait");
    }

    @Test
    void aScriptThatTakesAllMemory() throws Exception {
        write("look.groovy", "List<String> all = []\nwhile (true) { all << 'x' * 1000000 }\n");
        try (CommandProcess run = CommandProcess.start(directory, "validate", "look.groovy")) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(2);
            // what comes first depends on the machine: the end of the memory or of the ten seconds
            assertThat(run.output())
                    .containsAnyOf(
                            "the script takes more memory than there is", "the script is still being read after 10 s")
                    .contains("look.groovy:2:")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void raggedRows() throws IOException {
        write("users.csv", "user,password\nann,a\nbob\ncid,c,c\n");
        invalid(
                "users.csv:3  1 values for 2 columns (user, password)",
                "users.csv:4  3 values for 2 columns (user, password)");
    }

    @Test
    void aColumnThatIsThereTwiceOrNot() throws IOException {
        write("users.csv", "user,user\nann,a\n");
        invalid("users.csv:1", "column 'user' is there twice");
        write("users.csv", "name,password\nann,a\n");
        invalid("users.csv:1", "no column 'user' (used at look.groovy:4); columns: name, password");
    }

    @Test
    void aFileWithNothingBelowItsHeader() throws IOException {
        write("users.csv", "user,password\n");
        invalid("users.csv  no rows below the header line");
        Files.delete(directory.resolve("users.csv"));
        invalid("look.groovy:3:14", "there is no file users.csv beside the script");
    }

    @Test
    void aByteOrderMarkAndLinesOfWindowsAreNoMistakes() throws IOException {
        write("users.csv", "\uFEFFuser,password\r\nann,a\r\n");
        assertThat(validate().exitCode()).isZero();
    }

    @Test
    void aMillionRowsAreReadInASmallHeap() throws Exception {
        try (BufferedWriter rows = Files.newBufferedWriter(directory.resolve("users.csv"))) {
            rows.write("user,password\n");
            for (int i = 0; i < 1_000_000; i++) {
                rows.write("user" + i + ",word" + i + "\n");
            }
        }
        try (CommandProcess run = CommandProcess.start(directory, "plan", "look.groovy")) {
            assertThat(run.awaitExit(180)).as(run.output()).isZero();
            assertThat(run.output()).contains("feed users.csv, 1000000 rows");
        }
    }

    @Test
    void anEnvironmentThatIsNotThere() throws IOException {
        write("env/new.yaml", "extends: default\n");
        CommandLineRun run = CommandLineRun.of("validate", path("look.groovy"), "--env", "nwe");
        assertThat(run.err()).contains("env/nwe.yaml", "no environment 'nwe'; did you mean 'new'?", "default, new");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aDamagedEnvironment() throws IOException {
        write("env/default.yaml", "targets:\n  shop: {url: 'http://127.0.0.1:1'\nparams: x\n");
        invalid("env/default.yaml:", "not readable as YAML");
        write("env/default.yaml", "targets:\n\tshop: {url: 'http://127.0.0.1:1'}\n");
        invalid("env/default.yaml:", "not readable as YAML: found character", "Do not use", "for indentation");
        write("env/default.yaml", "targets: [shop]\n");
        invalid("env/default.yaml:1", "a list; nothing in an environment is a list");
        write("env/default.yaml", "tragets: {shop: {url: 'http://127.0.0.1:1'}}\n");
        invalid("env/default.yaml:1", "unknown key 'tragets'; did you mean 'targets'?");
        write("env/default.yaml", "targets: {shop: {url: 'shop.example'}}\n");
        invalid("env/default.yaml:1", "'shop.example' is not the URL of a target: write http://host:port");
    }

    @Test
    void headersOfAnEnvironmentThatCannotBeSent() throws IOException {
        write("env/default.yaml", """
                targets:
                  shop:
                    url: http://127.0.0.1:1
                    headers: {X-Right: a, Content-Length: 5, "X Y": b, X-Two: "a\\nEvil: b"}
                """);
        invalid(
                "env/default.yaml:4:",
                "'Content-Length' says how long the request is, which is known when it is sent: leave it out",
                "'X Y' is not the name of a header",
                "a header's value has no line breaks or control characters",
                "3 errors");
    }

    @Test
    void aProxyThatIsNotThereIsToldToBeTheProxy() throws IOException {
        write("env/default.yaml", "targets: {shop: {url: 'http://shop.example', proxy: 'http://127.0.0.1:1'}}\n");
        CommandLineRun run = CommandLineRun.of("run", path("look.groovy"), "--out", path("run"));
        assertThat(run.err())
                .isEqualTo("rehearse run: target shop: no connection to the proxy http://127.0.0.1:1 of"
                        + " http://shop.example (127.0.0.1:1): Connection refused; is it running?\n");
        assertThat(run.exitCode()).isEqualTo(5);
    }

    @Test
    void anEnvironmentThatIsTooDeep() throws IOException {
        write("env/default.yaml", "{a: ".repeat(20_000) + "1" + "}".repeat(20_000));
        invalid("env/default.yaml", "not readable as YAML");
    }

    @Test
    void aHostThatIsNotThere() {
        CommandLineRun run = CommandLineRun.of(
                "run", path("look.groovy"), "--target", "shop=http://nobody.invalid", "--out", path("run"));
        assertThat(run.err()).contains("target shop: ", "nobody.invalid");
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void aDirectoryForTheRunThatCannotBe() {
        CommandLineRun run = CommandLineRun.of("run", path("look.groovy"), "--out", path("users.csv"));
        assertThat(run.err())
                .contains("--out " + path("users.csv") + " is a file; name a directory that is new or empty");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private void invalid(String... messages) {
        CommandLineRun run = validate();
        assertThat(run.err()).contains(messages).contains("exit code 2").doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    private CommandLineRun validate() {
        return CommandLineRun.of("validate", path("look.groovy"));
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
