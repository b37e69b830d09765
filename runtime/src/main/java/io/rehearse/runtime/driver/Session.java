package io.rehearse.runtime.driver;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.runtime.response.ListElements;
import java.util.Arrays;

/**
 * One user's state on a walk: where it is, its variables, its one exchange. Pooled and reused; belongs to one lane. A wire
 * keeps what it needs per session (cookies, connections of its own) in arrays of its own by {@link #index()}.
 */
public final class Session {
    final int index;
    final Exchange exchange;
    final Value[] values;

    /** Arrival number k: all that is drawn for the walk is a function of the seed and this. */
    long arrival;

    int side;
    Journey journey;
    Program program;
    /** The next instruction, and the one it came to last. */
    int cursor;

    int at;
    /** When the next step is due. */
    long dueAt;

    long arrivedAt;
    int arrivalPhase;
    /** Sum of the steps' responses so far. */
    long responseNanos;

    /** End of the last measured step. */
    long lastEndAt;
    /** Closed model: the place among its users whose walk it is; −1 in an open load. */
    int user;

    boolean timedFailure;
    boolean unfinished;
    /** A step failed: so did the walk, whatever the user does next. */
    boolean failed;
    /** The walk goes no further. */
    boolean ended;

    int restarts;
    /** Begins again before its next step. */
    boolean restarting;
    /** Waits for the next try of its step. */
    boolean trying;

    boolean cleaning;
    /** How often each instruction of the program was come to; a loop's count is of the rounds under way. */
    final int[] visits;

    /** When each pace was passed last: by this walk, or by the closed user whose walk it is. */
    long[] pacedAt;

    final long[] ownPacedAt;
    final ListElements[] lists;
    /** For each group under way the sum of the responses when it began and its phase; NONE when there is none to judge. */
    final long[] groupFrom;

    final int[] groupPhase;

    static final long NONE = Long.MIN_VALUE;
    /** Place in the lane's list of walks under way; −1 when free. */
    int place = -1;

    Session(int index, int variablesMax, Program.Room room) {
        this.index = index;
        this.values = new Value[variablesMax];
        for (int i = 0; i < variablesMax; i++) {
            values[i] = new Value();
        }
        this.visits = new int[room.visits()];
        this.ownPacedAt = new long[room.paces()];
        this.groupFrom = new long[room.groups()];
        this.groupPhase = new int[room.groups()];
        this.lists = new ListElements[room.lists()];
        for (int i = 0; i < lists.length; i++) {
            lists[i] = new ListElements();
        }
        this.exchange = new Exchange(this);
    }

    /**
     * Before the program's first instruction, with nothing walked yet.
     *
     * @param paces {@link #ownPacedAt}, or what a closed user has kept from its walks before
     */
    void toTheStart(long[] paces) {
        cursor = 0;
        at = 0;
        Arrays.fill(visits, 0);
        Arrays.fill(ownPacedAt, Long.MIN_VALUE);
        pacedAt = paces;
        Arrays.fill(groupFrom, NONE);
        for (ListElements list : lists) {
            list.close();
        }
    }

    /** Small number of this session among its lane's, from 0, reused after the walk. */
    public int index() {
        return index;
    }

    /** The walk's arrival number. */
    public long arrival() {
        return arrival;
    }

    /** Side 0 or 1: which of the plans this walk is on. */
    public int side() {
        return side;
    }

    public Journey journey() {
        return journey;
    }

    /** The variables by the index the plan gave them. */
    public Value[] values() {
        return values;
    }
}
