package io.rehearse.journeys.dsl;

import java.math.BigDecimal;

/** The units of the language: Groovy reads {@code 800.ms} as {@code Units.getMs(800)}. */
public final class Units {
    private Units() {}

    public static Time getMs(Number number) {
        return time(number, 1_000_000L);
    }

    public static Time getS(Number number) {
        return time(number, 1_000_000_000L);
    }

    public static Time getMin(Number number) {
        return time(number, 60_000_000_000L);
    }

    public static Time getH(Number number) {
        return time(number, 3_600_000_000_000L);
    }

    public static Rate getPerSecond(Number number) {
        return new Rate.Of(notNegative(number));
    }

    public static Rate getPerMinute(Number number) {
        return new Rate.Of(notNegative(number) / 60);
    }

    public static Rate getPerHour(Number number) {
        return new Rate.Of(notNegative(number) / 3600);
    }

    public static Share getPercent(Number number) {
        return new Share.Of(notNegative(number) / 100);
    }

    public static Points getPoints(Number number) {
        return new Points(notNegative(number) / 100);
    }

    public static Size getkB(Number number) {
        return size(number, 1_000L);
    }

    public static Size getMB(Number number) {
        return size(number, 1_000_000L);
    }

    public static Size getGB(Number number) {
        return size(number, 1_000_000_000L);
    }

    private static Size size(Number number, long unitBytes) {
        notNegative(number);
        BigDecimal bytes = new BigDecimal(number.toString()).multiply(BigDecimal.valueOf(unitBytes));
        if (bytes.compareTo(BigDecimal.valueOf(Quantities.SIZE_MAX_BYTES)) > 0) {
            throw new Fault(number + " is too much; the largest size is 1000 GB", number.toString());
        }
        return new Size.Of(bytes.longValue());
    }

    private static Time time(Number number, long unitNanos) {
        notNegative(number);
        BigDecimal nanos = new BigDecimal(number.toString()).multiply(BigDecimal.valueOf(unitNanos));
        if (nanos.compareTo(BigDecimal.valueOf(Quantities.TIME_MAX_NANOS)) > 0) {
            throw new Fault(
                    number + " is too long; the longest time is 1000 h, without an end it is 'forever'",
                    number.toString());
        }
        return new Time.Of(nanos.longValue());
    }

    private static double notNegative(Number number) {
        if (!(number.doubleValue() >= 0)) {
            throw new Fault(number + " is below zero; times, rates, shares and sizes are not", number.toString());
        }
        return number.doubleValue();
    }
}
