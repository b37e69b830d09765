package io.rehearse.examples.shop;

import io.rehearse.examples.shop.ShopCounts.Row;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What the server has seen so far. Lives on the shop's thread; {@link ShopCounts} is what leaves it. */
final class Counts {
    private static final int STATUS_MAX = 599;

    private final long[] requests = new long[Endpoint.values().length];
    private final long[][] answers = new long[Endpoint.values().length][STATUS_MAX + 1];
    private final long[] reset = new long[Endpoint.values().length];
    private final long[] hung = new long[Endpoint.values().length];
    private final long[] unsent = new long[Endpoint.values().length];
    private long connectionsAccepted;
    private long connectionsOpen;
    private long connectionsRefused;

    /** Counts a request that was read to its end and returns its number, from 0. */
    long request(Endpoint endpoint) {
        return requests[endpoint.ordinal()]++;
    }

    void answer(Endpoint endpoint, int status) {
        answers[endpoint.ordinal()][status]++;
    }

    void reset(Endpoint endpoint) {
        reset[endpoint.ordinal()]++;
    }

    void hung(Endpoint endpoint) {
        hung[endpoint.ordinal()]++;
    }

    void unsent(Endpoint endpoint) {
        unsent[endpoint.ordinal()]++;
    }

    void connectionOpened() {
        connectionsAccepted++;
        connectionsOpen++;
    }

    void connectionClosed() {
        connectionsOpen--;
    }

    void connectionRefused() {
        connectionsRefused++;
    }

    long connectionsOpen() {
        return connectionsOpen;
    }

    ShopCounts snapshot(long sessionsDropped, long ordersDropped) {
        Map<Endpoint, Row> rows = new EnumMap<>(Endpoint.class);
        for (Endpoint endpoint : Endpoint.values()) {
            int i = endpoint.ordinal();
            Map<Integer, Long> byStatus = new TreeMap<>();
            for (int status = 0; status <= STATUS_MAX; status++) {
                if (answers[i][status] > 0) {
                    byStatus.put(status, answers[i][status]);
                }
            }
            rows.put(endpoint, new Row(requests[i], byStatus, reset[i], hung[i], unsent[i]));
        }
        return new ShopCounts(
                rows, connectionsAccepted, connectionsOpen, connectionsRefused, sessionsDropped, ordersDropped);
    }
}
