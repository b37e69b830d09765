package io.rehearse.runtime.http;

import io.netty.channel.ConnectTimeoutException;
import io.rehearse.runtime.driver.Outcome;
import java.net.ConnectException;

/** What went wrong with a connection: which outcome it is, and the words for it. */
final class Failures {
    private Failures() {}

    static int timeoutMillis(Endpoint endpoint) {
        long millis = endpoint.target.connections().connectTimeoutNanos() / 1_000_000;
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }

    static Problem unknownHost(Endpoint endpoint) {
        return new Problem(Outcome.DNS_FAILED, "no address found for " + endpoint.host);
    }

    /** A connection that could not be made. Netty's causes differ by transport, the system's words do not. */
    static Problem connect(Throwable cause, Endpoint endpoint) {
        String at = endpoint.proxy() == null ? endpoint.origin() : endpoint.proxyInWords();
        String said = messages(cause);
        if (cause instanceof ConnectTimeoutException) {
            return new Problem(
                    Outcome.CONNECT_TIMEOUT,
                    at + " did not accept a connection within " + timeoutMillis(endpoint) + " ms");
        }
        if (said.contains("Too many open files")) {
            return new Problem(
                    Outcome.NO_DESCRIPTORS, "this process has no file descriptor left for a connection to " + at);
        }
        if (said.contains("Cannot assign requested address") || said.contains("Address already in use")) {
            return new Problem(Outcome.NO_PORTS, "this machine has no local port left for a connection to " + at);
        }
        if (said.contains("Connection refused")) {
            return new Problem(Outcome.REFUSED, at + " refused the connection");
        }
        if (Tls.isFailure(cause)) {
            boolean stalled = said.contains("handshake timed out");
            return new Problem(
                    Outcome.TLS_FAILED,
                    stalled
                            ? at + " did not finish the TLS handshake within " + timeoutMillis(endpoint) + " ms"
                            : Tls.words(cause, endpoint.host));
        }
        if (cause instanceof ConnectException || said.contains("unreachable") || said.contains("No route to host")) {
            return new Problem(Outcome.REFUSED, at + " cannot be reached: " + cause.getMessage());
        }
        if (endpoint.tls != null) {
            return new Problem(Outcome.TLS_FAILED, at + " closed the connection in the TLS handshake");
        }
        return new Problem(Outcome.RESET, "the connection to " + at + " was lost while it was made: " + said);
    }

    /** A connection that ended before the answer did. */
    static String lost(Throwable cause, ResponseDecoder decoder, boolean reused, Visitor visitor) {
        String how = cause == null
                ? "closed"
                : messages(cause).contains("reset") ? "reset" : "lost (" + messages(cause) + ")";
        if (decoder != null) {
            return "the connection was " + how + " " + decoder.progress();
        }
        String text = "the connection was " + how + " before any byte of the answer";
        if (visitor.retried) {
            return text + ", also when the request was sent again";
        }
        return reused && !visitor.isIdempotent()
                ? text + "; it had carried requests before, and " + visitor.method
                        + " is not sent again because the server may have acted on it"
                : text;
    }

    private static String messages(Throwable cause) {
        StringBuilder text = new StringBuilder();
        for (Throwable next = cause; next != null && text.length() < 500; next = next.getCause()) {
            text.append(text.isEmpty() ? "" : ": ")
                    .append(next.getMessage() == null ? next.getClass().getSimpleName() : next.getMessage());
        }
        return text.toString();
    }
}
