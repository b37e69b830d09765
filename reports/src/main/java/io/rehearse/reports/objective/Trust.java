package io.rehearse.reports.objective;

import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Whether the generator was good enough for its times to be believed.
 *
 * <pre>
 * untrusted if                                            judged from
 *   more than 1 % of steps started later than 10 ms       100 starts
 *   late p99 &gt; max(1 ms, 10 % of response p99)            100 starts
 *   an outcome that is the generator's fault occurred     the first
 *   the generator itself stood still for more than 1 s    the first
 * </pre>
 *
 * @param starts steps taken up
 * @param lateStarts those taken up more than 10 ms after they were due
 * @param reasons why not, in words with numbers, the likely cause last; empty if trusted
 */
public record Trust(boolean trusted, long starts, long lateStarts, double lateP99Millis, List<String> reasons) {
    /** With fewer, lateness is not judged: one unlucky start would decide. */
    public static final long STARTS_MIN = 100;

    private static final double LATE_MICROS = 10_000;
    private static final double LATE_SHARE = 0.01;
    private static final double STALL_MILLIS = 1000;

    /**
     * @param totals of the phases that are judged
     * @param health of the intervals of these phases
     */
    public static Trust of(Totals totals, HealthLog health) {
        List<String> reasons = new ArrayList<>();
        Histogram late = totals.ofAllSteps(Kind.LATE);
        long starts = late.getTotalCount();
        long lateStarts = starts == 0 || late.getMaxValue() <= LATE_MICROS
                ? 0
                : late.getCountBetweenValues((long) LATE_MICROS + 1, late.getMaxValue());
        double lateP99 = starts == 0 ? 0 : late.getValueAtPercentile(99) / 1000.0;
        if (starts >= STARTS_MIN) {
            if (lateStarts > LATE_SHARE * starts) {
                reasons.add(Figures.percent((double) lateStarts / starts) + " of " + starts
                        + " steps started more than 10 ms late (1 % is allowed)");
            }
            Histogram response = totals.ofAllSteps(Kind.RESPONSE);
            double responseP99 = response.getTotalCount() == 0 ? 0 : response.getValueAtPercentile(99) / 1000.0;
            double allowed = Math.max(1, responseP99 / 10);
            if (lateP99 > allowed) {
                reasons.add("late p99 " + Figures.millis(lateP99) + " is more than " + Figures.millis(allowed)
                        + " (the larger of 1 ms and a tenth of the response p99)");
            }
        }
        generatorOutcomes(totals)
                .forEach((outcome, count) -> reasons.add(outcome + " occurred " + count
                        + (count == 1 ? " time" : " times") + ": the generator's fault"));
        if (health.stallMillis() > STALL_MILLIS) {
            reasons.add("the generator stood still for " + Figures.millis(health.stallMillis()) + " (1 s is allowed)");
        }
        if (!reasons.isEmpty() && health.cause() != null) {
            reasons.add("likely cause: " + health.cause());
        }
        return new Trust(reasons.isEmpty(), starts, lateStarts, lateP99, List.copyOf(reasons));
    }

    private static Map<String, Long> generatorOutcomes(Totals totals) {
        RunManifest manifest = totals.manifest();
        Map<String, Long> found = new TreeMap<>();
        for (RunManifest.Side side : manifest.sides()) {
            for (RunManifest.Journey journey : manifest.journeys()) {
                JourneyCounts counts = totals.journey(side.index(), journey.index());
                addGenerators(manifest, counts.dropped(), found);
                for (RunManifest.Step step : journey.steps()) {
                    addGenerators(
                            manifest, totals.step(side.index(), step.index()).failed(), found);
                }
            }
        }
        return found;
    }

    private static void addGenerators(RunManifest manifest, Map<String, Long> outcomes, Map<String, Long> found) {
        outcomes.forEach((name, count) -> {
            if (manifest.blame(name) == RunManifest.Blame.GENERATOR && count > 0) {
                found.merge(name, count, Long::sum);
            }
        });
    }
}
