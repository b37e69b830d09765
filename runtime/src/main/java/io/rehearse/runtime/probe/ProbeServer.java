package io.rehearse.runtime.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.run.Json;
import io.rehearse.runtime.http.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A probe over HTTP, answered from memory.
 *
 * <pre>
 * GET  /                             status page
 * GET  /plain                        the same in plain words, for those who only want to know whether it works
 * GET  /events                       the same, pushed: server-sent events
 * GET  /metrics                      Prometheus
 * GET  /probe?journey=&amp;target=       the last walk, as blackbox_exporter tells it
 * GET  /api/v1/gates/GATE            verdict as JSON, always 200
 * ANY  /flagger/gate/GATE            200 for PASS, else 412
 * ANY  /flagger/rollback/GATE        200 while a FAIL is latched, else 412
 * POST /api/v1/gates/GATE/clear      {"by": "dba", "reason": "…"}                                  200, or 409 with why not
 * POST /api/v1/gates/GATE/expect-down {"seconds": 600, "reason": "…", "counts": false}              200, or 409 with why not
 * GET  /healthz                      200; the only one that wants no token
 * </pre>
 *
 * With a token every client shows it, as {@code Authorization: Bearer}, or, for browsers, as the password of any user. What changes
 * something wants {@code Content-Type: application/json}, which a page of another origin cannot send unasked; on loopback every request
 * must name a loopback host, so that no foreign name can be pointed here.
 */
public final class ProbeServer implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING_MAX = 100;
    private static final int BODY_BYTES_MAX = 4096;
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";
    private static final String LOOPBACK = "(127(\\.\\d{1,3}){3}|localhost|\\[::1])(:\\d+)?";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ProbeRun run;
    private final Listen listen;
    private final InstantSource clock;
    private final Feeds feeds;

    static {
        // of the JDK's server, read when it is first used: answers are sent at once; who sends a request slowly does
        // not hold a thread
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
    }

    private record Answer(int status, String type, String body) {}

    private ProbeServer(HttpServer server, ProbeRun run, Listen listen, InstantSource clock) {
        this.server = server;
        this.run = run;
        this.listen = listen;
        this.clock = clock;
        this.feeds = new Feeds(() -> StatusPage.parts(run.seen(), clock.instant()));
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, "endpoints");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * @throws IOException if the place is taken, or the certificate cannot be used
     * @throws IllegalArgumentException if {@link Listen#problem} has something against it
     */
    public static ProbeServer start(ProbeRun run, Listen listen, InstantSource clock) throws IOException {
        if (listen.problem() != null) {
            throw new IllegalArgumentException(listen.problem());
        }
        HttpServer http = listen.certificate() == null ? HttpServer.create() : secure(listen);
        try {
            http.bind(new InetSocketAddress(listen.host(), listen.port()), WAITING_MAX);
        } catch (IOException e) {
            throw new IOException(
                    listen.host() + ":" + listen.port() + ": " + e.getMessage()
                            + "; choose another with --port or --listen",
                    e);
        }
        ProbeServer server = new ProbeServer(http, run, listen, clock);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    private static HttpServer secure(Listen listen) throws IOException {
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(Tls.ofServer(listen.certificate(), listen.key())));
        return server;
    }

    public String url() {
        return listen.url(port());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean events = exchange.getRequestURI().getPath().equals("/events");
        if (events && refusal(exchange) == null && feeds.take(exchange)) {
            return;
        }
        try (exchange) {
            Answer answer;
            try {
                answer = refusal(exchange);
                answer = answer == null ? answer(exchange) : answer;
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
            exchange.getResponseHeaders().set("Content-Security-Policy", StatusPage.POLICY);
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            if (answer.status() == 401) {
                exchange.getResponseHeaders()
                        .put("WWW-Authenticate", List.of("Bearer", "Basic realm=\"rehearse probe\""));
            }
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Null if the client may ask. */
    private Answer refusal(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (listen.isLoopback() && (host == null || !host.matches(LOOPBACK))) {
            return new Answer(403, TEXT, "this probe answers on loopback only\n");
        }
        boolean open =
                listen.token() == null || exchange.getRequestURI().getPath().equals("/healthz");
        return open || shown(exchange.getRequestHeaders().getFirst("Authorization"))
                ? null
                : new Answer(401, TEXT, "a token is needed: Authorization: Bearer TOKEN, or TOKEN as a password\n");
    }

    private boolean shown(String authorization) {
        String said = authorization == null ? "" : authorization;
        if (said.startsWith(BASIC)) {
            try {
                byte[] plain = Base64.getDecoder().decode(said.substring(BASIC.length()));
                said = new String(plain, StandardCharsets.UTF_8).replaceFirst("^[^:]*:", BEARER);
            } catch (IllegalArgumentException noBase64) {
                return false;
            }
        }
        // in the same time whatever is wrong with it
        return MessageDigest.isEqual(
                said.getBytes(StandardCharsets.UTF_8), (BEARER + listen.token()).getBytes(StandardCharsets.UTF_8));
    }

    private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
        ProbeRun.Seen seen = run.seen();
        Instant now = clock.instant();
        String path = exchange.getRequestURI().getPath();
        String name = seen.status().started().gate();
        Gate gate = seen.status().gateAt(now);
        if (path.equals("/")) {
            return new Answer(200, "text/html; charset=utf-8", StatusPage.of(seen, now));
        }
        if (path.equals("/plain")) {
            return new Answer(200, "text/html; charset=utf-8", PlainPage.of(seen, now));
        }
        if (path.equals("/metrics")) {
            return new Answer(200, Metrics.CONTENT_TYPE, Metrics.of(seen, now));
        }
        if (path.equals("/probe")) {
            Map<String, String> query = query(exchange.getRequestURI());
            BlackBox.Answer last = BlackBox.of(seen, query.get("journey"), query.get("target"), now);
            return new Answer(last.status(), last.status() == 200 ? Metrics.CONTENT_TYPE : TEXT, last.text());
        }
        if (path.equals("/events")) {
            return new Answer(503, TEXT, "too many look at this page; it reloads itself\n");
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

    private static Map<String, String> query(URI uri) {
        Map<String, String> values = new HashMap<>();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
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
        feeds.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
