package io.rehearse.reports.run;

/**
 * Which histogram: all parts are indexes of the {@link RunManifest}.
 *
 * @param journey -1 for a series of a target
 * @param step index in the plan; -1 for a series of a whole journey, a group or a target
 * @param target index in the side's targets; -1 for a series of anything else
 * @param group index in the plan; -1 for a series of anything else
 * @param side 0 or 1
 */
public record Series(int journey, int step, int target, int group, int side, int phase, Kind kind) {

    /** Largest value recorded, one hour in microseconds; larger ones are recorded as this and counted as clamped. */
    public static final long MICROS_MAX = 3_600_000_000L;

    /** Significant digits of every histogram. */
    public static final int DIGITS = 3;

    public static Series ofStep(int journey, int step, int side, int phase, Kind kind) {
        return new Series(journey, step, -1, -1, side, phase, kind);
    }

    public static Series ofJourney(int journey, int side, int phase, Kind kind) {
        return new Series(journey, -1, -1, -1, side, phase, kind);
    }

    public static Series ofGroup(int journey, int group, int side, int phase, Kind kind) {
        return new Series(journey, -1, -1, group, side, phase, kind);
    }

    public static Series ofTarget(int target, int side, int phase, Kind kind) {
        return new Series(-1, -1, target, -1, side, phase, kind);
    }
}
