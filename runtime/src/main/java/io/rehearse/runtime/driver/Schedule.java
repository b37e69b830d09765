package io.rehearse.runtime.driver;

import io.rehearse.journeys.data.Draws;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Load.Phase;
import java.util.Arrays;

/**
 * When users arrive in an open load, for one lane: the arrival numbers k ≡ lane mod lanes and the instants they are due.
 * Pure arithmetic; the instants are nanoseconds since the start of the load.
 *
 * <p>Let N(t) be the expected number of arrivals up to t: within a phase of length D that goes from rate f to rate g,
 * N(t) = N₀ + f·t + a·t² with a = (g − f)/(2D). Evenly spaced, arrival k is due where N(t) = k; as a Poisson process, where
 * N(t) is the sum of k + 1 exponential draws of mean 1 (time rescaling). The inverse is t = 2m / (f + √(f² + 4·a·m)) with
 * m = N(t) − N₀, stable for a near 0.
 *
 * <p>With two sides each k is a pair: one arrival at T and one half the mean spacing later, which side first is drawn.
 */
final class Schedule {
    static final long NONE = Long.MAX_VALUE;
    private static final long PURPOSE_POISSON = 0x01;
    private static final long PURPOSE_ORDER = 0x02;

    private final Load load;
    private final long seed;
    private final int lanes;
    private final boolean poisson;
    private final boolean paired;
    private final long[] startNanos;
    private final double[] expected;

    private long k;
    private long kAt;
    private double poissonSum;
    private long poissonDrawn;
    private int phase;

    private long[] secondK = new long[16];
    private long[] secondAt = new long[16];
    private int seconds;

    private long arrival;
    private int side;

    Schedule(Load load, long seed, int lane, int lanes, int sides) {
        this.load = load;
        this.seed = seed;
        this.lanes = lanes;
        this.poisson = load.arrivals() == Load.Arrivals.POISSON;
        this.paired = sides == 2;
        int phases = load.phases().size();
        this.startNanos = new long[phases + 1];
        this.expected = new double[phases + 1];
        for (int i = 0; i < phases; i++) {
            Phase p = load.phases().get(i);
            boolean endless = p.durationNanos() == Load.FOREVER;
            double seconds = p.durationNanos() / 1e9;
            startNanos[i + 1] = endless ? NONE : startNanos[i] + p.durationNanos();
            double sum = expected[i]
                    + (endless ? Double.POSITIVE_INFINITY : (p.fromPerSecond() + p.toPerSecond()) / 2 * seconds);
            expected[i + 1] = Math.abs(sum - Math.rint(sum)) < 1e-6 ? Math.rint(sum) : sum;
        }
        this.k = lane;
        this.kAt = timeOf(k);
    }

    /** When the next arrival is due; {@link #NONE} when there are no more. */
    long nextAt() {
        return seconds > 0 && secondAt[0] < kAt ? secondAt[0] : kAt;
    }

    /** Takes the next arrival; {@link #arrival} and {@link #side} say which. */
    void take() {
        if (seconds > 0 && secondAt[0] < kAt) {
            arrival = secondK[0];
            side = 1 - firstSide(arrival);
            seconds--;
            System.arraycopy(secondK, 1, secondK, 0, seconds);
            System.arraycopy(secondAt, 1, secondAt, 0, seconds);
            return;
        }
        arrival = k;
        side = paired ? firstSide(k) : 0;
        if (paired) {
            if (seconds == secondK.length) {
                secondK = Arrays.copyOf(secondK, seconds * 2);
                secondAt = Arrays.copyOf(secondAt, seconds * 2);
            }
            secondK[seconds] = k;
            secondAt[seconds++] = kAt + (long) (0.5e9 / rateAt(kAt));
        }
        k += lanes;
        kAt = timeOf(k);
    }

    /** No more arrivals. */
    void end() {
        kAt = NONE;
        seconds = 0;
    }

    long arrival() {
        return arrival;
    }

    int side() {
        return side;
    }

    /** The phase an instant lies in; the number of phases for one after the last. */
    int phaseOf(long nanos) {
        int p = 0;
        while (p < load.phases().size() && nanos >= startNanos[p + 1]) {
            p++;
        }
        return p;
    }

    private int firstSide(long pair) {
        return (int) (Draws.bits(seed, pair, PURPOSE_ORDER) & 1);
    }

    private double rateAt(long nanos) {
        int at = Math.min(phaseOf(nanos), load.phases().size() - 1);
        Phase p = load.phases().get(at);
        if (p.durationNanos() == Load.FOREVER) {
            return p.fromPerSecond();
        }
        double share = (nanos - startNanos[at]) / (double) p.durationNanos();
        return Math.max(1e-3, p.fromPerSecond() + (p.toPerSecond() - p.fromPerSecond()) * share);
    }

    private long timeOf(long number) {
        double at = number;
        if (poisson) {
            while (poissonDrawn <= number) {
                poissonSum -= Math.log1p(-Draws.unit(seed, poissonDrawn, PURPOSE_POISSON));
                poissonDrawn++;
            }
            at = poissonSum;
        }
        while (phase < load.phases().size() && at >= expected[phase + 1]) {
            phase++;
        }
        if (phase == load.phases().size()) {
            return NONE;
        }
        Phase p = load.phases().get(phase);
        double m = at - expected[phase];
        double f = p.fromPerSecond();
        double a = p.durationNanos() == Load.FOREVER ? 0 : (p.toPerSecond() - f) / (2 * (p.durationNanos() / 1e9));
        double seconds = m == 0 ? 0 : 2 * m / (f + Math.sqrt(Math.max(0, f * f + 4 * a * m)));
        return startNanos[phase] + Math.round(seconds * 1e9);
    }
}
