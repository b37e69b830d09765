package io.rehearse.runtime.cli;

import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Scope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A limit on the command line: {@code p95=10%}, {@code p99=25%,10ms}, {@code errors=0.5points}, {@code Log in:p95=5%}. */
final class WorseBy {
    private static final Pattern FORM = Pattern.compile(
            "(?:(.+):)?(p[0-9.]+|errors|throughput)=([0-9.]+)\\s?(%|points?)" + "(?:,\\s?([0-9.]+)\\s?ms)?");

    private WorseBy() {}

    static RunManifest.Margin parse(String text) {
        Matcher m = FORM.matcher(text.trim());
        if (!m.matches()) throw wrong(text);
        Metric metric = metric(text, m.group(2));
        boolean points = m.group(4).startsWith("point");
        if (points != (metric == Metric.ERROR_RATE)) {
            throw Failure.invalid(
                    "--worse-by '" + text + "': errors are limited in points, everything else in percent, as in"
                            + " errors=0.5points and p95=10%");
        }
        Scope scope = m.group(1) == null ? Scope.everyStep() : Scope.step(m.group(1));
        Double atLeast = m.group(5) == null ? null : number(text, m.group(5));
        double share = number(text, m.group(3)) / 100;
        if (!(share > 0)) throw wrong(text);
        return new RunManifest.Margin(scope, metric, share, atLeast, text, 0);
    }

    private static Metric metric(String text, String label) {
        for (Metric metric : Metric.values()) {
            boolean judged = metric.isPercentile() || metric == Metric.ERROR_RATE || metric == Metric.THROUGHPUT;
            if (judged && metric.label().equals(label)) return metric;
        }
        throw wrong(text);
    }

    private static double number(String text, String digits) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
    }

    private static Failure wrong(String text) {
        return Failure.invalid("--worse-by '" + text + "' is no limit; write p95=10%, p99=25%,10ms, errors=0.5points or"
                + " 'Log in:p95=5%'");
    }
}
