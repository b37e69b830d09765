package io.rehearse.reports.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All streams of one side: counts go into the window of a minute under way; a window that is over is judged. Immutable.
 *
 * @param streams one state for each stream, in the order of the rules
 * @param window number of the window under way: it lasts from {@code window} to {@code window + 1} minutes
 * @param open what was counted in it so far, one for each stream
 */
public record Degradation(List<Cusum> streams, long window, List<Window> open) {
    /** Length of a window. */
    public static final long WINDOW_MILLIS = 60_000;

    /** A false alarm over all streams together is not expected more often than once in this time. */
    private static final double BETWEEN_FALSE_ALARMS_MILLIS = 30 * 86_400_000.0;

    private static final int NO_DATA_WINDOWS = 3;
    /** Longer gaps look alike: every window that is kept was missed. */
    private static final long GAP_WINDOWS_MAX = 60;

    public Degradation {
        streams = List.copyOf(streams);
        open = List.copyOf(open);
    }

    static Degradation start(List<Stream> streams, long atMillis) {
        return new Degradation(
                streams.stream().map(Cusum::start).toList(),
                atMillis / WINDOW_MILLIS,
                streams.stream().map(s -> Window.EMPTY).toList());
    }

    /** The h of {@link Cusum}. */
    public static double alarmAt(int streams) {
        return Math.log(BETWEEN_FALSE_ALARMS_MILLIS * Math.max(1, streams) / WINDOW_MILLIS);
    }

    /** Takes counts that end at this time; {@code counts} is empty or has one entry for each stream. */
    Degradation after(List<Window> counts, List<Stream> rules, long atMillis) {
        // what ends exactly with a window belongs to it
        Degradation now = until((atMillis - 1) / WINDOW_MILLIS, rules);
        List<Window> sums = new ArrayList<>(now.open);
        for (int i = 0; i < counts.size(); i++) {
            sums.set(i, sums.get(i).plus(counts.get(i)));
        }
        Degradation counted = new Degradation(now.streams, now.window, sums);
        return counted.until(atMillis / WINDOW_MILLIS, rules);
    }

    private Degradation until(long newest, List<Stream> rules) {
        Degradation state = this;
        if (newest - window > GAP_WINDOWS_MAX) {
            state = state.closed(rules);
            state = new Degradation(state.streams, newest - GAP_WINDOWS_MAX, state.open);
        }
        while (state.window < newest) {
            state = state.closed(rules);
        }
        return state;
    }

    private Degradation closed(List<Stream> rules) {
        double alarm = alarmAt(rules.size());
        long endMillis = (window + 1) * WINDOW_MILLIS;
        List<Cusum> next = IntStream.range(0, rules.size())
                .mapToObj(i -> streams.get(i).after(open.get(i), rules.get(i), alarm, endMillis))
                .toList();
        return new Degradation(
                next, window + 1, rules.stream().map(s -> Window.EMPTY).toList());
    }

    /** The worst state of any stream; OK without streams. */
    public Cusum.State state() {
        return streams.stream()
                .map(Cusum::state)
                .max(Comparator.comparingInt(Degradation::severity))
                .orElse(Cusum.State.OK);
    }

    private static int severity(Cusum.State state) {
        return switch (state) {
            case OK -> 0;
            case RECOVERED -> 1;
            case WATCH -> 2;
            case ALARM -> 3;
        };
    }

    /** Which stream has most against it, of those in the worst state: what drives {@link #state}. */
    public Optional<Integer> driver() {
        Cusum.State worst = state();
        return IntStream.range(0, streams.size())
                .boxed()
                .filter(i -> streams.get(i).state() == worst)
                .max(Comparator.comparingDouble(i -> streams.get(i).statistic()));
    }

    /** Whether nothing was seen of any stream in the last three windows. */
    public boolean noData() {
        return !streams.isEmpty() && streams.stream().allMatch(s -> s.missing() >= NO_DATA_WINDOWS);
    }

    /** A person has seen it: what has recovered is OK again. */
    Degradation acknowledged() {
        return new Degradation(streams.stream().map(Cusum::acknowledged).toList(), window, open);
    }

    /** Of the last windows, in how many something was seen. */
    int seen(int windows) {
        return streams.stream()
                .mapToInt(s ->
                        (int) s
                                .recent()
                                .subList(
                                        Math.max(0, s.recent().size() - windows),
                                        s.recent().size())
                                .stream()
                                .filter(w -> w.attempts() > 0)
                                .count())
                .max()
                .orElse(0);
    }
}
