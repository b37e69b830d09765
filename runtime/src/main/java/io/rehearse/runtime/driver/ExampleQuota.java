package io.rehearse.runtime.driver;

import java.util.HashMap;
import java.util.Map;

/** Which failures are kept as examples: the first five of each fingerprint, and the first two hundred fingerprints. */
final class ExampleQuota {
    private static final int EXAMPLES_PER_FINGERPRINT = 5;
    private static final int FINGERPRINTS_MAX = 200;

    private final Map<String, int[]> taken = new HashMap<>();

    /** Whether there is room for one more; it counts as taken then. */
    boolean take(String fingerprint) {
        int[] count = taken.get(fingerprint);
        if (count == null) {
            if (taken.size() >= FINGERPRINTS_MAX) {
                return false;
            }
            count = new int[1];
            taken.put(fingerprint, count);
        }
        return count[0]++ < EXAMPLES_PER_FINGERPRINT;
    }
}
