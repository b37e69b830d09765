package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.data.Value.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A response made by hand. */
record Answer(int status, Map<String, String> headers, Map<String, String> cookies, byte[] body, long serviceNanos)
        implements Response {

    static Answer of(int status, String body) {
        return of(status, body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(int status, byte[] body) {
        return new Answer(status, Map.of(), Map.of(), body, 1_000_000);
    }

    Answer header(String name, String value) {
        return new Answer(status, Map.of(name, value), cookies, body, serviceNanos);
    }

    Answer cookie(String name, String value) {
        return new Answer(status, headers, Map.of(name, value), body, serviceNanos);
    }

    Answer after(long nanos) {
        return new Answer(status, headers, cookies, body, nanos);
    }

    @Override
    public boolean header(String name, Value into) {
        return put(headers.get(name), into);
    }

    @Override
    public boolean cookie(String name, Value into) {
        return put(cookies.get(name), into);
    }

    private static boolean put(String value, Value into) {
        if (value != null) {
            into.set(Kind.TEXT, value);
        }
        return value != null;
    }

    @Override
    public int bodyLength() {
        return body.length;
    }
}
