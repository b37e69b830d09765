package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.gate.Rules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which numbers a process goes on with, at two walks a second. */
class ArrivalsTest {
    private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("journal.jsonl");
    }

    private Probe probe(Instant now, long first) throws IOException {
        Probe.Surroundings around = new Probe.Surroundings(
                InstantSource.fixed(now), (action, alert) -> null, action -> Runnable::run, Runnable::run);
        Started what = new Started(
                "checkout", 0, new Rules(List.of(), null, 1000), new Arrivals(first, 2, now.plusMillis(500)), Map.of());
        return Probe.open(file(), what, List.of(), around);
    }

    @Test
    void theFirstProcessBeginsAtZero() throws IOException {
        assertThat(Probe.nextArrival(file(), START)).isZero();
    }

    @Test
    void afterSuddenDeathEveryNumberCountsAsUsedThatMayHaveBeen() throws IOException {
        probe(START, 0).close();
        assertThat(Probe.nextArrival(file(), START.plusSeconds(100))).isEqualTo(200);
        probe(START.plusSeconds(100), 200).close();
        assertThat(Probe.nextArrival(file(), START.plusSeconds(110))).isEqualTo(220);
    }

    @Test
    void afterAnOrderlyEndOnlyThoseUntilThen() throws IOException {
        try (Probe probe = probe(START.plusSeconds(60), 0)) {
            probe.end("signal 15");
        }
        assertThat(Probe.nextArrival(file(), START.plusSeconds(86_400))).isEqualTo(1);
    }

    @Test
    void aClockThatStepsBackUsesNoNumberAgain() {
        assertThat(new Arrivals(70, 2, START).next(START.minusSeconds(3600))).isEqualTo(71);
    }
}
