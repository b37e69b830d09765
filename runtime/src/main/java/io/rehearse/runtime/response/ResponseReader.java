package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Step;

/** Judges one response by the step's checks, then fills the variables its captures name. One per lane. */
public final class ResponseReader {
    /** @param seed of everything drawn; a random pick is a function of it, the arrival and the step */
    public ResponseReader(long seed) {}

    /** Whether a step's checks or captures look at the body, so that it must be kept. */
    public static boolean readsBody(Step step) {
        return false;
    }

    /**
     * @param values the session's variables; filled in the order of the captures
     * @param arrival number of the walk
     * @return null if every expectation holds and every value was found, else the first that does not
     */
    public Failure read(Step step, Response response, Value[] values, long arrival) {
        return null;
    }

    /** What each check and capture of the step sees in the response, one a line, secrets masked; for people. */
    public String inWords(Step step, Response response, Value[] values) {
        return "";
    }

    /**
     * What was wrong.
     *
     * @param kind which outcome it means
     * @param message in words: {@code json('$.state'): expected CONFIRMED, was PENDING}
     * @param line of the script, from 1
     */
    public record Failure(Kind kind, String message, int line) {
        /** Which outcome a failure means. */
        public enum Kind {
            STATUS,
            THROTTLED,
            CHECK,
            NO_MATCH,
            SCRIPT
        }
    }
}
