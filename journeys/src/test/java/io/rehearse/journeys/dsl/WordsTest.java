package io.rehearse.journeys.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No word stands anywhere by accident: the words of every block, word by word. */
class WordsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/rehearse/journeys/words.txt");

    @Test
    void aWordStandsOnlyWhereTheTableListsIt() throws IOException {
        String table = Vocabulary.BLOCKS.entrySet().stream()
                .map(block -> block.getKey() + ": "
                        + String.join(" ", Vocabulary.words(block.getValue()).keySet()))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(table).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void aWordThatWorksIsNotListedAsMissing() {
        for (var block : Vocabulary.BLOCKS.values()) {
            assertThat(Vocabulary.words(block).keySet()).doesNotContainAnyElementsOf(Vocabulary.NOT_YET);
        }
    }
}
