package io.rehearse.journeys.dsl;

import static groovy.lang.Closure.DELEGATE_ONLY;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Pass.Metric;
import io.rehearse.journeys.plan.Pass.Metric.Kind;
import io.rehearse.journeys.plan.Pass.Scope;
import java.util.ArrayList;
import java.util.List;

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
}
