package io.rehearse.reports.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much of an {@link ErrorBudget} is used, and how fast. Immutable.
 *
 * <pre>
 * T: the budget's window          burn in a window = failed / (all (1 - goal)); 1: the budget lasts exactly T
 *   BURNING     burn &gt;= 12 in the last T/48 and in the last T/576 (a quarter of the budget went in T/48), or
 *               burn &gt;= 4 in the last T/8 and in the last T/96 (half of it went in T/8);
 *               each with 20 walks and 3 failed ones in the long window, the short window not shorter than 5 walks
 *   EXHAUSTED   as many failed in T as are allowed
 *   OK          otherwise
 * </pre>
 *
 * @param buckets walks by time, each T/576 long, the oldest first; older ones than T are gone
 * @param state as of the last tick
 * @param sinceMillis when the state was entered
 * @param atMillis the last tick
 */
public record Spending(List<Bucket> buckets, State state, long sinceMillis, long atMillis) {
    private static final int BUCKETS = 576;
    private static final int FAST = BUCKETS / 48;
    private static final int SLOW = BUCKETS / 8;
    private static final double FAST_BURN = 12;
    private static final double SLOW_BURN = 4;
    private static final long WALKS_MIN = 20;
    private static final long FAILED_MIN = 3;
    private static final double WALKS_IN_SHORT_WINDOW = 5;

    /** What the budget says. */
    public enum State {
        OK,
        BURNING,
        EXHAUSTED
    }

    /** @param index number of the bucket since the probe began */
    public record Bucket(long index, long good, long failed) {}

    static final Spending START = new Spending(List.of(), State.OK, 0, 0);

    public Spending {
        buckets = List.copyOf(buckets);
    }

    Spending after(Outage.Walks walks, ErrorBudget budget, long now) {
        long index = now / width(budget);
        List<Bucket> kept = new ArrayList<>(buckets);
        if (walks.good() + walks.failed() > 0) {
            Bucket last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
            if (last != null && last.index() == index) {
                kept.remove(kept.size() - 1);
            } else {
                last = new Bucket(index, 0, 0);
            }
            kept.add(new Bucket(index, last.good() + walks.good(), last.failed() + walks.failed()));
        }
        kept.removeIf(b -> b.index() <= index - BUCKETS);
        Spending counted = new Spending(kept, state, sinceMillis, now);
        State reached = counted.judged(budget);
        return new Spending(kept, reached, reached == state ? sinceMillis : now, now);
    }

    private State judged(ErrorBudget budget) {
        if (left(budget) < 1e-9) {
            return State.EXHAUSTED;
        }
        boolean burning = burns(FAST, 1, FAST_BURN, budget) || burns(SLOW, BUCKETS / 96, SLOW_BURN, budget);
        return burning ? State.BURNING : State.OK;
    }

    private boolean burns(int longBuckets, int shortBuckets, double limit, ErrorBudget budget) {
        Bucket longer = last(longBuckets, budget);
        int floor = (int) Math.ceil(WALKS_IN_SHORT_WINDOW / budget.walksPerSecond() * 1000 / width(budget));
        return longer.good() + longer.failed() >= WALKS_MIN
                && longer.failed() >= FAILED_MIN
                && burn(longer, budget) >= limit
                && burn(last(Math.max(shortBuckets, floor), budget), budget) >= limit;
    }

    private Bucket last(int count, ErrorBudget budget) {
        long from = atMillis / width(budget) - count;
        long good = 0;
        long failed = 0;
        for (int i = buckets.size() - 1; i >= 0 && buckets.get(i).index() > from; i--) {
            good += buckets.get(i).good();
            failed += buckets.get(i).failed();
        }
        return new Bucket(from, good, failed);
    }

    private static double burn(Bucket sum, ErrorBudget budget) {
        long all = sum.good() + sum.failed();
        return all == 0 ? 0 : sum.failed() / (all * (1 - budget.goal()));
    }

    private static long width(ErrorBudget budget) {
        return Math.max(1, budget.windowMillis() / BUCKETS);
    }

    /** Failed walks in the budget's window. */
    public long used() {
        return buckets.stream().mapToLong(Bucket::failed).sum();
    }

    /** The share of the budget that is left, 1 to 0 and below. */
    public double left(ErrorBudget budget) {
        return 1 - used() / budget.allowed();
    }

    /** How fast it goes in the last T/48 ({@code fast}) or T/8: 1 uses exactly all of it in T. */
    public double burn(ErrorBudget budget, boolean fast) {
        return burn(last(fast ? FAST : SLOW, budget), budget);
    }

    /** Until the budget is used up if failures go on as in the last T/8; infinite if there were none. */
    public double exhaustedInMillis(ErrorBudget budget) {
        double left = Math.max(0, budget.allowed() - used());
        long failed = last(SLOW, budget).failed();
        return failed == 0 ? Double.POSITIVE_INFINITY : left * (budget.windowMillis() / 8.0) / failed;
    }

    /** {@code 4 of 21 failed walks used}. */
    public String inWords(ErrorBudget budget) {
        return used() + " of " + String.format(Locale.ROOT, "%.0f", budget.allowed()) + " failed walks used";
    }
}
