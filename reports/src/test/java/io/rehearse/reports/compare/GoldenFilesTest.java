package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * All files of a directory that the data generator wrote with {@code --golden}: {@code -Drehearse.golden=DIR}. Searches the directory's
 * folders for {@code NAME.csv.gz} with {@code NAME.golden.jsonl} beside it.
 */
@EnabledIfSystemProperty(named = "rehearse.golden", matches = ".+")
class GoldenFilesTest {
    @Test
    void everyRowOfEveryFileAgreesWithTheReference() throws IOException {
        Golden all = new Golden();
        int expectedCases = 0;
        List<Path> files;
        try (Stream<Path> walk = Files.walk(Path.of(System.getProperty("rehearse.golden")))) {
            files = walk.filter(p -> p.toString().endsWith(".csv.gz")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".csv.gz", "");
            List<String> lines = Files.readAllLines(file.resolveSibling(name + ".golden.jsonl"));
            Golden golden = new Golden();
            Iterator<String> expected = lines.iterator();
            long start = System.nanoTime();
            HistFile.read(file, c -> {
                try {
                    golden.check(name + " case " + c.id(), c.judge(Method.reference()), Golden.parse(expected.next()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            System.out.printf(
                    "%s: %d cases, %d rows, largest difference %.1e, %.1f s%n",
                    name, golden.cases, golden.rows, golden.worst, (System.nanoTime() - start) / 1e9);
            expectedCases += lines.size();
            all.cases += golden.cases;
            all.rows += golden.rows;
            all.worst = Math.max(all.worst, golden.worst);
        }
        System.out.printf(
                "%d files, %d cases, %d rows, largest difference %.1e%n", files.size(), all.cases, all.rows, all.worst);
        assertThat(all.cases).isEqualTo(expectedCases);
    }
}
