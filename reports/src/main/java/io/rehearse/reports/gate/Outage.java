package io.rehearse.reports.gate;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the target is down. Immutable; a {@link Tick} in, the next state out.
 *
 * <pre>
 *   UP     until 3 of the last 5 walks failed
 *   DOWN   until 5 walks in a row were good and no walk failed for 60 s
 * </pre>
 *
 * A walk that waits too long counts as failed at that moment and is not counted again when it ends. Counts do not say in which
 * order the walks of a tick ended: the failed ones are spread evenly among the good.
 *
 * @param down whether it is down
 * @param last whether the last walks were good, at most 5, the newest last
 * @param overdue open walks that were counted as failed already
 * @param lastFailedMillis when a walk failed last; -1: never
 * @param sinceMillis when the state was entered
 * @param counted good and failed walks as they were counted, of the last tick: what a budget takes
 */
public record Outage(
        boolean down, List<Boolean> last, long overdue, long lastFailedMillis, long sinceMillis, Walks counted) {
    private static final int LAST = 5;
    static final int FAILED_MIN = 3;
    private static final long QUIET_MILLIS = 60_000;

    /** Walks by how they count. */
    public record Walks(long good, long failed) {
        static final Walks NONE = new Walks(0, 0);
    }

    static final Outage START = new Outage(false, List.of(), 0, -1, 0, Walks.NONE);

    public Outage {
        last = List.copyOf(last);
    }

    Outage after(Tick tick) {
        // who was counted as failed while waiting has ended: among the failed ones if there are any, else when too few
        // are open
        long endedFailed = Math.min(overdue, tick.failed());
        long stillCounted = Math.min(overdue - endedFailed, tick.open());
        long endedGood = Math.min(tick.ok(), overdue - endedFailed - stillCounted);
        long became = Math.max(0, tick.overdue() - stillCounted);
        Walks walks = new Walks(tick.ok() - endedGood, tick.failed() - endedFailed + became);
        return count(walks, stillCounted + became, tick.atMillis());
    }

    private Outage count(Walks walks, long counted, long atMillis) {
        List<Boolean> recent = new ArrayList<>(last);
        boolean isDown = down;
        long all = walks.good() + walks.failed();
        // beyond some hundred walks a tick only the even spread matters, not every one of them
        long steps = Math.min(all, 500);
        for (long i = 1; i <= steps; i++) {
            boolean failed = walks.failed() * i / steps > walks.failed() * (i - 1) / steps;
            if (recent.size() == LAST) {
                recent.remove(0);
            }
            recent.add(!failed);
            isDown |= recent.stream().filter(good -> !good).count() >= FAILED_MIN;
        }
        long failedAt = walks.failed() > 0 ? atMillis : lastFailedMillis;
        boolean quiet = recent.size() == LAST && !recent.contains(false) && atMillis - failedAt >= QUIET_MILLIS;
        if (down && quiet) {
            isDown = false;
        }
        return new Outage(isDown, recent, counted, failedAt, isDown == down ? sinceMillis : atMillis, walks);
    }

    /** After a time in which nobody looked: what was open then is not known to be open now. */
    Outage afterGap() {
        return new Outage(down, last, 0, lastFailedMillis, sinceMillis, Walks.NONE);
    }
}
