package io.rehearse.runtime.driver;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A wire in virtual time: a pool of connections in front of a server that works a fixed time on each request, any number
 * at once, and does nothing while it is frozen.
 */
final class SimulatedWire implements Wire {
    private final Lane lane;
    private final Clock clock;
    private final int connectionsMax;
    private final Server server;
    private final ArrayDeque<Exchange> waiters = new ArrayDeque<>();
    private final PriorityQueue<Answer> answers =
            new PriorityQueue<>(Comparator.comparingLong(Answer::at).thenComparingLong(Answer::order));
    private Consumer<Exchange> watcher = exchange -> {};
    private Function<Exchange, Reply> replies;
    private int busy;
    private long order;

    /**
     * @param workNanos time it works on a request
     * @param frozenFrom first moment of a freeze
     * @param frozenTo end of the freeze
     * @param outcome how each exchange ends; null for an answer that never comes
     */
    record Server(long workNanos, long frozenFrom, long frozenTo, Outcome outcome) {
        static Server of(long workNanos) {
            return new Server(workNanos, Long.MAX_VALUE, Long.MAX_VALUE, Outcome.OK);
        }

        Server frozen(long from, long to) {
            return new Server(workNanos, from, to, outcome);
        }

        Server ending(Outcome outcome) {
            return new Server(workNanos, frozenFrom, frozenTo, outcome);
        }

        long answerAt(long sentAt) {
            if (outcome == null) {
                return Long.MAX_VALUE;
            }
            boolean frozenBefore = sentAt >= frozenFrom && sentAt < frozenTo;
            if (frozenBefore) {
                return frozenTo + workNanos;
            }
            boolean frozenMeanwhile = sentAt < frozenFrom && sentAt + workNanos > frozenFrom;
            return sentAt + workNanos + (frozenMeanwhile ? frozenTo - frozenFrom : 0);
        }
    }

    private record Answer(long at, long order, Exchange exchange, long generation) {}

    SimulatedWire(Lane lane, int connectionsMax, Server server) {
        this.lane = lane;
        this.clock = lane.clock();
        this.connectionsMax = connectionsMax;
        this.server = server;
    }

    void watch(Consumer<Exchange> watcher) {
        this.watcher = watcher;
    }

    /** Each answer is what this says, instead of the server's outcome. */
    void answering(Function<Exchange, Reply> replies) {
        this.replies = replies;
    }

    @Override
    public void start(Exchange exchange) {
        watcher.accept(exchange);
        if (busy < connectionsMax) {
            send(exchange);
        } else {
            waiters.add(exchange);
        }
    }

    private void send(Exchange exchange) {
        busy++;
        lane.sent(exchange);
        answers.add(new Answer(server.answerAt(clock.nanoTime()), order++, exchange, exchange.handledAt));
    }

    /** When the next answer comes. */
    long nextAt() {
        return answers.isEmpty() ? Long.MAX_VALUE : answers.peek().at();
    }

    void run(long now) {
        while (!answers.isEmpty() && answers.peek().at() <= now) {
            Exchange exchange = answers.poll().exchange();
            busy--;
            lane.firstByte(exchange);
            if (replies == null) {
                lane.end(exchange, server.outcome(), null, Plans.OK);
            } else {
                Reply reply = replies.apply(exchange);
                lane.end(exchange, reply.outcome(), null, reply.outcome() == Outcome.OK ? reply : null);
            }
            next();
        }
    }

    private void next() {
        if (!waiters.isEmpty() && busy < connectionsMax) {
            send(waiters.poll());
        }
    }

    @Override
    public void cancel(Exchange exchange, Outcome why) {
        if (!waiters.remove(exchange)) {
            answers.removeIf(answer -> answer.exchange() == exchange);
            busy--;
            next();
        }
    }

    @Override
    public String requestInWords(Exchange exchange) {
        return "";
    }

    @Override
    public String responseInWords(Exchange exchange) {
        return "";
    }

    @Override
    public String traceId(Exchange exchange) {
        return null;
    }

    @Override
    public void walkEnded(Session session) {}

    @Override
    public void report(LaneInterval interval) {}

    @Override
    public void close() {}
}
