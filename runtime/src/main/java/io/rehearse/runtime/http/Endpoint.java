package io.rehearse.runtime.http;

import io.netty.handler.ssl.SslContext;
import io.rehearse.journeys.plan.Target;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Where a target is reached: an origin (scheme, host, port), the address behind it and how to talk to it. Immutable;
 * shared by all lanes.
 */
public final class Endpoint {
    final Target target;
    final boolean secure;
    /** As in the URL, lower case, IPv6 in brackets. */
    final String host;

    final int port;
    /** Path of the target's URL without a slash at its end; empty for the root. */
    final String basePath;
    /** What to connect to; unresolved if the name is unknown. */
    final InetSocketAddress address;

    /** Null for plain http. */
    final SslContext tls;

    /** The same, for where a redirect leads from plain http; made by whoever comes first, at the latest by who needs it. */
    private final FutureTask<SslContext> tlsLater;

    final byte[] hostLine;
    final byte[] pathPrefix;

    private Endpoint(
            Target target,
            boolean secure,
            String host,
            int port,
            String basePath,
            InetSocketAddress address,
            FutureTask<SslContext> tlsLater) {
        this.target = target;
        this.secure = secure;
        this.host = host;
        this.port = port;
        this.basePath = basePath;
        this.address = address;
        this.tlsLater = tlsLater;
        this.tls = secure ? made(tlsLater) : null;
        this.pathPrefix = HeadText.ascii(basePath);
        boolean defaultPort = port == (secure ? 443 : 80);
        this.hostLine = HeadText.ascii("Host: " + host + (defaultPort ? "" : ":" + port) + "\r\n");
    }

    /**
     * @param address what to connect to, looked up before the run; unresolved if that failed, and each step then ends as
     *     DNS_FAILED
     * @throws IllegalArgumentException for a URL that is not http or https, or TLS files that cannot be read
     */
    public static Endpoint of(Target target, InetSocketAddress address) {
        return of(target, address, Tls::context);
    }

    static Endpoint of(Target target, InetSocketAddress address, Function<Target, SslContext> tls) {
        return of(target, address, new FutureTask<>(() -> tls.apply(target)));
    }

    /** @param tls makes what the target's TLS settings say; shared by targets with the same ones */
    static Endpoint of(Target target, InetSocketAddress address, FutureTask<SslContext> tls) {
        URI url = target.url();
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "target '" + target.name() + "': " + url + " is not an http or https URL with a host");
        }
        boolean secure = scheme.equals("https");
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return new Endpoint(
                target,
                secure,
                url.getHost().toLowerCase(Locale.ROOT),
                port(url, secure),
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                address,
                tls);
    }

    /** Where a target's URL says to connect to: host and port, not looked up yet. */
    public static InetSocketAddress unresolved(Target target) {
        URI url = target.url();
        return InetSocketAddress.createUnresolved(url.getHost(), port(url, "https".equalsIgnoreCase(url.getScheme())));
    }

    private static int port(URI url, boolean secure) {
        return url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    }

    /** The same host at another port or scheme, where a redirect led. */
    Endpoint beside(boolean secure, int port) {
        InetSocketAddress beside = address.isUnresolved()
                ? InetSocketAddress.createUnresolved(address.getHostString(), port)
                : new InetSocketAddress(address.getAddress(), port);
        return new Endpoint(target, secure, host, port, "", beside, tlsLater);
    }

    /** Makes what TLS needs, if nobody has; what is wrong with it is told where it is needed. */
    void prepareTls() {
        tlsLater.run();
    }

    private static SslContext made(FutureTask<SslContext> tls) {
        tls.run();
        try {
            return tls.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IllegalArgumentException said
                    ? said
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("interrupted while TLS was set up", e);
        }
    }

    boolean isOrigin(boolean secure, String host, int port) {
        return this.secure == secure && this.port == port && this.host.equals(host);
    }

    /** {@code https://host:port}, for people and for resolving references. */
    String origin() {
        boolean defaultPort = port == (secure ? 443 : 80);
        return (secure ? "https://" : "http://") + host + (defaultPort ? "" : ":" + port);
    }

    Map<String, String> headers() {
        return target.headers();
    }

    @Override
    public String toString() {
        return origin() + basePath;
    }
}
