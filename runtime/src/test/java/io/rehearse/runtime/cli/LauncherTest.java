package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher and the class archive of a jar that it did not build itself. In most of the tests a script stands in for Java: it
 * writes down what it is called with, and makes an "archive" when it is asked for one.
 */
@Timeout(60)
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("..", "rehearse").toAbsolutePath().normalize();
    private static final String MAKING =
            "rehearse: there is no class archive of this jar; making it, which takes some seconds\n";

    @TempDir
    Path directory;

    private Path home;
    private Path target;
    private Path jar;
    private Path java;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectory(directory.resolve("my tools"));
        target = Files.createDirectories(home.resolve("runtime/target"));
        jar = Files.writeString(target.resolve("rehearse.jar"), "a jar");
        Files.copy(LAUNCHER, home.resolve("rehearse"), StandardCopyOption.COPY_ATTRIBUTES);
        java = directory.resolve("jdk");
        Files.createDirectories(java.resolve("bin"));
        release("17.0.1");
        java("");
    }

    @Test
    void aJarOfMavenGetsItsArchiveBeforeWhatWasAskedForStarts() throws Exception {
        Started first = start("plan", "a file");
        assertThat(first.out).isEqualTo("ran\n");
        assertThat(first.err).isEqualTo(MAKING);
        assertThat(calls()).hasSize(2);
        assertThat(calls().get(0)).contains("-XX:ArchiveClassesAtExit=").contains("checkout.groovy --once");
        assertThat(calls().get(1))
                .contains(" -XX:SharedArchiveFile=" + archive() + " ")
                .endsWith("-jar " + jar + " plan a file");

        Started second = start("plan", "a file");
        assertThat(second.err).isEmpty();
        assertThat(calls()).hasSize(3);
        assertThat(calls().get(2)).isEqualTo(calls().get(1));
        assertThat(target).isDirectoryNotContaining(file -> file.toString().contains("first-walk"));
    }

    @Test
    void anotherJarOlderOrNewerGetsAnotherArchive() throws Exception {
        start("plan");
        FileTime then = Files.getLastModifiedTime(jar);
        for (int seconds : new int[] {10, -10}) {
            Files.setLastModifiedTime(jar, FileTime.from(then.toInstant().plusSeconds(seconds)));
            Files.delete(directory.resolve("calls"));
            assertThat(start("plan").err).isEqualTo(MAKING);
            assertThat(start("plan").err).isEmpty();
            assertThat(calls()).hasSize(3);
        }
    }

    @Test
    void anotherJdkOfTheSameVersionAndAnotherPlaceGetAnotherArchive() throws Exception {
        start("plan");
        release("17.0.2");
        assertThat(start("plan").err).isEqualTo(MAKING);
        assertThat(start("plan").err).isEmpty();
        Path moved = Files.move(home, directory.resolve("elsewhere"));
        home = moved;
        assertThat(start("plan").err).isEqualTo(MAKING);
    }

    /** And it is not tried again at each start. */
    @Test
    void anArchiveThatCannotBeMadeKeepsNobodyFromStarting() throws Exception {
        java("exit 1");
        Started first = start("plan");
        assertThat(first.exitCode).isZero();
        assertThat(first.out).isEqualTo("ran\n");
        assertThat(calls().get(1)).doesNotContain("SharedArchiveFile");
        assertThat(start("plan").err).isEmpty();
        assertThat(calls()).hasSize(3);
    }

    @Test
    void twoStartsAtOnceMakeOneArchiveAndBothUseIt() throws Exception {
        java("sleep 1");
        Process one = process("run");
        Process other = process("plan");
        assertThat(ended(one).exitCode).isZero();
        assertThat(ended(other).exitCode).isZero();
        assertThat(calls()).hasSize(3);
        assertThat(calls().get(0)).contains("ArchiveClassesAtExit");
        assertThat(calls().subList(1, 3)).allMatch(call -> call.contains("SharedArchiveFile"));
    }

    @Test
    void aLockOfAStartThatIsGoneHoldsNobodyUp() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectory(target.resolve("build-lock"));
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
        assertThat(start("plan").err).isEqualTo(MAKING);
        assertThat(lock).doesNotExist();
    }

    @Test
    void anInstallationThatIsReadOnlyIsLeftAloneAndSilent() throws Exception {
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeTrue(!Files.isWritable(target), "the superuser may write everywhere");
            Started started = start("plan");
            assertThat(started.err).isEmpty();
            assertThat(started.out).isEqualTo("ran\n");
            assertThat(calls()).singleElement().asString().doesNotContain("SharedArchiveFile");
        } finally {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** With Java itself, which dies of an archive that was cut. */
    @Test
    void anArchiveThatWasCutIsMadeAgain() throws Exception {
        java = Path.of(System.getProperty("java.home"));
        jar(jar);
        assertThat(start("plan", "x").out).isEqualTo("[plan, x]\n");
        byte[] whole = Files.readAllBytes(archive());
        for (int length : new int[] {0, 100, whole.length / 2, whole.length - 1}) {
            Files.write(archive(), Arrays.copyOf(whole, length));
            assertThat(start("plan", "x")).isEqualTo(new Started(0, "[plan, x]\n", MAKING));
        }
        Files.delete(archive());
        assertThat(start("plan", "x")).isEqualTo(new Started(0, "[plan, x]\n", MAKING));
        assertThat(start("plan", "x")).isEqualTo(new Started(0, "[plan, x]\n", ""));
    }

    @Test
    void anArchiveOfSomethingElseIsAsNone() throws Exception {
        java = Path.of(System.getProperty("java.home"));
        jar(jar);
        start("plan");
        byte[] whole = Files.readAllBytes(archive());
        Arrays.fill(whole, (byte) 0);
        Files.write(archive(), whole);
        assertThat(start("plan", "x")).isEqualTo(new Started(0, "[plan, x]\n", ""));
    }

    /** What the jar of the test with Java itself does. */
    public static final class Says {
        private Says() {}

        public static void main(String[] arguments) {
            System.out.println(List.of(arguments));
        }
    }

    private static void jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Says.class.getName());
        String entry = Says.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest);
                InputStream code = Says.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
        }
    }

    private void release(String version) throws IOException {
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    /** @param atArchive what it does beside, or instead of, making an archive */
    private void java(String atArchive) throws IOException {
        Path file = Files.writeString(
                java.resolve("bin/java"), """
                #!/bin/sh
                echo "$*" >>'%s/calls'
                for word in "$@"; do
                    case $word in
                        -XX:ArchiveClassesAtExit=*)
                            %s
                            echo archive >"${word#*=}"
                            exit ;;
                    esac
                done
                echo ran
                """.formatted(directory, atArchive.isEmpty() ? ":" : atArchive));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path archive() throws IOException {
        try (var files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<String> calls() throws IOException {
        return new ArrayList<>(Files.readAllLines(directory.resolve("calls")));
    }

    private record Started(int exitCode, String out, String err) {}

    private Started start(String... words) throws Exception {
        return ended(process(words));
    }

    private Process process(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("rehearse").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("REHEARSE_JAVA_HOME", java.toString());
        builder.environment().remove("JAVA_OPTS");
        return builder.start();
    }

    private static Started ended(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return new Started(process.exitValue(), out, err);
    }
}
