package io.rehearse.reports.run;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Maps from an outcome name to how often. */
final class Counts {
    private Counts() {}

    static Map<String, Long> of(Map<String, Long> counts) {
        return counts == null || counts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
        Map<String, Long> sum = new TreeMap<>(a);
        b.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }

    static long total(Map<String, Long> counts) {
        long total = 0;
        for (long count : counts.values()) {
            total += count;
        }
        return total;
    }
}
