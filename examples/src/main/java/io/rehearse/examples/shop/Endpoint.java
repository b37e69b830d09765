package io.rehearse.examples.shop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a request asked for. The first seven have a service time and can be given faults; the other two are answered at
 * once and always.
 */
public enum Endpoint {
    /** {@code POST /api/login}. */
    LOGIN(60),
    /** {@code GET /api/items?page=N}. */
    LIST(30),
    /** {@code GET /api/items?q=WORDS}. */
    SEARCH(40),
    /** {@code POST /api/orders}. */
    ORDER(90),
    /** {@code GET /api/orders/ID}. */
    STATUS(20),
    /** {@code DELETE /api/orders/ID}. */
    DELETE(20),
    /** {@code /} and {@code /index.php}: the HTML pages and their forms. */
    PAGE(15),
    /** {@code GET /health}. */
    HEALTH(0),
    /** Everything else: unknown paths, unreadable and too large requests. */
    OTHER(0);

    private static final List<Endpoint> WITH_FAULTS = Arrays.stream(values())
            .filter(endpoint -> endpoint.medianMillis > 0)
            .toList();

    private final int medianMillis;

    Endpoint(int medianMillis) {
        this.medianMillis = medianMillis;
    }

    /** Median of the service time in milliseconds; 0 where there is none. */
    public int medianMillis() {
        return medianMillis;
    }

    /** The name used in fault words and in the counts: {@code login}, {@code order}, … */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<Endpoint> withFaults() {
        return WITH_FAULTS;
    }
}
