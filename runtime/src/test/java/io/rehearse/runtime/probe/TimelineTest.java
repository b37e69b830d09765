package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.gate.Event;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.Tick;
import io.rehearse.reports.objective.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    @TempDir
    private Path directory;

    @Test
    void whatHappenedIsToldInOrderAndSecondsOfWalksAreNot() throws IOException {
        Path file = directory.resolve("journal.jsonl");
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-22T03:12:44Z"));
        try (Journal journal = Journal.open(file, clock, entry -> {})) {
            Rules rules = new Rules(List.of(), null, 1000);
            journal.append(Replay.STARTED, new Started("checkout", 0, rules, Map.of("env", "new", "load", "canary")));
            journal.append(Replay.OBSERVED, new Event.Observed(List.of(new Tick(1000, 0, 3, 0, 0)), List.of()));
            journal.append(
                    Replay.VERDICT,
                    new Gate(
                            Verdict.FAIL,
                            List.of("down: 3 of the last 3 walks failed"),
                            new Gate.Latch(1000, List.of("down"))));
            journal.append(Replay.GAP, new Event.NotObserved(1000, 61_000, "the <b>|prober</b> was restarted"));
            journal.append(Replay.ACTION_ENDED, new Deed.Ended("page/k/FAILED", new Outcome(false, 3, "status 503")));
        }
        assertThat(Timeline.of(file)).isEqualTo("""
                        # Timeline of gate checkout

                        Times are UTC. The gate is FAIL (latched) at the end; 3 walks were counted.

                        | time | what | facts |
                        |---|---|---|
                        | 2026-11-22 03:12:44 | started | gate checkout, 0 streams compared with the baseline, env new, load canary |
                        | 2026-11-22 03:12:44 | verdict | FAIL, FAIL latched: down: 3 of the last 3 walks failed |
                        | 2026-11-22 03:12:44 | gap | not observed for 60 s: the &lt;b>\\|prober&lt;/b> was restarted |
                        | 2026-11-22 03:12:44 | action.ended | page FAILED: status 503, 3 tries |
                        """);
    }
}
