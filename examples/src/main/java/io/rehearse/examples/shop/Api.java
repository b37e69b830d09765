package io.rehearse.examples.shop;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The JSON interface under {@code /api}: log in for a token, browse and search, place, read and delete orders. */
final class Api {
    static final String ORDERS = "/api/orders/";

    private static final int SESSIONS_MAX = 50_000;
    private static final int ORDERS_MAX = 50_000;
    private static final int QUANTITY_MAX = 100;
    private static final String BEARER = "Bearer ";

    private final Accounts accounts;
    private final Secrets secrets;
    private final Catalogue catalogue = new Catalogue();
    private final Bounded<String> userByToken = new Bounded<>(SESSIONS_MAX);
    private final Bounded<Order> orders = new Bounded<>(ORDERS_MAX);
    private long ordersPlaced;

    private record Order(String id, String user, int item, int quantity) {
        String toJson() {
            return "{\"id\":\"" + id + "\",\"item\":" + item + ",\"quantity\":" + quantity
                    + ",\"state\":\"CONFIRMED\"}";
        }
    }

    /** Ends the handling of a request with an answer other than the usual one. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Answer answer;

        Refused(Answer answer) {
            super(null, null, false, false);
            this.answer = answer;
        }

        Refused(int status, String message) {
            this(Answer.error(status, message));
        }
    }

    Api(Accounts accounts, Secrets secrets) {
        this.accounts = accounts;
        this.secrets = secrets;
    }

    long sessionsDropped() {
        return userByToken.dropped();
    }

    long ordersDropped() {
        return orders.dropped();
    }

    Answer answer(Endpoint endpoint, Request request) {
        try {
            return switch (endpoint) {
                case LOGIN -> login(request);
                case LIST -> list(request);
                case SEARCH -> search(request);
                case ORDER -> order(request);
                case STATUS, DELETE -> oneOrder(request);
                default -> throw new IllegalArgumentException(endpoint.word());
            };
        } catch (Refused refused) {
            return refused.answer;
        }
    }

    private Answer login(Request request) throws Refused {
        allow(request, HttpMethod.POST);
        Map<?, ?> body = object(request);
        if (!accounts.accepts(text(body, "user"), text(body, "pass"))) {
            throw new Refused(401, "wrong user or password");
        }
        String token = secrets.next();
        userByToken.put(token, text(body, "user"));
        return Answer.json(200, "{\"token\":\"" + token + "\"}");
    }

    private Answer list(Request request) throws Refused {
        allow(request, HttpMethod.GET);
        user(request);
        String text = request.query("page") == null ? "1" : request.query("page");
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new Refused(400, "page must be a number from 1");
        }
        int page = Integer.parseInt(text);
        if (page > catalogue.pages()) {
            throw new Refused(404, "no page " + page + "; the last is " + catalogue.pages());
        }
        return Answer.json(200, catalogue.page(page));
    }

    private Answer search(Request request) throws Refused {
        allow(request, HttpMethod.GET);
        user(request);
        return Answer.json(200, catalogue.search(request.query("q")));
    }

    private Answer order(Request request) throws Refused {
        allow(request, HttpMethod.POST);
        String user = user(request);
        Map<?, ?> body = object(request);
        int item = wholeNumber(body, "item");
        int quantity = wholeNumber(body, "quantity");
        if (!catalogue.has(item)) {
            throw new Refused(400, "no item " + item);
        }
        if (quantity < 1 || quantity > QUANTITY_MAX) {
            throw new Refused(400, "quantity must be from 1 to " + QUANTITY_MAX);
        }
        Order order = new Order("A" + (1000 + ordersPlaced++), user, item, quantity);
        orders.put(order.id(), order);
        return Answer.json(201, order.toJson()).with("Location", ORDERS + order.id());
    }

    private Answer oneOrder(Request request) throws Refused {
        allow(request, HttpMethod.GET, HttpMethod.DELETE);
        String user = user(request);
        Order order = orders.get(request.path().substring(ORDERS.length()));
        if (order == null || !order.user().equals(user)) {
            throw new Refused(404, "no such order of yours");
        }
        if (request.isGet()) {
            return Answer.json(200, order.toJson());
        }
        orders.remove(order.id());
        return Answer.noContent();
    }

    private static void allow(Request request, HttpMethod... methods) throws Refused {
        StringBuilder allowed = new StringBuilder();
        for (HttpMethod method : methods) {
            if (request.method().equals(method)) {
                return;
            }
            allowed.append(allowed.length() == 0 ? "" : ", ").append(method.name());
        }
        throw new Refused(Answer.methodNotAllowed(allowed.toString()));
    }

    private String user(Request request) throws Refused {
        String given = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        if (given.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String user = userByToken.get(given.substring(BEARER.length()).trim());
            if (user != null) {
                return user;
            }
        }
        throw new Refused(
                Answer.error(401, "log in first: no valid bearer token").with("WWW-Authenticate", "Bearer"));
    }

    private static Map<?, ?> object(Request request) throws Refused {
        if (!request.mediaType().equals("application/json")) {
            throw new Refused(415, "Content-Type must be application/json");
        }
        try {
            return Json.readObject(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.body()))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new Refused(400, "the body is no UTF-8");
        } catch (Json.MalformedException e) {
            throw new Refused(400, "the body is no JSON object: " + e.getMessage());
        }
    }

    private static String text(Map<?, ?> body, String name) throws Refused {
        if (body.get(name) instanceof String text) {
            return text;
        }
        throw new Refused(400, name + " must be a text");
    }

    private static int wholeNumber(Map<?, ?> body, String name) throws Refused {
        if (body.get(name) instanceof BigDecimal number) {
            try {
                return number.intValueExact();
            } catch (ArithmeticException e) {
                throw new Refused(400, name + " must be a whole number of reasonable size");
            }
        }
        throw new Refused(400, name + " must be a number");
    }
}
