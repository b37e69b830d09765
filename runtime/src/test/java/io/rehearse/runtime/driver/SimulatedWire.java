package io.rehearse.runtime.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A wire in virtual time: for each side a pool of connections in front of a server that works a time on each request, any
 * number at once, and does nothing while it is frozen.
 */
public final class SimulatedWire implements WordlessWire {
    private final Lane lane;
    private final Clock clock;
    private final int connectionsMax;
    private final Server[] servers;
    private final List<ArrayDeque<Exchange>> waiters = new ArrayList<>();
    private final PriorityQueue<Answer> answers =
            new PriorityQueue<>(Comparator.comparingLong(Answer::at).thenComparingLong(Answer::order));
    private Consumer<Exchange> watcher = exchange -> {};
    private Function<Exchange, Reply> replies;
    private final int[] busy;
    private long order;

    /**
     * @param work nanoseconds it works on a request
     * @param frozenFrom first moment of a freeze
     * @param frozenTo end of the freeze
     * @param outcome how each exchange ends; null for an answer that never comes
     */
    public record Server(
            ToLongFunction<Exchange> work, long frozenFrom, long frozenTo, Function<Exchange, Outcome> outcome) {
        static Server of(long workNanos) {
            return of(exchange -> workNanos);
        }

        public static Server of(ToLongFunction<Exchange> work) {
            return new Server(work, Long.MAX_VALUE, Long.MAX_VALUE, exchange -> Outcome.OK);
        }

        public Server frozen(long from, long to) {
            return new Server(work, from, to, outcome);
        }

        Server ending(Outcome outcome) {
            return endingAs(exchange -> outcome);
        }

        public Server endingAs(Function<Exchange, Outcome> outcome) {
            return new Server(work, frozenFrom, frozenTo, outcome);
        }

        long answerAt(Exchange exchange, long sentAt) {
            if (outcome.apply(exchange) == null) {
                return Long.MAX_VALUE;
            }
            long workNanos = work.applyAsLong(exchange);
            boolean frozenBefore = sentAt >= frozenFrom && sentAt < frozenTo;
            if (frozenBefore) {
                return frozenTo + workNanos;
            }
            boolean frozenMeanwhile = sentAt < frozenFrom && sentAt + workNanos > frozenFrom;
            return sentAt + workNanos + (frozenMeanwhile ? frozenTo - frozenFrom : 0);
        }
    }

    private record Answer(long at, long order, Exchange exchange, long generation) {}

    SimulatedWire(Lane lane, int connectionsMax, Server... servers) {
        this.lane = lane;
        this.clock = lane.clock();
        this.connectionsMax = connectionsMax;
        this.servers = servers;
        this.busy = new int[servers.length];
        for (Server server : servers) {
            waiters.add(new ArrayDeque<>());
        }
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
        int side = exchange.session().side();
        if (busy[side] < connectionsMax) {
            send(exchange, side);
        } else {
            waiters.get(side).add(exchange);
        }
    }

    private void send(Exchange exchange, int side) {
        busy[side]++;
        lane.sent(exchange);
        long at = servers[side].answerAt(exchange, clock.nanoTime());
        answers.add(new Answer(at, order++, exchange, exchange.handledAt));
    }

    /** When the next answer comes. */
    long nextAt() {
        return answers.isEmpty() ? Long.MAX_VALUE : answers.peek().at();
    }

    void run(long now) {
        while (!answers.isEmpty() && answers.peek().at() <= now) {
            Exchange exchange = answers.poll().exchange();
            int side = exchange.session().side();
            busy[side]--;
            lane.firstByte(exchange);
            if (replies == null) {
                lane.end(exchange, servers[side].outcome().apply(exchange), null, Plans.OK);
            } else {
                Reply reply = replies.apply(exchange);
                lane.end(exchange, reply.outcome(), null, reply.outcome() == Outcome.OK ? reply : null);
            }
            next(side);
        }
    }

    private void next(int side) {
        if (!waiters.get(side).isEmpty() && busy[side] < connectionsMax) {
            send(waiters.get(side).poll(), side);
        }
    }

    @Override
    public void cancel(Exchange exchange, Outcome why) {
        int side = exchange.session().side();
        if (!waiters.get(side).remove(exchange)) {
            answers.removeIf(answer -> answer.exchange() == exchange);
            busy[side]--;
            next(side);
        }
    }
}
