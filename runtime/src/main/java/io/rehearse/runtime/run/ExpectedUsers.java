package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;

/**
 * How many users a load is expected to have at once, before anything is measured: arrivals per second times the mean time
 * of a walk (Little's law), with half a second assumed for each step.
 */
public final class ExpectedUsers {
    private static final double STEP_SECONDS = 0.5;
    private static final int IN_FLIGHT_MIN = 1000;

    private ExpectedUsers() {}

    /** The largest number at once over all phases. */
    public static int of(Plan plan, Load load) {
        double most = 0;
        for (Load.Phase phase : load.phases()) {
            double rate = Math.max(phase.fromPerSecond(), phase.toPerSecond());
            most = Math.max(most, load.model() == Load.Model.OPEN ? rate * walkSeconds(plan) : phase.users());
        }
        return (int) Math.ceil(most);
    }

    /** The bound on users at once: ten times what is expected, at least 1 000; an arrival beyond it is dropped. */
    public static int inFlightMax(Plan plan, Load load, int sides) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(IN_FLIGHT_MIN, 10L * sides * of(plan, load)));
    }

    /** Mean time of a walk in seconds, over the journeys by weight. */
    static double walkSeconds(Plan plan) {
        double sum = 0;
        double weights = 0;
        for (Journey journey : plan.journeys()) {
            double seconds = 0;
            for (Node node : journey.body()) {
                if (node instanceof Step) {
                    seconds += STEP_SECONDS;
                } else if (node instanceof Node.Think think) {
                    seconds += think.distribution() == Node.Distribution.UNIFORM
                            ? (think.fromNanos() + think.toNanos()) / 2e9
                            : think.fromNanos() / 1e9;
                }
            }
            sum += journey.weight() * seconds;
            weights += journey.weight();
        }
        return sum / weights;
    }
}
