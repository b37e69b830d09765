package io.rehearse.runtime.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/** The p95 of one step over the last minute, a point for every five seconds. */
final class Curve {
    private static final double POINT_SECONDS = (double) Progress.CURVE_SECONDS / Progress.CURVE_POINTS;
    /** Each level is a quarter above the one below it: equal ratios are equal distances. */
    private static final double LEVEL = 1.25;

    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final int MIDDLE = 3;

    private final Deque<Double> points = new ArrayDeque<>();
    private final Histogram current = new Histogram(3);
    private int point;

    void add(AbstractHistogram micros) {
        current.add(micros);
    }

    /** All values until then are in. */
    void end(double seconds) {
        int now = (int) (seconds / POINT_SECONDS + 1e-6);
        if (now > point) {
            points.add(current.getTotalCount() == 0 ? Double.NaN : current.getValueAtPercentile(95) / 1000.0);
            if (points.size() > Progress.CURVE_POINTS) {
                points.remove();
            }
            current.reset();
            point = now;
        }
    }

    double[] points() {
        return points.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** One character a point, the median in the middle; a dot where nothing ended. */
    static String drawn(double[] millis) {
        double[] sorted = java.util.Arrays.stream(millis)
                .filter(m -> !Double.isNaN(m) && m > 0)
                .sorted()
                .toArray();
        double median = sorted.length == 0 ? 1 : sorted[sorted.length / 2];
        StringBuilder text = new StringBuilder();
        for (double m : millis) {
            if (Double.isNaN(m)) {
                text.append('·');
            } else {
                long level = m <= 0 ? 0 : MIDDLE + Math.round(Math.log(m / median) / Math.log(LEVEL));
                text.append(LEVELS.charAt((int) Math.max(0, Math.min(LEVELS.length() - 1, level))));
            }
        }
        return text.toString();
    }
}
