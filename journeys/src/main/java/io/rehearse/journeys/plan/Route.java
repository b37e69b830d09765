package io.rehearse.journeys.plan;

import java.util.List;
import java.util.Optional;

/**
 * How connections get to a target, where that is not just its URL's host. Part of the environment, never of what is
 * measured.
 *
 * @param connectTo where to connect instead of the URL's host and port, which stay in Host and in TLS
 * @param sources local addresses, taken in turn; empty for whatever the system chooses
 * @param proxy through which connections are made
 */
public record Route(Optional<Place> connectTo, List<String> sources, Optional<Proxy> proxy) {
    /** Straight to the URL's host. */
    public static final Route DIRECT = new Route(Optional.empty(), List.of(), Optional.empty());

    public Route {
        sources = List.copyOf(sources);
    }

    /**
     * @param host name or address, IPv6 without brackets
     * @param port from 1 on; 0 for the URL's
     */
    public record Place(String host, int port) {
        /** As it is written: IPv6 in brackets. */
        public String text() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + (port == 0 ? "" : ":" + port);
        }
    }

    /**
     * @param kind how it is asked
     * @param user empty without authentication
     * @param password masked wherever it is shown
     */
    public record Proxy(Kind kind, Place place, String user, String password) {
        /** How a proxy is asked for a connection; all of a target's traffic goes through it, plain http too. */
        public enum Kind {
            /** HTTP CONNECT (RFC 9110, 9.3.6), with basic authentication. */
            HTTP,
            /** SOCKS 5 (RFC 1928), with user and password (RFC 1929). */
            SOCKS5
        }

        /** Without user and password. */
        @Override
        public String toString() {
            return (kind == Kind.HTTP ? "http://" : "socks5://") + place.text();
        }
    }
}
