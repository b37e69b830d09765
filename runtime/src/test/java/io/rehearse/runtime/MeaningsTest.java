package io.rehearse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every word of the language has a test of what it means, which is there and uses the word. */
class MeaningsTest {
    private static final Path JOURNEYS = Path.of("../journeys/src/test");
    private static final Pattern TEST = Pattern.compile("(?m)^(?=    @(?:Test|ParameterizedTest|TestFactory)\\b)");

    /** The words by their tests, as {@code Class.method}. */
    private static Map<String, String> meanings() throws IOException {
        Map<String, String> meanings = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/io/rehearse/runtime/meanings.txt"))) {
            if (!line.startsWith("#")) {
                for (String word : line.substring(line.indexOf(": ") + 2).split(" ")) {
                    assertThat(meanings.put(word, line.substring(0, line.indexOf(": "))))
                            .as(word + " is there once")
                            .isNull();
                }
            }
        }
        return meanings;
    }

    @Test
    void everyWordHasOne() throws IOException {
        Set<String> words = new TreeSet<>();
        for (String line : Files.readAllLines(JOURNEYS.resolve("resources/io/rehearse/journeys/words.txt"))) {
            words.addAll(List.of(line.substring(line.indexOf(": ") + 2).split(" ")));
        }
        assertThat(meanings().keySet()).containsExactlyInAnyOrderElementsOf(words);
    }

    @TestFactory
    Stream<DynamicTest> theTestIsThereAndUsesTheWord() throws IOException {
        return meanings().entrySet().stream()
                .map(meaning -> DynamicTest.dynamicTest(meaning.getKey(), () -> {
                    String[] name = meaning.getValue().split("\\.");
                    String[] source = TEST.split(source(name[0]));
                    List<String> test = Arrays.stream(source)
                            .skip(1)
                            .filter(part -> Pattern.compile("\\b(?:void|Stream<DynamicTest>) " + name[1] + "\\(")
                                    .matcher(part)
                                    .find())
                            .toList();
                    assertThat(test).as(meaning.getValue()).hasSize(1);
                    String word = meaning.getKey();
                    // a unit is a getter of Units
                    String getter = "get"
                            + (word.equals("kB") ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
                    assertThat(source[0] + test.get(0)).containsPattern("\\b(?:" + word + "|" + getter + ")\\b");
                }));
    }

    private static String source(String type) throws IOException {
        for (Path sources : List.of(Path.of("src/test/java"), JOURNEYS.resolve("java"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                List<Path> found =
                        files.filter(file -> file.endsWith(type + ".java")).toList();
                if (!found.isEmpty()) {
                    return Files.readString(found.get(0));
                }
            }
        }
        throw new AssertionError("there is no " + type);
    }
}
