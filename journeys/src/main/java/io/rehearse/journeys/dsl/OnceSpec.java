package io.rehearse.journeys.dsl;

import groovy.lang.Closure;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Journey.OnFailure;
import java.util.List;

/** The words of {@code before { }} and {@code after { }}: walked once per run and not measured. */
public final class OnceSpec extends WalkSpec {
    private final String word;

    private OnceSpec(Reading reading, String word, Scope scope) {
        super(reading, word, word, scope, new Steps());
        this.word = word;
    }

    /** What {@code before} saves is the run's. */
    static OnceSpec before(Reading reading) {
        OnceSpec spec = new OnceSpec(reading, "before", Scope.before(reading));
        reading.run.leftBy(spec.scope);
        return spec;
    }

    static OnceSpec after(Reading reading) {
        return new OnceSpec(reading, "after", new Scope(reading));
    }

    OnceSpec read(Closure<?> block) {
        readWalk(block);
        return this;
    }

    /** To be called when the whole script is read: only then it is known what the run uses. */
    Journey made() {
        return made(0, word, 1, List.of(), OnFailure.END);
    }
}
