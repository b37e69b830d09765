package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.gate.Event;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.Stream;
import io.rehearse.reports.gate.Tick;
import io.rehearse.reports.gate.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state a probe can be in, everything that can come to it, from people and from the target: what the gate says then. */
class CommandTableTest {
    private static final Rules RULES =
            new Rules(List.of(new Stream("Pay", "p95", 392, 450_000, 0.05, 1.5)), null, 1000);
    private static final List<Action> ACTIONS =
            List.of(new Action("undo", true, List.of("./rollback.sh"), null, null, null, 10));

    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-11-22T03:00:00Z");
    private int rollbacks;
    private Probe probe;

    private interface Step {
        void to(CommandTableTest test) throws IOException;
    }

    private static final Map<String, Step> STATES = new TreeMap<>(Map.of(
            "new", t -> {},
            "too little", t -> t.walks(50, true, 0),
            "pass", t -> t.walks(660, true, 0),
            "watched",
                    t -> {
                        t.walks(660, true, 0);
                        t.walks(60, true, 14);
                    },
            "down",
                    t -> {
                        t.walks(660, true, 0);
                        t.walks(5, false, 0);
                    },
            "recovered",
                    t -> {
                        t.walks(660, true, 0);
                        t.walks(5, false, 0);
                        t.walks(70, true, 0);
                    },
            "failed, unknown now",
                    t -> {
                        t.walks(660, true, 0);
                        t.walks(5, false, 0);
                        t.gap();
                    },
            "announced",
                    t -> {
                        t.walks(660, true, 0);
                        t.probe.expectDown(Duration.ofMinutes(5), "schema change", false);
                        t.walks(5, false, 0);
                    },
            "not observed",
                    t -> {
                        t.walks(660, true, 0);
                        t.gap();
                    }));

    private static final Map<String, Step> COMMANDS = new TreeMap<>(Map.of(
            "clear", t -> t.refusable(() -> t.probe.clear("dba", "a switch was restarted")),
            "clear without reason", t -> t.refusable(() -> t.probe.clear("dba", " ")),
            "announce", t -> t.refusable(() -> t.probe.expectDown(Duration.ofMinutes(5), "schema change", false)),
            "good walks", t -> t.walks(5, true, 0),
            "failed walks", t -> t.walks(5, false, 0),
            "gap", CommandTableTest::gap,
            "silence", t -> t.now = t.now.plusSeconds(10),
            "restart", CommandTableTest::restart));

    private void open() throws IOException {
        Probe.Surroundings around = new Probe.Surroundings(
                () -> now,
                (action, alert) -> {
                    rollbacks++;
                    return new Outcome(true, 1, "done");
                },
                action -> Runnable::run,
                Runnable::run);
        probe = Probe.open(
                directory.resolve("journal.jsonl"), new Started("checkout", 0, RULES, Map.of()), ACTIONS, around);
    }

    private void walks(int seconds, boolean ok, int slowOfTen) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            Tick tick = new Tick(probe.millis(now), ok ? 1 : 0, ok ? 0 : 1, 0, 0);
            probe.take(new Event.Observed(
                    List.of(tick), List.of(new Window(ok ? 1 : 0, ok && i % 60 < slowOfTen ? 1 : 0))));
        }
    }

    private void gap() {
        Instant from = now;
        now = now.plusSeconds(2);
        probe.take(new Event.NotObserved(probe.millis(from), probe.millis(now), "the prober stood still"));
    }

    private void restart() throws IOException {
        probe.close();
        now = now.plusSeconds(30);
        open();
    }

    private void refusable(Runnable command) {
        try {
            command.run();
        } catch (IllegalStateException refused) {
            // the table says what the gate is after that
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        // state                command                verdict       promote rollbacks
        "new,                   clear,                 INCONCLUSIVE, false,  0",
        "new,                   clear without reason,  INCONCLUSIVE, false,  0",
        "new,                   announce,              INCONCLUSIVE, false,  0",
        "new,                   good walks,            INCONCLUSIVE, false,  0",
        "new,                   failed walks,          FAIL,         false,  1",
        "new,                   gap,                   INCONCLUSIVE, false,  0",
        "new,                   silence,               INCONCLUSIVE, false,  0",
        "new,                   restart,               INCONCLUSIVE, false,  0",
        "too little,            clear,                 INCONCLUSIVE, false,  0",
        "too little,            clear without reason,  INCONCLUSIVE, false,  0",
        "too little,            announce,              INCONCLUSIVE, false,  0",
        "too little,            good walks,            INCONCLUSIVE, false,  0",
        "too little,            failed walks,          FAIL,         false,  1",
        "too little,            gap,                   INCONCLUSIVE, false,  0",
        "too little,            silence,               INCONCLUSIVE, false,  0",
        "too little,            restart,               INCONCLUSIVE, false,  0",
        "pass,                  clear,                 PASS,         true,   0",
        "pass,                  clear without reason,  PASS,         true,   0",
        "pass,                  announce,              PASS,         true,   0",
        "pass,                  good walks,            PASS,         true,   0",
        "pass,                  failed walks,          FAIL,         false,  1",
        "pass,                  gap,                   INCONCLUSIVE, false,  0",
        "pass,                  silence,               INCONCLUSIVE, false,  0",
        "pass,                  restart,               INCONCLUSIVE, false,  0",
        "watched,               clear,                 INCONCLUSIVE, false,  0",
        "watched,               clear without reason,  INCONCLUSIVE, false,  0",
        "watched,               announce,              INCONCLUSIVE, false,  0",
        "watched,               good walks,            INCONCLUSIVE, false,  0",
        "watched,               failed walks,          FAIL,         false,  1",
        "watched,               gap,                   INCONCLUSIVE, false,  0",
        "watched,               silence,               INCONCLUSIVE, false,  0",
        "watched,               restart,               INCONCLUSIVE, false,  0",
        "down,                  clear,                 FAIL,         false,  1",
        "down,                  clear without reason,  FAIL,         false,  1",
        "down,                  announce,              FAIL,         false,  1",
        "down,                  good walks,            FAIL,         false,  1",
        "down,                  failed walks,          FAIL,         false,  1",
        "down,                  gap,                   FAIL,         false,  1",
        "down,                  silence,               FAIL,         false,  1",
        "down,                  restart,               FAIL,         false,  1",
        "recovered,             clear,                 PASS,         true,   1",
        "recovered,             clear without reason,  FAIL,         false,  1",
        "recovered,             announce,              FAIL,         false,  1",
        "recovered,             good walks,            FAIL,         false,  1",
        "recovered,             failed walks,          FAIL,         false,  1",
        "recovered,             gap,                   FAIL,         false,  1",
        "recovered,             silence,               FAIL,         false,  1",
        "recovered,             restart,               FAIL,         false,  1",
        "'failed, unknown now', clear,                 INCONCLUSIVE, false,  1",
        "'failed, unknown now', clear without reason,  FAIL,         false,  1",
        "'failed, unknown now', announce,              FAIL,         false,  1",
        "'failed, unknown now', good walks,            FAIL,         false,  1",
        "'failed, unknown now', failed walks,          FAIL,         false,  1",
        "'failed, unknown now', gap,                   FAIL,         false,  1",
        "'failed, unknown now', silence,               FAIL,         false,  1",
        "'failed, unknown now', restart,               FAIL,         false,  1",
        "announced,             clear,                 INCONCLUSIVE, false,  0",
        "announced,             clear without reason,  INCONCLUSIVE, false,  0",
        "announced,             announce,              INCONCLUSIVE, false,  0",
        "announced,             good walks,            INCONCLUSIVE, false,  0",
        "announced,             failed walks,          INCONCLUSIVE, false,  0",
        "announced,             gap,                   INCONCLUSIVE, false,  0",
        "announced,             silence,               INCONCLUSIVE, false,  0",
        "announced,             restart,               INCONCLUSIVE, false,  0",
        "not observed,          clear,                 INCONCLUSIVE, false,  0",
        "not observed,          clear without reason,  INCONCLUSIVE, false,  0",
        "not observed,          announce,              INCONCLUSIVE, false,  0",
        "not observed,          good walks,            PASS,         true,   0",
        "not observed,          failed walks,          FAIL,         false,  1",
        "not observed,          gap,                   INCONCLUSIVE, false,  0",
        "not observed,          silence,               INCONCLUSIVE, false,  0",
        "not observed,          restart,               INCONCLUSIVE, false,  0"
    })
    void whatEveryCommandDoesInEveryState(
            String state, String command, String verdict, boolean promotes, int rolledBack) throws IOException {
        open();
        STATES.get(state).to(this);
        COMMANDS.get(command).to(this);
        Gate gate = probe.status().gateAt(now);
        probe.close();

        assertThat(gate.verdict().name()).isEqualTo(verdict);
        assertThat(gate.promotes()).isEqualTo(promotes);
        assertThat(gate.rollsBack()).isEqualTo(verdict.equals("FAIL"));
        assertThat(rollbacks).isEqualTo(rolledBack);
    }

    /** Whatever comes twice in a row to whatever state: undecided is never one of the two answers. */
    @Test
    void noPathLeadsFromInconclusiveToPromoteOrToRollBack() throws IOException {
        List<String> seen = new ArrayList<>();
        for (String state : STATES.keySet()) {
            for (String first : COMMANDS.keySet()) {
                for (String second : COMMANDS.keySet()) {
                    java.nio.file.Files.deleteIfExists(directory.resolve("journal.jsonl"));
                    rollbacks = 0;
                    open();
                    STATES.get(state).to(this);
                    COMMANDS.get(first).to(this);
                    int before = rollbacks;
                    Gate then = probe.status().gateAt(now);
                    COMMANDS.get(second).to(this);
                    Gate gate = probe.status().gateAt(now);
                    probe.close();
                    String path = state + ", " + first + ", " + second;
                    // once for each failure: what a person took back may fail again
                    assertThat(rollbacks).as(path).isLessThanOrEqualTo(first.equals("clear") ? 2 : 1);
                    assertThat(gate.promotes() && gate.rollsBack()).as(path).isFalse();
                    if (gate.verdict().name().equals("INCONCLUSIVE")) {
                        assertThat(gate.promotes() || gate.rollsBack()).as(path).isFalse();
                        assertThat(rollbacks).as(path).isEqualTo(before);
                    }
                    if (!gate.current().name().equals("FAIL") && !then.latched()) {
                        assertThat(rollbacks).as(path).isEqualTo(before);
                    }
                    seen.add(then.verdict() + " " + gate.verdict());
                }
            }
        }
        assertThat(seen)
                .hasSize(STATES.size() * COMMANDS.size() * COMMANDS.size())
                .contains("INCONCLUSIVE FAIL", "INCONCLUSIVE PASS", "PASS INCONCLUSIVE", "FAIL PASS");
    }
}
