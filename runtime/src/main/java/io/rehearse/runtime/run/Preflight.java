package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.http.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is looked at before any load: does every target's name resolve, does it take one connection, are there file
 * descriptors and ports for the users that are expected. May block, with a bound.
 */
final class Preflight {
    /** Descriptors the process needs besides its connections. */
    private static final int DESCRIPTORS_OWN = 200;

    private static final int NAME_SECONDS_MAX = 10;

    private Preflight() {}

    /**
     * @param addresses of every side's targets
     * @param notes in words, for the plain lines and the manifest
     */
    record Found(Map<Target, InetSocketAddress> addresses, List<String> notes) {}

    /** @param watching whether a target that takes no connection is what is to be seen, and no reason not to start */
    static Found of(List<Plan> sides, Load load, int lanes, boolean watching) throws PreflightException {
        Map<Target, InetSocketAddress> addresses = new HashMap<>();
        List<String> notes = new ArrayList<>();
        long connectionsMax = 0;
        long portsMax = 0;
        for (int side = 0; side < sides.size(); side++) {
            Plan plan = sides.get(side);
            String where = sides.size() > 1 ? " of " + PlanManifest.nameOfSide(sides, side) : "";
            for (Target target : plan.targets()) {
                InetSocketAddress address = resolve(target, where);
                sources(target);
                addresses.put(target, address);
                notes.add(connected(target, where, address, watching));
                long connections = connections(plan, target, load, lanes);
                connectionsMax += connections;
                portsMax += portsOfOneSource(target, connections);
            }
        }
        descriptors(connectionsMax);
        ports(portsMax, Proc.ports(Proc.text(Proc.PORT_RANGE)).orElse(Long.MAX_VALUE));
        notes.add("expect " + ExpectedUsers.of(sides.get(0), load) * sides.size() + " users in flight");
        return new Found(addresses, notes);
    }

    private static long connections(Plan plan, Target target, Load load, int lanes) {
        int users = ExpectedUsers.of(plan, load);
        if (target.connections().policy() == Target.Connections.Policy.SHARED) {
            return Math.min(users, (long) lanes * target.connections().max());
        }
        return users;
    }

    /** @param where which environment's it is, where there are two */
    private static InetSocketAddress resolve(Target target, String where) throws PreflightException {
        URI url = target.url();
        InetSocketAddress wanted = Endpoint.unresolved(target);
        int port = wanted.getPort();
        String host = wanted.getHostString();
        FutureTask<InetAddress> lookUp = new FutureTask<>(() -> InetAddress.getByName(host));
        Thread thread = new Thread(lookUp, "name-look-up");
        thread.setDaemon(true);
        thread.start();
        try {
            return new InetSocketAddress(lookUp.get(NAME_SECONDS_MAX, TimeUnit.SECONDS), port);
        } catch (TimeoutException e) {
            throw new PreflightException(
                    "target " + target.name() + where + ": no answer about the name " + host + " within "
                            + NAME_SECONDS_MAX + " s; check the name server",
                    e);
        } catch (ExecutionException e) {
            String found = e.getCause() instanceof UnknownHostException
                    ? "unknown host " + host
                    : e.getCause().getMessage();
            throw new PreflightException(
                    "target " + target.name() + where + ": " + found + "; check the URL " + url + " (--target "
                            + target.name() + "=URL gives another)",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PreflightException("interrupted while looking up " + host, e);
        }
    }

    private static String connected(Target target, String where, InetSocketAddress address, boolean watching)
            throws PreflightException {
        String place = address.getAddress().getHostAddress() + ":" + address.getPort();
        long start = Clock.SYSTEM.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) (target.connections().connectTimeoutNanos() / 1_000_000));
            long millis = Math.max(1, (Clock.SYSTEM.nanoTime() - start) / 1_000_000);
            return target.name() + where + " is " + place + ", connects in " + millis + " ms";
        } catch (IOException e) {
            String found = "target " + target.name() + where + ": no connection to " + target.url() + " (" + place
                    + "): " + e.getMessage();
            if (watching) {
                return found;
            }
            throw new PreflightException(found + "; is it running?", e);
        }
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
