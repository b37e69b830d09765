package io.rehearse.examples.shop;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param body    not to be changed afterwards: answers may share it
 * @param headers those beyond length, type, date and connection
 */
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    private static final String JSON = "application/json";
    private static final byte[] NOTHING = {};

    static Answer json(int status, String json) {
        return json(status, json.getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(int status, byte[] json) {
        return new Answer(status, JSON, json, Map.of());
    }

    static Answer error(int status, String message) {
        return json(status, "{\"error\":" + Json.quote(message) + "}");
    }

    static Answer html(int status, String html) {
        return new Answer(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Answer noContent() {
        return new Answer(204, null, NOTHING, Map.of());
    }

    /** 302: browsers go on with GET. */
    static Answer redirect(String location) {
        return new Answer(302, null, NOTHING, Map.of("Location", location));
    }

    static Answer methodNotAllowed(String allowed) {
        return error(405, "only " + allowed + " here").with("Allow", allowed);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new java.util.LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more);
    }
}
