package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.reports.gate.ErrorBudget;
import io.rehearse.reports.gate.Event;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.Standing;
import io.rehearse.reports.gate.Stream;
import io.rehearse.reports.gate.Tick;
import io.rehearse.reports.gate.Window;
import io.rehearse.reports.objective.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One walk a second, in virtual time; actions are done on the spot and written down. */
class ProbeTest {
    private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");
    private static final Rules RULES = new Rules(
            List.of(new Stream("Pay", "p95", 392, 450_000, 0.05, 1.5)), new ErrorBudget(0.99, 4 * 3_600_000, 1), 1000);
    private static final List<Action> ACTIONS = List.of(
            new Action("page", false, List.of(), Action.Template.PAGERDUTY, "https://x", "k", 10),
            new Action("chat", false, List.of(), Action.Template.SLACK, "https://y", null, 10),
            new Action("undo", true, List.of("./rollback.sh"), null, null, null, 10));

    @TempDir
    private Path directory;

    private final List<String> done = new ArrayList<>();
    private Instant now = START;
    private Predicate<String> dies = what -> false;

    /** The process is gone: nothing after this is executed. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private void mayDie(String where) {
        if (dies.test(where)) {
            throw new Killed();
        }
    }

    /** Every entry of the journal reads the clock before it is written: a place to die for each of them. */
    private Instant clock() {
        mayDie("clock");
        return now;
    }

    private Probe open() throws IOException {
        return open(RULES);
    }

    private Probe open(Rules rules) throws IOException {
        Probe.Surroundings around =
                new Probe.Surroundings(this::clock, this::doing, action -> Runnable::run, Runnable::run);
        return Probe.open(
                file(), new Started("checkout", 0, rules, Map.of("script", "checkout.groovy")), ACTIONS, around);
    }

    private Path file() {
        return directory.resolve("journal.jsonl");
    }

    private Outcome doing(Action action, Alert alert) {
        mayDie("before " + action.name());
        done.add(action.name() + " " + (action.rollback() ? "rollback" : alert.change()) + " " + alert.key());
        mayDie("after " + action.name());
        return new Outcome(true, 1, "status 200");
    }

    private void walks(Probe probe, int seconds, boolean ok) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            Tick tick = new Tick(probe.millis(now), ok ? 1 : 0, ok ? 0 : 1, 0, 0);
            probe.take(new Event.Observed(List.of(tick), List.of(new Window(ok ? 1 : 0, 0))));
        }
    }

    private List<Entry> journal(String type) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Journal.read(file(), entry -> {
            if (entry.type().equals(type)) {
                entries.add(entry);
            }
        });
        return entries;
    }

    private long rollbacks() {
        return done.stream().filter(d -> d.startsWith("undo")).count();
    }

    @Test
    void everybodyIsToldOnceAndItIsRolledBackOnce() throws IOException {
        try (Probe probe = open()) {
            walks(probe, 600, true);
            assertThat(done).isEmpty();
            walks(probe, 10, false);
            walks(probe, 70, true);
            assertThat(done)
                    .extracting(d -> d.substring(0, d.lastIndexOf(' ')))
                    .containsExactly("page FAILED", "chat FAILED", "undo rollback", "page RECOVERED", "chat RECOVERED");
            assertThat(probe.status().standing().gate().verdict()).isEqualTo(Verdict.FAIL);
        }
    }

    /** What a window that is read again after a restart leaves out. */
    @Test
    void aRestartKnowsWhatOfTheLastHourWasNotObserved() throws IOException {
        try (Probe probe = open()) {
            walks(probe, 600, true);
            now = now.plusSeconds(2);
            probe.take(new Event.NotObserved(600_000, 602_000, "the prober stood still for 2000 ms"));
            walks(probe, 8, true);
            probe.expectDown(Duration.ofSeconds(60), "copy", false);
            walks(probe, 120, true);
            probe.end("test");
        }
        now = now.plusSeconds(30);
        try (Probe again = open()) {
            assertThat(again.excused(599_500)).isFalse();
            assertThat(again.excused(600_500)).isTrue();
            assertThat(again.excused(601_500)).isTrue();
            assertThat(again.excused(602_500)).isFalse();
            assertThat(again.excused(609_500)).isFalse();
            assertThat(again.excused(610_500)).as("expected to be down").isTrue();
            assertThat(again.excused(670_500)).isFalse();
            assertThat(again.excused(729_500)).isFalse();
            assertThat(again.excused(750_000)).as("no process was there").isTrue();
        }
    }

    @Test
    void clearingOpensTheLatchAndTellsWhoDidItAndWhy() throws IOException {
        try (Probe probe = open()) {
            walks(probe, 600, true);
            walks(probe, 3, false);
            assertThatThrownBy(() -> probe.clear("dba", "x")).isInstanceOf(IllegalStateException.class);
            walks(probe, 70, true);
            probe.clear("dba", "a switch was restarted");
            assertThat(probe.status().standing().gate().verdict()).isEqualTo(Verdict.PASS);
            assertThat(probe.status().alert().change()).isEqualTo(Alert.Change.CLEARED);
            assertThat(probe.status().alert().reasons()).containsExactly("dba: a switch was restarted");
            assertThat(rollbacks()).isEqualTo(1);
        }
    }

    @Test
    void aRestartFindsTheSameStandingAndPagesNobodyTwice() throws IOException {
        try (Probe probe = open()) {
            walks(probe, 600, true);
            walks(probe, 40, false);
            probe.end("signal 15");
            assertThat(replayed()).isEqualTo(probe.status().standing());
        }
        long used;
        List<String> before = List.copyOf(done);
        now = now.plusSeconds(300);
        try (Probe probe = open()) {
            used = probe.status().standing().budget().used();
            assertThat(used).isEqualTo(40);
            assertThat(probe.status().standing().gate().latched()).isTrue();
            assertThat(probe.status().standing().gate().reasons())
                    .containsExactly("not observed: the probe was restarted");
            walks(probe, 10, false);
            assertThat(done).isEqualTo(before);
            assertThat(probe.status().standing().budget().used()).isEqualTo(used + 10);
        }
        assertThat(journal("gap")).hasSize(1);
        assertThat(journal("gap").get(0).data().get("atMillis").asLong()
                        - journal("gap").get(0).data().get("fromMillis").asLong())
                .isEqualTo(300_000);
    }

    private Standing replayed() throws IOException {
        Replay replay = new Replay();
        Journal.read(file(), replay);
        return replay.standing();
    }

    /**
     * Ten minutes of good walks, a failure that begins, a process that dies: at every reading of the clock, so before every entry of
     * the journal (half of an entry is left there), and before and after every action. The next process goes on with a target that
     * is still failing.
     */
    @Test
    void whereverItDiesItRollsBackAtMostOnceAndForgetsNothing() throws IOException {
        int places = places();
        assertThat(places).isGreaterThan(20);
        int never = 0;
        for (int place = 1; place <= places; place++) {
            Files.deleteIfExists(file());
            done.clear();
            now = START;
            int[] left = {place};
            dies = where -> --left[0] == 0;
            boolean died = false;
            Probe[] first = new Probe[1];
            try {
                first[0] = open();
                story(first[0]);
            } catch (Killed killed) {
                died = true;
            } finally {
                if (first[0] != null) {
                    first[0].close();
                }
            }
            dies = where -> false;
            assertThat(died).as("place %d", place).isTrue();
            if (Files.exists(file())) {
                Files.writeString(file(), "{\"seq\":", StandardOpenOption.APPEND);
            }

            now = now.plusSeconds(20);
            try (Probe second = open()) {
                walks(second, 5, false);
                second.end("signal 15");
                assertThat(second.status().standing().gate().latched())
                        .as("place %d", place)
                        .isTrue();
                assertThat(replayed())
                        .as("place %d", place)
                        .isEqualTo(second.status().standing());
            }
            assertThat(rollbacks()).as("place %d: %s", place, done).isLessThanOrEqualTo(1);
            assertThat(done.stream().filter(d -> d.startsWith("chat FAILED")).count())
                    .as("place %d: %s", place, done)
                    .isLessThanOrEqualTo(1);
            assertThat(done).as("place %d", place).anyMatch(d -> d.startsWith("page FAILED"));
            never += rollbacks() == 0 ? 1 : 0;
        }
        // only where nobody can know whether it was called: between its entry and the call
        assertThat(never).isEqualTo(1);
    }

    private void story(Probe probe) {
        walks(probe, 120, true);
        walks(probe, 6, false);
    }

    /** How many places to die a process passes on its way. */
    private int places() throws IOException {
        int[] passed = {0};
        dies = where -> {
            passed[0]++;
            return false;
        };
        try (Probe probe = open()) {
            story(probe);
        }
        dies = where -> false;
        return passed[0];
    }

    @Test
    void aDiskThatIsFullStopsNeitherTheVerdictNorTheCallsButTheRollback() throws IOException {
        try (Probe probe = open()) {
            walks(probe, 120, true);
            probe.close();
            walks(probe, 5, false);
            assertThat(probe.status().standing().gate().verdict()).isEqualTo(Verdict.FAIL);
            assertThat(probe.status().journalError()).contains("journal.jsonl could not be written");
            assertThat(done).anyMatch(d -> d.startsWith("page FAILED"));
            assertThat(rollbacks()).isZero();
        }
    }

    @Test
    void downtimeThatWasAnnouncedCallsNobody() throws IOException {
        try (Probe probe = open()) {
            walks(probe, 600, true);
            probe.expectDown(Duration.ofMinutes(2), "schema change", false);
            walks(probe, 119, false);
            assertThat(done).isEmpty();
            assertThat(probe.status().standing().gate().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        }
    }

    /** 03:11:30 to 03:12:30 by the wall clock, through a process that dies before and one that dies in it. */
    @Test
    void downtimeGivenBeforehandIsKeptOverRestartsToTheSecond() throws IOException {
        List<Announcement> known =
                List.of(new Announcement(START.plusSeconds(690), START.plusSeconds(750), "the switch", false));
        try (Probe probe = open()) {
            probe.expectDown(known);
            walks(probe, 665, true);
        }
        // the last seconds were not written: the process died
        now = now.plusSeconds(20);
        try (Probe probe = open()) {
            probe.expectDown(known);
            walks(probe, 4, true);
            assertThat(probe.status().standing().gate().reasons()).noneMatch(reason -> reason.contains("the switch"));
            walks(probe, 1, false);
            assertThat(probe.status().standing().gate().reasons()).containsExactly("expected to be down: the switch");
        }
        now = now.plusSeconds(30);
        try (Probe probe = open()) {
            probe.expectDown(known);
            walks(probe, 29, false);
            assertThat(probe.status().standing().gate().reasons()).containsExactly("expected to be down: the switch");
            assertThat(done).isEmpty();
            walks(probe, 3, false);
            assertThat(done).isNotEmpty();
        }
        assertThat(journal("expect.down")).hasSize(1);
        assertThat(Timeline.of(file()))
                .contains("| expect.down | from 2026-11-22 03:11:30 to 2026-11-22 03:12:30: the switch |");
        assertThat(Probe.isOverUnknown(file(), known.get(0), now)).isFalse();
        Announcement other = new Announcement(START.plusSeconds(690), START.plusSeconds(751), "the switch", false);
        assertThat(Probe.isOverUnknown(file(), other, now)).isTrue();
        assertThat(Probe.isOverUnknown(file(), other, START)).isFalse();
    }

    @Test
    void nobodyAnnouncesMoreThanADay() throws IOException {
        try (Probe probe = open()) {
            assertThatThrownBy(() -> probe.expectDown(Duration.ofHours(25), "copy", false))
                    .hasMessage("expect down for 90000 s: expected at most 86400 s at once");
        }
    }

    @Test
    void aJournalOfAnotherGateIsRefused() throws IOException {
        open().close();
        Probe.Surroundings around =
                new Probe.Surroundings(this::clock, this::doing, action -> Runnable::run, Runnable::run);
        assertThatThrownBy(() -> Probe.open(file(), new Started("other", 0, RULES, Map.of()), ACTIONS, around))
                .hasMessage(file() + " is the journal of gate 'checkout', not of 'other': name another --journal or"
                        + " --gate");
    }

    @Test
    void aDayOfQuietProbingIsAboutALineAMinute() throws IOException {
        try (Probe probe = open()) {
            walks(probe, 3600, true);
        }
        assertThat(journal("observed")).hasSizeBetween(59, 62);
        assertThat(Files.size(file())).isLessThan(60 * 2_500);
    }
}
