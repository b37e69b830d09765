package io.rehearse.runtime.probe;

import java.nio.file.Path;

/**
 * Where the endpoints of a probe are. Beyond loopback only with TLS and a token, which {@link #problem} watches over.
 *
 * @param host name or address of an interface of this machine
 * @param port 0: any free one
 * @param certificate PEM file; null: no TLS
 * @param key PEM file; null: no TLS
 * @param token what a client must show; null: nothing
 */
public record Listen(String host, int port, Path certificate, Path key, String token) {
    private static final int TOKEN_MIN = 16;

    public static Listen onLoopback(int port) {
        return new Listen("127.0.0.1", port, null, null, null);
    }

    /** What is wrong with it, in words; null: nothing. */
    public String problem() {
        if ((certificate == null) != (key == null)) {
            return "TLS needs both --tls-certificate and --tls-key";
        }
        if (token != null && token.length() < TOKEN_MIN) {
            return "the token has " + token.length() + " characters: expected " + TOKEN_MIN + " or more, for example of"
                    + " openssl rand -hex 32";
        }
        if (!isLoopback() && (certificate == null || token == null)) {
            return "--listen " + host + ":" + port + " is reached from elsewhere, which needs TLS and a token: add"
                    + " --tls-certificate FILE --tls-key FILE, and --token-file FILE or the environment variable"
                    + " REHEARSE_PROBE_TOKEN; or listen on 127.0.0.1";
        }
        return null;
    }

    boolean isLoopback() {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** As a person types it into a browser. */
    public String url(int boundPort) {
        return (certificate == null ? "http://" : "https://") + host + ":" + boundPort + "/";
    }

    /** Without the token. */
    @Override
    public String toString() {
        return url(port);
    }
}
