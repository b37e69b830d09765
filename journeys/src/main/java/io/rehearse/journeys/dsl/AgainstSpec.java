package io.rehearse.journeys.dsl;

import static groovy.lang.Closure.DELEGATE_ONLY;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Pass.Scope;
import java.util.List;
import java.util.Map;

/** The words of {@code against('…') { }}. */
public final class AgainstSpec extends MarginSpec {
    AgainstSpec(Reading reading, List<Pass.Margin> margins) {
        super(reading, Scope.ALL, "", margins);
    }

    /** Margins for one step. */
    public void step(String name, @DelegatesTo(value = MarginSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        reading.pass.named.add(new PassParts.Named(Scope.STEP, name, reading.line()));
        Blocks.run(reading, block, new MarginSpec(reading, Scope.STEP, name, margins));
    }

    /** Margins for whole walks. */
    public void journey(@DelegatesTo(value = MarginSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        Blocks.run(reading, block, new MarginSpec(reading, Scope.JOURNEY, "", margins));
    }

    /** A margin of a time. */
    public static final class Latency {
        private final PassParts.Subject subject;
        private final List<Pass.Margin> margins;

        Latency(PassParts.Subject subject, List<Pass.Margin> margins) {
            this.subject = subject;
            this.margins = margins;
        }

        public void worseBy(Share share) {
            margins.add(subject.margin(share.fraction(), 0, 0));
        }

        /** A difference below {@code atLeast:} is never worse. */
        public void worseBy(@NamedParam(value = "atLeast", type = Time.class) Map<String, ?> options, Share share) {
            double atLeastMs = options.get("atLeast") instanceof Time time ? time.nanos() / 1e6 : 0;
            margins.add(subject.margin(share.fraction(), 0, atLeastMs));
        }
    }

    /** A margin of the error rate: a difference in points. */
    public static final class Errors {
        private final PassParts.Subject subject;
        private final List<Pass.Margin> margins;

        Errors(PassParts.Subject subject, List<Pass.Margin> margins) {
            this.subject = subject;
            this.margins = margins;
        }

        public void worseBy(Points points) {
            margins.add(subject.margin(0, points.fraction(), 0));
        }
    }
}
