package io.rehearse.journeys.plan;

/** What decides which way a walk goes on. */
public sealed interface Condition {

    /**
     * Whether a variable has a value.
     *
     * @param variable index into {@link Journey#variables()}
     */
    record Present(int variable) implements Condition {}

    /** What a closure of the script says about the walk. */
    record Holds(Code code) implements Condition {}
}
