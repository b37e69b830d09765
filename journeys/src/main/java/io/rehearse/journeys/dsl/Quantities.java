package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.PlanText;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with units as text: how they are shown, and how they are read from the command line and environments. */
final class Quantities {
    static final long TIME_MAX_NANOS = 1000L * 3600 * 1_000_000_000L;

    private static final Map<String, Long> TIME_UNITS = Map.ofEntries(
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("min", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L));
    static final long SIZE_MAX_BYTES = 1_000_000_000_000L;

    private static final Map<String, Long> SIZE_UNITS = Map.of("kB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L);
    private static final Map<String, Integer> RATE_UNITS = Map.ofEntries(
            Map.entry("/s", 1),
            Map.entry("/min", 60),
            Map.entry("/h", 3600),
            Map.entry("perSecond", 1),
            Map.entry("perMinute", 60),
            Map.entry("perHour", 3600));
    private static final Pattern QUANTITY = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*\\.?\\s*([A-Za-z/%]*)");

    private Quantities() {}

    /** {@code 800 ms}, {@code 1.2 s}, {@code 5 min}: the largest unit that leaves at least one. */
    static String time(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return "forever";
        }
        if (nanos >= 120_000_000_000L && nanos % 60_000_000_000L == 0) {
            return number(nanos / 60e9) + " min";
        }
        if (nanos >= 1_000_000_000L || nanos == 0) {
            return number(nanos / 1e9) + " s";
        }
        if (nanos >= 1_000_000L) {
            return number(nanos / 1e6) + " ms";
        }
        return number(nanos / 1e3) + " us";
    }

    /** {@code 200 MB}: the largest unit that leaves at least one. */
    static String size(long bytes) {
        if (bytes >= 1_000_000_000L) {
            return number(bytes / 1e9) + " GB";
        }
        return bytes >= 1_000_000L ? number(bytes / 1e6) + " MB" : number(bytes / 1e3) + " kB";
    }

    static String rate(double perSecond) {
        return number(perSecond) + "/s";
    }

    static String percent(double fraction) {
        return number(fraction * 100) + " %";
    }

    /** Shortest plain form, at most nine significant digits. */
    static String number(double value) {
        return PlanText.number(value);
    }

    /** As a script writes it: {@code 1.2.s}. */
    static String written(Time time) {
        return time(time.nanos()).replace(' ', '.');
    }

    static String written(Rate rate) {
        return number(rate.perSecond()) + ".perSecond";
    }

    static String written(Share share) {
        return number(share.fraction() * 100) + ".percent";
    }

    static Optional<Time> readTime(String text) {
        if (text.equals("forever")) {
            return Optional.of(new Time.Of(Long.MAX_VALUE));
        }
        return read(text, TIME_UNITS.keySet()).map(found -> {
            BigDecimal nanos =
                    new BigDecimal(found.group(1)).multiply(BigDecimal.valueOf(TIME_UNITS.get(found.group(2))));
            return nanos.compareTo(BigDecimal.valueOf(TIME_MAX_NANOS)) > 0 ? null : new Time.Of(nanos.longValue());
        });
    }

    static Optional<Rate> readRate(String text) {
        return read(text, RATE_UNITS.keySet())
                .map(found -> new Rate.Of(Double.parseDouble(found.group(1)) / RATE_UNITS.get(found.group(2))));
    }

    static Optional<Size> readSize(String text) {
        return read(text, SIZE_UNITS.keySet()).map(found -> {
            BigDecimal bytes =
                    new BigDecimal(found.group(1)).multiply(BigDecimal.valueOf(SIZE_UNITS.get(found.group(2))));
            return bytes.compareTo(BigDecimal.valueOf(SIZE_MAX_BYTES)) > 0 ? null : new Size.Of(bytes.longValue());
        });
    }

    static Optional<Share> readShare(String text) {
        return read(text, java.util.Set.of("%", "percent"))
                .map(found -> new Share.Of(Double.parseDouble(found.group(1)) / 100));
    }

    private static Optional<Matcher> read(String text, java.util.Set<String> units) {
        Matcher found = QUANTITY.matcher(text.trim());
        return found.matches() && units.contains(found.group(2)) ? Optional.of(found) : Optional.empty();
    }
}
