package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Let;

/** The time a walk starts; written as ISO 8601 in UTC unless another form is asked for. */
public final class NowValue extends LetValue {
    private final long offsetNanos;
    private final Let.Clock clock;

    NowValue(long offsetNanos, Let.Clock clock) {
        super(templates -> new Let.Now(offsetNanos, clock));
        this.offsetNanos = offsetNanos;
        this.clock = clock;
    }

    /** Earlier. */
    public NowValue minus(Time time) {
        return new NowValue(offsetNanos - bounded(time), clock);
    }

    /** Later. */
    public NowValue plus(Time time) {
        return new NowValue(offsetNanos + bounded(time), clock);
    }

    /** As {@code 2026-11-25T09:30:00.123Z}. */
    public NowValue iso() {
        return new NowValue(offsetNanos, Let.Clock.ISO);
    }

    /** Milliseconds since 1970, a number. */
    public NowValue millis() {
        return new NowValue(offsetNanos, Let.Clock.MILLIS);
    }

    /** Seconds since 1970, a number. */
    public NowValue seconds() {
        return new NowValue(offsetNanos, Let.Clock.SECONDS);
    }

    private static long bounded(Time time) {
        if (time.nanos() > Quantities.TIME_MAX_NANOS) {
            throw new Fault("a time to move by has an end", "forever");
        }
        return time.nanos();
    }
}
