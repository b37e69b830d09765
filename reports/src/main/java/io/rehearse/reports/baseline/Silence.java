package io.rehearse.reports.baseline;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Seconds in which nothing ended although something was waiting, in stretches longer than the slowest step usually takes: a step of
 * eight seconds is silent for seven of them without an outage.
 */
final class Silence {
    private final Set<Integer> seconds = new HashSet<>();

    static Silence of(List<StepTrack> steps, int slotSeconds) {
        double usual = 0;
        TreeMap<Integer, Track.Ends> all = new TreeMap<>();
        for (StepTrack step : steps) {
            usual = Math.max(usual, step.usualSeconds());
            step.counts().forEach((start, ends) -> all.merge(start, ends, Track.Ends::plus));
        }
        Silence silence = new Silence();
        Set<Integer> stretch = new HashSet<>();
        for (Map.Entry<Integer, Track.Ends> second : all.entrySet()) {
            Track.Ends ends = second.getValue();
            if (ends.attempts() == 0 && ends.waiting()) {
                stretch.add(second.getKey());
                continue;
            }
            if (stretch.size() * slotSeconds > usual) silence.seconds.addAll(stretch);
            stretch.clear();
        }
        if (stretch.size() * slotSeconds > usual) silence.seconds.addAll(stretch);
        return silence;
    }

    boolean at(int second) {
        return seconds.contains(second);
    }
}
