package io.rehearse.runtime.cli;

import io.rehearse.reports.baseline.Comparability;
import io.rehearse.reports.baseline.Provenance;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.MergedRun;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one run of several generators' runs. */
@Command(
        name = "merge",
        description = {
            "Make one run of runs that several generators made of the same load at the same time.",
            "Nothing is lost: counts and histograms of each second add up, and so do the rates. Runs that were made one after",
            "another are not merged but compared as a set: each is an observation of its own."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:merged, whatever the verdict",
            "2:no run directory, or the same run twice",
            "3:the runs did not do the same, or not at the same time"
        })
final class MergeCommand implements Callable<Integer> {
    @Parameters(arity = "2..*", paramLabel = "RUN", description = "Run directories, two or more.")
    private List<Path> runs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The new run directory, new or empty. Otherwise a new one under runs/.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<RunManifest> manifests = new ArrayList<>();
        for (Path run : runs) {
            if (Keeping.directories(run).size() != 1
                    || !Keeping.directories(run).get(0).equals(run)) {
                throw Failure.invalid(
                        run + " is a set of runs made one after another; merge takes runs made at the same time");
            }
            manifests.add(new RunDirectory(run).manifest());
        }
        RunManifest first = manifests.get(0);
        differentRuns(manifests);
        for (RunManifest other : manifests.subList(1, manifests.size())) same(first, other);
        Path directory = out != null
                ? RunPlace.given(out)
                : RunPlace.fresh(
                        Path.of("runs"),
                        first.script().name().replaceFirst("\\.groovy$", "") + "-merged",
                        Instant.now());
        MergedRun.write(runs, directory);
        RunReport report = RunReport.of(directory);
        report.writeFiles();
        PrintWriter print = spec.commandLine().getOut();
        print.print(report.text());
        print.flush();
        return ExitCode.OK;
    }

    /** A copy of a run is the same run, whatever its directory is called. Two generators may have named theirs alike. */
    private void differentRuns(List<RunManifest> manifests) {
        for (int i = 0; i < runs.size(); i++) {
            int first = manifests.indexOf(manifests.get(i));
            if (first < i) {
                throw Failure.invalid(runs.get(first) + " and " + runs.get(i) + " are the same run, "
                        + manifests.get(i).id() + ", and merged it would count twice; name each run once");
            }
        }
    }

    /** Seconds are counted from each generator's own start: those that mostly did not load together do not add up. */
    private static void apart(RunManifest first, RunManifest other) {
        double seconds = first.load().phases().stream()
                .filter(phase -> phase.durationSeconds() != null)
                .mapToDouble(RunManifest.Phase::durationSeconds)
                .sum();
        double apart = Math.abs(ChronoUnit.MILLIS.between(first.created(), other.created()) / 1000.0);
        if (seconds > 0 && apart > seconds / 2) {
            throw Failure.inconclusive(
                    "runs " + first.id() + " and " + other.id() + " were not made at the same time: they"
                            + " began at " + first.created() + " and " + other.created() + ", and the load takes "
                            + Figures.seconds(Math.round(seconds))
                            + "; merged they would tell of a rate that the target never had."
                            + " If they were, the clocks of the generators differ");
        }
    }

    private static void same(RunManifest first, RunManifest other) {
        List<String> refusals =
                new ArrayList<>(Comparability.of(Provenance.of(first, 0, List.of()), Provenance.of(other, 0, List.of()))
                        .refusals());
        // loads of different rates may be merged: rates add up. Functional runs and stairs, too.
        refusals.removeIf(r -> r.startsWith("phase ") && r.contains(" has ") || r.startsWith("load "));
        boolean places = first.sides().size() != other.sides().size()
                || first.load().phases().size() != other.load().phases().size()
                || first.intervalSeconds() != other.intervalSeconds();
        if (places) refusals.add("sides, phases or the width of intervals differ");
        if (!refusals.isEmpty()) {
            throw Failure.inconclusive("runs " + first.id() + " and " + other.id() + " did not do the same: "
                    + String.join("; ", refusals));
        }
        apart(first, other);
    }
}
