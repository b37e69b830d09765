package io.rehearse.reports.gate;

import io.rehearse.reports.compare.Method;
import io.rehearse.reports.compare.Metric;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One number of one step that is held against the old side while both are probed.
 *
 * @param step the step's name
 * @param metric {@code p50}, {@code p95}, {@code errors}
 */
public record Pairing(String step, String metric) implements Check {

    /** All of them: every step with the percentiles of the method and its errors. */
    public static List<Pairing> of(List<String> steps, Method method) {
        List<Pairing> all = new ArrayList<>();
        for (String step : steps) {
            method.quantiles()
                    .forEach(q -> all.add(new Pairing(step, Metric.latency(q).label())));
            all.add(new Pairing(step, Metric.ERRORS.label()));
        }
        return all;
    }

    public boolean isErrors() {
        return metric.equals(Metric.ERRORS.label());
    }

    /** As comparisons call it. */
    public Metric toMetric() {
        return isErrors()
                ? Metric.ERRORS
                : Metric.latency(
                        new BigDecimal(metric.substring(1)).movePointLeft(2).doubleValue());
    }
}
