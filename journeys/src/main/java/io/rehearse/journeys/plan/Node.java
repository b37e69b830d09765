package io.rehearse.journeys.plan;

/** One thing a user does on a journey: a measured step, or a pause between steps. */
public sealed interface Node permits Step, Node.Think, Node.Pace {

    /**
     * A pause; the next step is due when it is over.
     *
     * @param distribution how the pause is drawn, once per pause and walk
     * @param fromNanos shortest pause; the mean of an exponential one
     * @param toNanos longest pause; equal to {@code fromNanos} for a fixed one
     */
    record Think(Distribution distribution, long fromNanos, long toNanos) implements Node {}

    /** How a pause is drawn. */
    enum Distribution {
        UNIFORM,
        EXPONENTIAL
    }

    /**
     * The next step is due at the later of the end of the step before and the previous passing of this point plus
     * {@code everyNanos}; an overrun is counted and not caught up.
     *
     * @param index number of this pace among its journey's, from 0
     */
    record Pace(int index, long everyNanos) implements Node {}
}
