package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.objective.Figures;
import io.rehearse.runtime.run.ExpectedUsers;
import java.util.List;

/** A load nobody can have meant is refused, and not tried until the memory is used up. */
final class UsersAtOnce {
    private static final int MAX = 1_000_000;

    private UsersAtOnce() {}

    /** @param plans the sides, which all get the load */
    static void check(List<Plan> plans, Load load) {
        Plan plan = plans.get(0);
        int most = ExpectedUsers.inFlightMax(plan, load, plans.size());
        if (most <= MAX) {
            return;
        }
        boolean open = load.model() == Load.Model.OPEN;
        String amount =
                open ? Figures.digits(load.perSecondMax()) + " users per second" : load.usersMax() + " users at once";
        long expected = (long) ExpectedUsers.of(plan, load) * plans.size();
        throw Failure.invalid("load '" + load.name() + "' asks for " + amount
                + (plans.size() > 1 ? " on each side" : "")
                + (open ? ", which would be about " + expected + " users at once" : "")
                + "; with room for ten times as many when the target is slow that is more than " + MAX
                + ", the most this tool holds. Lower the "
                + (open
                        ? "rate, or make the walks shorter (assumed: " + ExpectedUsers.assumptions(plan) + ")"
                        : "number"));
    }
}
