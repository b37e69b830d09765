package io.rehearse.reports.baseline;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Comparison;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.compare.Judge;
import io.rehearse.reports.compare.JudgedRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Holds runs against runs: whether that is allowed, and what comes of it. Pure. */
public final class Comparisons {
    private Comparisons() {}

    /**
     * @param name how sentences call the base
     * @param base one run or more; runs stored by force count as trusted, and every output says so
     * @param candidate one run or more
     * @param help what to do if they cannot be compared, a sentence with a command; may be empty
     */
    public static Compared of(
            String name, List<ComparableRun> base, List<ComparableRun> candidate, Limits limits, String help) {
        List<JudgedRun> baseSeries = base.stream().map(ComparableRun::series).toList();
        List<JudgedRun> candSeries =
                candidate.stream().map(ComparableRun::series).toList();
        List<Concern> concerns = new ArrayList<>(refusals(name, base, candidate, help));
        base.forEach(run -> forced(run, concerns));
        limits.notes().forEach(note -> concerns.add(told(Concern.Kind.DIFFERS, note)));
        if (concerns.stream().noneMatch(c -> c.kind() == Concern.Kind.NOT_COMPARABLE)) {
            allowed(name, base, candidate, concerns);
        }
        Comparison judged = Judge.compare(baseSeries, candSeries, limits.method());
        return new Compared(name, judged.with(concerns), baseSeries, candSeries);
    }

    /**
     * There is nothing to compare with.
     *
     * @param why a sentence, with the command that helps
     */
    public static Compared missing(String name, List<ComparableRun> candidate, Limits limits, String why) {
        List<JudgedRun> series = candidate.stream().map(ComparableRun::series).toList();
        Comparison judged = Judge.compare(List.of(), series, limits.method());
        // what follows from that, such as no data in the baseline, need not be said
        Comparison bare = new Comparison(
                judged.verdict(),
                judged.rows(),
                judged.concerns().stream()
                        .filter(c -> c.kind().effect() == Concern.Effect.FAILS)
                        .toList(),
                judged.setup());
        return new Compared(name, bare.with(List.of(told(Concern.Kind.NOT_COMPARABLE, why))), List.of(), series);
    }

    private static List<Concern> refusals(
            String name, List<ComparableRun> base, List<ComparableRun> candidate, String help) {
        List<String> seen = new ArrayList<>();
        for (ComparableRun b : base.subList(0, Math.min(1, base.size()))) {
            for (ComparableRun run : candidate) add(seen, b, run);
            for (ComparableRun run : base) add(seen, b, run);
        }
        twice(base, candidate, seen);
        List<Concern> concerns = new ArrayList<>();
        for (String refusal : seen) {
            String sentence = "Not comparable with " + name + ": " + refusal + "."
                    + (concerns.isEmpty() && !help.isEmpty() ? " " + help : "");
            concerns.add(told(Concern.Kind.NOT_COMPARABLE, sentence));
        }
        return concerns;
    }

    private static void add(List<String> seen, ComparableRun base, ComparableRun run) {
        for (String refusal :
                Comparability.of(base.provenance(), run.provenance()).refusals()) {
            if (!seen.contains(refusal)) seen.add(refusal);
        }
    }

    /** A run says nothing about itself, and nothing more when it is named once more. */
    private static void twice(List<ComparableRun> base, List<ComparableRun> candidate, List<String> seen) {
        Set<Object> runs = new HashSet<>();
        for (ComparableRun run :
                Stream.concat(base.stream(), candidate.stream()).toList()) {
            Provenance p = run.provenance();
            if (!runs.add(List.of(p.run(), p.side(), p.recorded()))) {
                seen.add("run " + p.run() + " is there more than once, and no evidence about itself");
            }
        }
    }

    private static void allowed(
            String name, List<ComparableRun> base, List<ComparableRun> candidate, List<Concern> concerns) {
        if (base.isEmpty() || candidate.isEmpty()) return;
        List<String> notes = Comparability.of(
                        base.get(base.size() - 1).provenance(), candidate.get(0).provenance())
                .notes();
        if (!notes.isEmpty()) {
            concerns.add(told(
                    Concern.Kind.DIFFERS,
                    "Different from " + name + ", as it may be: " + String.join("; ", notes) + "."));
        }
    }

    private static void forced(ComparableRun run, List<Concern> concerns) {
        Provenance p = run.provenance();
        if (p.forced() == null) return;
        String why = p.distrust().isEmpty() ? "" : " (" + p.distrust().get(0) + ")";
        concerns.add(told(
                Concern.Kind.FORCED,
                "Baseline run " + p.run() + " was stored by force although its generator was not trusted" + why
                        + "; the reason given: " + p.forced() + "."));
    }

    private static Concern told(Concern.Kind kind, String sentence) {
        return new Concern(kind, sentence, Double.NaN, Double.NaN);
    }
}
