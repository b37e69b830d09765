package io.rehearse.journeys.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.PlanText;
import io.rehearse.journeys.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script that was kept is the same plan; whatever is wrong with what was kept, the script is compiled again. */
class CompiledScriptsTest {
    private static final String SCRIPT = """
            param 'size', 7
            include 'lib.groovy'
            journey('A') {
                target 'shop'
                step('Page') { get path(7); query size: param('size'); save token: json('$.token').map { "$it!" } }
                when({ it.token != 'x' }) { step('Next') { get "/${vars.token}" } }
            }
            load('one') { walks 1 }
            """;

    @TempDir
    Path directory;

    private Path script;
    private Path cache;

    @BeforeEach
    void write() throws IOException {
        script = Files.writeString(directory.resolve("a.groovy"), SCRIPT);
        Files.writeString(directory.resolve("lib.groovy"), "static String path(int n) { \"/page/$n\" }\n");
        cache = directory.resolve("cache/scripts");
    }

    @Test
    void theSecondReadingIsOfWhatWasKeptAndGivesTheSamePlan() throws IOException {
        String compiled = text(compile());
        assertThat(kept()).hasSize(1);
        // what is found is what is used: another script's classes under this one's name give that script's plan
        Path first = kept().get(0);
        assertThat(text(compile())).isEqualTo(compiled);
        Files.writeString(script, SCRIPT.replace("'Page'", "'Other'"));
        compile();
        Path second =
                kept().stream().filter(file -> !file.equals(first)).findFirst().orElseThrow();
        Files.copy(first, second, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(compile().steps()).extracting(Step::name).containsExactly("Page", "Next");
    }

    @Test
    void whatClosuresReadAndSetIsKnownOfAKeptScriptToo() throws IOException {
        Files.writeString(script, """
                journey('A') {
                    target 'shop'
                    step('Page') { get '/'; check('set') { r -> vars.found = '1'; true } }
                    step('Next') { get "/${vars.found}" }
                }
                """);
        compile();
        assertThat(compile().journeys().get(0).variables()).contains("found");
    }

    @Test
    void anotherTextAnotherIncludeAndAnotherToolAreCompiledAnew() throws IOException {
        compile();
        Files.writeString(script, SCRIPT.replace("7)", "8)"));
        compile();
        assertThat(kept()).hasSize(2);
        Files.writeString(directory.resolve("lib.groovy"), "static String path(int n) { \"/p/$n\" }\n");
        assertThat(compile().steps().get(0).request().url().text(List.of())).startsWith("/p/8");
        assertThat(kept()).hasSize(3);
        compile("another tool");
        assertThat(kept()).hasSize(4);
    }

    /** Two files with the same lines, split elsewhere, are not the same. */
    @Test
    void whichLineIsOfWhichFileCounts() throws IOException {
        Files.writeString(script, "include 'lib.groovy'\njourney('A') { target 'shop'; step('P') { get '/' } }\n");
        Files.writeString(directory.resolve("lib.groovy"), "param 'a', 1\nparam 'b', 2\n");
        compile();
        Files.writeString(script, Files.readString(script) + "param 'a', 1\n");
        Files.writeString(directory.resolve("lib.groovy"), "param 'b', 2\n");
        assertThat(compile().parameters()).extracting(Plan.Parameter::name).containsExactly("b", "a");
    }

    @Test
    void aScriptWithAMistakeIsNotKept() throws IOException {
        Files.writeString(script, SCRIPT.replace("get path", "gett path"));
        assertThatThrownBy(this::compile).isInstanceOf(ScriptErrors.class);
        assertThat(cache).doesNotExist();
    }

    @Test
    void whatIsDamagedIsCompiledAgainAndMended() throws IOException {
        compile();
        Path file = kept().get(0);
        byte[] good = Files.readAllBytes(file);
        for (int damage : new int[] {0, 9, good.length / 2, good.length - 1}) {
            byte[] bad = good.clone();
            bad[damage] ^= 1;
            Files.write(file, bad);
            assertThat(compile().steps()).hasSize(2);
            assertThat(Files.readAllBytes(file)).isEqualTo(good);
        }
        Files.write(file, new byte[5]);
        assertThat(compile().steps()).hasSize(2);
        assertThat(Files.readAllBytes(file)).isEqualTo(good);
    }

    @Test
    void aDirectoryThatOthersMayWriteToIsNotUsed() throws IOException {
        compile();
        assertThat(Files.getPosixFilePermissions(cache)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Path file = kept().get(0);
        Files.write(file, new byte[5]);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(compile().steps()).hasSize(2);
        assertThat(Files.size(file)).isEqualTo(5);
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNoMistake() throws IOException {
        Files.writeString(directory.resolve("cache"), "a file");
        assertThat(compile().steps()).hasSize(2);
    }

    @Test
    void thoseNotUsedForTheLongestTimeGo() throws IOException {
        compile();
        Path used = kept().get(0);
        for (int i = 0; i < CompiledScripts.KEPT_MAX + 4; i++) {
            Path old = Files.writeString(cache.resolve(i + ".classes"), "");
            Files.setLastModifiedTime(
                    old, FileTime.from(Instant.now().minus(Duration.ofDays(1)).plusSeconds(i)));
        }
        Files.setLastModifiedTime(used, FileTime.from(Instant.now().minus(Duration.ofDays(30))));
        compile();
        Files.writeString(script, SCRIPT.replace("7)", "8)"));
        compile();
        assertThat(kept()).hasSize(CompiledScripts.KEPT_MAX).contains(used).doesNotContain(cache.resolve("5.classes"));
    }

    /** Tests and an IDE run from classes, which change without a sign. */
    @Test
    void onlyAJarKeepsScripts() {
        assertThat(CompiledScripts.of(Map.of("HOME", directory.toString()))).isEmpty();
        assertThat(CompiledScripts.of(Map.of())).isEmpty();
    }

    private static String text(Plan plan) {
        return PlanText.of(plan, plan.loads().get(0));
    }

    private Plan compile() {
        return compile("this tool");
    }

    private Plan compile(String tool) {
        return ScriptCompiler.compile(
                script,
                new Inputs(Optional.empty(), Map.of(), Map.of("shop", "http://127.0.0.1:1"), Map.of()),
                Duration.ofSeconds(10),
                Optional.of(new CompiledScripts(cache, tool)));
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.sorted().toList();
        }
    }
}
