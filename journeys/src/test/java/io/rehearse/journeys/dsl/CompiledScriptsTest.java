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
import java.util.stream.Collectors;
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

    /** What is found is what is used: nothing is parsed for it. */
    @Test
    void whichFilesATextIncludesIsKept() throws IOException {
        compile();
        Files.writeString(directory.resolve("other.groovy"), "static String path(int n) { \"/other/$n\" }\n");
        new CompiledScripts(cache, "this tool")
                .keepIncludes(
                        SCRIPT, Map.of(Includes.key(false, SCRIPT), List.of(new Includes.Include("other.groovy", 2))));
        assertThat(url(compile())).startsWith("/other/7");
    }

    @Test
    void anIncludedFileThatIncludesAnotherByNowIsLookedAtAgain() throws IOException {
        compile();
        Files.writeString(directory.resolve("paths.groovy"), "static String path(int n) { \"/deep/$n\" }\n");
        Files.writeString(directory.resolve("lib.groovy"), "include 'paths.groovy'\n");
        assertThat(url(compile())).startsWith("/deep/7");
        assertThat(url(compile())).startsWith("/deep/7");
        Files.writeString(directory.resolve("paths.groovy"), "static String path(int n) { \"/deeper/$n\" }\n");
        assertThat(url(compile())).startsWith("/deeper/7");
    }

    @Test
    void anIncludedFileThatIsGoneIsToldAsEver() throws IOException {
        compile();
        Files.delete(directory.resolve("lib.groovy"));
        assertThat(mistakes(keeping("this tool")))
                .isEqualTo(mistakes(Optional.empty()))
                .isEqualTo("a.groovy:2:9  'lib.groovy' is not there: no file lib.groovy beside a.groovy");
    }

    @Test
    void whatAnIncludedFileMayNotSayIsToldAsEver() throws IOException {
        compile();
        Files.writeString(directory.resolve("lib.groovy"), "param 'a', 1\njourney('B') { }\n");
        assertThat(mistakes(keeping("this tool")))
                .isEqualTo(mistakes(Optional.empty()))
                .isEqualTo(
                        "lib.groovy:2:1  'journey' does not stand in an included file, which has fragments, params and methods;"
                                + " write it in the file that includes this one");
    }

    /** A text that may be run may not be included, whatever is known of it. */
    @Test
    void aJourneyFileThatWasRunIsRefusedWhereItIsIncluded() throws IOException {
        compile();
        new CompiledScripts(cache, "this tool")
                .keepIncludes(
                        SCRIPT, Map.of(Includes.key(false, SCRIPT), List.of(new Includes.Include("b.groovy", 2))));
        Files.writeString(directory.resolve("b.groovy"), SCRIPT);
        assertThat(mistakes(keeping("this tool"))).startsWith("b.groovy:3:1  'journey' does not stand in");
    }

    @Test
    void theSameTextElsewhereIncludesWhatIsThere() throws IOException {
        compile();
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("lib.groovy"), "static String path(int n) { \"/elsewhere/$n\" }\n");
        script = Files.copy(script, elsewhere.resolve("a.groovy"));
        assertThat(url(compile())).startsWith("/elsewhere/7");
    }

    @Test
    void aMistakeInAnIncludedFileHasItsLineInAKeptScriptToo() throws IOException {
        Files.writeString(directory.resolve("lib.groovy"), """
                static String path(int n) { "/page/$n" }

                param 'size', 7
                """);
        String first = mistakes(keeping("this tool"));
        assertThat(kept()).hasSize(1);
        assertThat(mistakes(keeping("this tool")))
                .isEqualTo(first)
                .isEqualTo(mistakes(Optional.empty()))
                .contains("lib.groovy:3");
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
        return compile(keeping(tool));
    }

    private Optional<CompiledScripts> keeping(String tool) {
        return Optional.of(new CompiledScripts(cache, tool));
    }

    private Plan compile(Optional<CompiledScripts> scripts) {
        return ScriptCompiler.compile(
                script,
                new Inputs(Optional.empty(), Map.of(), Map.of("shop", "http://127.0.0.1:1"), Map.of()),
                Duration.ofSeconds(10),
                scripts);
    }

    /** Place and words of each. */
    private String mistakes(Optional<CompiledScripts> scripts) {
        try {
            compile(scripts);
        } catch (ScriptErrors wrong) {
            return wrong.errors().stream()
                    .map(each -> each.place() + "  " + each.message())
                    .collect(Collectors.joining("\n"));
        }
        throw new AssertionError("no mistake was found");
    }

    private static String url(Plan plan) {
        return plan.steps().get(0).request().url().text(List.of());
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(".classes"))
                    .sorted()
                    .toList();
        }
    }
}
