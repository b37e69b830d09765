package io.rehearse.journeys.plan;

import java.util.List;
import java.util.function.Consumer;

/** One thing a user does on a journey: a measured step, a pause, or a block of such things and when it is walked. */
public sealed interface Node
        permits Step, Node.Think, Node.Pace, Node.Group, Node.Repeat, Node.ForEach, Node.When, Node.Chance {

    /** Every step in these nodes and the blocks in them, in the order of the script. */
    static void forEachStep(List<Node> nodes, Consumer<Step> consumer) {
        for (Node node : nodes) {
            if (node instanceof Step step) {
                consumer.accept(step);
            } else {
                node.blocks().forEach(block -> forEachStep(block, consumer));
            }
        }
    }

    /** The blocks it is made of; empty for a step or a pause. */
    default List<List<Node>> blocks() {
        return List.of();
    }

    /**
     * A pause; the next step is due when it is over.
     *
     * @param distribution how the pause is drawn, once each time it is come to
     * @param fromNanos shortest pause; the mean of an exponential one
     * @param toNanos longest pause; equal to {@code fromNanos} for a fixed one
     */
    record Think(Distribution distribution, long fromNanos, long toNanos) implements Node {}

    /** How a pause is drawn. */
    enum Distribution {
        UNIFORM,
        EXPONENTIAL
    }

    /**
     * The next step is due at the later of the end of the step before and the previous passing of this point plus
     * {@code everyNanos}; an overrun is counted and not caught up.
     *
     * @param index number of this pace among its journey's, from 0
     */
    record Pace(int index, long everyNanos) implements Node {}

    /**
     * Steps that are judged together as well: the sum of their responses.
     *
     * @param index place in {@link Plan#groups()}
     * @param name unique in its journey, among steps too
     * @param line of the script, from 1
     */
    record Group(int index, String name, int line, List<Node> body) implements Node {
        public Group {
            body = List.copyOf(body);
        }

        @Override
        public List<List<Node>> blocks() {
            return List.of(body);
        }
    }

    /**
     * The same again.
     *
     * @param times how often in all; 0 to {@link #TIMES_MAX}
     */
    record Repeat(int times, List<Node> body) implements Node {
        public static final int TIMES_MAX = 100_000;

        public Repeat {
            body = List.copyOf(body);
        }

        @Override
        public List<List<Node>> blocks() {
            return List.of(body);
        }
    }

    /**
     * Once for each element of a list, not at all for an empty one or an unset variable; a value that is no list is its
     * own only element. The list is that of the moment the block is come to.
     *
     * @param list variable with the list
     * @param element variable that holds the element; set in the block only
     */
    record ForEach(int list, int element, List<Node> body) implements Node {
        public ForEach {
            body = List.copyOf(body);
        }

        @Override
        public List<List<Node>> blocks() {
            return List.of(body);
        }
    }

    /** One way if a condition holds, else the other. */
    record When(Condition condition, List<Node> then, List<Node> otherwise) implements Node {
        public When {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }

        @Override
        public List<List<Node>> blocks() {
            return List.of(then, otherwise);
        }
    }

    /**
     * One way in a share of the cases, else the other; drawn from the seed, the arrival number and the place.
     *
     * @param share 0 to 1
     */
    record Chance(double share, List<Node> then, List<Node> otherwise) implements Node {
        public Chance {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }

        @Override
        public List<List<Node>> blocks() {
            return List.of(then, otherwise);
        }
    }
}
