package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Event;
import io.rehearse.reports.gate.ExpectDown;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.SideBySide;
import io.rehearse.reports.gate.Standing;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.runtime.probe.Alert.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The continuous verdict: takes what was seen, keeps the {@link Standing}, writes the journal before anything is done, tells people and
 * rolls back. It continues where the journal ends.
 *
 * <pre>
 * event ─ Standing.after ─ observed* ─ verdict* ─ alert* ─ action.planned* ─ the action ─ action.ended*        * journal, on the disk
 * </pre>
 *
 * <p>All methods belong to one thread, but {@link #status}, which may be asked from any.
 */
public final class Probe implements AutoCloseable {
    private static final int BACKLOG_MAX = 1000;
    private static final String BESIDE = " beside ";

    private final Journal journal;
    private final Replay replay;
    private final Dispatcher dispatcher;
    private final InstantSource clock;
    private final Instant zero;
    private final Rules rules;
    private final Deque<Waiting> backlog = new ArrayDeque<>();
    private Standing standing;
    private Event.Observed unwritten;
    private long lost;
    private String journalError;
    private volatile ProbeStatus status;

    private record Waiting(String type, Object data) {}

    /**
     * Where a probe gets its surroundings from; tests give others.
     *
     * @param clock wall clock
     * @param doing does an action; blocks
     * @param threads where an action's deeds run
     * @param onThread runs something on the probe's thread
     */
    public record Surroundings(
            InstantSource clock, Doing doing, Function<Action, Executor> threads, Consumer<Runnable> onThread) {}

    /** Does an action. */
    public interface Doing {
        Outcome send(Action action, Alert alert) throws InterruptedException;
    }

    private Probe(
            Journal journal, Replay replay, Rules rules, List<Action> actions, Surroundings around, Instant zero) {
        this.journal = journal;
        this.replay = replay;
        this.rules = rules;
        this.clock = around.clock();
        this.zero = zero;
        this.standing = replay.standing();
        this.dispatcher = new Dispatcher(
                actions,
                replay.deeds(),
                this::writeNow,
                around.doing()::send,
                around.threads(),
                around.onThread(),
                clock);
    }

    /**
     * Opens a journal, new or of an earlier process, and continues.
     *
     * @throws DamagedJournalException if it was changed
     * @throws IOException if it cannot be read or written, or belongs to another gate
     */
    public static Probe open(Path file, Started what, List<Action> actions, Surroundings around) throws IOException {
        Replay replay = new Replay();
        Journal journal = Journal.open(file, around.clock(), replay);
        try {
            return continued(journal, replay, what, actions, around);
        } catch (Throwable e) {
            journal.close();
            throw e;
        }
    }

    /**
     * The number that the first walk of a process that continues the journal gets.
     *
     * @return 0 if there is no journal yet
     */
    public static long nextArrival(Path file, Instant now) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        Replay replay = new Replay();
        Journal.read(file, replay);
        return replay.nextArrival(now);
    }

    /**
     * A person takes a latched FAIL back while no probe runs.
     *
     * @throws IllegalStateException if that is refused, with the words to show
     * @throws IOException if the journal cannot be read or written, or a probe has it
     */
    public static void clear(Path file, String by, String reason, InstantSource clock) throws IOException {
        Replay replay = new Replay();
        try (Journal journal = Journal.open(file, clock, replay)) {
            if (replay.isEmpty()) {
                throw new IllegalStateException("nothing to clear: " + file + " is empty");
            }
            Event.Cleared cleared = new Event.Cleared(replay.standing().atMillis(), by, reason);
            // refuses what must not be cleared before anything is written
            replay.standing().after(cleared, replay.rules());
            journal.append(Replay.CLEARED, cleared);
        }
    }

    private static Probe continued(
            Journal journal, Replay replay, Started what, List<Action> actions, Surroundings around)
            throws IOException {
        if (!replay.isEmpty() && !replay.begun().gate().equals(what.gate())) {
            throw new IOException(journal.file() + " is the journal of gate '"
                    + replay.begun().gate() + "', not of '" + what.gate() + "': name another --journal or --gate");
        }
        String watched = replay.isEmpty() ? watched(what) : watched(replay.begun());
        boolean twoSides = watched.contains(BESIDE) || watched(what).contains(BESIDE);
        if (twoSides && !watched.equals(watched(what))) {
            throw new IOException(journal.file() + " is the journal of a probe of " + watched + ", not of "
                    + watched(what) + ": name another --journal");
        }
        boolean first = replay.isEmpty();
        Instant now = around.clock().instant();
        long before = first ? 0 : replay.standing().atMillis();
        long at = first
                ? 0
                : Math.max(before + 1, Duration.between(replay.zero(), now).toMillis());
        replay.accept(journal.append(
                Replay.STARTED, new Started(what.gate(), at, what.rules(), what.arrivals(), what.about())));
        Probe probe = new Probe(journal, replay, what.rules(), actions, around, now.minusMillis(at));
        if (!first) {
            probe.take(new Event.NotObserved(before, at, "the probe was restarted"));
        }
        probe.dispatcher.resume();
        probe.publish();
        return probe;
    }

    /** {@code new beside old}, or {@code new alone}. */
    private static String watched(Started of) {
        String old = of.about().get(Started.BESIDE);
        return of.about().get(Started.ENVIRONMENT) + (old == null ? " alone" : BESIDE + old);
    }

    /** Time on the probe's clock, which began when the journal did, for an instant of this process. */
    public long millis(Instant instant) {
        return Math.max(standing.atMillis(), Duration.between(zero, instant).toMillis());
    }

    /** The same for an instant before this process began; negative before the journal did. */
    long millisBefore(Instant instant) {
        return Duration.between(zero, instant).toMillis();
    }

    /** Whether the journal says of a moment of the last hour that it was not observed, or expected to be down. */
    boolean excused(long millis) {
        return standing.expectsDown(millis)
                || replay.gaps().stream().anyMatch(gap -> gap.fromMillis() < millis && millis <= gap.atMillis());
    }

    /**
     * Something happened.
     *
     * @throws IllegalStateException if it is a clearing that is refused
     */
    public void take(Event event) {
        Standing before = standing;
        Standing after = standing.after(event, rules);
        if (event instanceof Event.Observed observed) {
            remember(observed);
        } else {
            flush();
            write(type(event), event);
        }
        if (event instanceof Event.NotObserved gap) {
            replay.remember(gap);
        }
        standing = after;
        boolean changed = after.gate().verdict() != before.gate().verdict()
                || after.gate().current() != before.gate().current()
                || after.outage().down() != before.outage().down()
                || after.degradation().state() != before.degradation().state()
                || differ(after.sides(), before.sides());
        if (changed) {
            flush();
            write(Replay.VERDICT, after.gate());
        }
        act(event);
        publish();
    }

    private static boolean differ(SideBySide now, SideBySide before) {
        return now != null
                && (now.state() != before.state()
                        || now.isBlind() != before.isBlind()
                        || now.old().down() != before.old().down());
    }

    private static String type(Event event) {
        if (event instanceof Event.NotObserved) {
            return Replay.GAP;
        }
        if (event instanceof Event.Looked) {
            return Replay.LOOKED;
        }
        return event instanceof Event.Cleared ? Replay.CLEARED : Replay.EXPECT_DOWN;
    }

    /** Seconds are written in groups, a line a minute as long as nothing changes. */
    private void remember(Event.Observed seen) {
        if (unwritten != null && unwritten.joins(seen, standing.downtimes())) {
            unwritten = unwritten.plus(seen);
        } else {
            flush();
            unwritten = seen;
        }
    }

    private void flush() {
        if (unwritten != null) {
            Event.Observed group = unwritten;
            unwritten = null;
            write(Replay.OBSERVED, group);
        }
    }

    // ---- telling and doing

    private void act(Event event) {
        Gate gate = standing.gate();
        Alert last = replay.alert();
        String key = gate.latched() ? key(gate.latch()) : last == null ? null : last.key();
        boolean told = last != null && last.key().equals(key);
        if (gate.latched() && !told) {
            tell(Change.FAILED, key, gate.latch().reasons());
        } else if (gate.latched() && gate.recovered() && last.firing()) {
            tell(Change.RECOVERED, key, List.of());
        } else if (gate.latched() && gate.current() == Verdict.FAIL && last.change() == Change.RECOVERED) {
            tell(Change.FAILED_AGAIN, key, gate.reasons());
        } else if (!gate.latched() && last != null && last.change() != Change.CLEARED) {
            String why = event instanceof Event.Cleared cleared ? cleared.by() + ": " + cleared.reason() : "cleared";
            tell(Change.CLEARED, key, List.of(why));
        } else if (last != null) {
            // a crash may have come between the alert and its actions; whoever was told is not told again
            dispatcher.tell(last);
        }
        if (gate.latched() && gate.current() == Verdict.FAIL && event instanceof Event.Observed) {
            dispatcher.rollBack(replay.alert());
        }
        dispatcher.remind(replay.alert());
    }

    private void tell(Change change, String key, List<String> reasons) {
        Instant since = standing.gate().latched()
                ? zero.plusMillis(standing.gate().latch().atMillis())
                : replay.alert().since();
        Alert alert = new Alert(replay.begun().gate(), change, key, clock.instant(), since, reasons, command(change));
        write(Replay.ALERT, alert);
        dispatcher.tell(alert);
    }

    private String command(Change change) {
        return switch (change) {
            case FAILED, FAILED_AGAIN -> "rehearse journal timeline " + journal.file();
            case RECOVERED -> ProbeWords.clear(status);
            case CLEARED -> "nothing to do";
        };
    }

    private String key(Gate.Latch latch) {
        return "rehearse-" + replay.id() + "-" + latch.atMillis();
    }

    // ---- the journal

    /** As soon as possible: what cannot be written now is written first next time, in order. */
    private void write(String type, Object data) {
        backlog.add(new Waiting(type, data));
        if (backlog.size() > BACKLOG_MAX) {
            backlog.removeFirst();
            lost++;
        }
        try {
            writeBacklog();
        } catch (IOException e) {
            journalError = e.getMessage();
        }
        if (type.equals(Replay.ALERT)) {
            replay.remember((Alert) data);
        }
    }

    /** Now or not at all. */
    private void writeNow(String type, Object data) throws IOException {
        try {
            flush();
            writeBacklog();
            journal.append(type, data);
        } catch (IOException e) {
            journalError = e.getMessage();
            throw e;
        }
    }

    private void writeBacklog() throws IOException {
        while (!backlog.isEmpty()) {
            journal.append(backlog.peekFirst().type(), backlog.peekFirst().data());
            backlog.removeFirst();
        }
        if (lost > 0) {
            journal.append(Replay.LOST, java.util.Map.of("entries", lost));
            lost = 0;
        }
        journalError = null;
    }

    private void publish() {
        status = new ProbeStatus(
                journal.file(),
                replay.begun(),
                rules,
                standing,
                zero,
                replay.alert(),
                replay.note(),
                replay.deeds().all(),
                replay.deeds().counts(),
                dispatcher.leftOut(),
                journalError);
    }

    /** As of the last event; from any thread. */
    public ProbeStatus status() {
        return status;
    }

    /** Something changed that is no event; it goes into the journal, and is shown until the next one. */
    public void note(String text) {
        Note note = new Note(clock.instant(), text);
        flush();
        write(Replay.NOTE, java.util.Map.of("text", text));
        replay.remember(note);
        publish();
    }

    /**
     * An announcement of downtime that begins now.
     *
     * @throws IllegalArgumentException if it cannot be, with the words to show
     */
    public void expectDown(Duration length, String reason, boolean counts) {
        if (length.compareTo(Announcement.LENGTH_MAX) > 0) {
            throw new IllegalArgumentException("expect down for " + length.toSeconds() + " s: expected at most "
                    + Announcement.LENGTH_MAX.toSeconds() + " s at once");
        }
        long now = millis(clock.instant());
        take(new Event.DownExpected(now, new ExpectDown(now, now + length.toMillis(), reason, counts)));
    }

    /** Announces what the journal does not have yet. */
    public void expectDown(List<Announcement> beforehand) {
        for (Announcement one : beforehand) {
            if (!one.isIn(standing.downtimes(), zero)) {
                take(new Event.DownExpected(millis(clock.instant()), one.on(zero)));
            }
        }
    }

    /** Whether a downtime is over at a time without the journal having it: then it was a mistake to announce it. */
    public static boolean isOverUnknown(Path file, Announcement announced, Instant now) throws IOException {
        if (now.isBefore(announced.to())) {
            return false;
        }
        if (!Files.exists(file)) {
            return true;
        }
        Replay replay = new Replay();
        Journal.read(file, replay);
        return replay.isEmpty() || !announced.isIn(replay.standing().downtimes(), replay.zero());
    }

    /**
     * A person takes the FAIL back.
     *
     * @throws IllegalStateException if that is refused, with the words to show
     */
    public void clear(String by, String reason) {
        take(new Event.Cleared(millis(clock.instant()), by, reason));
    }

    /** The probe ends; what was seen is written. */
    public void end(String why) {
        flush();
        write(
                Replay.ENDED,
                java.util.Map.of(
                        "why", why, "verdict", standing.gate().verdict().name()));
        publish();
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
