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

    private static Time time(Number number, long unitNanos) {
        notNegative(number);
        BigDecimal nanos = new BigDecimal(number.toString()).multiply(BigDecimal.valueOf(unitNanos));
        if (nanos.compareTo(BigDecimal.valueOf(Quantities.TIME_MAX_NANOS)) > 0) {
            throw new Fault(number + " is too long; the longest time is 1000 h, without an end it is 'forever'");
        }
        return new Time.Of(nanos.longValue());
    }

    private static double notNegative(Number number) {
        if (!(number.doubleValue() >= 0)) {
            throw new Fault(number + " is below zero; times, rates and shares are not");
        }
        return number.doubleValue();
    }
}
