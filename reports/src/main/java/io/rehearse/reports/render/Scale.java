package io.rehearse.reports.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Values to pixels.
 *
 * @param logarithmic equal ratios are equal distances
 */
record Scale(double min, double max, double from, double to, boolean logarithmic) {

    private static final double[] ENDS = {1, 1.5, 2, 3, 4, 5, 6, 8, 10};

    /** Linear from zero to a round number at or above {@code max}. */
    static Scale fromZero(double max, double from, double to) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(max, 1e-6))));
        double end = 10 * unit;
        for (int i = ENDS.length - 1; i >= 0; i--) {
            end = ENDS[i] * unit >= max ? ENDS[i] * unit : end;
        }
        return new Scale(0, end, from, to, false);
    }

    /** Logarithmic between round numbers (1, 2, 5 and their tenfolds) around all values. */
    static Scale ratios(double min, double max, double from, double to) {
        double low = 1;
        while (low > min) {
            low = before(low);
        }
        while (after(low) <= min) {
            low = after(low);
        }
        double high = after(low);
        while (high < max) {
            high = after(high);
        }
        return new Scale(low, high, from, to, true);
    }

    double at(double value) {
        double share =
                logarithmic ? Math.log(Math.max(value, min) / min) / Math.log(max / min) : (value - min) / (max - min);
        return from + (to - from) * Math.min(Math.max(share, 0), 1);
    }

    /**
     * Round numbers, at most {@code countMax} (2 or more) unless their range has more tenfolds: 1, 2, 5, else 1, 3, else tenfolds, so
     * that they stand about evenly.
     */
    List<Double> ticks(int countMax) {
        if (!logarithmic) {
            return List.of(min, max);
        }
        List<Double> ticks = List.of();
        for (int[] leads : new int[][] {{1, 2, 5}, {1, 3}, {1}}) {
            ticks = ticks(leads);
            if (ticks.size() <= countMax) {
                break;
            }
        }
        return ticks;
    }

    private List<Double> ticks(int[] leads) {
        List<Double> ticks = new ArrayList<>();
        for (double unit = Math.pow(10, Math.floor(Math.log10(min) + 1e-9)); unit <= max * 1.0001; unit *= 10) {
            for (int lead : leads) {
                double tick = lead * unit;
                if (tick >= min * 0.9999 && tick <= max * 1.0001) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private static double after(double tick) {
        double unit = Math.pow(10, Math.floor(Math.log10(tick * 1.0001)));
        long lead = Math.round(tick / unit);
        return lead < 2 ? 2 * unit : lead < 5 ? 5 * unit : 10 * unit;
    }

    private static double before(double tick) {
        double unit = Math.pow(10, Math.floor(Math.log10(tick * 1.0001)));
        long lead = Math.round(tick / unit);
        return lead > 2 ? 2 * unit : lead > 1 ? unit : unit / 2;
    }
}
