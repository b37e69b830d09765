package io.rehearse.reports.summary;

import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.RunManifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What no objective judges and somebody who reads PASS must know: steps that nobody came to, and clean-ups that failed. */
final class WalkLog {
    private static final int NAMED_MAX = 5;

    private final Set<Integer> walked = new HashSet<>();
    /** By the journey's index, sides and phases together. */
    private final Map<Integer, JourneyCounts> journeys = new TreeMap<>();

    void accept(Interval interval) {
        interval.steps().stream()
                .filter(counts -> counts.started() + counts.notReached() > 0)
                .forEach(counts -> walked.add(counts.step()));
        interval.journeys().forEach(counts -> journeys.merge(counts.journey(), counts, JourneyCounts::plus));
    }

    List<String> notes(RunManifest manifest) {
        List<String> notes = new ArrayList<>();
        List<String> never = manifest.journeys().stream()
                .flatMap(journey -> journey.steps().stream())
                .filter(step -> !walked.contains(step.index()))
                .map(manifest::nameOf)
                .toList();
        if (!walked.isEmpty() && !never.isEmpty()) {
            int named = Math.min(NAMED_MAX, never.size());
            notes.add("no walk came to " + String.join(", ", never.subList(0, named))
                    + (never.size() > named ? " and " + (never.size() - named) + " more steps" : "")
                    + ": nothing was learned about " + (never.size() == 1 ? "it" : "them"));
        }
        journeys.forEach((journey, counts) -> {
            if (counts.cleanupFailed() > 0) {
                notes.add(counts.cleanupFailed() + " of " + (counts.cleanupOk() + counts.cleanupFailed())
                        + " clean-ups (afterwards) of "
                        + manifest.journeys().get(journey).name()
                        + " failed: what those walks made is still there");
            }
        });
        return notes;
    }
}
