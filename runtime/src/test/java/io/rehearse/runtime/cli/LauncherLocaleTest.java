package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The locale that the launcher gives to Java; a script that says it stands in for Java. */
class LauncherLocaleTest {
    private static final Path LAUNCHER = Path.of("..", "rehearse");

    @TempDir
    Path home;

    @BeforeEach
    void install() throws IOException {
        Files.createFile(Files.createDirectories(home.resolve("runtime/target")).resolve("rehearse.jar"));
        Files.copy(LAUNCHER, home.resolve("rehearse"));
        Path bin = Files.createDirectories(home.resolve("jdk/bin"));
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\necho \"locale ${LC_ALL-none}\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void withoutALocaleFilesHaveTheirNamesInUtf8() throws Exception {
        assertThat(started(Map.of())).isEqualTo("locale C.UTF-8\n");
        assertThat(started(Map.of("LANG", "C"))).isEqualTo("locale C.UTF-8\n");
        assertThat(started(Map.of("LC_ALL", "POSIX", "LANG", "de_DE.UTF-8"))).isEqualTo("locale C.UTF-8\n");
    }

    @Test
    void aLocaleThatSomebodyChoseStays() throws Exception {
        assertThat(started(Map.of("LANG", "de_DE.ISO-8859-1"))).isEqualTo("locale none\n");
        assertThat(started(Map.of("LC_ALL", "fr_FR.UTF-8"))).isEqualTo("locale fr_FR.UTF-8\n");
    }

    private String started(Map<String, String> environment) throws Exception {
        ProcessBuilder command =
                new ProcessBuilder("sh", home.resolve("rehearse").toString(), "doctor");
        command.environment().clear();
        command.environment().put("PATH", System.getenv("PATH"));
        command.environment().put("REHEARSE_JAVA_HOME", home.resolve("jdk").toString());
        command.environment().putAll(environment);
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
