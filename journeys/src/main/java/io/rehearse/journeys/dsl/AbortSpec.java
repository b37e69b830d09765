package io.rehearse.journeys.dsl;

import groovy.transform.NamedParam;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Pass.Scope;
import java.util.Map;

/** The words of {@code abortWhen { }}: when any of it holds over the last {@code during:}, the run stops. */
public final class AbortSpec extends Metrics<AbortSpec.Latency, AbortSpec.Errors, AbortSpec.Throughput> {
    AbortSpec(Reading reading) {
        super(reading, Scope.ALL, "");
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

    private static void add(PassParts.Subject subject, Pass.Objective objective, Map<String, ?> options) {
        Time during = (Time) options.get("during");
        if (during.nanos() < 1_000_000_000L || during.nanos() > Quantities.TIME_MAX_NANOS) {
            subject.reading()
                    .error("during", "during: is 1.s or longer and has an end: the numbers come once a second");
            return;
        }
        subject.reading().pass.abortRules.add(new Pass.AbortRule(objective, during.nanos()));
    }

    /** Of a time. */
    public static final class Latency {
        private final PassParts.Subject subject;

        Latency(PassParts.Subject subject) {
            this.subject = subject;
        }

        public void above(
                @NamedParam(value = "during", type = Time.class, required = true) Map<String, ?> options, Time limit) {
            add(subject, subject.objective(true, subject.limit(limit), Quantities.written(limit)), options);
        }
    }

    /** Of the error rate. */
    public static final class Errors {
        private final PassParts.Subject subject;

        Errors(PassParts.Subject subject) {
            this.subject = subject;
        }

        public void above(
                @NamedParam(value = "during", type = Time.class, required = true) Map<String, ?> options, Share limit) {
            add(subject, subject.objective(true, limit.fraction(), Quantities.written(limit)), options);
        }
    }

    /** Of the throughput. */
    public static final class Throughput {
        private final PassParts.Subject subject;

        Throughput(PassParts.Subject subject) {
            this.subject = subject;
        }

        public void below(
                @NamedParam(value = "during", type = Time.class, required = true) Map<String, ?> options, Rate limit) {
            add(subject, subject.objective(false, limit.perSecond(), Quantities.written(limit)), options);
        }
    }
}
