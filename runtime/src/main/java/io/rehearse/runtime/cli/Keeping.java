package io.rehearse.runtime.cli;

import io.rehearse.reports.baseline.Baseline;
import io.rehearse.reports.baseline.BaselineStore;
import io.rehearse.reports.baseline.Comparability;
import io.rehearse.reports.baseline.ComparableRun;
import io.rehearse.reports.render.Escape;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunSet;
import io.rehearse.reports.summary.Measured;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts runs into a baseline, all or none, and says why not. */
final class Keeping {
    private static final long BYTES_FOR_GIT = 5_000_000;
    private static final int SECONDS_MIN = 30;

    private final BaselineStore store;
    private final String name;
    private final Optional<String> forcedBecause;

    /** @param forcedBecause the reason to store also what is not trusted */
    Keeping(BaselineStore store, String name, Optional<String> forcedBecause) {
        this.store = store;
        this.name = name;
        this.forcedBecause = forcedBecause;
    }

    /** The run directories that a path means: its own, or those of a set. */
    static List<Path> directories(Path path) throws IOException {
        if (!Files.isDirectory(path)) throw Failure.invalid("there is no run directory " + path);
        return RunSet.read(path).map(set -> set.directories(path)).orElse(List.of(path));
    }

    void add(List<Path> paths, PrintWriter out) throws IOException {
        List<Measured> runs = new ArrayList<>();
        for (Path path : paths) for (Path directory : directories(path)) runs.add(Measured.of(directory));
        String load = runs.get(0).manifest().load().name();
        Baseline baseline = store.read(name, load).orElse(new Baseline(name, load, List.of()));
        int before = baseline.runs().size();
        for (Measured run : runs) baseline = with(baseline, run);
        store.write(baseline);
        int more = baseline.runs().size() - before;
        long bytes = Files.size(store.file(name, load));
        out.println("added " + Texts.runs(more) + " of load " + Escape.terminal(load) + " to " + name + ": "
                + baseline.runs().size() + " now, " + size(bytes) + ", " + store.file(name, load));
        if (store.bytes(name) > BYTES_FOR_GIT) {
            out.println("The baseline is larger than 5 MB; better not kept in git: rehearse baseline push " + name
                    + " URL keeps it in an object store");
        }
        if (baseline.runs().size() == 1) {
            out.println("With one run the noise between runs is assumed, not measured; 4 more would measure it");
        }
        out.flush();
    }

    private Baseline with(Baseline baseline, Measured run) {
        String id = run.manifest().id();
        String load = run.manifest().load().name();
        if (!load.equals(baseline.load())) {
            throw Failure.invalid("run " + id + " is of load " + load + ", the runs before of load " + baseline.load()
                    + "; add the runs of each load by themselves");
        }
        if (run.sides().size() > 1) {
            throw Failure.invalid("run " + id + " has two environments side by side; a baseline has runs of one");
        }
        ended(run);
        ComparableRun kept = trusted(run);
        ComparableRun with = baseline.runs().isEmpty() ? kept : baseline.runs().get(0);
        List<String> refusals =
                Comparability.of(with.provenance(), kept.provenance()).refusals();
        if (!refusals.isEmpty()) {
            throw Failure.inconclusive("run " + id + " cannot be in a baseline with "
                    + (kept == with ? "anything" : "run " + with.provenance().run()) + ": "
                    + String.join("; ", refusals)
                    + (kept == with
                            ? ""
                            : ". Remove what is there first: rehearse baseline remove " + name + " --load " + load
                                    + ", or take another name"));
        }
        return baseline.with(kept);
    }

    private static void ended(Measured run) {
        String id = run.manifest().id();
        RunEnd end = run.summary().end();
        if (end == null || end.how() != RunEnd.How.FINISHED) {
            throw Failure.inconclusive("run " + id + " did not end as planned ("
                    + (end == null ? "killed" : end.how().name().toLowerCase(java.util.Locale.ROOT))
                    + "); a baseline has whole runs: run it again");
        }
        int seconds = run.judged().series().seconds();
        if (seconds < SECONDS_MIN) {
            throw Failure.inconclusive("run " + id + " has " + seconds + " judged seconds; a run of a baseline has "
                    + SECONDS_MIN + " or more, shorter ones prove nothing");
        }
    }

    private ComparableRun trusted(Measured run) {
        ComparableRun kept = run.judged();
        if (run.summary().trusted()) return kept;
        String id = run.manifest().id();
        if (forcedBecause.isEmpty()) {
            throw Failure.inconclusive("run " + id + " is not trusted: "
                    + String.join("; ", run.summary().distrust())
                    + ". Its times may be the generator's own. Run it again on a quieter machine, or store it all the same with"
                    + " --force --reason \"…\", which every later output shows");
        }
        return new ComparableRun(kept.provenance().forced(forcedBecause.get()), kept.series());
    }

    static String size(long bytes) {
        return bytes < 1_000_000
                ? Math.max(1, Math.round(bytes / 1000.0)) + " kB"
                : Math.round(bytes / 100_000.0) / 10.0 + " MB";
    }
}
