package io.rehearse.journeys.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.error.ScriptErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * No word without its row in the README and its wrong use. That each has a test of its meaning is counted in the runtime,
 * where words are carried out.
 */
class EveryWordTest {
    private static final Path RESOURCES = Path.of("src/test/resources/io/rehearse/journeys");

    /** Names in the table's examples that are no words: values, and options of a word. */
    private static final Set<String> EXAMPLES = Set.of(
            "null",
            "name",
            "user",
            "password",
            "token",
            "x",
            "n",
            "a",
            "b",
            "it",
            "i",
            "item",
            "list",
            "path",
            "sel",
            "r",
            "v",
            "relation",
            "rel",
            "next",
            "groovy",
            "type",
            "size",
            "sid",
            "as",
            "weight",
            "field",
            "value",
            "button",
            "CSS",
            "on",
            "wait",
            "every",
            "upTo");

    @TempDir
    Path directory;

    /** All words, wherever they stand; the golden file is held against the vocabulary by {@link WordsTest}. */
    private static Set<String> words() throws IOException {
        Set<String> words = new TreeSet<>();
        for (String line : Files.readAllLines(RESOURCES.resolve("words.txt"))) {
            words.addAll(List.of(line.substring(line.indexOf(": ") + 2).split(" ")));
        }
        return words;
    }

    @Test
    void theTableOfWordsHasEveryWordAndNoOther() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("## Words that work today"));
        table = table.substring(table.indexOf('|'), table.indexOf("\n\n", table.indexOf('|')));
        Set<String> there = new TreeSet<>();
        Matcher code = Pattern.compile("`([^`]*)`").matcher(table);
        while (code.find()) {
            Matcher name =
                    Pattern.compile("[A-Za-z_]\\w*").matcher(code.group(1).replaceAll("'[^']*'", ""));
            while (name.find()) {
                there.add(name.group());
            }
        }
        there.removeAll(EXAMPLES);
        assertThat(there).containsExactlyInAnyOrderElementsOf(words());
    }

    @Test
    void everyWordHasAWrongUse() throws IOException {
        assertThat(wrongUses().keySet()).containsExactlyInAnyOrderElementsOf(words());
    }

    @TestFactory
    Stream<DynamicTest> aWrongUseIsExplained() throws IOException {
        return wrongUses().entrySet().stream()
                .map(word -> DynamicTest.dynamicTest(word.getKey(), () -> {
                    String script = word.getValue().get(0);
                    String told = told(script);
                    assertThat(told).isEqualTo(word.getValue().get(1));
                    assertThat(told).isNotEqualTo(NOTHING);
                    assertThat(script + told).containsPattern("\\b" + word.getKey() + "\\b");
                }));
    }

    private static final String NOTHING = "(no mistake found)";

    private String told(String script) throws IOException {
        Path file = Files.writeString(directory.resolve("a.groovy"), script);
        Files.writeString(directory.resolve("users.csv"), "username,password\nann,pw-ann\n");
        Inputs inputs = new Inputs(Optional.empty(), Map.of(), Map.of(), Map.of());
        try {
            Journeys.compile(file, inputs.target("shop", "http://127.0.0.1:8080"));
            return NOTHING;
        } catch (ScriptErrors errors) {
            return errors.getMessage();
        }
    }

    /** For each word the script and what is said about it. */
    private static Map<String, List<String>> wrongUses() throws IOException {
        Map<String, List<String>> uses = new LinkedHashMap<>();
        String[] cases =
                Files.readString(RESOURCES.resolve("mistakes/words.txt")).split("(?m)^==== ");
        for (String use : List.of(cases).subList(1, cases.length)) {
            String word = use.lines().findFirst().orElseThrow();
            String[] parts = use.substring(word.length() + 1).split("(?m)^----\n");
            assertThat(uses.put(word, new ArrayList<>(List.of(parts[0], parts.length > 1 ? parts[1].strip() : ""))))
                    .as(word + " is there once")
                    .isNull();
        }
        return uses;
    }
}
