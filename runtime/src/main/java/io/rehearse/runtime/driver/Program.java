package io.rehearse.runtime.driver;

import io.rehearse.journeys.data.Draws;
import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Code;
import io.rehearse.journeys.plan.Condition;
import io.rehearse.journeys.plan.FromPage;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.response.ListElements;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A journey as a lane walks it: one flat row of instructions for the session's cursor, blocks cut into jumps. Immutable;
 * what a walk has of its own (visits, lists, groups) lies in the session, at the instruction's place.
 *
 * <pre>
 * repeat(3) { A }                  0 loop 3, out at 3 · 1 A · 2 jump to 0
 * when(x) { A } otherwise { B }    0 unless x go to 3 · 1 A · 2 jump to 4 · 3 B
 * </pre>
 *
 * Everything drawn is a function of the seed, the arrival number, the instruction and how often the walk came to it.
 */
final class Program {
    private static final long PURPOSE_THINK = 0x1000;
    private static final long PURPOSE_CHANCE = 1L << 38;
    private static final long PURPOSE_VISIT = 1L << 39;

    /** Jumps taken in one go before the lane turns to others. */
    private static final int JUMPS_MAX = 1000;

    /** What a walk comes to. */
    sealed interface Instruction {}

    /** @param needed variables its request cannot do without */
    record Send(Step step, int[] needed) implements Instruction {
        /** Whether nothing it needs was lost with a step that failed. */
        boolean canBeSent(Value[] values) {
            return areSet(needed, values);
        }
    }

    /** @param draw number of this pause among its journey's */
    record Pause(Node.Think think, int draw) implements Instruction {}

    record Pace(Node.Pace pace) implements Instruction {}

    record Open(int slot, int group) implements Instruction {}

    record Close(int slot, int group) implements Instruction {}

    /** Jumped too often in one go: the lane has others to look after. */
    record Breathe() implements Instruction {}

    private static final Breathe BREATHE = new Breathe();

    private record Loop(int times, int out) implements Instruction {}

    private record Each(int list, int element, int copy, int out) implements Instruction {}

    private record UnlessPresent(int variable, int to) implements Instruction {}

    /**
     * A closure of the script says whether the walk goes on here or elsewhere.
     *
     * @param step that fails if the closure does: the first one it decides about
     * @param to where it goes on if the closure says no; {@code out} behind all it decides about
     */
    record Decide(Code condition, Step step, int to, int out) implements Instruction {}

    /** @param draw number of this chance among its journey's */
    private record Chance(double share, int draw, int to) implements Instruction {}

    private record Jump(int to) implements Instruction {}

    private final long seed;
    private final Step firstStep;
    private final List<Instruction> row = new ArrayList<>();
    private final List<int[]> surely = new ArrayList<>();
    private final Instruction[] instructions;

    final Step[] afterwards;
    /** For each step of {@link #afterwards} the variables its request cannot do without. */
    private final int[][] needed;

    /** How much room a session needs for its walk. */
    final Room room;

    private int thinks;
    private int chances;
    private int paces;
    private int lists;
    private int groups;
    private final List<Integer> groupOfSlot = new ArrayList<>();

    /** @param visits one count for each instruction */
    record Room(int visits, int paces, int lists, int groups) {
        static final Room NONE = new Room(0, 0, 0, 0);

        Room max(Room other) {
            return new Room(
                    Math.max(visits, other.visits),
                    Math.max(paces, other.paces),
                    Math.max(lists, other.lists),
                    Math.max(groups, other.groups));
        }
    }

    Program(Journey journey, long seed) {
        this.seed = seed;
        this.firstStep = journey.steps().isEmpty() ? null : journey.steps().get(0);
        compile(journey.body(), List.of());
        instructions = row.toArray(Instruction[]::new);
        room = new Room(instructions.length, paces, lists, groups);
        afterwards = journey.afterwards().toArray(Step[]::new);
        needed = new int[afterwards.length][];
        for (int i = 0; i < afterwards.length; i++) {
            needed[i] = variablesOf(afterwards[i].request());
        }
    }

    // ---- made once

    /** @param then steps that surely follow what is compiled here */
    private void compile(List<Node> nodes, List<Step> then) {
        for (int i = 0; i < nodes.size(); i++) {
            List<Step> following = new ArrayList<>();
            nodes.subList(i + 1, nodes.size()).forEach(later -> collectSure(later, following));
            following.addAll(then);
            compile(nodes.get(i), following);
        }
    }

    private void compile(Node node, List<Step> then) {
        if (node instanceof Step step) {
            add(new Send(step, variablesOf(step.request())), then);
        } else if (node instanceof Node.Think think) {
            add(new Pause(think, thinks++), then);
        } else if (node instanceof Node.Pace pace) {
            paces++;
            add(new Pace(pace), then);
        } else if (node instanceof Node.Group group) {
            int slot = groups++;
            groupOfSlot.add(group.index());
            add(new Open(slot, group.index()), then);
            compile(group.body(), then);
            add(new Close(slot, group.index()), then);
        } else if (node instanceof Node.Repeat repeat) {
            int head = add(null, then);
            compile(repeat.body(), then);
            add(new Jump(head), then);
            row.set(head, new Loop(repeat.times(), row.size()));
        } else if (node instanceof Node.ForEach each) {
            int copy = lists++;
            int head = add(null, then);
            compile(each.body(), then);
            add(new Jump(head), then);
            row.set(head, new Each(each.list(), each.element(), copy, row.size()));
        } else if (node instanceof Node.When when) {
            fork(when.then(), when.otherwise(), then, (to, out) -> decision(when, to, out));
        } else if (node instanceof Node.Chance chance) {
            int draw = chances++;
            fork(chance.then(), chance.otherwise(), then, (to, out) -> new Chance(chance.share(), draw, to));
        } else {
            throw new IllegalStateException("no way to walk " + node);
        }
    }

    private interface Fork {
        /** @param to where the other way begins; {@code out} where both end */
        Instruction instruction(int to, int out);
    }

    private void fork(List<Node> one, List<Node> other, List<Step> then, Fork way) {
        int head = add(null, then);
        compile(one, then);
        int end = other.isEmpty() ? -1 : add(null, then);
        int to = row.size();
        compile(other, then);
        row.set(head, way.instruction(to, row.size()));
        if (end >= 0) {
            row.set(end, new Jump(row.size()));
        }
    }

    private Instruction decision(Node.When when, int to, int out) {
        if (when.condition() instanceof Condition.Present present) {
            return new UnlessPresent(present.variable(), to);
        } else if (when.condition() instanceof Condition.Holds holds) {
            List<Step> decidedAbout = new ArrayList<>();
            Node.forEachStep(List.of(when), decidedAbout::add);
            return new Decide(holds.code(), decidedAbout.isEmpty() ? firstStep : decidedAbout.get(0), to, out);
        }
        throw new IllegalStateException("no way to decide " + when.condition());
    }

    private int add(Instruction instruction, List<Step> then) {
        row.add(instruction);
        surely.add(then.stream().mapToInt(Step::index).toArray());
        return row.size() - 1;
    }

    /** Steps that are come to whatever is answered and drawn. */
    private static void collectSure(Node node, List<Step> steps) {
        if (node instanceof Step step) {
            steps.add(step);
        } else if (node instanceof Node.Group group) {
            group.body().forEach(inner -> collectSure(inner, steps));
        } else if (node instanceof Node.Repeat repeat && repeat.times() > 0) {
            repeat.body().forEach(inner -> collectSure(inner, steps));
        }
    }

    // ---- walked

    /** Moves the session's cursor to what it does next and past it; null at the end. */
    Instruction next(Session session) {
        for (int jumps = 0; session.cursor < instructions.length; jumps++) {
            int place = session.cursor++;
            session.at = place;
            Instruction next = instructions[place];
            if (next instanceof Loop loop) {
                if (session.visits[place]++ == loop.times()) {
                    session.visits[place] = 0;
                    session.cursor = loop.out();
                }
            } else if (next instanceof Each each) {
                if (!nextElement(session, each)) {
                    session.cursor = each.out();
                }
            } else if (next instanceof UnlessPresent unless) {
                if (!session.values[unless.variable()].isSet()) {
                    session.cursor = unless.to();
                }
            } else if (next instanceof Chance chance) {
                long purpose = purpose(PURPOSE_CHANCE, chance.draw(), session.visits[place]++);
                if (Draws.unit(seed, session.arrival, purpose) >= chance.share()) {
                    session.cursor = chance.to();
                }
            } else if (next instanceof Jump jump) {
                session.cursor = jump.to();
                if (jumps > JUMPS_MAX) {
                    return BREATHE;
                }
            } else {
                return next;
            }
        }
        return null;
    }

    private static boolean nextElement(Session session, Each each) {
        ListElements elements = session.lists[each.copy()];
        if (!elements.isOpen()) {
            elements.open(session.values[each.list()]);
        }
        return elements.next(session.values[each.element()]);
    }

    /** Moves the session's due time past the pause it came to last. */
    void think(Session session, Pause pause) {
        Node.Think think = pause.think();
        long purpose = purpose(PURPOSE_THINK, pause.draw(), session.visits[session.at]++);
        double draw = Draws.unit(seed, session.arrival, purpose);
        double nanos = think.distribution() == Node.Distribution.UNIFORM
                ? think.fromNanos() + draw * (think.toNanos() - think.fromNanos())
                : -Math.log1p(-draw) * think.fromNanos();
        session.dueAt += (long) nanos;
    }

    /**
     * Moves the session's due time to the pace it came to last.
     *
     * @return whether it was there too late
     */
    static boolean pace(Session session, Pace instruction) {
        Node.Pace pace = instruction.pace();
        long before = session.pacedAt[pace.index()];
        boolean missed = before != Long.MIN_VALUE && before + pace.everyNanos() < session.dueAt;
        if (before != Long.MIN_VALUE) {
            session.dueAt = Math.max(before + pace.everyNanos(), session.dueAt);
        }
        session.pacedAt[pace.index()] = session.dueAt;
        return missed;
    }

    private static long purpose(long purpose, int draw, int visit) {
        return purpose + draw + ((long) visit << 16);
    }

    /** What random picks of the step's answer are drawn by: the arrival number, and which visit of the step it is. */
    long drawnBy(Session session) {
        int visit = session.visits[session.at];
        return visit <= 1 ? session.arrival : Draws.bits(seed, session.arrival, PURPOSE_VISIT + visit);
    }

    /** Steps that a walk which ends here would surely have come to. */
    int[] notReached(Session session) {
        return surely.get(session.at);
    }

    /** The plan's number of the group that has a slot of the session. */
    int groupOf(int slot) {
        return groupOfSlot.get(slot);
    }

    // ---- tidying up

    /** Whether a request of the clean-up can be sent; one whose variables were never set has nothing to clean up. */
    boolean canCleanUp(int step, Value[] values) {
        return areSet(needed[step], values);
    }

    private static boolean areSet(int[] variables, Value[] values) {
        for (int variable : variables) {
            if (!values[variable].isSet()) {
                return false;
            }
        }
        return true;
    }

    private static int[] variablesOf(Request request) {
        Set<Integer> variables = new TreeSet<>();
        collect(request.url(), variables);
        request.headers().forEach(header -> collect(header.value(), variables));
        request.cookies().forEach(cookie -> collect(cookie.value(), variables));
        if (request.fromPage().orElse(null) instanceof FromPage.Submit submit) {
            submit.fields().forEach(field -> field.values().forEach(value -> collect(value, variables)));
        }
        request.digest().ifPresent(digest -> {
            collect(digest.user(), variables);
            collect(digest.password(), variables);
        });
        request.body().ifPresent(body -> collect(body.content(), variables));
        return variables.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void collect(Template template, Set<Integer> variables) {
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Slot slot) {
                variables.add(slot.variable());
            } else if (part instanceof Template.Base64Of encoded) {
                collect(encoded.content(), variables);
            }
        }
    }
}
