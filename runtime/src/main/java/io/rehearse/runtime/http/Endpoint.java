package io.rehearse.runtime.http;

import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import io.rehearse.journeys.plan.Route;
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
    /** What to connect to at first. */
    final Addresses addresses;

    /** Null for plain http. */
    final SslContext tls;

    /** The same, for where a redirect leads from plain http; made by whoever comes first, at the latest by who needs it. */
    private final FutureTask<SslContext> tlsLater;

    /** Local addresses, taken in turn; none for whatever the system chooses. */
    final InetSocketAddress[] sources;
    /** Where the proxy, if there is one, is asked to connect to. */
    private final int destinationPort;

    final byte[] hostLine;
    final byte[] pathPrefix;

    private Endpoint(
            Target target,
            boolean secure,
            String host,
            int port,
            String basePath,
            Addresses addresses,
            FutureTask<SslContext> tlsLater,
            int destinationPort) {
        this.target = target;
        this.secure = secure;
        this.host = host;
        this.port = port;
        this.basePath = basePath;
        this.addresses = addresses;
        this.destinationPort = destinationPort;
        this.sources = target.route().sources().stream()
                .map(source -> new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(source), 0))
                .toArray(InetSocketAddress[]::new);
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
        return of(target, Addresses.of(address), new FutureTask<>(() -> tls.apply(target)));
    }

    /** @param tls makes what the target's TLS settings say; shared by targets with the same ones */
    static Endpoint of(Target target, Addresses addresses, FutureTask<SslContext> tls) {
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
                addresses,
                tls,
                target.route()
                        .connectTo()
                        .filter(place -> place.port() != 0)
                        .map(Route.Place::port)
                        .orElse(port(url, secure)));
    }

    /** Where connections go that are for a target: host and port of it, or of its proxy; not looked up yet. */
    public static InetSocketAddress unresolved(Target target) {
        URI url = target.url();
        int port = port(url, "https".equalsIgnoreCase(url.getScheme()));
        Route.Place place = target.route()
                .proxy()
                .map(Route.Proxy::place)
                .or(target.route()::connectTo)
                .orElse(new Route.Place(withoutBrackets(url.getHost()), port));
        return InetSocketAddress.createUnresolved(place.host(), place.port() == 0 ? port : place.port());
    }

    /** Whether a host is an address already, which nobody has to look up. */
    public static boolean isLiteral(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI url, boolean secure) {
        return url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    }

    /**
     * The same host at another port or scheme, where a redirect led.
     *
     * @param addresses what this one is connected to by now
     */
    Endpoint beside(boolean secure, int port, Addresses addresses) {
        Addresses beside = proxy() != null ? addresses : addresses.atPort(port);
        return new Endpoint(target, secure, host, port, "", beside, tlsLater, port);
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

    /** Null without one. */
    Route.Proxy proxy() {
        return target.route().proxy().orElse(null);
    }

    /** For messages: who is asked first. */
    String proxyInWords() {
        return "the proxy " + proxy();
    }

    /** Host the proxy is asked for, IPv6 without brackets. */
    String destinationHost() {
        return target.route().connectTo().map(Route.Place::host).orElse(withoutBrackets(host));
    }

    int destinationPort() {
        return destinationPort;
    }

    /** {@code host:port} the proxy is asked for. */
    String destination() {
        return new Route.Place(destinationHost(), destinationPort).text();
    }

    /** Name for TLS: sent, and verified. */
    String tlsName() {
        return target.tls().serverName().orElse(withoutBrackets(host));
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
