package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.reports.objective.Figures;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;

/** A load that could hurt somebody is sent to another machine only when somebody says that it may be. */
final class Permission {
    private static final double PER_SECOND_FREE = 100;
    private static final int USERS_FREE = 100;

    private Permission() {}

    /**
     * @param yes whatever host it is
     * @param allowed hosts that may be loaded
     * @throws Failure naming the host and what to say if the load is meant
     */
    static void check(List<Plan> plans, Load load, boolean yes, Collection<String> allowed) {
        if (yes) {
            return;
        }
        for (Plan plan : plans) {
            for (Target target : plan.targets()) {
                String host = target.url().getHost();
                // side by side a host that both sides go to gets the load twice
                long sides = plans.stream()
                        .filter(p -> p.targets().stream()
                                .anyMatch(t -> host.equals(t.url().getHost())))
                        .count();
                String amount = amount(load, sides);
                boolean free = amount.isEmpty() || target.allowed() || allowed.contains(host) || isLoopback(host);
                if (!free) {
                    throw Failure.invalid("load '" + load.name() + "' sends " + amount + " to " + host
                            + ", which is not this machine. If it may be loaded so, say --allow " + host
                            + " or --yes, or write allow: true under target " + target.name()
                            + " in the environment file");
                }
            }
        }
    }

    /** What is beyond the harmless, in words; empty if nothing is. */
    private static String amount(Load load, long sides) {
        double perSecond = sides * load.perSecondMax();
        long users = sides * load.usersMax();
        return perSecond > PER_SECOND_FREE
                ? "up to " + Figures.digits(perSecond) + " users per second"
                : users > USERS_FREE ? users + " users at once" : "";
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            // whether it exists is told before the start; here it counts as another machine
            return false;
        }
    }
}
