package io.rehearse.runtime.driver;

import io.rehearse.runtime.response.Response;
import io.rehearse.runtime.response.ResponseReader;

/**
 * Puts steps into words for people: of the failures a few of each kind, of a run that is traced all. Off the hot path; words are made
 * only for what is kept.
 */
final class Examples {
    private final Wire wire;
    private final ResponseReader reader;
    private final boolean all;
    private final ExampleQuota quota = new ExampleQuota();

    Examples(Wire wire, ResponseReader reader, boolean all) {
        this.wire = wire;
        this.reader = reader;
        this.all = all;
    }

    /**
     * Keeps a step that has just ended, if there is room.
     *
     * @param message of a failure, null otherwise
     * @param line of the script that it is about
     * @param response null for a failure without one
     */
    void keep(LaneInterval interval, Exchange exchange, Outcome outcome, String message, int line, Response response) {
        Session session = exchange.session;
        String fingerprint = exchange.step.name() + ' ' + session.side + ' ' + outcome + ' ' + line;
        boolean room = quota.take(fingerprint, interval.examples.size() >= LaneInterval.EXAMPLES_CROWDED);
        if (!room && !all) {
            return;
        }
        interval.examples.add(new LaneInterval.Example(
                exchange.step,
                session.journey,
                exchange.phase,
                session.cleaning,
                session.side,
                outcome,
                wire.masked(exchange, message == null ? "" : message),
                line,
                session.arrival,
                exchange.dueAt,
                exchange.endAt - exchange.dueAt,
                exchange.unsent ? "" : wire.requestInWords(exchange),
                response == null
                        ? ""
                        : reader.masked(exchange.step, response, session.values, wire.responseInWords(exchange)),
                response == null ? "" : wire.masked(exchange, reader.inWords(exchange.step, response, session.values)),
                exchange.unsent ? null : wire.traceId(exchange)));
    }
}
