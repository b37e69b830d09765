package io.rehearse.journeys.dsl;

import static groovy.lang.Closure.DELEGATE_ONLY;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import io.rehearse.journeys.data.DataFiles;
import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.data.JsonLines;
import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of a journey. */
public final class JourneySpec extends Words {
    private static final String DUMMY_URL = "http://target";

    final Scope scope;
    final Templates templates;
    final Vars vars;
    private final String name;
    private final int weight;
    private final int line;
    private final List<Node> body = new ArrayList<>();
    private final List<Step> afterwards = new ArrayList<>();
    private final Map<String, Integer> stepLines = new LinkedHashMap<>();
    private Optional<Target> target = Optional.empty();
    private boolean targetNamed;
    private int paces;

    JourneySpec(Reading reading, String name, int weight) {
        super(reading);
        this.name = name;
        this.weight = weight;
        this.scope = new Scope(reading);
        this.templates = new Templates(scope);
        this.vars = new Vars(reading);
        this.line = reading.line();
    }

    void read(Closure<?> block) {
        if (name.isBlank()) {
            reading.error("journey", "a journey needs a name");
        }
        if (reading.journeys.stream().anyMatch(other -> other.name().equals(name))) {
            reading.error(Reading.quoted(name), "journey '" + name + "' is there twice; give each a name of its own");
        }
        if (weight < 1) {
            reading.error("weight", "a weight is 1 or more, not " + weight);
        }
        Blocks.run(reading, block, this);
        if (stepLines.isEmpty()) {
            reading.missing(
                    line, Reading.quoted(name), "journey '" + name + "' has no step: write step('…') { get '/…' }");
        }
        scope.check();
        reading.journeys.add(new Journey(
                reading.journeys.size(),
                name,
                Math.max(1, weight),
                targetIndex(),
                scope.feeds(),
                scope.variables(),
                body,
                afterwards));
    }

    /** The system under test, by its name in the environment. */
    public void target(String name) {
        if (targetNamed) {
            reading.error("target", "a journey has one target");
        }
        if (!stepLines.isEmpty()) {
            reading.error("target", "target stands before the first step");
        }
        targetNamed = true;
        target = reading.target(name);
    }

    public Vars getVars() {
        return vars;
    }

    /** A CSV file with a header line, beside the script. */
    public DataFile csv(String file) {
        return new DataFile(file, false);
    }

    /** A file with one JSON object a line, beside the script. */
    public DataFile jsonLines(String file) {
        return new DataFile(file, true);
    }

    /** Row k mod rows. */
    public Feeder.Order getCircular() {
        return Feeder.Order.CIRCULAR;
    }

    /** Every row once, in an order of its own each time round. */
    public Feeder.Order getShuffled() {
        return Feeder.Order.SHUFFLED;
    }

    /** Every row for one walk only; the load ends when the rows do. */
    public Feeder.Order getUnique() {
        return Feeder.Order.UNIQUE;
    }

    /** Data for the walks: the columns become variables. */
    public void feed(DataFile data, Feeder.Order order) {
        Path file = reading.directory.resolve(data.file());
        if (!java.nio.file.Files.exists(file)) {
            scope.feedUnknown();
            reading.error(Reading.quoted(data.file()), "there is no file " + data.file() + " beside the script");
            return;
        }
        try {
            scope.feed(
                    data.json() ? JsonLines.read(data.file(), file, order) : DataFiles.csv(data.file(), file, order));
        } catch (ScriptErrors wrong) {
            scope.feedUnknown();
            reading.errors.addAll(wrong.errors());
        }
    }

    /** A data file that {@code feed} reads. */
    public record DataFile(String file, boolean json) {}

    /** A named, measured request. */
    public void step(String name, @DelegatesTo(value = StepSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        Integer before = stepLines.putIfAbsent(name, reading.line());
        if (name.isBlank()) {
            reading.error("step", "a step needs a name");
        } else if (before != null) {
            reading.error(
                    Reading.quoted(name),
                    "step '" + name + "' is there twice (first in line " + before
                            + "); reports and objectives go by the name: give each its own");
        }
        reading.stepNames.add(name);
        needTarget();
        scope.enter(stepLines.size() + (before == null ? 0 : 1), name);
        StepSpec spec = new StepSpec(this, name);
        Blocks.run(reading, block, spec);
        if (!spec.sends()) {
            reading.missing(
                    spec.line,
                    Reading.quoted(name),
                    "step '" + name + "' sends nothing: write get '/…' or another verb in it");
            return;
        }
        Step step = spec.build();
        reading.steps.add(step);
        body.add(step);
    }

    /** Tidies up when the walk is over, after success and failure; not counted. */
    public void afterwards(@DelegatesTo(value = AfterwardsSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        needTarget();
        scope.enter(Scope.AFTERWARDS, "afterwards");
        AfterwardsSpec spec = new AfterwardsSpec(this);
        Blocks.run(reading, block, spec);
        if (!spec.sends()) {
            reading.missing(
                    spec.line, "afterwards", "afterwards sends nothing: write delete '/…' or another verb in it");
            return;
        }
        afterwards.add(spec.build(afterwards.isEmpty() ? "afterwards" : "afterwards " + (afterwards.size() + 1)));
    }

    /** A pause of a fixed length. */
    public void think(Time time) {
        think(time, time);
    }

    /** A pause drawn evenly between two lengths. */
    public void think(Time shortest, Time longest) {
        if (shortest.nanos() > longest.nanos()) {
            reading.error("think", "the shortest pause comes first: write think " + longest + ", " + shortest);
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
        body.add(new Node.Pace(paces++, bounded(every)));
    }

    private long bounded(Time time) {
        if (time.nanos() > Quantities.TIME_MAX_NANOS) {
            reading.error("forever", "a pause has an end");
            return 0;
        }
        return time.nanos();
    }

    /** Whether no step has come before the one that is being read. */
    boolean isFirstStep() {
        return stepLines.size() <= 1;
    }

    private void needTarget() {
        if (!targetNamed) {
            reading.missing(
                    line,
                    Reading.quoted(name),
                    "journey '" + name + "' has no target: write target 'name' before its first step");
            targetNamed = true;
        }
    }

    TargetWords targetWords() {
        return new TargetWords(target.map(JourneySpec::base).orElse(DUMMY_URL));
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
