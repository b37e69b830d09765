package io.rehearse.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.environment.Environment;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is true. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyScriptCompiles() throws IOException {
        List<String> scripts = snippets("groovy");
        assertThat(scripts).hasSizeGreaterThan(4);
        for (String included : scripts) {
            if (isFile(included)) {
                String name = included.lines().findFirst().orElseThrow().substring(3);
                Files.writeString(directory.resolve(name), included);
            }
        }
        return scripts.stream()
                .filter(script -> !isFile(script))
                .map(script ->
                        DynamicTest.dynamicTest(script.lines().findFirst().orElse(""), () -> {
                            Path file = directory.resolve("a.groovy");
                            Files.writeString(file, script);
                            Files.writeString(directory.resolve("users.csv"), "username,password\nann,pw-ann\n");
                            Plan plan = Journeys.compile(
                                    file,
                                    new Inputs(
                                            Optional.empty(),
                                            Map.of(),
                                            Map.of("shop", "http://127.0.0.1:9"),
                                            Map.of()));
                            assertThat(plan.steps()).isNotEmpty();
                        }));
    }

    @Test
    void theEnvironmentIsUnderstood() throws IOException {
        Files.createDirectory(directory.resolve("env"));
        Files.writeString(directory.resolve("env/base.yaml"), "params: {}\n");
        Files.writeString(directory.resolve("env/ca.pem"), "");
        Files.writeString(directory.resolve("env/new.yaml"), snippets("yaml").get(0));
        Environment environment = Environment.load(
                new Inputs(Optional.of("new"), Map.of(), Map.of(), Map.of("SHOP_PASSWORD", "x")), directory);
        assertThat(environment.target("shop", 0).orElseThrow().allowed()).isTrue();
        assertThat(environment.secret("shopPassword")).isEqualTo("x");
    }

    /** A file that another script includes begins with its name. */
    private static boolean isFile(String script) {
        return script.startsWith("// ");
    }

    private static List<String> snippets(String language) throws IOException {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```")
                .matcher(Files.readString(README))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
