package io.rehearse.journeys.plan;

import java.util.List;
import java.util.stream.Collectors;

/** How often a step tries. Whatever the number of tries, it has one response, from when the user wanted to act on. */
public sealed interface Tries {
    Tries ONCE = new Once();

    /** One try. */
    record Once() implements Tries {}

    /**
     * Again after some failures; the outcome is the last try's.
     *
     * @param times how often at most, beyond the first; 1 to 100
     * @param statuses final status codes that are tried again
     * @param causes failures without an answer that are tried again
     * @param waitNanos from the end of a try to the next; also where {@code retryAfter} finds no such header
     * @param retryAfter whether the wait is what the answer's Retry-After header says in seconds
     */
    record Retry(int times, List<Integer> statuses, List<Cause> causes, long waitNanos, boolean retryAfter)
            implements Tries {
        public Retry {
            statuses = List.copyOf(statuses);
            causes = List.copyOf(causes);
        }
    }

    /**
     * Again until the answer is as expected; running out is a failure of its own.
     *
     * @param everyNanos from the end of a try to the next
     * @param upToNanos no try begins later than this after the user wanted to act
     */
    record Poll(long everyNanos, long upToNanos) implements Tries {}

    /** Why there was no answer; {@link #word} is the language's word. */
    enum Cause {
        /** No connection: refused, timed out, name not found, TLS failed. */
        CONNECT("connect"),
        /** The connection ended before the answer did. */
        RESET("reset");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** As the plan shows it; empty for one try. */
    default String text() {
        if (this instanceof Retry retry) {
            String on = retry.statuses().stream().map(String::valueOf).collect(Collectors.joining(", "));
            String causes = retry.causes().stream().map(Cause::word).collect(Collectors.joining(", "));
            return "retry " + retry.times() + " on " + on + (on.isEmpty() || causes.isEmpty() ? "" : ", ") + causes
                    + ", wait " + (retry.retryAfter() ? "as Retry-After says, else " : "")
                    + PlanText.time(retry.waitNanos());
        } else if (this instanceof Poll poll) {
            return "poll every " + PlanText.time(poll.everyNanos()) + " up to " + PlanText.time(poll.upToNanos());
        }
        return "";
    }
}
