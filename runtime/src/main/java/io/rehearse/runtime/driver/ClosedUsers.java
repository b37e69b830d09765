package io.rehearse.runtime.driver;

import io.rehearse.journeys.plan.Load;
import java.util.Arrays;

/**
 * Who starts again when, for one lane of a closed load or a number of walks: user u of n belongs to lane u mod lanes and
 * makes the walks k = iteration × n + u. A user's first walk is due at its place in the spread, each later one when the
 * walk before it ended. Times are nanoseconds since the start of the load.
 *
 * <p>With two sides there are n users on each, and u of the one makes the same walks k as u of the other: a pair of users.
 * The second starts half a spacing of the spread after the first, which side first is drawn; from then on each goes at the
 * pace of its own side.
 */
final class ClosedUsers {
    private final Load load;
    private final long seed;
    private final int lane;
    private final int lanes;
    private final int usersMax;
    private final long walks;
    private final long[] startNanos;
    private final int sides;

    /** By place: user × sides + side. */
    private final long[] iterations;

    /** Places waiting for their next walk: a heap of (due, place). */
    private final long[] dueAt;

    /** By place and journey, made when first walked: when the user passed each pace of it last. */
    private final long[][][] pacedAt;

    private final int[] heap;
    private int waiting;
    private int phase;
    private int started;
    private boolean ended;

    private long arrival;
    private int side;

    ClosedUsers(Load load, long seed, int lane, int lanes, int sides) {
        this.load = load;
        this.seed = seed;
        this.lane = lane;
        this.lanes = lanes;
        this.sides = sides;
        this.usersMax = load.usersMax();
        this.walks = load.model() == Load.Model.WALKS ? load.phases().get(0).walks() : Long.MAX_VALUE;
        this.startNanos = new long[load.phases().size() + 1];
        for (int i = 0; i < load.phases().size(); i++) {
            long duration = load.phases().get(i).durationNanos();
            boolean endless = duration == Load.FOREVER || load.model() == Load.Model.WALKS;
            startNanos[i + 1] = endless ? Long.MAX_VALUE : startNanos[i] + duration;
        }
        this.iterations = new long[usersMax * sides];
        this.dueAt = new long[usersMax * sides];
        this.pacedAt = new long[usersMax * sides][][];
        this.heap = new int[usersMax * sides];
        enter(0);
    }

    /** Users that a phase adds start evenly over the spread from the phase's start. */
    private void enter(int next) {
        phase = next;
        int users = load.phases().get(next).users();
        for (int user = started; user < users; user++) {
            if (user % lanes == lane) {
                long spacing = load.spreadNanos() / (users - started);
                long at = startNanos[next] + (user - started) * load.spreadNanos() / (users - started);
                int first = sides == 2 ? Schedule.firstSide(seed, user) : 0;
                for (int side = 0; side < sides; side++) {
                    push(user * sides + side, side == first ? at : at + spacing / 2);
                }
            }
        }
        started = Math.max(started, users);
    }

    long nextAt() {
        while (true) {
            if (ended || waiting == 0 && phase + 1 >= load.phases().size()) {
                return Schedule.NONE;
            }
            long next = waiting == 0 ? Long.MAX_VALUE : dueAt[heap[0]];
            if (next < startNanos[phase + 1]) {
                return next;
            }
            if (phase + 1 >= load.phases().size()) {
                return Schedule.NONE;
            }
            dropBeyond(load.phases().get(phase + 1).users());
            enter(phase + 1);
        }
    }

    /** Takes the next walk and returns its place, for {@link #walkEnded}. */
    int take() {
        int place = pop();
        arrival = iterations[place]++ * usersMax + place / sides;
        side = place % sides;
        return place;
    }

    /** The walk of a place is over: the next one is due now, if there is one. */
    void walkEnded(int place, long atNanos) {
        if (!ended && place / sides < load.phases().get(phase).users()) {
            push(place, atNanos);
        }
    }

    /**
     * When the user of a place passed the paces of a journey last; {@code Long.MIN_VALUE} for one it has not come to. A pace holds from
     * walk to walk.
     */
    long[] pacedAt(int place, int journey, int paces) {
        long[][] ofUser = pacedAt[place];
        if (ofUser == null || ofUser.length <= journey) {
            ofUser = pacedAt[place] = ofUser == null ? new long[journey + 1][] : Arrays.copyOf(ofUser, journey + 1);
        }
        if (ofUser[journey] == null) {
            ofUser[journey] = new long[paces];
            Arrays.fill(ofUser[journey], Long.MIN_VALUE);
        }
        return ofUser[journey];
    }

    void end() {
        ended = true;
        waiting = 0;
    }

    long arrival() {
        return arrival;
    }

    int side() {
        return side;
    }

    int phaseOf(long nanos) {
        int p = 0;
        while (p < load.phases().size() && nanos >= startNanos[p + 1]) {
            p++;
        }
        return p;
    }

    private void dropBeyond(int users) {
        int[] old = heap.clone();
        int n = waiting;
        waiting = 0;
        for (int i = 0; i < n; i++) {
            if (old[i] / sides < users) {
                push(old[i], dueAt[old[i]]);
            }
        }
        started = Math.min(started, users);
    }

    private void push(int place, long at) {
        if (iterations[place] * usersMax + place / sides >= walks) {
            return;
        }
        dueAt[place] = at;
        int i = waiting++;
        while (i > 0 && before(place, heap[(i - 1) / 2])) {
            heap[i] = heap[(i - 1) / 2];
            i = (i - 1) / 2;
        }
        heap[i] = place;
    }

    private int pop() {
        int first = heap[0];
        int moved = heap[--waiting];
        int i = 0;
        while (2 * i + 1 < waiting) {
            int child = 2 * i + 1;
            if (child + 1 < waiting && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], moved)) {
                break;
            }
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = moved;
        return first;
    }

    private boolean before(int a, int b) {
        return dueAt[a] < dueAt[b] || (dueAt[a] == dueAt[b] && a < b);
    }
}
