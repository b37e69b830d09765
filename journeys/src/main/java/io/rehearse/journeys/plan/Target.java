package io.rehearse.journeys.plan;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A system under test.
 *
 * @param index place in {@link Plan#targets()}
 * @param name the script's word for it
 * @param url base URL, http or https; paths of steps are resolved against it. For an embedded target it is filled in
 *     after the embedded server has started and is {@code http://127.0.0.1:0} until then
 * @param embedded name of an embedded server that the run starts and stops ("shop"), if the environment says so
 * @param headers sent with every request to it, in order
 * @param connections how connections are kept
 * @param tls how the server is verified
 * @param route how connections get to it
 * @param limits how much of its answers is taken
 * @param allowed whether the environment allows load on this host without {@code --yes}
 */
public record Target(
        int index,
        String name,
        URI url,
        Optional<String> embedded,
        Map<String, String> headers,
        Connections connections,
        Tls tls,
        Route route,
        Limits limits,
        boolean allowed) {

    /** A target that is reached directly, with the limits nobody changed. */
    public Target(
            int index,
            String name,
            URI url,
            Optional<String> embedded,
            Map<String, String> headers,
            Connections connections,
            Tls tls,
            boolean allowed) {
        this(index, name, url, embedded, headers, connections, tls, Route.DIRECT, Limits.DEFAULT, allowed);
    }

    /** The same target at another address. */
    public Target at(URI url) {
        return new Target(index, name, url, embedded, headers, connections, tls, route, limits, allowed);
    }

    /**
     * How connections to a target are kept; part of what is measured, so part of the fingerprint.
     *
     * @param policy who owns a connection
     * @param max most connections per lane and target under {@link Policy#SHARED}; {@link #UNLIMITED} for no limit
     * @param connectTimeoutNanos from the start of a connect to its end, name look-up included
     */
    public record Connections(Policy policy, int max, long connectTimeoutNanos) {
        public static final int UNLIMITED = Integer.MAX_VALUE;
        public static final int CONNECTING_MAX = 16;

        /** As the language writes it: {@code shared, max: 64}. */
        public String text() {
            return switch (policy) {
                case SHARED -> "shared, max: " + (max == UNLIMITED ? "unlimited" : max);
                case PER_USER -> "perUser";
                case FRESH -> "fresh";
            };
        }

        public enum Policy {
            /** A waiter takes whatever comes first, an idle connection or a finished connect. */
            SHARED,
            /** A session owns its connections until its walk ends. */
            PER_USER,
            /** One exchange, one connection. */
            FRESH
        }
    }

    /**
     * @param insecure accept any certificate for any name
     * @param caFile PEM file of trusted certificates instead of the platform's
     * @param certificateFile PEM file of the client's certificate chain
     * @param keyFile PEM file of the client's key
     * @param serverName name to send (SNI) and to verify, instead of the URL's host
     * @param resumption who resumes the TLS session of an earlier connection; part of what is measured
     */
    public record Tls(
            boolean insecure,
            Optional<String> caFile,
            Optional<String> certificateFile,
            Optional<String> keyFile,
            Optional<String> serverName,
            Resumption resumption) {

        /** Every connection may resume a session. */
        public Tls(
                boolean insecure,
                Optional<String> caFile,
                Optional<String> certificateFile,
                Optional<String> keyFile,
                Optional<String> serverName) {
            this(insecure, caFile, certificateFile, keyFile, serverName, Resumption.ON);
        }

        /** Verified by the URL's host. */
        public Tls(
                boolean insecure, Optional<String> caFile, Optional<String> certificateFile, Optional<String> keyFile) {
            this(insecure, caFile, certificateFile, keyFile, Optional.empty());
        }

        /** Whose session a new connection resumes, if the server lets it. */
        public enum Resumption {
            /** Anybody's, as one browser or one service would. */
            ON,
            /** Nobody's: each handshake is a full one. */
            OFF,
            /** The user's own, as many browsers would. */
            PER_USER
        }
    }
}
