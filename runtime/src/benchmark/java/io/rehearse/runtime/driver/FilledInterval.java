package io.rehearse.runtime.driver;

import java.util.Random;

/** Records a second of a run into an interval: times between a few and some hundred milliseconds. */
public final class FilledInterval {
    private final int steps;
    private final int samples;
    private final Random random = new Random(7);
    private long second;

    public FilledInterval(int steps, int samples) {
        this.steps = steps;
        this.samples = samples;
    }

    /** The next second. */
    public void fill(LaneInterval interval) {
        interval.startNanos = second * Plans.SECOND;
        second++;
        interval.endNanos = second * Plans.SECOND;
        for (int step = 0; step < steps; step++) {
            for (int i = 0; i < samples; i++) {
                long response = (long) (50e6 * Math.exp(0.5 * random.nextGaussian()));
                interval.count(0, 0, step, LaneInterval.StepCount.STARTED, 1);
                interval.record(0, 0, step, Kind.RESPONSE, response);
                interval.record(0, 0, step, Kind.SERVICE, response - 30_000);
                interval.record(0, 0, step, Kind.FIRST_BYTE, response - 40_000);
                interval.record(0, 0, step, Kind.LATE, random.nextInt(60_000));
                interval.record(0, 0, step, Kind.WAIT, random.nextInt(20_000));
                interval.count(0, 0, step, Outcome.OK);
            }
        }
    }
}
