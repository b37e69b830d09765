package io.rehearse.reports.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.RunDirectory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Directories written by the first version of each format must be read and judged for ever. They are added to, never
 * written again; {@code -killed} is one whose process was killed in the middle of its last interval.
 */
class GoldenRunTest {

    @ParameterizedTest
    @CsvSource({"1-finished, 9", "1-killed, 8"})
    void aPublishedFormatIsJudgedAsItWas(String name, int intervals) throws IOException, URISyntaxException {
        Path path = Path.of(
                        getClass().getResource("/golden/" + name + "/run.json").toURI())
                .getParent();
        int[] read = {0};
        new RunDirectory(path).forEachInterval(interval -> read[0]++);
        Summary summary = Summarizer.of(new RunDirectory(path));

        assertThat(read[0]).isEqualTo(intervals);
        assertThat(Json.mapper().readTree(Json.mapper().writeValueAsString(summary)))
                .isEqualTo(Json.mapper().readTree(Files.readString(path.resolve("summary.json"))));
    }
}
