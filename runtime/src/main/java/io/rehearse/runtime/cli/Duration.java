package io.rehearse.runtime.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A length of time as people write it.
 *
 * @param nanos more than 0, at most 30 days
 */
record Duration(long nanos) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s?(ms|s|min|m|h|d)");
    private static final Map<String, Double> UNIT_NANOS =
            Map.of("ms", 1e6, "s", 1e9, "min", 60e9, "m", 60e9, "h", 3600e9, "d", 86_400e9);
    private static final double NANOS_MAX = 30 * 86_400e9;

    /** {@code 500ms}, {@code 30s}, {@code 1.5min}, {@code 5m}, {@code 2h}. */
    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.trim());
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a time: write a number with its unit, as in 500ms, 30s, 5min or 2h");
        }
        double nanos = Double.parseDouble(matcher.group(1)) * UNIT_NANOS.get(matcher.group(2));
        if (nanos < 1 || nanos > NANOS_MAX) {
            throw new TypeConversionException("'" + text + "' is out of range: more than 0, at most 30d");
        }
        return new Duration(Math.round(nanos));
    }
}
