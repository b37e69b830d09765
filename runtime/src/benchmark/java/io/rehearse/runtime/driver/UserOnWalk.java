package io.rehearse.runtime.driver;

/** A user on a walk whose variables are set by hand, for benchmarks of what is done for one. */
public final class UserOnWalk {
    private UserOnWalk() {}

    /** The exchange of a session with so many variables, none of them set. */
    public static Exchange exchange(int variables) {
        return new Session(0, variables, Program.Room.NONE).exchange;
    }
}
