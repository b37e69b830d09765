package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.reports.gate.PairSlice;
import io.rehearse.reports.run.Health;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunWriter;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One walk a second on each side; the old one takes 300 ms, the new one 400 ms. */
class PairsTest {
    private static final int PAY = 1;
    private static final int HOLD = 1;

    @TempDir
    private Path directory;

    private static Interval second(int second, double lateMillis, Map<String, Long> newFailed) {
        Interval.Builder builder = Interval.builder(second, second, second + 1.0);
        for (int side = 0; side < 2; side++) {
            Map<String, Long> failed = side == 1 ? newFailed : Map.of();
            builder.add(new StepCounts(side, PAY, HOLD, 1, failed.isEmpty() ? 1 : 0, failed, 0, 0, 0, 0, 0, 0));
            Histogram times = new Histogram(Series.DIGITS);
            times.recordValue(side == 0 ? 300_000 : 400_000);
            builder.add(Series.ofStep(0, PAY, side, HOLD, Kind.RESPONSE), times);
        }
        builder.health(new Health(null, null, lateMillis, 0.0, null, null, null, null, null, null, null, null, null));
        return builder.build();
    }

    private static Interval onSide(int side, int second) {
        return Interval.builder(second, second, second + 1.0)
                .add(new StepCounts(side, PAY, HOLD, 1, 1, Map.of(), 0, 0, 0, 0, 0, 0))
                .health(new Health(null, null, 1.0, 0.0, null, null, null, null, null, null, null, null, null))
                .build();
    }

    @Test
    void fifteenSecondsOfBothSidesAreASlice() {
        Pairs pairs = new Pairs(Manifests.sideBySide());
        for (int s = 0; s < 20; s++) {
            pairs.add(second(s, 1, Map.of()), (s + 1) * 1000L);
        }
        List<PairSlice> slices = pairs.window().slices();
        assertThat(slices).extracting(PairSlice::endMillis).containsExactly(15_000L, 30_000L);
        PairSlice.Step old = slices.get(0).old().get(PAY);
        PairSlice.Step fresh = slices.get(0).fresh().get(PAY);
        assertThat(old.attempts()).isEqualTo(15);
        assertThat(old.latencies().quantileMicros(1)).isBetween(300_000L, 300_400L);
        assertThat(fresh.latencies().quantileMicros(1)).isBetween(400_000L, 400_400L);
        assertThat(slices.get(1).old().get(PAY).attempts()).isEqualTo(5);
    }

    @Test
    void whatTheGeneratorSpoiledAndSecondsInWhichItWasLateCountOnNeitherSide() {
        Pairs pairs = new Pairs(Manifests.sideBySide());
        pairs.add(second(0, 11, Map.of()), 1000);
        pairs.add(second(1, 1, Map.of("NO_PORTS", 1L)), 2000);
        pairs.add(second(2, 1, Map.of("TIMEOUT", 1L)), 3000);
        PairSlice slice = pairs.window().slices().get(0);
        assertThat(slice.old().get(PAY).latencies().count()).isEqualTo(2);
        assertThat(slice.fresh().get(PAY).latencies().count()).isEqualTo(2);
        assertThat(slice.fresh().get(PAY).attempts()).isEqualTo(2);
        assertThat(slice.fresh().get(PAY).failed()).isEqualTo(1);
    }

    /** A process of ninety minutes ago that walked for eighty. */
    private Path written(Instant now) throws IOException {
        Path part = directory.resolve("part-20261122T030000Z");
        RunManifest manifest = Manifests.created(Manifests.sideBySide(), now.minus(Duration.ofMinutes(90)));
        RunWriter writer = new RunWriter(part, manifest);
        for (int s = 10; s < 80 * 60; s++) {
            writer.write(second(s, 1, Map.of()));
        }
        writer.close(RunEnd.finished(now, 80 * 60));
        return part;
    }

    @Test
    void theLastHourIsReadAgainAfterARestart() throws IOException {
        Instant now = Instant.now();
        written(now);
        Instant zero = now.minus(Duration.ofMinutes(90));
        Pairs pairs = new Pairs(Manifests.created(Manifests.sideBySide(), now));
        pairs.readAgain(directory, at -> Duration.between(zero, at).toMillis(), at -> false);

        List<PairSlice> slices = pairs.window().slices();
        assertThat(slices).hasSize(50 * 4);
        assertThat(slices.get(0).endMillis()).isEqualTo(30 * 60_000 + 15_000);
        assertThat(slices.get(slices.size() - 1).endMillis()).isEqualTo(80 * 60_000);
        assertThat(slices.get(7).fresh().get(PAY).attempts()).isEqualTo(15);
    }

    @Test
    void secondsThatWereNotObservedAreNotReadAgain() throws IOException {
        Instant now = Instant.now();
        written(now);
        Instant zero = now.minus(Duration.ofMinutes(90));
        Pairs pairs = new Pairs(Manifests.created(Manifests.sideBySide(), now));
        long from = 40 * 60_000;
        pairs.readAgain(directory, at -> Duration.between(zero, at).toMillis(), at -> from < at && at <= from + 65_000);

        List<PairSlice> slices = pairs.window().slices();
        assertThat(slices).hasSize(50 * 4 - 4).noneMatch(s -> from < s.endMillis() && s.endMillis() <= from + 60_000);
        assertThat(slices)
                .filteredOn(s -> s.endMillis() == from + 75_000)
                .singleElement()
                .satisfies(s -> assertThat(s.fresh().get(PAY).attempts()).isEqualTo(10));
    }

    @Test
    void anotherRunAndOneOfOneSideAreLeftOut() throws IOException {
        Pairs none = new Pairs(Manifests.created(Manifests.sideBySide(), Instant.now()));
        none.readAgain(directory.resolve("not there"), at -> 0, at -> false);
        assertThat(none.window().slices()).isEmpty();

        RunManifest ofOne = Manifests.created(Manifests.probed(), Instant.now().minusSeconds(600));
        RunWriter alone = new RunWriter(directory.resolve("part-20261122T040000Z"), ofOne);
        for (int s = 10; s < 60; s++) {
            alone.write(onSide(0, s));
        }
        alone.close(RunEnd.finished(Instant.now(), 60));
        none.readAgain(directory, at -> 0, at -> false);
        assertThat(none.window().slices()).isEmpty();
    }

    @Test
    void aDamagedPartIsSaid() throws IOException {
        Instant now = Instant.now();
        Files.writeString(written(now).resolve("run.json"), "{", StandardOpenOption.TRUNCATE_EXISTING);
        Pairs pairs = new Pairs(Manifests.created(Manifests.sideBySide(), now));
        assertThatThrownBy(() -> pairs.readAgain(directory, at -> 0, at -> false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("run.json");
    }
}
