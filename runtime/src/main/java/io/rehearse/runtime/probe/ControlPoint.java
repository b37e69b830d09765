package io.rehearse.runtime.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Something else that is reached over the same network as the target: when walks fail and it cannot be reached either, the failure
 * may be our own, and nothing was observed. Asked only when something failed; blocks for two seconds at most, and for a name that is
 * looked up. Belongs to the probe's thread.
 */
final class ControlPoint {
    private static final int CONNECT_MILLIS = 2000;
    /** Requests that were sent while the network was away fail later, at the latest when their time is up. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(30);

    private final URI url;
    private final InstantSource clock;
    private Instant asked = Instant.MIN;
    private String unreachable;
    private Instant awayUntil = Instant.MIN;

    /** @param url null: there is none, and everything was observed */
    ControlPoint(URI url, InstantSource clock) {
        this.url = url;
        this.clock = clock;
    }

    /**
     * @param at when the failure had been seen
     * @return why it says nothing about the target; empty if it does
     */
    Optional<String> against(Instant at) {
        if (url == null) {
            return Optional.empty();
        }
        if (asked.isBefore(at)) {
            unreachable = ask();
            asked = clock.instant();
            awayUntil = unreachable == null ? awayUntil : asked.plus(AFTERWARDS);
        }
        if (unreachable != null) {
            return Optional.of(
                    "walks failed, and the control point " + url + " cannot be reached either: " + unreachable);
        }
        return at.isBefore(awayUntil)
                ? Optional.of(
                        "walks failed that may have begun while the control point " + url + " could not be reached")
                : Optional.empty();
    }

    /** Null if it takes a connection, which is all that is wanted of it. */
    private String ask() {
        int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), port), CONNECT_MILLIS);
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
