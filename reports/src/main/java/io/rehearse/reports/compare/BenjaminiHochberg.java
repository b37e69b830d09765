package io.rehearse.reports.compare;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Benjamini and Hochberg (1995): which of many tests to believe. If nothing has changed, the chance that any row is
 * believed is at most the level, however many rows there are.
 */
final class BenjaminiHochberg {
    private BenjaminiHochberg() {}

    /** For each test whether it is rejected at this level. */
    static boolean[] rejected(double[] p, double level) {
        int m = p.length;
        int[] order = ascending(p);
        int last = -1;
        for (int i = 0; i < m; i++) if (p[order[i]] <= level * (i + 1) / m) last = i;
        boolean[] rejected = new boolean[m];
        for (int i = 0; i <= last; i++) rejected[order[i]] = true;
        return rejected;
    }

    /** The smallest level at which each test would be rejected, at most 1. */
    static double[] adjusted(double[] p) {
        int m = p.length;
        int[] order = ascending(p);
        double[] adjusted = new double[m];
        double smallest = 1;
        for (int i = m - 1; i >= 0; i--) {
            smallest = Math.min(smallest, p[order[i]] * m / (i + 1));
            adjusted[order[i]] = smallest;
        }
        return adjusted;
    }

    private static int[] ascending(double[] p) {
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(i -> i)
                .toArray();
    }
}
