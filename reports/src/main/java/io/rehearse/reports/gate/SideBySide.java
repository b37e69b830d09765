package io.rehearse.reports.gate;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether the new side is worse than the old one that is walked in the same seconds. Immutable; a look a minute, see
 * {@link PairWindow}.
 *
 * <p>Looking again must not make false alarms. With s streams, two windows and a look every w there are 2 s A/w chances in a time A;
 * each is judged at level w/(2 s A), so that one false alarm is expected in A at most, however the windows overlap and whatever the
 * streams share (the union bound needs no independence).
 *
 * <p>Where the old side is down or fails, nothing is proved: see {@link #isBlind}.
 *
 * @param pairs one for each pairing of the rules
 * @param old whether the old side is down
 * @param seenSeconds comparable seconds of the last ten minutes
 * @param failedSeconds those left out because the old side failed
 * @param oldFailed share of the old side's attempts that failed in the comparable ones
 */
public record SideBySide(List<PairState> pairs, Outage old, long seenSeconds, long failedSeconds, double oldFailed) {
    private static final int WINDOWS = 2;
    /** Less of it proves nothing. */
    static final long SECONDS_MIN = 300;
    /** A side that fails more often is no measure of anything. */
    private static final double OLD_FAILED_MAX = 0.1;

    public SideBySide {
        pairs = List.copyOf(pairs);
    }

    /** Null if nothing is held against each other. */
    static SideBySide start(Rules rules) {
        int count = rules.pairings().size();
        return count == 0 ? null : new SideBySide(Collections.nCopies(count, PairState.START), Outage.START, 0, 0, 0);
    }

    /** The chance of a false alarm that one stream has in one look at one window. */
    public static double level(int streams) {
        return Math.exp(-Degradation.alarmAt(WINDOWS * streams));
    }

    SideBySide after(Event.Looked event) {
        if (old.down() || event.oldFailed() > OLD_FAILED_MAX) {
            return new SideBySide(pairs, old, event.seenSeconds(), event.failedSeconds(), event.oldFailed());
        }
        double level = level(pairs.size());
        List<PairState> next = IntStream.range(0, pairs.size())
                .mapToObj(i -> pairs.get(i).after(event.looks().get(i), level, event.atMillis()))
                .toList();
        boolean recovered =
                next.stream().anyMatch(p -> p.state() == Cusum.State.RECOVERED && p.sinceMillis() == event.atMillis());
        List<PairState> kept =
                recovered ? next.stream().map(p -> p.anew(event.atMillis())).toList() : next;
        return new SideBySide(kept, old, event.seenSeconds(), event.failedSeconds(), event.oldFailed());
    }

    SideBySide after(Tick oldTick) {
        return with(old.after(oldTick));
    }

    SideBySide afterGap() {
        return with(old.afterGap());
    }

    private SideBySide with(Outage changed) {
        return new SideBySide(pairs, changed, seenSeconds, failedSeconds, oldFailed);
    }

    /** A person has seen it: what has recovered is OK again. */
    SideBySide acknowledged() {
        List<PairState> seen = pairs.stream().map(PairState::acknowledged).toList();
        return new SideBySide(seen, old, seenSeconds, failedSeconds, oldFailed);
    }

    /** Whether there is nothing to hold the new side against. */
    public boolean isBlind() {
        return old.down() || oldFailed > OLD_FAILED_MAX;
    }

    /** Whether enough of both was seen lately. */
    public boolean isEnough() {
        return seenSeconds >= SECONDS_MIN;
    }

    /** Which stream has most against it, of those in the worst state: what drives {@link #state}. */
    public int driver() {
        Cusum.State worst = state();
        return IntStream.range(0, pairs.size())
                .filter(i -> pairs.get(i).state() == worst)
                .boxed()
                .min(Comparator.comparingDouble(i -> pairs.get(i).look().p()))
                .orElseThrow();
    }

    /** The worst state of any stream. */
    public Cusum.State state() {
        return pairs.stream()
                .map(PairState::state)
                .max(Comparator.naturalOrder())
                .orElse(Cusum.State.OK);
    }
}
