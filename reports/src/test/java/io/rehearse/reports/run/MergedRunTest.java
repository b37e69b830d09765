package io.rehearse.reports.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.AbstractHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedRunTest {
    private static final Series LOG_IN = Series.ofStep(0, Sample.LOG_IN, 0, Sample.HOLD, Kind.RESPONSE);

    @TempDir
    Path temp;

    /** Not those of the second after it, though the reader decodes them into the same objects. */
    @Test
    void everySecondHasTheTimesThatAllRunsTookInIt() throws IOException {
        Path one =
                run("one", Second.at(0).ok(Sample.LOG_IN, 3, 10), Second.at(1).ok(Sample.LOG_IN, 5, 100));
        Path two =
                run("two", Second.at(0).ok(Sample.LOG_IN, 2, 20), Second.at(1).ok(Sample.LOG_IN, 1, 200));

        MergedRun.write(List.of(one, two), temp.resolve("merged"));

        List<String> found = new ArrayList<>();
        new RunDirectory(temp.resolve("merged")).forEachInterval(interval -> {
            AbstractHistogram micros = interval.histograms().get(LOG_IN);
            found.add(micros.getCountBetweenValues(9_900, 10_100) + " " + micros.getCountBetweenValues(19_900, 20_100)
                    + " " + micros.getCountBetweenValues(99_000, 101_000) + " "
                    + micros.getCountBetweenValues(199_000, 201_000));
        });
        assertThat(found).containsExactly("3 2 0 0", "0 0 5 1");
    }

    private Path run(String name, Second... seconds) throws IOException {
        Path path = temp.resolve(name);
        RunWriter writer = new RunWriter(path, new Sample().manifest());
        for (Second second : seconds) writer.write(second.build());
        writer.close(RunEnd.finished(Sample.CREATED, seconds.length));
        return path;
    }
}
