package io.rehearse.reports.objective;

import io.rehearse.reports.run.Health;
import io.rehearse.reports.run.Interval;
import java.util.function.Function;

/**
 * The generator's health over some intervals: worst values, and the likely reason for lateness.
 *
 * <p>A cause is looked for in the intervals in which starts were late (or a lane stood still), and told by how many
 * milliseconds of an interval each suspect took there; the largest wins.
 */
public final class HealthLog {
    private static final double LATE_MILLIS = 10;

    private double stallMillis;
    private double gcMillis;
    private double gcMaxMillis;
    private double cpuMax;
    private double stealMax;
    private double runQueueMaxMillis;
    private double scriptMaxMillis;
    private long descriptorsMax;
    private long heapMaxBytes;
    private int backlogMax;
    private double lateSteal;
    private double lateGc;
    private double lateScript;
    private double lateRunQueue;
    private double lateCpu;
    private double lateLag;

    public void accept(Interval interval) {
        Health h = interval.health();
        stallMillis = Math.max(stallMillis, number(h, Health::loopLagMillis));
        gcMillis += number(h, Health::gcMillis);
        gcMaxMillis = Math.max(gcMaxMillis, number(h, Health::gcMillis));
        cpuMax = Math.max(cpuMax, number(h, Health::cpuFraction));
        stealMax = Math.max(stealMax, number(h, Health::stealFraction));
        runQueueMaxMillis = Math.max(runQueueMaxMillis, number(h, Health::runQueueMillis));
        scriptMaxMillis = Math.max(scriptMaxMillis, number(h, Health::scriptMillis));
        descriptorsMax = Math.max(descriptorsMax, (long) number(h, Health::openDescriptors));
        heapMaxBytes = Math.max(heapMaxBytes, (long) number(h, Health::heapBytes));
        backlogMax = Math.max(backlogMax, (int) number(h, Health::backlog));
        boolean late = number(h, Health::lateMaxMillis) > LATE_MILLIS || number(h, Health::loopLagMillis) > LATE_MILLIS;
        if (late) {
            double millis = (interval.endSeconds() - interval.startSeconds()) * 1000;
            lateSteal = Math.max(lateSteal, number(h, Health::stealFraction) * millis);
            lateGc = Math.max(lateGc, number(h, Health::gcMillis));
            lateScript = Math.max(lateScript, number(h, Health::scriptMillis));
            lateRunQueue = Math.max(lateRunQueue, number(h, Health::runQueueMillis));
            lateCpu = Math.max(lateCpu, number(h, Health::cpuFraction));
            lateLag = Math.max(lateLag, number(h, Health::loopLagMillis));
        }
    }

    private static double number(Health health, Function<Health, ? extends Number> field) {
        Number value = field.apply(health);
        return value == null ? 0 : value.doubleValue();
    }

    /** Longest time one lane did not run. */
    public double stallMillis() {
        return stallMillis;
    }

    public double gcMillis() {
        return gcMillis;
    }

    public double gcMaxMillis() {
        return gcMaxMillis;
    }

    public double cpuMax() {
        return cpuMax;
    }

    public double stealMax() {
        return stealMax;
    }

    public double runQueueMaxMillis() {
        return runQueueMaxMillis;
    }

    public double scriptMaxMillis() {
        return scriptMaxMillis;
    }

    public long descriptorsMax() {
        return descriptorsMax;
    }

    public long heapMaxBytes() {
        return heapMaxBytes;
    }

    public int backlogMax() {
        return backlogMax;
    }

    /** The most likely reason for late starts in words, with what to do about it; null if there is no suspect. */
    public String cause() {
        double worst = Math.max(Math.max(lateSteal, lateGc), Math.max(lateScript, lateRunQueue));
        if (worst >= LATE_MILLIS) {
            if (worst == lateScript) {
                return "closures of the script took " + Figures.millis(lateScript)
                        + " in one interval: make them shorter or take more lanes";
            }
            if (worst == lateGc) {
                return "the garbage collector paused for " + Figures.millis(lateGc)
                        + " in one interval: give the generator more memory";
            }
            if (worst == lateSteal) {
                return "other guests of the host took " + Figures.millis(lateSteal)
                        + " of CPU time in one interval (steal): use another machine";
            }
            return "the lanes waited " + Figures.millis(lateRunQueue)
                    + " for a CPU in one interval: something else runs on this machine";
        }
        if (lateCpu >= 0.9) {
            return "the generator used " + Figures.percent(lateCpu)
                    + " of the CPUs in one interval: lower the rate or use more machines";
        }
        if (lateLag > LATE_MILLIS) {
            return "a lane stood still for " + Figures.millis(lateLag) + " and no health figure says why";
        }
        return null;
    }
}
