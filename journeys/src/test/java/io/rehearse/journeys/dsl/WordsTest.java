package io.rehearse.journeys.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** No word stands anywhere by accident: the words of every block, word by word. */
class WordsTest {
    @TempDir
    Path directory;

    private static final Set<String> NO_WORDS = Set.of("toString", "equals", "hashCode", "asType");

    private static final Path GOLDEN = Path.of("src/test/resources/io/rehearse/journeys/words.txt");

    @Test
    void aWordStandsOnlyWhereTheTableListsIt() throws IOException {
        String table = Vocabulary.BLOCKS.entrySet().stream()
                        .map(block -> block.getKey() + ": "
                                + String.join(
                                        " ", Vocabulary.words(block.getValue()).keySet()))
                        .collect(Collectors.joining("\n", "", "\n"))
                + "behind a dot: " + String.join(" ", behindADot()) + "\n"
                + "units: " + String.join(" ", Vocabulary.UNITS) + "\n";
        assertThat(table).isEqualTo(Files.readString(GOLDEN));
    }

    /** The words that stand behind a value: what the words of the blocks give, and what that gives. */
    private static Set<String> behindADot() {
        Set<Class<?>> values = new LinkedHashSet<>(Set.of(AnswerWords.class));
        Deque<Class<?>> open = new ArrayDeque<>(Vocabulary.BLOCKS.values());
        while (!open.isEmpty()) {
            Class<?> type = open.pop();
            for (List<Method> forms : Vocabulary.words(type).values()) {
                for (Method form : forms) {
                    Class<?> given = Vocabulary.resolved(type, form);
                    boolean ours = given.getPackage() == Vocabulary.class.getPackage() && !given.isEnum();
                    if (ours && !Vocabulary.BLOCKS.containsValue(given) && values.add(given)) {
                        open.push(given);
                    }
                }
            }
        }
        Set<String> words = new TreeSet<>();
        for (Class<?> value : values) {
            Vocabulary.words(value).forEach((word, forms) -> {
                boolean plain = value.isRecord() || value.isInterface() || value == Param.class;
                boolean written = !plain || forms.stream().anyMatch(Vocabulary::isProperty);
                if (written && !Map.class.isAssignableFrom(value) && !NO_WORDS.contains(word)) {
                    words.add(word);
                }
            });
        }
        return words;
    }

    @Test
    void aWordThatWorksIsNotListedAsMissing() {
        for (var block : Vocabulary.BLOCKS.values()) {
            assertThat(Vocabulary.words(block).keySet()).doesNotContainAnyElementsOf(Vocabulary.NOT_YET);
        }
    }

    /** Each word of the language as a line of each block: an error exactly where the table does not list it. */
    @TestFactory
    Stream<DynamicTest> aForeignWordIsAnErrorInEveryBlock() {
        Map<String, String> blocks = Map.ofEntries(
                Map.entry("the top level", "%s"),
                Map.entry("journey", "journey('A') {%s}"),
                Map.entry("group, repeat, when or chance", "journey('A') { repeat(2) {%s} }"),
                Map.entry("step", "journey('A') { step('S') {%s} }"),
                Map.entry("afterwards", "journey('A') { afterwards {%s} }"),
                Map.entry("expect", "journey('A') { step('S') { expect {%s} } }"),
                Map.entry("load", "load('l') {%s}"),
                Map.entry("pass", "pass {%s}"),
                Map.entry("against", "pass { against('b') {%s} }"),
                Map.entry("step or journey of pass", "pass { step('S') {%s} }"),
                Map.entry("abortWhen", "pass { abortWhen {%s} }"));
        return blocks.entrySet().stream()
                .map(block -> DynamicTest.dynamicTest(block.getKey(), () -> {
                    Set<String> own = Vocabulary.words(Vocabulary.BLOCKS.get(block.getKey()))
                            .keySet();
                    List<String> foreign = Vocabulary.BLOCKS.values().stream()
                            .flatMap(words -> Vocabulary.words(words).keySet().stream())
                            .filter(word -> !own.contains(word))
                            .distinct()
                            .sorted()
                            .toList();
                    Path file = directory.resolve("a.groovy");
                    Files.writeString(file, block.getValue().formatted("\n" + String.join("\n", foreign) + "\n"));
                    ScriptErrors errors =
                            catchThrowableOfType(ScriptErrors.class, () -> Journeys.compile(file, Inputs.none()));
                    assertThat(errors.errors().stream()
                                    .map(ScriptError::message)
                                    .filter(message -> message.contains(" does not stand "))
                                    .map(message -> message.split("'")[1]))
                            .containsExactlyInAnyOrderElementsOf(foreign);
                }));
    }
}
