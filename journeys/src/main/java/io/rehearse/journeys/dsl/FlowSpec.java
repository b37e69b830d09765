package io.rehearse.journeys.dsl;

import static groovy.lang.Closure.DELEGATE_ONLY;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.SimpleType;
import io.rehearse.journeys.plan.Condition;
import io.rehearse.journeys.plan.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The words for what a user does one after the other: the same in a journey and in the blocks of it. */
public abstract class FlowSpec extends Words {
    /** What this block does so far; a node that has a second way is replaced when {@code otherwise} gives it. */
    final List<Node> body = new ArrayList<>();

    FlowSpec(Reading reading) {
        super(reading);
    }

    abstract WalkSpec walk();

    public Vars getVars() {
        return walk().vars;
    }

    /** What {@code before} saved. */
    public Vars getRun() {
        return walk().run;
    }

    /** A named, measured request. */
    public void step(String name, @DelegatesTo(value = StepSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        walk().readStep(name, block).ifPresent(body::add);
    }

    /** A pause of a fixed length. */
    public void think(Time time) {
        think(time, time);
    }

    /** A pause drawn evenly between two lengths. */
    public void think(Time shortest, Time longest) {
        if (shortest.nanos() > longest.nanos()) {
            String right = longest + ", " + shortest;
            reading.error("think", "the shortest pause comes first: write think " + right.replaceAll("(?<=\\d) ", "."));
        }
        body.add(new Node.Think(Node.Distribution.UNIFORM, bounded(shortest), bounded(longest)));
    }

    /** A pause drawn from an exponential distribution. */
    public void think(Exponential pause) {
        body.add(new Node.Think(Node.Distribution.EXPONENTIAL, pause.meanNanos(), pause.meanNanos()));
    }

    public Exponential exponential(Time mean) {
        return new Exponential(bounded(mean));
    }

    /** A pause that is drawn from an exponential distribution with this mean. */
    public record Exponential(long meanNanos) {}

    /** The next step is due this long after the last passing of this point, or at once when that is over. */
    public void pace(Time every) {
        if (every.nanos() <= 0) {
            reading.error("pace", "a pace is longer than 0");
        }
        body.add(new Node.Pace(walk().nextPace(), bounded(every)));
    }

    /** Steps that are judged together as well. */
    public void group(String name, @DelegatesTo(value = PartSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        int line = reading.line();
        int index = walk().enterGroup(name, line);
        int steps = walk().steps();
        List<Node> nodes = part("group", "'" + name + "'", block);
        if (!nodes.isEmpty() && walk().steps() == steps) {
            reading.missing(line, Reading.quoted(name), "group '" + name + "' has no step to sum up");
        }
        body.add(new Node.Group(index, name, reading.planLine(line), nodes));
    }

    /** What a fragment says, as if it stood here. */
    public void perform(Fragment fragment) {
        int line = reading.line();
        if (reading.performing.stream().anyMatch(outer -> outer.fragment() == fragment)) {
            throw new Fault(
                    "a fragment that performs itself has no end; to walk it again write repeat(2) { … }", "perform");
        }
        PartSpec part = new PartSpec(walk());
        reading.performing.addLast(new Reading.Performed(fragment, line));
        Blocks.run(reading, fragment.block(), part);
        reading.performing.removeLast();
        if (part.body.isEmpty()) {
            reading.missing(
                    fragment.line(),
                    "fragment",
                    "fragment has nothing in it: write a step or a pause between its braces");
        }
        body.addAll(part.body);
    }

    /** The same, so many times. */
    public void repeat(int times, @DelegatesTo(value = PartSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        if (times < 0 || times > Node.Repeat.TIMES_MAX) {
            reading.error(
                    String.valueOf(times),
                    "a block is repeated 0 to " + Node.Repeat.TIMES_MAX + " times, not " + times
                            + "; users that go on for ever are the load's: load('…') { users 8, forever }");
        }
        Scope.Known before = walk().scope.known();
        List<Node> repeated = loop(String.valueOf(times), block);
        if (times < 1) {
            walk().scope.forget(before);
        }
        body.add(new Node.Repeat(Math.max(0, times), repeated));
    }

    /** The same, as many times as a parameter says. */
    public void repeat(Param times, @DelegatesTo(value = PartSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        repeat(times.count(), block);
    }

    /** A list without a name for its element; see the message. */
    public void repeat(Ref list, @DelegatesTo(value = PartSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        String name = list.written();
        throw new Fault("the element needs a name: write repeat(" + name + ", as: 'item') { … }", name);
    }

    /** Once for each element of a list that a variable holds; the element has a name of its own in the block. */
    public void repeat(
            @NamedParam(value = "as", type = String.class, required = true) Map<String, ?> options,
            Ref list,
            @DelegatesTo(value = PartSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        String element = String.valueOf(options.get("as"));
        if (!element.matches("[A-Za-z_]\\w*")) {
            reading.error(Reading.quoted(element), "as: gives the element a name, like as: 'item'");
        }
        Scope scope = walk().scope;
        int slot = scope.ask(list);
        Scope.Known before = scope.known();
        int elementSlot = scope.element(element, list);
        List<Node> repeated = loop(list.written(), block);
        scope.forget(before);
        body.add(new Node.ForEach(slot, elementSlot, repeated));
    }

    /** One way if a variable has a value. */
    public Otherwise when(
            Present condition, @DelegatesTo(value = PartSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        Scope scope = walk().scope;
        int slot = scope.ask(condition.ref());
        Scope.Known before = scope.known();
        scope.assume(condition.ref().key());
        List<Node> then = part("when", condition.ref().written() + ".present", block);
        Condition present = new Condition.Present(slot);
        return fork(before, otherwise -> new Node.When(present, then, otherwise));
    }

    /** One way if a closure says so. */
    public Otherwise when(
            @DelegatesTo(value = WalkWords.class, strategy = DELEGATE_ONLY)
                    @ClosureParams(value = SimpleType.class, options = "io.rehearse.journeys.dsl.WalkVars")
                    Closure<?> condition,
            @DelegatesTo(value = PartSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        Scope scope = walk().scope;
        Condition holds = new Condition.Holds(
                scope.decide(() -> ScriptCode.of(reading, scope, ScriptCode.Use.CONDITION, condition)));
        Scope.Known before = scope.known();
        List<Node> then = part("when", "{ … }", block);
        return fork(before, otherwise -> new Node.When(holds, then, otherwise));
    }

    /** One way in a share of the cases. */
    public Otherwise chance(
            Share share, @DelegatesTo(value = PartSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        double fraction = share.fraction();
        if (fraction > 1) {
            reading.error("chance", "a chance is 100 percent at most, not " + Quantities.percent(fraction));
        }
        Scope.Known before = walk().scope.known();
        List<Node> then = part("chance", Quantities.percent(fraction), block);
        return fork(before, otherwise -> new Node.Chance(Math.min(1, fraction), then, otherwise));
    }

    private Otherwise fork(Scope.Known before, java.util.function.Function<List<Node>, Node> node) {
        Scope scope = walk().scope;
        Scope.Known then = scope.known();
        scope.forget(before);
        int place = body.size();
        body.add(node.apply(List.of()));
        return new Otherwise(otherwise -> {
            List<Node> nodes = part("otherwise", "", otherwise);
            body.set(place, node.apply(nodes));
            scope.join(then);
        });
    }

    /** What may follow the block of {@code when} and {@code chance}. */
    public static final class Otherwise {
        private final java.util.function.Consumer<Closure<?>> read;

        Otherwise(java.util.function.Consumer<Closure<?>> read) {
            this.read = read;
        }

        /** The other way. */
        public void otherwise(@DelegatesTo(value = PartSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
            read.accept(block);
        }
    }

    private List<Node> loop(String what, Closure<?> block) {
        walk().scope.enterLoop();
        List<Node> repeated = part("repeat", what, block);
        walk().scope.leaveLoop();
        return repeated;
    }

    private List<Node> part(String word, String what, Closure<?> block) {
        int line = reading.line();
        PartSpec part = new PartSpec(walk());
        Blocks.run(reading, block, part);
        if (part.body.isEmpty()) {
            String name = what.isEmpty() ? word : word + "(" + what + ")";
            reading.missing(line, word, name + " has nothing in it: write a step or a pause between its braces");
        }
        return part.body;
    }

    private long bounded(Time time) {
        if (time.nanos() > Quantities.TIME_MAX_NANOS) {
            reading.error("forever", "a pause has an end");
            return 0;
        }
        return time.nanos();
    }
}
