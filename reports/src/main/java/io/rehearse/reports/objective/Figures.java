package io.rehearse.reports.objective;

import io.rehearse.reports.run.Metric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers with their units, as all screens print them: three significant digits, rounded to nearest. */
public final class Figures {
    private static final String NONE = "-";

    private Figures() {}

    /** {@code 0.5 ms}, {@code 88.2 ms}, {@code 641 ms}, {@code 1.2 s}; a dash for none. */
    public static String millis(double millis) {
        if (Double.isNaN(millis)) {
            return NONE;
        }
        return Math.abs(millis) >= 999.5 ? seconds(millis / 1000) : digits(millis) + " ms";
    }

    /** {@code 4 s}, {@code 12.5 s}, {@code 5 min}. */
    public static String seconds(double seconds) {
        return seconds >= 120 && seconds % 60 == 0 ? digits(seconds / 60) + " min" : digits(seconds) + " s";
    }

    /** A fraction as {@code 0.38 %}; a dash for none. */
    public static String percent(double fraction) {
        return Double.isNaN(fraction) ? NONE : digits(fraction * 100) + " %";
    }

    /** The value of a metric with its unit. */
    public static String of(Metric metric, double value) {
        switch (metric) {
            case ERROR_RATE:
                return percent(value);
            case OUTAGE:
                return seconds(value);
            case THROUGHPUT:
                return digits(value) + "/s";
            default:
                return millis(value);
        }
    }

    /** Three significant digits without an exponent; whole numbers from 100 on. */
    public static String digits(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return NONE;
        }
        if (Math.abs(value) >= 100) {
            return String.valueOf(Math.round(value));
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_UP));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
