package io.rehearse.examples.shop;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server saw since it started, as of one moment. Requests to {@code /admin} are not in it.
 *
 * @param endpoints           a row for every endpoint, also for those never asked
 * @param connectionsAccepted connections taken
 * @param connectionsOpen     of those, open now
 * @param connectionsRefused  closed at once because too many were open
 * @param sessionsDropped     sessions forgotten to make room for newer ones
 * @param ordersDropped       orders forgotten to make room for newer ones
 */
public record ShopCounts(
        Map<Endpoint, Row> endpoints,
        long connectionsAccepted,
        long connectionsOpen,
        long connectionsRefused,
        long sessionsDropped,
        long ordersDropped) {

    public ShopCounts {
        endpoints = Collections.unmodifiableMap(new TreeMap<>(endpoints));
    }

    /**
     * One endpoint's requests and what became of them: {@code requests = all answers + reset + hung + unsent + underway}.
     *
     * @param requests requests read to their end
     * @param answers  by status, answers handed to the connection
     * @param reset    connections reset on purpose instead of an answer
     * @param hung     requests left without an answer on purpose
     * @param unsent   answers not sent because the client had gone
     */
    public record Row(long requests, Map<Integer, Long> answers, long reset, long hung, long unsent) {
        public Row {
            answers = Collections.unmodifiableMap(new TreeMap<>(answers));
        }

        /** Requests still being worked on. */
        public long underway() {
            long answered = answers.values().stream().mapToLong(Long::longValue).sum();
            return requests - answered - reset - hung - unsent;
        }
    }

    /** Requests to {@code endpoint}. */
    public long requests(Endpoint endpoint) {
        return endpoints.get(endpoint).requests();
    }

    /** Answers of {@code endpoint} with {@code status}. */
    public long answers(Endpoint endpoint, int status) {
        return endpoints.get(endpoint).answers().getOrDefault(status, 0L);
    }

    /** Requests to all endpoints. */
    public long requests() {
        return endpoints.values().stream().mapToLong(Row::requests).sum();
    }

    /** As {@code GET /admin/counts} shows it. */
    public String toJson() {
        StringBuilder json = new StringBuilder("{\"endpoints\":{");
        endpoints.forEach((endpoint, row) -> {
            json.append(json.charAt(json.length() - 1) == '{' ? "" : ",")
                    .append('"')
                    .append(endpoint.word())
                    .append("\":{\"requests\":")
                    .append(row.requests())
                    .append(",\"answers\":{");
            row.answers()
                    .forEach((status, count) -> json.append(json.charAt(json.length() - 1) == '{' ? "" : ",")
                            .append('"')
                            .append(status)
                            .append("\":")
                            .append(count));
            json.append("},\"reset\":").append(row.reset());
            json.append(",\"hung\":").append(row.hung());
            json.append(",\"unsent\":").append(row.unsent());
            json.append(",\"underway\":").append(row.underway()).append('}');
        });
        return json.append("},\"connectionsAccepted\":")
                .append(connectionsAccepted)
                .append(",\"connectionsOpen\":")
                .append(connectionsOpen)
                .append(",\"connectionsRefused\":")
                .append(connectionsRefused)
                .append(",\"sessionsDropped\":")
                .append(sessionsDropped)
                .append(",\"ordersDropped\":")
                .append(ordersDropped)
                .append('}')
                .toString();
    }
}
