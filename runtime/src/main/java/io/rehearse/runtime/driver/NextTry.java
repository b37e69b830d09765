package io.rehearse.runtime.driver;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Tries;
import io.rehearse.runtime.response.Response;

/** Whether a step that did not end well tries once more, and when. One per lane. */
final class NextTry {
    static final long NONE = -1;
    private static final long SECOND = 1_000_000_000;
    /** Longest wait a server may ask for; a longer one is cut to it. */
    private static final long ASKED_MAX_NANOS = 3600 * SECOND;

    private final Value header = new Value();

    /**
     * @param response null for a failure without one
     * @return how long to wait after the end of the try, or {@link #NONE}
     */
    long waitNanos(Exchange exchange, Outcome outcome, Response response) {
        Tries tries = exchange.step.tries();
        if (tries instanceof Tries.Retry retry) {
            boolean again = exchange.tries < retry.times() && isTriedAgain(retry, outcome, response);
            return !again ? NONE : retry.retryAfter() ? asked(response, retry.waitNanos()) : retry.waitNanos();
        } else if (tries instanceof Tries.Poll poll && isNotYet(outcome)) {
            return isExpired(exchange, poll) ? NONE : poll.everyNanos();
        }
        return NONE;
    }

    /** Whether a poll that was answered ran out of time. */
    static boolean isExpired(Exchange exchange, Outcome outcome) {
        return exchange.step.tries() instanceof Tries.Poll poll && isNotYet(outcome) && isExpired(exchange, poll);
    }

    private static boolean isExpired(Exchange exchange, Tries.Poll poll) {
        return exchange.endAt + poll.everyNanos() - exchange.dueAt > poll.upToNanos();
    }

    private static boolean isTriedAgain(Tries.Retry retry, Outcome outcome, Response response) {
        return switch (outcome) {
            case REFUSED, CONNECT_TIMEOUT, DNS_FAILED, TLS_FAILED ->
                retry.causes().contains(Tries.Cause.CONNECT);
            case RESET -> retry.causes().contains(Tries.Cause.RESET);
            default -> response != null && retry.statuses().contains(response.status());
        };
    }

    /** There is an answer, and it is not what was expected. */
    private static boolean isNotYet(Outcome outcome) {
        return outcome == Outcome.STATUS_ERROR
                || outcome == Outcome.THROTTLED
                || outcome == Outcome.CHECK_FAILED
                || outcome == Outcome.NO_MATCH;
    }

    /** The seconds of a Retry-After header (RFC 9110, 10.2.3); its other form, a date, counts as none. */
    private long asked(Response response, long otherwise) {
        if (response == null || !response.header("Retry-After", header) || header.length() == 0) {
            return otherwise;
        }
        long seconds = 0;
        for (int i = 0; i < header.length(); i++) {
            int digit = header.bytes()[header.start() + i] - '0';
            if (digit < 0 || digit > 9) {
                return otherwise;
            }
            seconds = Math.min(ASKED_MAX_NANOS / SECOND, seconds * 10 + digit);
        }
        return seconds * SECOND;
    }
}
