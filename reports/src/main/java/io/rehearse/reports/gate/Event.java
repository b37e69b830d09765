package io.rehearse.reports.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything that can change a {@link Standing}. Values: written to the journal as they are, and read back.
 */
public sealed interface Event {
    /** On the probe's clock: milliseconds since it was first started. */
    long atMillis();

    /**
     * Walks were seen. Several ticks in one event have the effect of as many events, see {@link #joins}.
     *
     * @param ticks in the order of time, 1 or more
     * @param counts of all ticks together, one for each stream; empty: none
     * @param old the same moments of the old side; empty if none is walked
     */
    record Observed(
            List<Tick> ticks,
            List<Window> counts,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Tick> old) implements Event {
        public Observed {
            ticks = List.copyOf(ticks);
            counts = List.copyOf(counts);
            old = old == null ? List.of() : List.copyOf(old);
            if (ticks.isEmpty()) {
                throw new IllegalArgumentException("seen without a tick: expected 1 or more");
            }
            if (!old.isEmpty() && old.size() != ticks.size()) {
                throw new IllegalArgumentException(ticks.size() + " moments of the new side and " + old.size()
                        + " of the old one: expected as many");
            }
        }

        public Observed(List<Tick> ticks, List<Window> counts) {
            this(ticks, counts, List.of());
        }

        @Override
        public long atMillis() {
            return ticks.get(ticks.size() - 1).atMillis();
        }

        /**
         * Whether this and a later event have the effect of both together: they lie in one window, and both in an expected
         * downtime or both outside.
         *
         * @param downtimes those announced
         */
        public boolean joins(Observed later, Downtimes downtimes) {
            return window(atMillis()) == window(later.atMillis())
                    && downtimes.at(atMillis()).equals(downtimes.at(later.atMillis()));
        }

        private static long window(long atMillis) {
            return (atMillis - 1) / Degradation.WINDOW_MILLIS;
        }

        /** Both together. */
        public Observed plus(Observed later) {
            List<Tick> both = new ArrayList<>(ticks);
            both.addAll(later.ticks);
            List<Tick> olds = new ArrayList<>(old);
            olds.addAll(later.old);
            if (counts.isEmpty() || later.counts.isEmpty()) {
                return new Observed(both, counts.isEmpty() ? later.counts : counts, olds);
            }
            List<Window> sums = IntStream.range(0, counts.size())
                    .mapToObj(i -> counts.get(i).plus(later.counts.get(i)))
                    .toList();
            return new Observed(both, sums, olds);
        }
    }

    /**
     * Both sides were held against each other.
     *
     * @param seenSeconds comparable seconds of the last ten minutes
     * @param failedSeconds those left out because the old side failed
     * @param oldFailed share of the old side's attempts that failed in the comparable ones
     * @param looks one for each pairing
     */
    record Looked(long atMillis, long seenSeconds, long failedSeconds, double oldFailed, List<Look> looks)
            implements Event {
        public Looked {
            looks = List.copyOf(looks);
        }
    }

    /** Nobody looked, or what was seen says nothing about the target: a restart, an overloaded prober, no network here. */
    record NotObserved(long fromMillis, long atMillis, String reason) implements Event {}

    /** A person takes a latched FAIL back. */
    record Cleared(long atMillis, String by, String reason) implements Event {}

    /** Somebody announces that the target will be down. */
    record DownExpected(long atMillis, ExpectDown when) implements Event {}
}
