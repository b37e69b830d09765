package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.gate.Cusum;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Standing;
import io.rehearse.reports.objective.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Old and new, one walk a second on each, in virtual time: from the intervals of a run to gate and journal. */
@Timeout(120)
class ProbeSidesTest {
    @TempDir
    private Path directory;

    private static Gate gate(ProbedRun probed) {
        return probed.run().seen().status().standing().gate();
    }

    private List<String> types() throws Exception {
        List<String> types = new ArrayList<>();
        Journal.read(directory.resolve("journal.jsonl"), entry -> types.add(entry.type()));
        return types;
    }

    @Test
    void equalSidesAreNoAlarm() throws Exception {
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            probed.walks(3600, true);
            assertThat(gate(probed).verdict()).isEqualTo(Verdict.PASS);
        }
        assertThat(types()).filteredOn("looked"::equals).hasSizeBetween(58, 60);
        assertThat(types()).filteredOn("observed"::equals).hasSizeBetween(59, 62);
        assertThat(Files.size(directory.resolve("journal.jsonl"))).isLessThan(300_000);
    }

    @Test
    void aSlowerNewSideIsNamedWithBothValuesAndFoundAgainInTheJournal() throws Exception {
        Standing last;
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            probed.walks(1200, true);
            probed.walks(480, true, 420_000);
            assertThat(gate(probed).verdict()).isEqualTo(Verdict.FAIL);
            assertThat(gate(probed).reasons())
                    .anyMatch(r -> r.matches("worse than old: Pay p\\d\\d, \\d+ ms beside \\d+ ms, \\+\\d+ %"
                            + " \\(\\+\\d+ to \\+\\d+ %\\), 5 % allowed, n \\d+ and \\d+ in 10 min"));
            last = probed.run().seen().status().standing();
        }
        Replay replay = new Replay();
        Journal.read(directory.resolve("journal.jsonl"), replay);
        assertThat(replay.standing().sides()).isEqualTo(last.sides());
        assertThat(Timeline.of(directory.resolve("journal.jsonl")))
                .contains(", beside old, env new")
                .contains("8 with the old side")
                .contains("worse than old: Pay p")
                .doesNotContain("looked");
    }

    @Test
    void aSlowerOldSideIsNoAlarm() throws Exception {
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            probed.walks(1200, true);
            probed.old(true, 390_000);
            probed.walks(900, true);
            assertThat(gate(probed).verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void whereOldIsDownNewIsStillWatchedAndNothingIsProved() throws Exception {
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            probed.walks(1200, true);
            probed.old(false, 0);
            probed.walks(60, true);
            assertThat(gate(probed).current()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(gate(probed).reasons())
                    .containsExactly("nothing to hold new against: old is down, 5 of its last 5 walks failed");
            assertThat(gate(probed).latched()).isFalse();
            assertThat(probed.run().seen().status().standing().outage().down()).isFalse();
            probed.walks(3, false);
            assertThat(gate(probed).latch().reasons()).containsExactly("down: 3 of the last 5 walks failed");
        }
    }

    @Test
    void aNewSideThatStopsIsDown() throws Exception {
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            probed.walks(600, true);
            probed.walks(3, false);
            assertThat(gate(probed).latch().reasons()).containsExactly("down: 3 of the last 5 walks failed");
            assertThat(probed.run().seen().status().standing().sides().state()).isEqualTo(Cusum.State.OK);
        }
    }
}
