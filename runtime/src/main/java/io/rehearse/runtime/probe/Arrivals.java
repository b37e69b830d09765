package io.rehearse.runtime.probe;

import java.time.Duration;
import java.time.Instant;

/**
 * Which arrival numbers a process uses: what is handed out once, a row of {@code unique} data or a value of a {@code let}, depends on
 * them alone, and must not come again after a restart.
 *
 * @param first its first one
 * @param perSecondMax how many there are in a second at most
 * @param from when the first one came
 */
public record Arrivals(long first, double perSecondMax, Instant from) {
    static final Arrivals NONE = new Arrivals(0, 0, Instant.EPOCH);

    /** The first number that was certainly not used until then: nobody counted them when the process was killed. */
    long next(Instant until) {
        double seconds = Math.max(0, Duration.between(from, until).toMillis()) / 1000.0;
        return first + (long) Math.ceil(seconds * perSecondMax) + 1;
    }
}
