package io.rehearse.runtime.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.run.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A probe over HTTP, on loopback only, answered from memory.
 *
 * <pre>
 * GET  /                             status page
 * GET  /metrics                      Prometheus
 * GET  /api/v1/gates/GATE            verdict as JSON, always 200
 * ANY  /flagger/gate/GATE            200 for PASS, else 412
 * ANY  /flagger/rollback/GATE        200 while a FAIL is latched, else 412
 * POST /api/v1/gates/GATE/clear      {"by": "dba", "reason": "…"}                                  200, or 409 with why not
 * POST /api/v1/gates/GATE/expect-down {"seconds": 600, "reason": "…", "counts": false}              200, or 409 with why not
 * GET  /healthz                      200
 * </pre>
 *
 * What changes something wants {@code Content-Type: application/json}, which a page of another origin cannot send unasked, and every
 * request must name a loopback host, so that no foreign name can be pointed here.
 */
public final class ProbeServer implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING_MAX = 100;
    private static final int BODY_BYTES_MAX = 4096;
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ProbeRun run;
    private final InstantSource clock;

    private record Answer(int status, String type, String body) {}

    private ProbeServer(HttpServer server, ProbeRun run, InstantSource clock) {
        this.server = server;
        this.run = run;
        this.clock = clock;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, "endpoints");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * @param port 0: any free one
     * @throws IOException if the port is taken
     */
    public static ProbeServer start(ProbeRun run, int port, InstantSource clock) throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAITING_MAX);
        } catch (IOException e) {
            throw new IOException(
                    "port " + port + " of loopback: " + e.getMessage() + "; choose another with --port", e);
        }
        ProbeServer server = new ProbeServer(http, run, clock);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer = new Answer(503, TEXT, "the probe ends\n");
            } catch (RuntimeException e) {
                // without an answer a controller would wait for its own time-out
                answer = new Answer(500, TEXT, "an error in rehearse itself: " + e + "\n");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders()
                    .set(
                            "Content-Security-Policy",
                            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !host.matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?")) {
            return new Answer(403, TEXT, "this probe answers on loopback only\n");
        }
        ProbeRun.Seen seen = run.seen();
        Instant now = clock.instant();
        String path = exchange.getRequestURI().getPath();
        String name = seen.status().started().gate();
        Gate gate = seen.status().gateAt(now);
        if (path.equals("/")) {
            return new Answer(200, "text/html; charset=utf-8", StatusPage.of(seen, now));
        }
        if (path.equals("/metrics")) {
            return new Answer(200, Metrics.CONTENT_TYPE, Metrics.of(seen, now));
        }
        if (path.equals("/healthz")) {
            return new Answer(200, TEXT, "ok\n");
        }
        if (path.equals("/api/v1/gates/" + name)) {
            return new Answer(200, JSON, VerdictDocument.of(seen.status(), now));
        }
        if (path.equals("/flagger/gate/" + name)) {
            return new Answer(gate.promotes() ? 200 : 412, TEXT, line(gate));
        }
        if (path.equals("/flagger/rollback/" + name)) {
            return new Answer(gate.rollsBack() ? 200 : 412, TEXT, line(gate));
        }
        if (path.equals("/api/v1/gates/" + name + "/clear") || path.equals("/api/v1/gates/" + name + "/expect-down")) {
            return command(exchange, path.endsWith("/clear"));
        }
        return new Answer(404, TEXT, "nothing here; the gate is '" + name + "', see /api/v1/gates/" + name + "\n");
    }

    private static String line(Gate gate) {
        String why = gate.latched() ? String.join("; ", gate.latch().reasons()) : String.join("; ", gate.reasons());
        return (gate.verdict() + (why.isEmpty() ? "" : " " + why)).replaceAll("\\p{Cntrl}+", " ") + "\n";
    }

    private Answer command(HttpExchange exchange, boolean clear) throws IOException, InterruptedException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (!exchange.getRequestMethod().equals("POST") || type == null || !type.startsWith(JSON)) {
            return new Answer(415, TEXT, "expected POST with Content-Type: application/json\n");
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        JsonNode body;
        try {
            body = bytes.length > BODY_BYTES_MAX ? null : Json.mapper().readTree(bytes);
        } catch (JsonProcessingException e) {
            body = null;
        }
        if (body == null || !body.isObject()) {
            return new Answer(400, TEXT, "expected a JSON object of at most " + BODY_BYTES_MAX + " bytes\n");
        }
        String reason = body.path("reason").asText("");
        String refused = clear
                ? run.clear(body.path("by").asText("unknown"), reason)
                : run.expectDown(
                        Duration.ofSeconds(body.path("seconds").asLong(0)),
                        reason,
                        body.path("counts").asBoolean(false));
        return refused == null ? new Answer(200, TEXT, "done\n") : new Answer(409, TEXT, refused + "\n");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
