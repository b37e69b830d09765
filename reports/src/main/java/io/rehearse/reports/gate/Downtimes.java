package io.rehearse.reports.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All downtimes that were announced, as far as they are remembered. Where several hold at once, the one announced last says what counts.
 * Immutable.
 *
 * @param announced in the order of their announcement
 */
public record Downtimes(List<Announced> announced) {
    /** So many are remembered, those to come among them. */
    public static final int MAX = 50;

    static final Downtimes NONE = new Downtimes(List.of());

    /**
     * @param when as it was announced
     * @param endMillis when it ended: a later one that began at once took its place
     */
    public record Announced(ExpectDown when, long endMillis) {
        boolean holds(long atMillis) {
            return when.fromMillis() <= atMillis && atMillis < endMillis;
        }
    }

    public Downtimes {
        announced = List.copyOf(announced);
    }

    /** The one that holds at a time. */
    public Optional<ExpectDown> at(long atMillis) {
        for (int i = announced.size() - 1; i >= 0; i--) {
            if (announced.get(i).holds(atMillis)) {
                return Optional.of(announced.get(i).when());
            }
        }
        return Optional.empty();
    }

    /** The next one to begin. */
    public Optional<ExpectDown> next(long atMillis) {
        return announced.stream()
                .map(Announced::when)
                .filter(when -> when.fromMillis() > atMillis)
                .min(Comparator.comparing(ExpectDown::fromMillis));
    }

    /** The present ones and those to come, the first to begin first. */
    public List<ExpectDown> notOver(long atMillis) {
        return announced.stream()
                .filter(one -> atMillis < one.endMillis())
                .map(Announced::when)
                .sorted(Comparator.comparing(ExpectDown::fromMillis))
                .toList();
    }

    /**
     * One more. If it begins at once, what holds until then ends: so a downtime is made shorter. Those to come stay.
     *
     * @throws IllegalArgumentException if too many are still to come
     */
    Downtimes plus(ExpectDown when, long atMillis) {
        boolean atOnce = when.fromMillis() <= atMillis;
        List<Announced> all = new ArrayList<>();
        for (Announced one : announced) {
            all.add(atOnce && one.holds(atMillis) ? new Announced(one.when(), atMillis) : one);
        }
        all.add(new Announced(when, when.toMillis()));
        if (all.size() > MAX) {
            all.remove(all.stream()
                    .filter(one -> one.endMillis() <= atMillis)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expect down: " + MAX + " downtimes are announced and not over, that is the most")));
        }
        return new Downtimes(all);
    }
}
