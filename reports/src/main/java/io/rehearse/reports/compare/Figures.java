package io.rehearse.reports.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers as people read them. Estimates round to nearest; bounds round outwards, so that what is called proved is never more than was
 * proved. Plain ASCII; a page may set its own minus and spaces.
 */
public final class Figures {
    private Figures() {}

    /** Signed change of a row: {@code +21 %}, {@code +9.5 %}, {@code +0.34 points}. */
    public static String change(Metric metric, double value) {
        return signed(metric, value, RoundingMode.HALF_EVEN);
    }

    /** A bound that the truth is at least: rounds down. */
    public static String atLeast(Metric metric, double value) {
        return signed(metric, value, RoundingMode.FLOOR);
    }

    /** A bound that the truth is at most: rounds up. */
    public static String atMost(Metric metric, double value) {
        return signed(metric, value, RoundingMode.CEILING);
    }

    /** A margin or limit, which is written exactly as far as two digits go: {@code 10 %}, {@code 0.50 points}. */
    public static String limit(Metric metric, double value) {
        BigDecimal size = scaled(metric, value)
                .round(new MathContext(3, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        return size.toPlainString() + unit(metric);
    }

    /** Without a sign, for "21 % slower". */
    static String size(Metric metric, double value) {
        return rounded(metric, Math.abs(value), RoundingMode.HALF_EVEN) + unit(metric);
    }

    /** What a side measured: {@code 443 ms}, {@code 1.23 s}, {@code 0.38 %}, {@code 49.8/s}. */
    public static String value(Metric metric, double value) {
        if (Double.isNaN(value)) return "no value";
        return switch (metric.kind()) {
            case LATENCY -> value >= 1000 ? digits(value / 1000) + " s" : digits(value) + " ms";
            case ERRORS -> share(value);
            case THROUGHPUT -> digits(value) + "/s";
        };
    }

    static String share(double value) {
        return new BigDecimal(value * 100)
                        .setScale(value >= 0.1 ? 0 : 2, RoundingMode.HALF_EVEN)
                        .toPlainString() + " %";
    }

    public static String minutes(double seconds) {
        if (seconds < 120) return String.format(Locale.ROOT, "%.0f s", Math.ceil(seconds));
        return String.format(Locale.ROOT, "%.0f min", Math.ceil(seconds / 60));
    }

    private static String signed(Metric metric, double value, RoundingMode mode) {
        if (Double.isInfinite(value)) return value > 0 ? "+unlimited" : "-unlimited";
        if (Double.isNaN(value)) return "not known";
        String text = rounded(metric, value, mode);
        boolean zero = new BigDecimal(text).signum() == 0;
        if (zero) return text.replace("-", "") + unit(metric);
        return (text.startsWith("-") ? "" : "+") + text + unit(metric);
    }

    private static String rounded(Metric metric, double value, RoundingMode mode) {
        BigDecimal scaled = scaled(metric, value);
        int decimals = metric.isRatio() ? (scaled.abs().doubleValue() >= 10 ? 0 : 1) : 2;
        return scaled.setScale(decimals, mode).toPlainString();
    }

    /** Log ratio to percent, difference of shares to points. The last digits of a double are noise and must not push a bound outwards. */
    private static BigDecimal scaled(Metric metric, double value) {
        double real = metric.isRatio() ? 100 * Math.expm1(value) : 100 * value;
        return new BigDecimal(real).setScale(9, RoundingMode.HALF_EVEN);
    }

    private static String unit(Metric metric) {
        return metric.isRatio() ? " %" : " points";
    }

    private static String digits(double value) {
        return new BigDecimal(value).round(new MathContext(3)).toPlainString();
    }
}
