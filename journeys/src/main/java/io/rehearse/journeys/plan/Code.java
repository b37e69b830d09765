package io.rehearse.journeys.plan;

import io.rehearse.journeys.data.Value;

/**
 * A closure of the script, which runs while load is driven. The plan knows where it stands and not what it does. Shared by
 * all lanes; each lane calls a copy of its own.
 */
public interface Code {
    /** Of the script, from 1. */
    int line();

    /** The line of the script where a thread is that has this stack, if it is in this closure; else 0. */
    int lineIn(StackTraceElement[] stack);

    /** A copy for one lane, called on the lane's thread only. It must not wait for anything. */
    Call forLane();

    /** One lane's copy. */
    interface Call {
        /**
         * Runs it.
         *
         * @param in what it is given; null if that is the walk itself
         * @param context what else it can reach, good during the call
         * @param out filled with what it gives, cleared if that is nothing
         * @throws Failed if it throws
         */
        void run(Value in, Context context, Value out);
    }

    /** What a closure can reach. */
    interface Context {
        /** The session's variable of that name, for reading and writing; null if no step and no data sets one. */
        Value variable(String name);

        /** What a reader finds in the answer; null if there is nothing or no answer. Good until the next call. */
        Value read(Reader reader);
    }

    /** The closure threw. */
    final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int line;
        private final boolean asserted;

        /**
         * @param line of the script that threw, from 1
         * @param asserted whether an {@code assert} of the script did not hold
         */
        public Failed(String message, int line, boolean asserted) {
            super(message, null, false, false);
            this.line = line;
            this.asserted = asserted;
        }

        public int line() {
            return line;
        }

        public boolean asserted() {
            return asserted;
        }
    }
}
