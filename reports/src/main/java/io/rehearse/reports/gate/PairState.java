package io.rehearse.reports.gate;

/**
 * How one {@link Pairing} stands.
 *
 * <pre>
 *   OK         as long as no look proves it worse by more than the margin
 *   WATCH      the last look proves that at the square root of the level
 *   ALARM      a look proves it at the level, until it recovers
 *   RECOVERED  after an ALARM: ten minutes since then in which the new side was no worse at all, or half an hour that proves it to be
 *              within the limit. Windows begin anew, those of other streams too: they hold the same bad time. Until the next
 *              WATCH or ALARM.
 * </pre>
 *
 * A look that says nothing changes nothing.
 *
 * @param sinceMillis when the state was entered
 * @param fromMillis what was seen before counts no longer
 * @param look the last one that said something
 */
public record PairState(Cusum.State state, long sinceMillis, long fromMillis, Look look) {
    static final PairState START = new PairState(Cusum.State.OK, 0, 0, Look.NOTHING);

    PairState after(Look seen, double level, long atMillis) {
        Look shown = seen.saysNothing() ? look : seen;
        Cusum.State next = next(seen, level);
        if (next == state) {
            return new PairState(state, sinceMillis, fromMillis, shown);
        }
        return new PairState(next, atMillis, next == Cusum.State.ALARM ? atMillis : fromMillis, shown);
    }

    /** Of one that is in alarm windows have begun anew already. */
    PairState anew(long atMillis) {
        return switch (state) {
            case ALARM -> this;
            case WATCH -> new PairState(Cusum.State.OK, atMillis, atMillis, look);
            default -> new PairState(state, sinceMillis, atMillis, look);
        };
    }

    private Cusum.State next(Look seen, double level) {
        if (state == Cusum.State.ALARM) {
            return seen.asGood() ? Cusum.State.RECOVERED : state;
        }
        if (seen.saysNothing()) {
            return state;
        }
        if (seen.proves(level)) {
            return Cusum.State.ALARM;
        }
        if (seen.proves(Math.sqrt(level))) {
            return Cusum.State.WATCH;
        }
        return state == Cusum.State.WATCH ? Cusum.State.OK : state;
    }

    PairState acknowledged() {
        return state == Cusum.State.RECOVERED ? new PairState(Cusum.State.OK, sinceMillis, fromMillis, look) : this;
    }

    /** How far it is on the way to an alarm: 0 nothing, 0.5 WATCH, 1 ALARM. */
    public double evidence(double level) {
        if (state == Cusum.State.ALARM) {
            return 1;
        }
        return Math.min(1, Math.log(look.p()) / Math.log(level));
    }
}
