package io.rehearse.journeys.plan;

import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.data.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What one user does.
 *
 * @param index place in {@link Plan#journeys()}
 * @param name unique in the plan
 * @param weight share of the arrivals, relative to the other journeys' weights; ≥ 1
 * @param target index of the target its steps use unless they say otherwise
 * @param feeds data rows it draws; the columns are variables
 * @param variables names of its variables; an index here is a slot of the session
 * @param body what happens, in order
 * @param afterwards cleaned up after success and failure; never measured
 * @param lets values it starts with, in the order they are computed; after the data
 * @param onFailure what a user does whose step failed; the walk is a failed one in any case
 * @param run values of the whole run: those it uses, or, for what is walked before the run, those it leaves
 * @param traced whether its requests carry {@code traceparent} and {@code baggage}
 */
public record Journey(
        int index,
        String name,
        int weight,
        int target,
        List<Feed> feeds,
        List<String> variables,
        List<Node> body,
        List<Step> afterwards,
        List<Let> lets,
        OnFailure onFailure,
        List<RunValue> run,
        boolean traced) {

    public Journey {
        feeds = List.copyOf(feeds);
        variables = List.copyOf(variables);
        body = List.copyOf(body);
        afterwards = List.copyOf(afterwards);
        lets = List.copyOf(lets);
        run = List.copyOf(run);
    }

    /** A journey that starts with its data and nothing else, and ends with the first failure. */
    public Journey(
            int index,
            String name,
            int weight,
            int target,
            List<Feed> feeds,
            List<String> variables,
            List<Node> body,
            List<Step> afterwards) {
        this(
                index,
                name,
                weight,
                target,
                feeds,
                variables,
                body,
                afterwards,
                List.of(),
                OnFailure.END,
                List.of(),
                true);
    }

    /**
     * A value that is the same for all walks of a run: what was walked before it saved it.
     *
     * @param variable index into {@link #variables()}
     * @param name as in {@code run.name}
     * @param secret whether it is masked wherever it is shown
     * @param kind {@link Value.Kind#UNSET} until it is known, or for ever if it was not saved
     * @param bytes never changed
     */
    public record RunValue(int variable, String name, boolean secret, Value.Kind kind, byte[] bytes) {
        public static RunValue unset(int variable, String name, boolean secret) {
            return new RunValue(variable, name, secret, Value.Kind.UNSET, new byte[0]);
        }

        /** The same with what another of its name holds. */
        RunValue holding(RunValue other) {
            return new RunValue(variable, name, secret || other.secret, other.kind, other.bytes);
        }
    }

    /** The same with these values of the run. */
    Journey with(List<RunValue> values) {
        List<RunValue> held = run.stream()
                .map(mine -> values.stream()
                        .filter(value -> value.name.equals(mine.name))
                        .findFirst()
                        .map(mine::holding)
                        .orElse(mine))
                .toList();
        return new Journey(
                index, name, weight, target, feeds, variables, body, afterwards, lets, onFailure, held, traced);
    }

    /** What a user does whose step failed; {@link #word} is the language's word. */
    public enum OnFailure {
        /** Nothing more: later steps are not reached. */
        END("end"),
        /** Goes on with the next step; one whose variables were not set is not reached. */
        GO("go"),
        /** Begins again as a new visitor, with the same row of data, {@link #RESTARTS_MAX} times at most; then ends. */
        RESTART("restart");

        public static final int RESTARTS_MAX = 3;

        private final String word;

        OnFailure(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Every measured step, those in blocks too, in the order of the script. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        Node.forEachStep(body, steps::add);
        return steps;
    }

    /** Every group, those in blocks too, an outer one before those in it. */
    public List<Node.Group> groups() {
        List<Node.Group> groups = new ArrayList<>();
        collect(body, groups);
        return groups;
    }

    /** Closures of the script that run while it is walked. */
    List<Code> closures() {
        List<Code> closures = new ArrayList<>();
        collectConditions(body, closures);
        for (Step step : steps()) {
            step.checks().forEach(check -> collect(check.subject(), closures));
            step.captures().forEach(capture -> collect(capture.extraction(), closures));
        }
        return closures;
    }

    private static void collectConditions(List<Node> nodes, List<Code> closures) {
        for (Node node : nodes) {
            if (node instanceof Node.When when && when.condition() instanceof Condition.Holds holds) {
                closures.add(holds.code());
            }
            node.blocks().forEach(block -> collectConditions(block, closures));
        }
    }

    private static void collect(Extraction extraction, List<Code> closures) {
        if (extraction.reader() instanceof Reader.Judgement judgement) {
            closures.add(judgement.code());
        }
        extraction.other().ifPresent(other -> collect(other, closures));
        for (Change change : extraction.changes()) {
            if (change instanceof Change.Mapped mapped) {
                closures.add(mapped.code());
            }
        }
    }

    private static void collect(List<Node> nodes, List<Node.Group> groups) {
        for (Node node : nodes) {
            if (node instanceof Node.Group group) {
                groups.add(group);
            }
            node.blocks().forEach(block -> collect(block, groups));
        }
    }

    /**
     * A data source of a journey.
     *
     * @param feeder gives the row of an arrival
     * @param slots for each column of the feeder the variable it fills, or −1 for a column no step uses
     * @param secret for each column whether its values are masked
     */
    public record Feed(Feeder feeder, int[] slots, boolean[] secret) {}
}
