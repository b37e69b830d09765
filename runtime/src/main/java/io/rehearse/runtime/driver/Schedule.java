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
 * <p>With two sides each k is a pair of arrivals, one for each side: the first at T, the second half the mean spacing later,
 * which is where N(t) has grown by a half (so in a ramp the spacing of that moment counts, from 0/s on). Which side comes
 * first is drawn from the seed and k. A second that would come after the load's end comes in its last moment: every pair
 * is whole.
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
    /** N(t) at {@link #kAt}. */
    private double position;

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
            side = 1 - firstSide(seed, arrival);
            seconds--;
            System.arraycopy(secondK, 1, secondK, 0, seconds);
            System.arraycopy(secondAt, 1, secondAt, 0, seconds);
            return;
        }
        arrival = k;
        side = paired ? firstSide(seed, k) : 0;
        if (paired) {
            if (seconds == secondK.length) {
                secondK = Arrays.copyOf(secondK, seconds * 2);
                secondAt = Arrays.copyOf(secondAt, seconds * 2);
            }
            long at = timeAt(position + 0.5);
            secondK[seconds] = k;
            secondAt[seconds++] = at == NONE ? startNanos[load.phases().size()] - 1 : at;
        }
        k += lanes;
        kAt = timeOf(k);
    }

    /** No more pairs begin; the second arrival of a pair that has begun still comes. */
    void end() {
        kAt = NONE;
    }

    /** Nothing comes any more. */
    void cut() {
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

    /** The side whose user of a pair comes first. */
    static int firstSide(long seed, long pair) {
        return (int) (Draws.bits(seed, pair, PURPOSE_ORDER) & 1);
    }

    private long timeOf(long number) {
        position = number;
        if (poisson) {
            while (poissonDrawn <= number) {
                poissonSum -= Math.log1p(-Draws.unit(seed, poissonDrawn, PURPOSE_POISSON));
                poissonDrawn++;
            }
            position = poissonSum;
        }
        while (phase < load.phases().size() && position >= expected[phase + 1]) {
            phase++;
        }
        return timeAt(position);
    }

    /** The instant at which N(t) is so much, no less than {@link #position}; {@link #NONE} if it never is. */
    private long timeAt(double arrivals) {
        int at = phase;
        while (at < load.phases().size() && arrivals >= expected[at + 1]) {
            at++;
        }
        if (at == load.phases().size()) {
            return NONE;
        }
        Phase p = load.phases().get(at);
        double m = arrivals - expected[at];
        double f = p.fromPerSecond();
        double a = p.durationNanos() == Load.FOREVER ? 0 : (p.toPerSecond() - f) / (2 * (p.durationNanos() / 1e9));
        double seconds = m == 0 ? 0 : 2 * m / (f + Math.sqrt(Math.max(0, f * f + 4 * a * m)));
        return startNanos[at] + Math.round(seconds * 1e9);
    }
}
