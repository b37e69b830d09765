package io.rehearse.reports.summary;

import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.TargetCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was odd about a target without failing a step: counted over the whole run and told once. */
final class OddAnswers {
    /** By the target's index, both sides together. */
    private final Map<Integer, TargetCounts> targets = new TreeMap<>();

    private long sentAgain;

    void accept(Interval interval) {
        interval.targets().forEach(counts -> targets.merge(counts.target(), counts, TargetCounts::plus));
        interval.steps().forEach(counts -> sentAgain += counts.reusedRetries());
    }

    List<String> notes(RunManifest manifest) {
        List<String> notes = new ArrayList<>();
        targets.forEach((target, counts) -> {
            String name = manifest.sides().get(0).targets().get(target).name();
            if (counts.unasked() > 0) {
                notes.add(name + " sent bytes that nobody had asked for, " + times(counts.unasked())
                        + "; they were dropped and the connection closed");
            }
            if (counts.invalidText() > 0) {
                notes.add(name + " sent bodies with bytes that are no UTF-8, " + times(counts.invalidText())
                        + "; each was read as U+FFFD");
            }
            if (counts.lostCookies() > 0) {
                notes.add(name + " set cookies beyond what a session keeps, " + times(counts.lostCookies())
                        + ": of too many the oldest was forgotten (limits: {cookies: …} of the target keeps more), one of"
                        + " more than 8 kB was left out");
            }
            if (counts.detours() > 0) {
                notes.add("an address of " + name + " gave no connection and another one was tried, "
                        + times(counts.detours())
                        + "; the time that took is in the response times, as users would feel it");
            }
        });
        if (sentAgain > 0) {
            notes.add("connections were closed while a request was on its way to the server, " + times(sentAgain)
                    + "; each was sent again, within its response time");
        }
        return notes;
    }

    private static String times(long count) {
        return count + (count == 1 ? " time" : " times");
    }
}
