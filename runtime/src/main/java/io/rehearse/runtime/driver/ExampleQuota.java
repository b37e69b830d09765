package io.rehearse.runtime.driver;

import java.util.HashMap;
import java.util.Map;

/**
 * Which failures are kept as examples: the first five of each fingerprint, and the first two hundred fingerprints. A
 * crowded interval has no room for a second of a kind, but always for a first: who is shown a count must be shown why.
 */
final class ExampleQuota {
    private static final int EXAMPLES_PER_FINGERPRINT = 5;
    private static final int FINGERPRINTS_MAX = 200;

    private final Map<String, int[]> taken = new HashMap<>();

    /**
     * Whether there is room for one more; it counts as taken then.
     *
     * @param crowded that the interval has as many examples as it should
     */
    boolean take(String fingerprint, boolean crowded) {
        int[] count = taken.get(fingerprint);
        if (count == null) {
            if (taken.size() >= FINGERPRINTS_MAX) {
                return false;
            }
            count = new int[1];
            taken.put(fingerprint, count);
        } else if (crowded || count[0] >= EXAMPLES_PER_FINGERPRINT) {
            return false;
        }
        count[0]++;
        return true;
    }
}
