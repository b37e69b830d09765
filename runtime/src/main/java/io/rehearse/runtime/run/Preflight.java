package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.http.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * What is looked at before any load: does every target's name resolve, does it take one connection, are there file
 * descriptors and ports for the users that are expected. May block, with a bound.
 */
final class Preflight {
    /** Descriptors the process needs besides its connections. */
    private static final int DESCRIPTORS_OWN = 200;

    /** So many addresses of a target are looked at. */
    private static final int ADDRESSES_MAX = 8;

    private Preflight() {}

    /**
     * @param names where the names of the targets are looked up
     * @param watching whether a target that is unknown or takes no connection is what is to be seen, and no reason not to start
     * @return what was found, in words, for the plain lines and the manifest
     */
    static List<String> of(List<Plan> sides, Load load, int lanes, Names names, boolean watching)
            throws PreflightException {
        List<String> notes = new ArrayList<>();
        long connectionsMax = 0;
        long portsMax = 0;
        for (int side = 0; side < sides.size(); side++) {
            Plan plan = sides.get(side);
            String where = sides.size() > 1 ? " of " + PlanManifest.nameOfSide(sides, side) : "";
            for (Target target : plan.targets()) {
                sources(target);
                String unknown = unknown(target, where, names);
                if (unknown == null) {
                    notes.addAll(connected(target, where, names.addresses(target), watching));
                } else if (watching) {
                    notes.add(unknown);
                } else {
                    throw new PreflightException(unknown, null);
                }
                long connections = connections(plan, target, load, lanes);
                connectionsMax += connections;
                portsMax += portsOfOneSource(target, connections);
            }
        }
        descriptors(connectionsMax);
        ports(portsMax, Proc.ports(Proc.text(Proc.PORT_RANGE)).orElse(Long.MAX_VALUE));
        notes.add("expect " + ExpectedUsers.of(sides.get(0), load) * sides.size() + " users in flight");
        return notes;
    }

    private static long connections(Plan plan, Target target, Load load, int lanes) {
        int users = ExpectedUsers.of(plan, load);
        if (target.connections().policy() == Target.Connections.Policy.SHARED) {
            return Math.min(users, (long) lanes * target.connections().max());
        }
        return users;
    }

    /**
     * @param where which environment's it is, where there are two
     * @return null if its name is known
     */
    private static String unknown(Target target, String where, Names names) throws PreflightException {
        try {
            String problem = names.find(target);
            return problem == null
                    ? null
                    : "target " + target.name() + where + ": " + problem + "; check the URL " + target.url()
                            + " (--target " + target.name() + "=URL gives another) and the name server";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PreflightException("interrupted while looking up the name of target " + target.name(), e);
        }
    }

    /** Each address that connections take in turn is looked at: one that is dead costs every other user time. */
    private static List<String> connected(Target target, String where, Addresses addresses, boolean watching)
            throws PreflightException {
        List<String> notes = new ArrayList<>();
        List<String> dead = new ArrayList<>();
        long timeoutMillis = target.connections().connectTimeoutNanos() / 1_000_000;
        for (InetSocketAddress address : addresses.all()) {
            boolean needed = notes.isEmpty() || addresses.inTurn().contains(address);
            if (!needed || notes.size() + dead.size() == ADDRESSES_MAX) {
                break;
            }
            String place = address.getAddress().getHostAddress() + ":" + address.getPort();
            long start = Clock.SYSTEM.nanoTime();
            try (Socket socket = new Socket()) {
                socket.connect(address, (int) Math.max(1, timeoutMillis / addresses.tries()));
                long millis = Math.max(1, (Clock.SYSTEM.nanoTime() - start) / 1_000_000);
                notes.add(target.name() + where + " is " + place + ", connects in " + millis + " ms");
            } catch (IOException e) {
                String proxy = target.route()
                        .proxy()
                        .map(through -> "the proxy " + through + " of ")
                        .orElse("");
                dead.add("target " + target.name() + where + ": no connection to " + proxy + target.url() + " (" + place
                        + "): " + e.getMessage());
            }
        }
        if (notes.isEmpty() && !watching) {
            throw new PreflightException(String.join("; ", dead) + "; is it running?", null);
        }
        notes.addAll(dead);
        return notes;
    }

    private static void sources(Target target) throws PreflightException {
        for (String source : target.route().sources()) {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(source, 0));
            } catch (IOException e) {
                throw new PreflightException(
                        "target " + target.name() + ": source " + source + " is no address of this machine: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private static void descriptors(long connections) throws PreflightException {
        Long limit = new GeneratorHealth().sample().descriptorsMax();
        if (limit != null && connections + DESCRIPTORS_OWN > limit) {
            throw new PreflightException(
                    "about " + connections + " connections need more file descriptors than this process may open ("
                            + limit + "); raise it with ulimit -n " + (connections + DESCRIPTORS_OWN)
                            + " or use connections shared",
                    null);
        }
    }

    /** Each source address has all ports of the machine for itself. */
    static long portsOfOneSource(Target target, long connections) {
        int sources = Math.max(1, target.route().sources().size());
        return (connections + sources - 1) / sources;
    }

    /** @param wanted from one source address */
    static void ports(long wanted, long ports) throws PreflightException {
        if (wanted > ports) {
            throw new PreflightException(
                    "about " + wanted
                            + " connections from one address need more local ports than this machine gives out ("
                            + ports + ", net.ipv4.ip_local_port_range); more come with more addresses: --source"
                            + " 10.0.0.1,10.0.0.2",
                    null);
        }
    }
}
