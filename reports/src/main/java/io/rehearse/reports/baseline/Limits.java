package io.rehearse.reports.baseline;

import io.rehearse.reports.compare.Margins;
import io.rehearse.reports.compare.Method;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How a run wants to be compared, from its {@code run.json}: margins of the script's {@code against} block where it has one, else those
 * of the tool; what an outage is and how many errors are too many from its objectives.
 *
 * <pre>
 * written                                   all steps      each step
 * p99.worseBy 10.percent                    10 %           proved within 20 % (the guard)
 * … in step('X') { }                        as before      X: exactly 10 %
 * p99.worseBy 10.percent, atLeast: 2.ms     10 %           at least 2 ms
 * errorRate.worseBy 0.5.points              0.5 points     proved within 1 point
 * </pre>
 *
 * @param method how to judge
 * @param notes what was written and cannot be judged, in words
 */
public record Limits(Method method, List<String> notes) {

    /**
     * @param against the block of the script; empty: the tool's margins
     * @param duet whether old and new ran side by side
     */
    public static Limits of(RunManifest run, Optional<RunManifest.Against> against, boolean duet) {
        return of(run.load(), run.objectives(), against, duet);
    }

    /** @param objectives those of the script; those a run has by default are added */
    public static Limits of(
            RunManifest.Load load, List<Objective> objectives, Optional<RunManifest.Against> against, boolean duet) {
        Method method = duet ? Method.productDuet() : Method.product();
        Margins margins = method.margins();
        List<String> notes = new ArrayList<>();
        TreeSet<Double> quantiles = new TreeSet<>(method.quantiles());
        for (RunManifest.Margin margin :
                against.map(RunManifest.Against::margins).orElse(List.of())) {
            Optional<Metric> metric = metric(margin.metric());
            if (metric.isEmpty() || margin.scope().kind() == Scope.Kind.JOURNEY) {
                notes.add("The margin of " + margin.metric().label()
                        + (metric.isEmpty() ? "" : " of whole walks") + " in line " + margin.line()
                        + " is not judged: a comparison judges percentiles of steps, errors and throughput.");
                continue;
            }
            if (margin.metric().isPercentile()) quantiles.add(margin.metric().quantile());
            margins = with(margins, margin, metric.get());
        }
        boolean warm = load.phases().stream().anyMatch(p -> p.kind() == RunManifest.PhaseKind.WARM_UP);
        method = method.withMargins(margins)
                .withQuantiles(List.copyOf(quantiles))
                .withWarmUpCut(!warm)
                .withHard(hard(objectives, method.hard()));
        if (load.model() == RunManifest.Model.CLOSED) method = method.withClosedModel();
        return new Limits(method, List.copyOf(notes));
    }

    private static Margins with(Margins margins, RunManifest.Margin written, Metric metric) {
        Margins.Margin margin = metric.equals(Metric.ERRORS)
                ? new Margins.Margin(0, written.worseBy())
                : new Margins.Margin(written.worseBy(), written.atLeastMillis() == null ? 0 : written.atLeastMillis());
        return written.scope().kind() == Scope.Kind.STEP
                ? margins.withStep(written.scope().name(), metric, margin)
                : margins.with(metric, margin);
    }

    private static Optional<Metric> metric(io.rehearse.reports.run.Metric metric) {
        if (metric.isPercentile()) return Optional.of(Metric.latency(metric.quantile()));
        return switch (metric) {
            case ERROR_RATE -> Optional.of(Metric.ERRORS);
            case THROUGHPUT -> Optional.of(Metric.THROUGHPUT);
            default -> Optional.empty();
        };
    }

    /** A run's objectives hold in each single run of a comparison, too. */
    private static Method.Hard hard(List<Objective> objectives, Method.Hard byDefault) {
        double errors = byDefault.errorRateMax();
        int outage = byDefault.outageSeconds();
        for (Objective o : objectives) {
            boolean all = o.scope().kind() == Scope.Kind.EVERY_STEP && o.direction() == Objective.Direction.BELOW;
            if (all && o.metric() == io.rehearse.reports.run.Metric.ERROR_RATE) errors = o.limit();
            if (all && o.metric() == io.rehearse.reports.run.Metric.OUTAGE) outage = (int) Math.ceil(o.limit());
        }
        return new Method.Hard(Math.max(1, outage), errors, byDefault.secondsMin(), byDefault.steady());
    }
}
