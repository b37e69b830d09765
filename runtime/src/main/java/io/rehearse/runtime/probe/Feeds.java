package io.rehearse.runtime.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import io.rehearse.reports.run.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Browsers that look at the status page: each gets its content once a second, as server-sent events, on a thread of its own. A browser
 * that does not read holds up only its thread; beyond a number of them they are asked to reload by themselves.
 */
final class Feeds implements AutoCloseable {
    private static final int FEEDS_MAX = 20;
    private static final long EVERY_MILLIS = 1000;

    private final Supplier<StatusPage.Parts> page;
    private final Semaphore room = new Semaphore(FEEDS_MAX);
    private volatile boolean closed;

    Feeds(Supplier<StatusPage.Parts> page) {
        this.page = page;
    }

    /** Takes the exchange over, if there is room. */
    boolean take(HttpExchange exchange) {
        if (!room.tryAcquire()) {
            return false;
        }
        Thread thread = new Thread(() -> feed(exchange), "feed");
        thread.setDaemon(true);
        thread.start();
        return true;
    }

    private void feed(HttpExchange exchange) {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (!closed) {
                out.write(("data: " + json(page.get()) + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (IOException gone) {
            // the browser was closed; nothing is owed to it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    private static String json(StatusPage.Parts parts) {
        try {
            return Json.mapper().writeValueAsString(Map.of("title", parts.title(), "main", parts.main()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a page that is no JSON", e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
