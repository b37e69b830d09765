package io.rehearse.reports.run;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Maps from an outcome name to how often. */
final class Counts {
    private Counts() {}

    static Map<String, Long> of(Map<String, Long> counts) {
        if (counts != null) {
            counts.values().forEach(Counts::notNegative);
        }
        return counts == null || counts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
        Map<String, Long> sum = new TreeMap<>(a);
        b.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }

    /** A damaged file may hold anything; a negative count would make every rate wrong. */
    static void notNegative(long... counts) {
        for (long count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("a count is " + count + ", expected 0 or more");
            }
        }
    }

    static long total(Map<String, Long> counts) {
        long total = 0;
        for (long count : counts.values()) {
            total += count;
        }
        return total;
    }
}
