package io.rehearse.reports.gate;

import io.rehearse.reports.objective.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a target stands: the detectors and the gate they decide. Immutable and pure: the same events after the same start give
 * the same standing, which is how a restart finds its place again.
 *
 * <pre>
 *   current        when (first that holds)
 *   INCONCLUSIVE   it is expected to be down; nobody could look; nothing was seen for 3 minutes
 *   FAIL           it is down; a stream is in ALARM; the budget burns or is exhausted
 *   INCONCLUSIVE   a stream is in WATCH; less than 100 walks, or less than 10 of the last 15 minutes, were seen;
 *                  of two sides: the old one is down or fails, or less than 5 of the last 10 minutes can be compared
 *   PASS           otherwise
 * </pre>
 *
 * @param atMillis time of the last event
 * @param seenMillis when walks were seen last; -1: never
 * @param walks counted since the start, those in gaps and in expected downtime left out
 * @param minutes in which it was seen, likewise
 * @param budget null if the rules have none
 * @param downtimes those announced
 * @param sides the target against the old side that is walked beside it; null if there is none
 */
public record Standing(
        long atMillis,
        long seenMillis,
        long walks,
        Minutes minutes,
        Outage outage,
        Degradation degradation,
        Spending budget,
        Downtimes downtimes,
        Gate gate,
        SideBySide sides) {
    private static final int WINDOWS_MIN = 10;
    private static final int WINDOWS_LOOKED_AT = 15;
    private static final long WALKS_MIN = 100;
    private static final int STALE_INTERVALS = 3;

    /** Before the first walk. */
    public static Standing start(Rules rules) {
        return new Standing(
                0,
                -1,
                0,
                Minutes.NONE,
                Outage.START,
                Degradation.start(rules.streams(), 0),
                rules.budget() == null ? null : Spending.START,
                Downtimes.NONE,
                Gate.START,
                SideBySide.start(rules));
    }

    /** With other rules: detectors begin anew, the budget too if it is another one; the latch and what was announced stay. */
    public Standing under(Rules rules, Rules before) {
        boolean sameStreams = rules.streams().equals(before.streams());
        boolean samePairings = rules.pairings().equals(before.pairings());
        boolean sameBudget = Objects.equals(rules.budget(), before.budget());
        Spending fresh = rules.budget() == null ? null : Spending.START;
        return new Standing(
                atMillis,
                seenMillis,
                sameStreams ? walks : 0,
                sameStreams ? minutes : Minutes.NONE,
                outage,
                sameStreams ? degradation : Degradation.start(rules.streams(), atMillis),
                sameBudget ? budget : fresh,
                downtimes,
                gate,
                samePairings ? sides : SideBySide.start(rules));
    }

    /**
     * @throws IllegalStateException if the event is a clearing that is refused, with the words to show
     * @throws IllegalArgumentException if the event is older than the last one
     */
    public Standing after(Event event, Rules rules) {
        if (event.atMillis() < atMillis) {
            throw new IllegalArgumentException("an event at " + event.atMillis() + " ms after one at " + atMillis
                    + " ms: time must not step back");
        }
        if (event instanceof Event.Observed observed) {
            return observed(observed, rules);
        }
        if (event instanceof Event.NotObserved gap) {
            return notObserved(gap, rules);
        }
        if (event instanceof Event.Looked looked) {
            return looked(looked, rules);
        }
        if (event instanceof Event.Cleared cleared) {
            return with(
                    event.atMillis(),
                    outage,
                    degradation.acknowledged(),
                    budget,
                    downtimes,
                    gate.cleared(cleared.reason()),
                    sides == null ? null : sides.acknowledged());
        }
        Event.DownExpected announced = (Event.DownExpected) event;
        Downtimes more = downtimes.plus(announced.when(), event.atMillis());
        return with(event.atMillis(), outage, degradation, budget, more, gate, sides);
    }

    /** The same walks seen, and otherwise this. */
    private Standing with(
            long atMillis,
            Outage outage,
            Degradation degradation,
            Spending budget,
            Downtimes downtimes,
            Gate gate,
            SideBySide sides) {
        return new Standing(atMillis, seenMillis, walks, minutes, outage, degradation, budget, downtimes, gate, sides);
    }

    private Standing observed(Event.Observed event, Rules rules) {
        Standing now = this;
        for (int i = 0; i < event.ticks().size(); i++) {
            boolean last = i == event.ticks().size() - 1;
            Tick old = event.old().isEmpty() ? null : event.old().get(i);
            now = now.tick(event.ticks().get(i), old, last ? event.counts() : List.of(), rules);
        }
        return now;
    }

    /** @param old null: nothing was seen of an old side */
    private Standing tick(Tick tick, Tick old, List<Window> counts, Rules rules) {
        long at = tick.atMillis();
        Optional<ExpectDown> expected = downtimes.at(at);
        boolean down = expected.isPresent();
        Outage seen = down ? outage.afterGap() : outage.after(tick);
        Outage.Walks counted = down ? new Outage.Walks(tick.ok(), tick.failed()) : seen.counted();
        boolean spends = !down || expected.get().counts();
        Standing now = new Standing(
                at,
                at,
                walks + (down ? 0 : counted.good() + counted.failed()),
                down ? minutes : minutes.after(at),
                seen,
                degradation.after(down ? List.of() : counts, rules.streams(), at),
                budget == null ? null : budget.after(spends ? counted : Outage.Walks.NONE, rules.budget(), at),
                downtimes,
                gate,
                sides == null || old == null ? sides : down ? sides.afterGap() : sides.after(old));
        return down
                ? now.judged(
                        Verdict.INCONCLUSIVE,
                        List.of("expected to be down: " + expected.get().reason()))
                : now.judged(rules);
    }

    private Standing notObserved(Event.NotObserved gap, Rules rules) {
        long at = gap.atMillis();
        return with(
                        at,
                        outage.afterGap(),
                        degradation.after(List.of(), rules.streams(), at),
                        budget == null ? null : budget.after(Outage.Walks.NONE, rules.budget(), at),
                        downtimes,
                        gate,
                        sides == null ? null : sides.afterGap())
                .judged(Verdict.INCONCLUSIVE, List.of("not observed: " + gap.reason()));
    }

    /** What was not seen or is expected to be down stays so: a look is no news of it. */
    private Standing looked(Event.Looked event, Rules rules) {
        Standing now = with(event.atMillis(), outage, degradation, budget, downtimes, gate, sides.after(event));
        boolean news = seenMillis == atMillis && !expectsDown(event.atMillis());
        return news ? now.judged(rules) : now;
    }

    private Standing judged(Rules rules) {
        List<String> against = new Reasons(this, rules).against();
        if (!against.isEmpty()) {
            return judged(Verdict.FAIL, against);
        }
        List<String> open = undecided(rules);
        return judged(open.isEmpty() ? Verdict.PASS : Verdict.INCONCLUSIVE, open);
    }

    private List<String> undecided(Rules rules) {
        List<String> open = new ArrayList<>();
        if (degradation.noData()) {
            open.add("no data: nothing was seen of any step for 3 minutes");
        }
        open.addAll(new Reasons(this, rules).watched());
        open.addAll(new Reasons(this, rules).notCompared());
        // an hour of nothing is no proof, nor is a burst of walks within one minute
        int seen = rules.streams().isEmpty()
                ? minutes.seen(WINDOWS_LOOKED_AT, atMillis)
                : degradation.seen(WINDOWS_LOOKED_AT);
        if (seen < WINDOWS_MIN) {
            open.add("too little seen: " + seen + " of the last " + WINDOWS_LOOKED_AT + " minutes, " + WINDOWS_MIN
                    + " needed");
        }
        if (walks < WALKS_MIN) {
            open.add("too little seen: " + walks + " walks, " + WALKS_MIN + " needed");
        }
        return open;
    }

    private Standing judged(Verdict verdict, List<String> why) {
        return with(atMillis, outage, degradation, budget, downtimes, gate.after(verdict, why, atMillis), sides);
    }

    /**
     * The gate as somebody who asks at this time may believe it: old news is INCONCLUSIVE; a latched FAIL stays.
     *
     * @param nowMillis on the probe's clock
     */
    public Gate gateAt(long nowMillis, Rules rules) {
        if (!isOld(nowMillis, rules) || gate.current() == Verdict.INCONCLUSIVE) {
            return gate;
        }
        String old = "old news: nothing was seen for " + (nowMillis - seenMillis) / 1000 + " s";
        return new Gate(Verdict.INCONCLUSIVE, List.of(old), gate.latch());
    }

    /** Whether it is announced to be down then. */
    public boolean expectsDown(long millis) {
        return downtimes.at(millis).isPresent();
    }

    /** Whether what was seen last is too old to say anything; false as long as nothing was. */
    public boolean isOld(long nowMillis, Rules rules) {
        return seenMillis >= 0 && nowMillis - seenMillis > STALE_INTERVALS * rules.intervalMillis();
    }
}
