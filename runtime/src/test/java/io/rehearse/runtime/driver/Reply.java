package io.rehearse.runtime.driver;

import io.rehearse.journeys.data.Value;
import io.rehearse.runtime.response.Response;
import java.nio.charset.StandardCharsets;

/**
 * What the simulated server says to one request.
 *
 * @param outcome other than OK there is no answer
 * @param retryAfter value of that header; null for none
 */
record Reply(Outcome outcome, int status, String text, String retryAfter) implements Response {
    static final Reply OK = of(200, "");

    static Reply of(int status, String body) {
        return new Reply(Outcome.OK, status, body, null);
    }

    static Reply none(Outcome outcome) {
        return new Reply(outcome, 0, "", null);
    }

    Reply after(String seconds) {
        return new Reply(outcome, status, text, seconds);
    }

    @Override
    public boolean header(String name, Value into) {
        if (retryAfter == null || !name.equalsIgnoreCase("Retry-After")) {
            return false;
        }
        into.set(Value.Kind.TEXT, retryAfter);
        return true;
    }

    @Override
    public boolean cookie(String name, Value into) {
        return false;
    }

    @Override
    public byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int bodyLength() {
        return body().length;
    }

    @Override
    public long serviceNanos() {
        return 0;
    }
}
