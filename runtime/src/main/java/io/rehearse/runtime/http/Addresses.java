package io.rehearse.runtime.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * What connections to a target are made to: the addresses of its name, at a port. New connections take those of the first one's
 * kind (IPv4 or IPv6) in turn; one that gets none tries the next, at last those of the other kind. Immutable.
 */
public final class Addresses {
    /** A connection tries so many at most, within its one connect timeout. */
    static final int TRIED_MAX = 3;

    private final InetSocketAddress[] all;
    private final int inTurn;

    private Addresses(List<InetSocketAddress> firstKind, List<InetSocketAddress> otherKind) {
        this.all = Stream.concat(firstKind.stream(), otherKind.stream()).toArray(InetSocketAddress[]::new);
        this.inTurn = firstKind.size();
    }

    /** @param only unresolved while nobody knows the name */
    public static Addresses of(InetSocketAddress only) {
        return new Addresses(List.of(only), List.of());
    }

    /** @param found at least one */
    public static Addresses of(List<InetAddress> found, int port) {
        Class<?> kind = found.get(0).getClass();
        return new Addresses(
                found.stream()
                        .filter(kind::isInstance)
                        .map(address -> new InetSocketAddress(address, port))
                        .toList(),
                found.stream()
                        .filter(address -> !kind.isInstance(address))
                        .map(address -> new InetSocketAddress(address, port))
                        .toList());
    }

    boolean isUnknown() {
        return all[0].isUnresolved();
    }

    int port() {
        return all[0].getPort();
    }

    /** How many a connection may try. */
    public int tries() {
        return Math.min(TRIED_MAX, all.length);
    }

    /**
     * Where a connection goes.
     *
     * @param turn any number; the next number is the next address
     * @param tried how many it has tried already, below {@link #tries}
     */
    public InetSocketAddress at(int turn, int tried) {
        return tried < inTurn ? all[Math.floorMod(turn + tried, inTurn)] : all[tried];
    }

    /** Those that are taken in turn, then the others. */
    public List<InetSocketAddress> all() {
        return List.of(all);
    }

    /** Those that are taken in turn. */
    public List<InetSocketAddress> inTurn() {
        return List.of(all).subList(0, inTurn);
    }

    Addresses atPort(int port) {
        return new Addresses(atPort(port, 0, inTurn), atPort(port, inTurn, all.length));
    }

    private List<InetSocketAddress> atPort(int port, int from, int to) {
        return Stream.of(all)
                .skip(from)
                .limit(to - from)
                .map(address -> address.isUnresolved()
                        ? InetSocketAddress.createUnresolved(address.getHostString(), port)
                        : new InetSocketAddress(address.getAddress(), port))
                .toList();
    }
}
