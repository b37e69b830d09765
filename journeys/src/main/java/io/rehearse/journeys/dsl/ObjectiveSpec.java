package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Pass.Metric.Kind;
import io.rehearse.journeys.plan.Pass.Scope;

/** Absolute limits on the numbers: of all steps, of one step, of walks. */
public class ObjectiveSpec extends Metrics<ObjectiveSpec.Latency, ObjectiveSpec.Errors, ObjectiveSpec.Throughput> {
    ObjectiveSpec(Reading reading, Scope scope, String name) {
        super(reading, scope, name);
    }

    @Override
    Latency latency(PassParts.Subject subject) {
        return new Latency(subject);
    }

    @Override
    Errors errors(PassParts.Subject subject) {
        return new Errors(subject);
    }

    @Override
    Throughput throughput(PassParts.Subject subject) {
        return new Throughput(subject);
    }

    private static void add(PassParts.Subject subject, boolean above, double limit, String text) {
        if (subject.metric().kind() == Kind.OUTAGE && above) {
            subject.reading().error("outage", "an outage is good when it is short: write outage.below 5.s");
            return;
        }
        subject.reading().pass.objectives.add(subject.objective(above, limit, text));
    }

    /** Limits of a time. */
    public static final class Latency {
        private final PassParts.Subject subject;

        Latency(PassParts.Subject subject) {
            this.subject = subject;
        }

        public void below(Time limit) {
            add(subject, false, subject.limit(limit), Quantities.written(limit));
        }

        public void above(Time limit) {
            add(subject, true, subject.limit(limit), Quantities.written(limit));
        }
    }

    /** Limits of the error rate. */
    public static final class Errors {
        private final PassParts.Subject subject;

        Errors(PassParts.Subject subject) {
            this.subject = subject;
        }

        public void below(Share limit) {
            add(subject, false, limit.fraction(), Quantities.written(limit));
        }

        public void above(Share limit) {
            add(subject, true, limit.fraction(), Quantities.written(limit));
        }
    }

    /** Limits of the throughput. */
    public static final class Throughput {
        private final PassParts.Subject subject;

        Throughput(PassParts.Subject subject) {
            this.subject = subject;
        }

        public void below(Rate limit) {
            add(subject, false, limit.perSecond(), Quantities.written(limit));
        }

        public void above(Rate limit) {
            add(subject, true, limit.perSecond(), Quantities.written(limit));
        }
    }
}
