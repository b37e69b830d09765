package io.rehearse.examples.shop;

import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Everything the shop knows and does behind its connections. Lives on the shop's thread. */
final class Site {
    private static final String ADMIN = "/admin/";

    final Counts counts = new Counts();

    private final Api api;
    private final Pages pages;
    private final Stalls stalls;
    private Faults faults = Faults.NONE;

    Site(Stalls stalls) {
        Accounts accounts = Accounts.bundled();
        Secrets secrets = new Secrets();
        this.api = new Api(accounts, secrets);
        this.pages = new Pages(accounts, secrets);
        this.stalls = stalls;
    }

    Faults faults() {
        return faults;
    }

    /** Replaces all faults; the stalls' clock starts now. */
    void faults(Faults newFaults) {
        faults = newFaults;
        stalls.schedule(newFaults.stalls());
    }

    ShopCounts snapshot() {
        return counts.snapshot(api.sessionsDropped() + pages.sessionsDropped(), api.ordersDropped());
    }

    static boolean isAdmin(Request request) {
        return request.path().startsWith(ADMIN);
    }

    static Endpoint endpoint(Request request) {
        return switch (request.path()) {
            case "/api/login" -> Endpoint.LOGIN;
            case "/api/items" -> request.query("q") == null ? Endpoint.LIST : Endpoint.SEARCH;
            case "/api/orders" -> Endpoint.ORDER;
            case Pages.HOME, Pages.WIKI -> Endpoint.PAGE;
            case "/health" -> Endpoint.HEALTH;
            default -> {
                if (!request.path().startsWith(Api.ORDERS)) {
                    yield Endpoint.OTHER;
                }
                yield request.method().equals(HttpMethod.DELETE) ? Endpoint.DELETE : Endpoint.STATUS;
            }
        };
    }

    Answer answer(Endpoint endpoint, Request request) {
        return switch (endpoint) {
            case LOGIN, LIST, SEARCH, ORDER, STATUS, DELETE -> api.answer(endpoint, request);
            case PAGE -> pages.answer(request);
            case HEALTH -> request.isGet() ? Answer.json(200, "{\"ok\":true}") : Answer.methodNotAllowed("GET");
            case OTHER -> Answer.error(404, "nothing here");
        };
    }

    /** Answers at once and without being counted, so that looking on changes nothing; only to this machine. */
    Answer admin(Request request) {
        if (!request.fromLoopback()) {
            return Answer.error(403, "only from the machine the shop runs on");
        }
        return switch (request.path()) {
            case "/admin/counts" ->
                request.isGet() ? Answer.json(200, snapshot().toJson()) : Answer.methodNotAllowed("GET");
            case "/admin/faults" -> {
                if (request.isPost()) {
                    yield setFaults(new String(request.body(), StandardCharsets.UTF_8));
                }
                yield request.isGet() ? shownFaults() : Answer.methodNotAllowed("GET, POST");
            }
            default -> Answer.error(404, "nothing here");
        };
    }

    private Answer setFaults(String words) {
        try {
            faults(Faults.parse(
                    words.isBlank() ? List.of() : List.of(words.trim().split("\\s+"))));
        } catch (InvalidWordException e) {
            return Answer.error(400, e.getMessage());
        }
        return shownFaults();
    }

    private Answer shownFaults() {
        return Answer.json(200, "{\"faults\":" + Json.quote(faults.toString()) + "}");
    }
}
