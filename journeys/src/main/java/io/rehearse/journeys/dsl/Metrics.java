package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Pass.Metric;
import io.rehearse.journeys.plan.Pass.Metric.Kind;
import io.rehearse.journeys.plan.Pass.Scope;

/**
 * The numbers of a run, by their words.
 *
 * @param <L> what can be said of a latency
 * @param <E> what can be said of the error rate
 * @param <T> what can be said of the throughput
 */
public abstract class Metrics<L, E, T> extends Words {
    final Scope scope;
    final String name;

    Metrics(Reading reading, Scope scope, String name) {
        super(reading);
        this.scope = scope;
        this.name = name;
    }

    abstract L latency(PassParts.Subject subject);

    abstract E errors(PassParts.Subject subject);

    abstract T throughput(PassParts.Subject subject);

    public L getP50() {
        return percentile("p50", 0.5);
    }

    public L getP75() {
        return percentile("p75", 0.75);
    }

    public L getP90() {
        return percentile("p90", 0.9);
    }

    public L getP95() {
        return percentile("p95", 0.95);
    }

    public L getP98() {
        return percentile("p98", 0.98);
    }

    public L getP99() {
        return percentile("p99", 0.99);
    }

    /** p99.9: a dot cannot stand in a word. */
    public L getP999() {
        return percentile("p999", 0.999);
    }

    public L getMax() {
        return latency(subject("max", new Metric(Kind.MAX, 0)));
    }

    /** Failed of ended attempts. */
    public E getErrorRate() {
        return errors(subject("errorRate", new Metric(Kind.ERROR_RATE, 0)));
    }

    /** Successes a second. */
    public T getThroughput() {
        return throughput(subject("throughput", new Metric(Kind.THROUGHPUT, 0)));
    }

    private L percentile(String word, double quantile) {
        return latency(subject(word, new Metric(Kind.PERCENTILE, quantile)));
    }

    PassParts.Subject subject(String word, Metric metric) {
        return new PassParts.Subject(reading, scope, name, metric, word);
    }
}
