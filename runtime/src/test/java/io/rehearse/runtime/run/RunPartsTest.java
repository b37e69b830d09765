package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunWriteException;
import io.rehearse.runtime.driver.Traffic;
import io.rehearse.runtime.driver.Wakeup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interval a second; a part is ten seconds long, and three are kept. */
class RunPartsTest {
    private static final Instant CREATED = Instant.parse("2026-11-22T03:00:00Z");

    @TempDir
    private Path directory;

    private RunManifest manifest;

    @BeforeEach
    void manifest() throws IOException {
        Plan plan = Scripts.compile(directory, "http://127.0.0.1:1", """
                journey('Look') { target 'shop'; step('Front page') { get '/health' } }
                load('canary') { hold 1.perSecond, forever }
                """);
        RunRequest request = request(plan, 1 << 20);
        Traffic traffic = new Traffic(
                List.of(plan), request.load(), 1, 1, 0, 100, RunRequest.GRACE_NANOS, RunRequest.INTERVAL_NANOS, false);
        manifest = PlanManifest.of(request, traffic, CREATED, List.of());
    }

    private RunRequest request(Plan plan, long partBytesMax) {
        return new RunRequest(
                List.of(plan),
                plan.loads().get(0),
                1,
                1,
                Wakeup.TIMER,
                directory,
                null,
                base(),
                false,
                watching(partBytesMax),
                false);
    }

    private static RunRequest.Watching watching(long partBytesMax) {
        return new RunRequest.Watching(0, 10, partBytesMax, 3);
    }

    private Path base() {
        return directory.resolve("kept");
    }

    private static Interval second(int index) {
        Interval.Builder builder = Interval.builder(index, index, index + 1.0);
        builder.add(new JourneyCounts(0, 0, 0, 1, 1, 0, Map.of(), 0, 0, 0, 0));
        return builder.build();
    }

    private List<String> parts() throws IOException {
        try (Stream<Path> entries = Files.list(base())) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    private static int intervals(Path part) throws IOException {
        int[] count = {0};
        new RunDirectory(part).forEachInterval(interval -> count[0]++);
        return count[0];
    }

    @Test
    void theNewestPartsAreKeptEachReadableByItself() throws Exception {
        RunParts parts = new RunParts(base(), manifest, watching(1 << 20));
        for (int i = 0; i < 45; i++) {
            parts.write(second(i));
        }
        parts.close(RunEnd.signal(CREATED.plusSeconds(45), 45, 15));
        assertThat(parts()).containsExactly("part-20261122T030020Z", "part-20261122T030030Z", "part-20261122T030040Z");
        assertThat(intervals(base().resolve("part-20261122T030020Z"))).isEqualTo(10);
        assertThat(intervals(base().resolve("part-20261122T030040Z"))).isEqualTo(5);
        assertThat(new RunDirectory(base().resolve("part-20261122T030030Z")).end())
                .hasValueSatisfying(end -> assertThat(end.how()).isEqualTo(RunEnd.How.FINISHED));
    }

    @Test
    void aPartThatIsLargeIsFullEarlier() throws Exception {
        RunParts parts = new RunParts(base(), manifest, watching(1000));
        for (int i = 0; i < 9; i++) {
            parts.write(second(i));
        }
        parts.close(RunEnd.finished(CREATED, 9));
        assertThat(parts()).hasSizeBetween(2, 5);
    }

    @Test
    void thePartsOfAnEarlierProcessCountAndWhatIsNotOursStays() throws Exception {
        for (int hour = 10; hour < 15; hour++) {
            Files.createDirectories(base().resolve("part-20261121T" + hour + "0000Z"));
        }
        Files.createDirectories(base().resolve("mine"));
        new RunParts(base(), manifest, watching(1 << 20)).close(RunEnd.finished(CREATED, 0));
        assertThat(parts())
                .containsExactly("mine", "part-20261121T130000Z", "part-20261121T140000Z", "part-20261122T030000Z");
    }

    /** A part whose place is taken by a file stands for a disk that is full. */
    @Test
    void whatCannotBeWrittenIsTriedAgainAMinuteLater() throws Exception {
        RunParts parts = new RunParts(base(), manifest, watching(1 << 20));
        for (int i = 0; i < 10; i++) {
            parts.write(second(i));
        }
        Path moved = Files.move(base(), directory.resolve("moved"));
        Files.writeString(base(), "");
        assertThatThrownBy(() -> parts.write(second(10))).isInstanceOf(RunWriteException.class);
        Files.delete(base());
        Files.move(moved, base());
        assertThatThrownBy(() -> parts.write(second(11))).isInstanceOf(RunWriteException.class);
        assertThat(parts()).hasSize(1);
        parts.write(second(70));
        parts.close(RunEnd.finished(CREATED, 71));
        assertThat(parts()).containsExactly("part-20261122T030000Z", "part-20261122T030110Z");
    }

    /** Whoever makes room on a full disk deletes parts. */
    @Test
    void aPartThatSomebodyDeletedDoesNotKeepTheNextFromBeingWritten() throws Exception {
        RunParts parts = new RunParts(base(), manifest, watching(1 << 20));
        parts.write(second(0));
        Path first = base().resolve("part-20261122T030000Z");
        try (var files = Files.list(first)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(first);
        parts.write(second(10));
        parts.close(RunEnd.finished(CREATED, 11));
        assertThat(parts()).containsExactly("part-20261122T030010Z");
    }
}
