package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Tries;
import java.util.List;

/**
 * How many users a load is expected to have at once, before anything is measured: arrivals per second times the mean time
 * of a walk (Little's law). What only a run can tell is assumed: half a second for each step, 5 elements
 * in a list that is repeated over, half of a poll's {@code upTo}, and a {@code when} that goes either way equally often.
 */
public final class ExpectedUsers {
    private static final double STEP_SECONDS = 0.5;
    private static final double ELEMENTS = 5;
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

    /**
     * The bound on users at once: for each side ten times what is expected, at least 1 000; an arrival beyond it is dropped.
     */
    public static int inFlightMax(Plan plan, Load load, int sides) {
        return (int) Math.min(Integer.MAX_VALUE, sides * Math.max(IN_FLIGHT_MIN, 10L * of(plan, load)));
    }

    /** What the numbers rest on, in words. */
    public static String assumptions(Plan plan) {
        boolean lists = plan.journeys().stream().anyMatch(journey -> has(Node.ForEach.class, journey.body()));
        boolean whens = plan.journeys().stream().anyMatch(journey -> has(Node.When.class, journey.body()));
        boolean polls = plan.steps().stream().anyMatch(step -> step.tries() instanceof Tries.Poll);
        return "0.5 s a step" + (lists ? ", 5 elements in a list" : "") + (polls ? ", half of a poll's upTo" : "")
                + (whens ? ", each way of a when equally often" : "");
    }

    private static boolean has(Class<? extends Node> kind, List<Node> nodes) {
        return nodes.stream()
                .anyMatch(
                        node -> kind.isInstance(node) || node.blocks().stream().anyMatch(block -> has(kind, block)));
    }

    /** Mean time of a walk in seconds, over the journeys by weight. */
    static double walkSeconds(Plan plan) {
        return mean(plan, ExpectedUsers::seconds);
    }

    /** Mean number of steps of a walk, over the journeys by weight. */
    static double walkSteps(Plan plan) {
        return mean(plan, node -> node instanceof Step ? 1 : 0);
    }

    private static double mean(Plan plan, java.util.function.ToDoubleFunction<Node> worth) {
        double sum = 0;
        double weights = 0;
        for (Journey journey : plan.journeys()) {
            sum += journey.weight() * expected(journey.body(), worth);
            weights += journey.weight();
        }
        return sum / weights;
    }

    private static double expected(List<Node> nodes, java.util.function.ToDoubleFunction<Node> worth) {
        double sum = 0;
        for (Node node : nodes) {
            double[] shares = shares(node);
            sum += worth.applyAsDouble(node);
            for (int i = 0; i < node.blocks().size(); i++) {
                sum += shares[i] * expected(node.blocks().get(i), worth);
            }
        }
        return sum;
    }

    /** How often each block of a node is expected to be walked. */
    private static double[] shares(Node node) {
        if (node instanceof Node.Repeat repeat) {
            return new double[] {repeat.times()};
        } else if (node instanceof Node.ForEach) {
            return new double[] {ELEMENTS};
        } else if (node instanceof Node.Chance chance) {
            return new double[] {chance.share(), 1 - chance.share()};
        } else if (node instanceof Node.When) {
            return new double[] {0.5, 0.5};
        }
        return new double[] {1};
    }

    private static double seconds(Node node) {
        if (node instanceof Step step) {
            return STEP_SECONDS + (step.tries() instanceof Tries.Poll poll ? poll.upToNanos() / 2e9 : 0);
        } else if (node instanceof Node.Think think) {
            return think.distribution() == Node.Distribution.UNIFORM
                    ? (think.fromNanos() + think.toNanos()) / 2e9
                    : think.fromNanos() / 1e9;
        }
        return 0;
    }
}
