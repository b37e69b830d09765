package io.rehearse.reports.summary;

import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunFormatException;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of runs read once. Its summary adds the runs up: the numbers are those of all runs together, and objectives are judged on them.
 * What must not be added up is judged run by run: one run that failed too often or was down fails the set by its name, one untrusted run
 * makes the set untrusted, one that ended early ends the set. A set of which runs are missing does not pass.
 *
 * @param summary of all runs together, without any comparison
 */
public record MeasuredSet(RunManifest manifest, Summary summary, List<ErrorExample> examples, List<Measured> runs) {

    public static MeasuredSet of(Path path, RunSet set) throws IOException {
        List<Measured> runs = new ArrayList<>();
        List<ErrorExample> examples = new ArrayList<>();
        Summarizer all = null;
        for (Path directory : set.directories(path)) {
            if (all == null)
                all = new Summarizer(new io.rehearse.reports.run.RunDirectory(directory)
                        .manifest()
                        .named(set.id()));
            Measured run = Measured.of(directory, all::accept);
            runs.add(run);
            examples.addAll(run.examples());
        }
        if (all == null) throw new RunFormatException(path, "is a set of runs without a run");
        Summary together = all.summary(end(runs), examples, notes(set, runs));
        RunManifest manifest = runs.get(0).manifest().named(set.id());
        return new MeasuredSet(manifest, judged(set, runs, together), List.copyOf(examples), List.copyOf(runs));
    }

    /** That of the first run that did not end as planned, else of the last. */
    private static RunEnd end(List<Measured> runs) {
        for (Measured run : runs) {
            RunEnd end = run.summary().end();
            if (end == null || end.how() != RunEnd.How.FINISHED) return end;
        }
        return runs.get(runs.size() - 1).summary().end();
    }

    private static List<String> notes(RunSet set, List<Measured> runs) {
        List<String> notes = new ArrayList<>();
        notes.add(runs.size() + (runs.size() == 1 ? " run" : " runs") + " of " + set.planned() + " planned"
                + (runs.size() > set.planned() ? ", extended because nothing was decided" : ""));
        for (int i = 0; i < runs.size(); i++) {
            String name = set.runs().get(i);
            for (String note : runs.get(i).summary().notes()) {
                if (!note.startsWith("closed model")) notes.add(name + ": " + note);
            }
        }
        return notes;
    }

    private static Summary judged(RunSet set, List<Measured> runs, Summary together) {
        List<String> distrust = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            String name = set.runs().get(i);
            Summary run = runs.get(i).summary();
            run.distrust().forEach(reason -> distrust.add(name + ": " + reason));
            run.objectives().stream()
                    .filter(ObjectiveResult::isTargetFailure)
                    .forEach(o -> failed.add(name + ": " + o.reason()));
        }
        Summary trusted = together.with(distrust.isEmpty() ? together.distrust() : List.copyOf(distrust));
        if (together.exitCode() >= 4) return trusted.decided(together.verdict(), together.exitCode(), failed);
        if (!failed.isEmpty()) return trusted.decided(Verdict.FAIL, 1, failed);
        boolean targetFailed = together.objectives().stream().anyMatch(ObjectiveResult::isTargetFailure);
        if (!distrust.isEmpty() && !targetFailed) return trusted.decided(Verdict.INCONCLUSIVE, 3, distrust);
        if (runs.size() < set.planned() && trusted.verdict() == Verdict.PASS) {
            String missing = "only " + runs.size() + " of " + set.planned() + " planned runs were made";
            return trusted.decided(Verdict.INCONCLUSIVE, 3, List.of(missing));
        }
        return trusted;
    }
}
