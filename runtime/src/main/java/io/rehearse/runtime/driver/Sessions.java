package io.rehearse.runtime.driver;

import java.util.Arrays;

/** The sessions of a lane: those on a walk, and those waiting to be used again. Nothing is made while there is a free one. */
final class Sessions {
    private final int variables;
    private final Program.Room room;
    private final int[] walkingBySide;
    private Session[] walking = new Session[64];
    private int walks;
    private Session[] free = new Session[64];
    private int frees;
    private int made;

    /** @param variables slots a session has, enough for every journey; {@code room} likewise */
    Sessions(int sides, int variables, Program.Room room) {
        this.variables = variables;
        this.room = room;
        this.walkingBySide = new int[sides];
    }

    /** A session for a new walk. */
    Session take(int side) {
        Session session = frees > 0 ? free[--frees] : new Session(made++, variables, room);
        if (walks == walking.length) {
            walking = Arrays.copyOf(walking, walks * 2);
        }
        session.side = side;
        session.place = walks;
        session.unfinished = false;
        walkingBySide[side]++;
        walking[walks++] = session;
        return session;
    }

    /** Its walk is over. */
    void release(Session session) {
        walkingBySide[session.side]--;
        Session moved = walking[--walks];
        walking[session.place] = moved;
        moved.place = session.place;
        walking[walks] = null;
        session.place = -1;
        if (frees == free.length) {
            free = Arrays.copyOf(free, frees * 2);
        }
        free[frees++] = session;
    }

    /** The one whose walk ended last; its values are as the walk left them. */
    Session endedLast() {
        return free[frees - 1];
    }

    /** Walks under way. */
    int walking() {
        return walks;
    }

    int walking(int side) {
        return walkingBySide[side];
    }

    /** Any session on a walk; there is one. */
    Session anyWalking() {
        return walking[walks - 1];
    }
}
