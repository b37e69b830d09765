package io.rehearse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the scripts without running them; {@code runtime} runs each of them. */
class LearningPathTest {
    @Test
    void theReadmeListsEveryScriptOnce() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        for (String script : scripts()) {
            assertThat(readme.split("\\(" + script.replace(".", "\\.") + "\\)", -1))
                    .as(script)
                    .hasSize(2);
        }
    }

    @Test
    void everyScriptOfThePathBeginsWithWhatOneLearns() throws Exception {
        for (String script : scripts()) {
            assertThat(Files.readString(Path.of(script))).as(script).startsWith("// ");
            if (!script.startsWith("shop/")) {
                assertThat(Files.readString(Path.of(script)))
                        .as(script)
                        .startsWith("// " + Integer.parseInt(script.substring(0, 2)) + ". ")
                        .contains("// You learn: ", "load('default')", "target 'shop'");
            }
        }
    }

    @Test
    void bothEnvironmentsAreTheSame() throws Exception {
        assertThat(Path.of("env/default.yaml")).hasSameTextualContentAs(Path.of("shop/env/default.yaml"));
    }

    private static List<String> scripts() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.list(Path.of(".")), Files.list(Path.of("shop")))) {
            List<String> scripts = files.map(file -> file.normalize().toString())
                    .filter(file -> file.endsWith(".groovy"))
                    .sorted()
                    .toList();
            assertThat(scripts).hasSizeGreaterThanOrEqualTo(8);
            return scripts;
        }
    }
}
