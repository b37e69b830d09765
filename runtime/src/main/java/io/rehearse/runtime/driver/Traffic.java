package io.rehearse.runtime.driver;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import java.util.List;

/**
 * What the lanes are to drive: the same for all of them.
 *
 * @param sides one plan, or two of equal measured content: the environment's own targets and values for each side
 * @param load who comes when
 * @param seed of everything drawn
 * @param lanes how many share it; lane i takes the arrivals k ≡ i mod lanes
 * @param startNanos clock time of the load's first moment
 * @param inFlightMax most walks at once over all lanes, half of them on each of two sides; an arrival beyond it is dropped
 *     and counted
 * @param graceNanos how long walks may go on after the last arrival
 * @param intervalNanos width of an interval of results
 * @param traced whether every step is kept in words (a functional run shown step by step)
 * @param firstArrival number of the first arrival, from which everything is drawn; 0 but after a restart
 * @param showsSecrets whether those words are not masked; they then go to a screen and nowhere else
 */
public record Traffic(
        List<Plan> sides,
        Load load,
        long seed,
        int lanes,
        long startNanos,
        int inFlightMax,
        long graceNanos,
        long intervalNanos,
        boolean traced,
        long firstArrival,
        boolean showsSecrets) {

    public Traffic {
        sides = List.copyOf(sides);
    }

    /** From arrival 0 on. */
    public Traffic(
            List<Plan> sides,
            Load load,
            long seed,
            int lanes,
            long startNanos,
            int inFlightMax,
            long graceNanos,
            long intervalNanos,
            boolean traced) {
        this(sides, load, seed, lanes, startNanos, inFlightMax, graceNanos, intervalNanos, traced, 0, false);
    }

    /** Number of phases results are kept for: those of the load and, last, the drain after it. */
    public int phases() {
        return load.phases().size() + 1;
    }

    /** Index of the drain: what is due after the load's end. Never judged. */
    public int drain() {
        return load.phases().size();
    }
}
