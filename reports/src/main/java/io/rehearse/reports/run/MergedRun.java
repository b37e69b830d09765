package io.rehearse.reports.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several generators that ran the same load at the same time, as one run: counts and histograms of the same second are added up, nothing
 * is lost. A second generator is nothing but more lanes.
 */
public final class MergedRun {
    private final List<RunDirectory> runs;
    private final List<RunManifest> manifests = new ArrayList<>();
    private final List<Interval> heads = new ArrayList<>();
    private final List<RunReader> readers = new ArrayList<>();
    private double lastEnd;

    private MergedRun(List<RunDirectory> runs) throws IOException {
        this.runs = runs;
        for (RunDirectory run : runs) manifests.add(run.manifest());
    }

    /**
     * Writes the merged run to a new directory. Whether the runs did the same is for the caller to know; they must have the same
     * journeys, sides and phases.
     *
     * @param into named like it
     */
    public static void write(List<Path> runs, Path into) throws IOException {
        MergedRun merged = new MergedRun(runs.stream().map(RunDirectory::new).toList());
        RunWriter writer = new RunWriter(
                into, merged.manifest(into.toAbsolutePath().getFileName().toString()));
        List<List<ErrorExample>> examples = new ArrayList<>();
        for (RunDirectory run : merged.runs) examples.add(run.examples());
        try {
            merged.open();
            int index = 0;
            for (Interval interval = merged.next(index); interval != null; interval = merged.next(++index)) {
                writer.write(index == 0 ? merged.with(interval, examples) : interval);
            }
        } finally {
            for (RunReader reader : merged.readers) reader.close();
        }
        writer.close(merged.end());
    }

    private void open() throws IOException {
        for (int i = 0; i < runs.size(); i++) {
            RunReader reader = new RunReader(runs.get(i), manifests.get(i));
            readers.add(reader);
            heads.add(reader.next());
        }
    }

    /** The intervals of all runs that begin in the same second as the earliest; null when all are at their end. */
    private Interval next(int index) throws IOException {
        double start = heads.stream()
                .filter(h -> h != null)
                .mapToDouble(Interval::startSeconds)
                .min()
                .orElse(Double.NaN);
        if (Double.isNaN(start)) return null;
        double half = manifests.get(0).intervalSeconds() / 2;
        List<Interval> together = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            Interval head = heads.get(i);
            if (head != null && head.startSeconds() <= start + half) together.add(head);
        }
        double begin = Math.max(start, lastEnd);
        double end = Math.max(
                begin + 0.001,
                together.stream().mapToDouble(Interval::endSeconds).max().orElse(begin));
        lastEnd = end;
        Interval.Builder sum = Interval.builder(index, begin, end);
        Health health = Health.UNKNOWN;
        for (Interval interval : together) {
            interval.histograms().forEach(sum::add);
            interval.steps().forEach(sum::add);
            interval.journeys().forEach(sum::add);
            interval.targets().forEach(sum::add);
            interval.errors().forEach(sum::add);
            sum.clamped(interval.clamped());
            health = health.worst(interval.health());
        }
        // Only now, because a reader uses the histograms of an interval again for the next.
        for (int i = 0; i < heads.size(); i++) {
            Interval head = heads.get(i);
            if (head != null && head.startSeconds() <= start + half)
                heads.set(i, readers.get(i).next());
        }
        return sum.health(health).build();
    }

    /** Examples carry their own time: they are written with the first interval. */
    private Interval with(Interval first, List<List<ErrorExample>> examples) {
        List<ErrorExample> all = new ArrayList<>();
        examples.forEach(all::addAll);
        return new Interval(
                first.index(),
                first.startSeconds(),
                first.endSeconds(),
                first.histograms(),
                first.steps(),
                first.journeys(),
                first.targets(),
                first.errors(),
                all,
                first.clamped(),
                first.health());
    }

    /** Rates, users, lanes and bounds add up; all else is that of the first. */
    private RunManifest manifest(String id) {
        RunManifest first = manifests.get(0);
        List<RunManifest.Phase> phases = new ArrayList<>();
        for (RunManifest.Phase p : first.load().phases()) {
            Double from = p.fromPerSecond();
            Double to = p.toPerSecond();
            Integer users = p.users();
            Integer walks = p.walks();
            for (RunManifest other : manifests.subList(1, manifests.size())) {
                RunManifest.Phase o = other.phase(p.index());
                from = from == null ? null : from + o.fromPerSecond();
                to = to == null ? null : to + o.toPerSecond();
                users = users == null ? null : users + o.users();
                walks = walks == null ? null : walks + o.walks();
            }
            phases.add(new RunManifest.Phase(
                    p.index(),
                    p.name(),
                    p.kind(),
                    p.startSeconds(),
                    p.durationSeconds(),
                    from,
                    to,
                    users,
                    walks,
                    p.measured()));
        }
        RunManifest.Load load = first.load();
        java.util.Map<String, String> settings = new java.util.TreeMap<>(first.settings());
        settings.put(
                "merged from",
                String.join(", ", manifests.stream().map(RunManifest::id).toList()));
        return new RunManifest(
                first.schema(),
                id,
                first.tool(),
                first.measurement(),
                first.created(),
                first.startNanos(),
                first.script(),
                first.gitCommit(),
                first.seed(),
                new RunManifest.Load(load.name(), load.model(), load.functional(), load.arrivals(), phases),
                first.journeys(),
                first.sides(),
                first.objectives(),
                first.against(),
                first.abortRules(),
                first.outcomes(),
                first.parameters(),
                first.secrets(),
                first.fingerprint(),
                first.host(),
                manifests.stream().mapToInt(RunManifest::lanes).sum(),
                manifests.stream().mapToInt(RunManifest::inFlightMax).sum(),
                first.intervalSeconds(),
                settings);
    }

    /** That of the first run that did not end as planned, else of the last. A killed run makes the merged one an error. */
    private RunEnd end() throws IOException {
        RunEnd last = null;
        for (int i = 0; i < runs.size(); i++) {
            Optional<RunEnd> end = runs.get(i).end();
            if (end.isEmpty()) {
                return RunEnd.error(
                        manifests.get(i).created(),
                        lastEnd,
                        "run " + manifests.get(i).id() + " was killed: it has no end.json");
            }
            last = end.get();
            if (last.how() != RunEnd.How.FINISHED) return last;
        }
        return last;
    }
}
