package io.rehearse.journeys.dsl;

import static groovy.lang.Closure.DELEGATE_ONLY;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import io.rehearse.journeys.data.SecretNames;
import io.rehearse.journeys.plan.Check;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Journey.OnFailure;
import io.rehearse.journeys.plan.Let;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of a journey, and of what is walked once before and after the run. */
public abstract class WalkSpec extends FlowSpec {
    private static final String DUMMY_URL = "http://target";

    final Scope scope;
    final Templates templates;
    final Vars vars;
    final Vars run;
    /** What it is, for messages: {@code journey 'Checkout'}. */
    final String what;
    /** Its name or word as the script wrote it. */
    final String underlined;

    final int line;
    final Steps all;
    private final List<Let> lets = new ArrayList<>();
    private final Map<String, Named> names = new LinkedHashMap<>();
    private Optional<Target> target = Optional.empty();
    private boolean targetNamed;
    private boolean traced = true;
    private final List<Check> guards = new ArrayList<>();
    private int steps;
    private int paces;

    /** @param all where its steps are numbered */
    WalkSpec(Reading reading, String what, String underlined, Scope scope, Steps all) {
        super(reading);
        this.what = what;
        this.underlined = underlined;
        this.all = all;
        this.scope = scope;
        this.templates = new Templates(scope);
        this.vars = new Vars(reading, false);
        this.run = new Vars(reading, true);
        this.line = reading.line();
    }

    @Override
    final WalkSpec walk() {
        return this;
    }

    /** Reads the block and tells what is wrong with the whole of it. */
    final void readWalk(Closure<?> block) {
        Blocks.run(reading, block, this);
        if (steps == 0) {
            reading.missing(line, underlined, what + " has no step: write step('…') { get '/…' }");
        }
        scope.check();
    }

    /** What was read, as a journey of the plan. */
    final Journey made(int index, String name, int weight, List<Step> afterwards, OnFailure onFailure) {
        return new Journey(
                index,
                name,
                weight,
                targetIndex(),
                scope.feeds(),
                scope.variables(),
                body,
                afterwards,
                lets,
                onFailure,
                scope.ofRun(),
                traced);
    }

    /** The system under test, by its name in the environment. */
    public void target(String name) {
        if (targetNamed) {
            reading.error("target", "a journey has one target");
        }
        if (steps > 0) {
            reading.error("target", "target stands before the first step");
        }
        targetNamed = true;
        target = reading.target(name);
    }

    /** {@code tracing off}: its requests carry no {@code traceparent} and no {@code baggage}. */
    public void tracing(Off off) {
        if (steps > 0) {
            reading.error("tracing", "tracing off stands before the first step: it is for the whole walk");
        }
        traced = false;
    }

    public Off getOff() {
        return Off.OFF;
    }

    /** Values that each walk starts with, by the name they will have; one may use those before it. */
    public void let(Map<String, ?> values) {
        if (steps > 0) {
            reading.error("let", "let stands before the first step: it says what a walk starts with");
        }
        values.forEach((variable, value) -> {
            Let.Function function = value instanceof LetValue computed
                    ? computed.function(templates)
                    : new Let.Text(templates.text(value, Template.Encoding.RAW));
            int slot = scope.let(variable);
            lets.add(new Let(slot, function, SecretNames.matches(variable)));
        });
    }

    /** A random UUID. */
    public LetValue uuid() {
        return new LetValue(templates -> new Let.Uuid());
    }

    /** The time the walk starts. */
    public NowValue now() {
        return new NowValue(0, Let.Clock.ISO);
    }

    /** The number of the walk in the run, from 1. */
    public LetValue sequence(String name) {
        return new LetValue(templates -> new Let.Sequence(name));
    }

    /** What is drawn for each walk. */
    public RandomWords getRandom() {
        return new RandomWords(reading);
    }

    /** In lower-case hex. */
    public LetValue sha256(Object text) {
        return new LetValue(templates -> new Let.Digest("SHA-256", templates.text(text, Template.Encoding.RAW)));
    }

    /** In lower-case hex. */
    public LetValue md5(Object text) {
        return new LetValue(templates -> new Let.Digest("MD5", templates.text(text, Template.Encoding.RAW)));
    }

    /** In lower-case hex. */
    public LetValue hmacSha256(Object key, Object text) {
        return new LetValue(templates -> new Let.HmacSha256(
                templates.text(key, Template.Encoding.RAW), templates.text(text, Template.Encoding.RAW)));
    }

    public LetValue base64(Object text) {
        return new LetValue(templates -> new Let.Base64(templates.text(text, Template.Encoding.RAW)));
    }

    /** What is expected of the answer of every step. */
    public void expect(@DelegatesTo(value = ExpectSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        expect("", block);
    }

    /** What is expected of the answer of every step; the name is that of the failure. */
    public void expect(String name, @DelegatesTo(value = ExpectSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        if (steps > 0) {
            reading.error("expect", "an expect of the journey stands before its first step: it is for every step");
        }
        guards.addAll(ExpectSpec.read(reading, this, name, block));
    }

    /** What every step expects that does not say {@code expectOnly}. */
    List<Check> guards() {
        return guards;
    }

    /** Reads a step of this journey or of a block in it; empty when it sends nothing. */
    Optional<Step> readStep(String name, Closure<?> block) {
        takeName("step", name, reading.line());
        all.stepNames.add(name);
        needTarget();
        scope.enter(++steps, name);
        StepSpec spec = new StepSpec(this, name);
        Blocks.run(reading, block, spec);
        scope.leave();
        if (!spec.sends()) {
            reading.missing(
                    spec.line,
                    Reading.quoted(name),
                    "step '" + name + "' sends nothing: write get '/…' or another verb in it");
            return Optional.empty();
        }
        Step step = spec.build();
        all.steps.add(step);
        return Optional.of(step);
    }

    /** The number of a group that begins here. */
    int enterGroup(String name, int line) {
        takeName("group", name, line);
        all.groupNames.add(name);
        return all.groups++;
    }

    /** How many steps there are so far. */
    int steps() {
        return steps;
    }

    int nextPace() {
        return paces++;
    }

    /** Steps and groups go by their names: each has its own. */
    private void takeName(String word, String name, int line) {
        Named now = new Named(word, line, reading.performing.peekLast());
        Named before = names.putIfAbsent(name, now);
        if (name.isBlank()) {
            reading.error(word, "a " + word + " needs a name");
        } else if (before != null && before.line == line && before.performed != null && now.performed != null) {
            reading.errors.add(reading.source.error(
                    line,
                    Reading.quoted(name),
                    word + " '" + name + "' is there twice: its fragment is performed in "
                            + reading.source.line(before.performed.line()) + " and in "
                            + reading.source.line(now.performed.line())
                            + "; reports and objectives go by the name: perform it once in a journey, inside"
                            + " repeat(2) { … } to walk it again"));
        } else if (before != null) {
            reading.error(
                    line,
                    Reading.quoted(name),
                    before.word + " '" + name + "' is there "
                            + (before.word.equals(word) ? "twice (first in " : "already (")
                            + reading.source.line(before.line)
                            + "); reports and objectives go by the name: give each its own");
        }
    }

    /** Who has a name; {@code performed} is null outside of fragments. */
    private record Named(String word, int line, Reading.Performed performed) {}

    /** Whether no step has come before the one that is being read. */
    boolean isFirstStep() {
        return steps <= 1;
    }

    final void needTarget() {
        if (!targetNamed) {
            reading.missing(line, underlined, what + " has no target: write target 'name' before its first step");
            targetNamed = true;
        }
    }

    TargetWords targetWords() {
        return new TargetWords(target.map(WalkSpec::base).orElse(DUMMY_URL));
    }

    int targetIndex() {
        return target.map(Target::index).orElse(0);
    }

    private static String base(Target target) {
        return target.url().toString().replaceAll("/+$", "");
    }

    /** A constant URL of the target itself becomes a path below it; another host's is an error. */
    Template belowTarget(Template url, int line) {
        if (url.parts().isEmpty()) {
            return Template.of("/");
        }
        if (!(url.parts().get(0) instanceof Template.Text first)
                || first.text().startsWith("/") && !first.text().startsWith("//")) {
            return url;
        }
        String base = targetWords().url();
        if (first.text().startsWith(base)) {
            String rest = first.text().substring(base.length());
            if (rest.isEmpty() || rest.startsWith("/") || rest.startsWith("?")) {
                List<Template.Part> parts = new ArrayList<>(url.parts());
                parts.set(0, Template.Text.of(rest.startsWith("/") ? rest : "/" + rest));
                return new Template(parts);
            }
        }
        if (target.isPresent()) {
            reading.error(
                    line,
                    first.text(),
                    first.text().contains("//")
                            ? "'" + first.text() + "' is not below the journey's target (" + base
                                    + "); write a path like '/items', and the host as a target in the environment"
                            : "a path starts with '/': write '/" + first.text() + "'");
        }
        return Template.of("/");
    }
}
