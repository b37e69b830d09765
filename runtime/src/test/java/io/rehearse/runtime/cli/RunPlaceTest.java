package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPlaceTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:14:07Z");

    @TempDir
    Path directory;

    @Test
    void runsThatStartInTheSameSecondHaveDirectoriesOfTheirOwn() {
        assertThat(IntStream.range(0, 40)
                        .parallel()
                        .mapToObj(i -> RunPlace.fresh(directory.resolve("runs"), "look.groovy", NOW))
                        .distinct())
                .hasSize(40)
                .contains(
                        directory.resolve("runs/20261122T021407Z-look"),
                        directory.resolve("runs/20261122T021407Z-look-40"))
                .allMatch(Files::isDirectory);
    }

    @Test
    void aPlaceThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("runs"));
        assertThatThrownBy(() -> RunPlace.fresh(file, "look.groovy", NOW))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                .hasMessage("cannot write " + file + "/20261122T021407Z-look: " + file);
    }

    @Test
    void aRunThatNeverCameToBeLeavesNoDirectory() throws Exception {
        Path fresh = RunPlace.fresh(directory, "look.groovy", NOW);
        RunPlace.dropIfEmpty(fresh);
        assertThat(fresh).doesNotExist();
        Path run = RunPlace.fresh(directory, "look.groovy", NOW);
        Files.createFile(run.resolve("run.json"));
        RunPlace.dropIfEmpty(run);
        assertThat(run.resolve("run.json")).exists();
    }
}
