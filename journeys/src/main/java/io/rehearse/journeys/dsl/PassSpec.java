package io.rehearse.journeys.dsl;

import static groovy.lang.Closure.DELEGATE_ONLY;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Pass.Metric;
import io.rehearse.journeys.plan.Pass.Metric.Kind;
import io.rehearse.journeys.plan.Pass.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The words of {@code pass}. */
public final class PassSpec extends ObjectiveSpec {
    PassSpec(Reading reading) {
        super(reading, Scope.ALL, "");
    }

    /** The longest stretch of seconds in which most requests failed. */
    public ObjectiveSpec.Latency getOutage() {
        return latency(subject("outage", new Metric(Kind.OUTAGE, 0)));
    }

    /** Limits for one step, instead of those for every step. */
    public void step(
            String name, @DelegatesTo(value = ObjectiveSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        scoped(Scope.STEP, name, block);
    }

    /** Limits for the sum of a group's steps. */
    public void group(
            String name, @DelegatesTo(value = ObjectiveSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        scoped(Scope.GROUP, name, block);
    }

    /** Limits for whole walks. */
    public void journey(@DelegatesTo(value = ObjectiveSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        scoped(Scope.JOURNEY, "", block);
    }

    /** Limits for whole walks of one journey. */
    public void journey(
            String name, @DelegatesTo(value = ObjectiveSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        scoped(Scope.JOURNEY, name, block);
    }

    private void scoped(Scope scope, String name, Closure<?> block) {
        reading.pass.named.add(new PassParts.Named(scope, name, reading.line()));
        Blocks.run(reading, block, new ObjectiveSpec(reading, scope, name));
    }

    /** How much worse than a stored baseline is allowed. */
    public void against(
            String baseline, @DelegatesTo(value = AgainstSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        if (reading.pass.baselines.stream().anyMatch(other -> other.baseline().equals(baseline))) {
            reading.error(Reading.quoted(baseline), "against '" + baseline + "' is there twice");
        }
        List<Pass.Margin> margins = new ArrayList<>();
        Blocks.run(reading, block, new AgainstSpec(reading, margins));
        reading.pass.baselines.add(new Pass.Against(baseline, margins));
    }

    /** When to stop early. */
    public void abortWhen(@DelegatesTo(value = AbortSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        Blocks.run(reading, block, new AbortSpec(reading));
    }

    /** How many walks of a probe must be good in any such window. */
    public void budget(
            @NamedParam(value = "over", type = Time.class, required = true) Map<String, ?> options, Share goal) {
        Time over = (Time) options.get("over");
        if (reading.pass.budget != null) {
            reading.error("budget", "budget is there twice: a probe has one");
        } else if (!(goal.fraction() > 0 && goal.fraction() < 1)) {
            reading.error("budget", "budget is the share of good walks, between 0 and 100 percent, like 99.5.percent");
        } else if (over.nanos() < 60_000_000_000L || over.nanos() > Quantities.TIME_MAX_NANOS) {
            reading.error("over", "over: is 1.min or longer and has an end, like 4.h");
        } else {
            reading.pass.budget = new Pass.Budget(goal.fraction(), over.nanos());
        }
    }
}
