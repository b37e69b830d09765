package io.rehearse.runtime.cli;

import io.rehearse.journeys.error.Nearest;
import io.rehearse.reports.baseline.Baseline;
import io.rehearse.reports.baseline.BaselineStore;
import io.rehearse.reports.baseline.ComparableRun;
import io.rehearse.reports.baseline.Provenance;
import io.rehearse.reports.compare.CountSlice;
import io.rehearse.reports.compare.Latencies;
import io.rehearse.reports.compare.LatencySlice;
import io.rehearse.reports.compare.StepSeries;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.render.Escape;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is in a baseline. */
@Command(name = "show", description = "Show the runs of a baseline: where they come from and what they measured.")
final class BaselineShow implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The baseline.")
    private String name;

    @Option(names = "--load", paramLabel = "NAME", description = "Only this load.")
    private String load;

    @Mixin
    private BaselineOptions baselines;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BaselineStore store = baselines.store();
        PrintWriter out = spec.commandLine().getOut();
        for (String each : loads(store, name, Optional.ofNullable(load))) {
            Baseline baseline = store.read(name, each).orElseThrow();
            out.println(name + ", load " + Escape.terminal(each));
            for (ComparableRun run : baseline.runs()) show(out, run);
        }
        out.flush();
        return ExitCode.OK;
    }

    /** The loads that are meant; an error naming what there is if there are none. */
    static List<String> loads(BaselineStore store, String name, Optional<String> load) throws IOException {
        List<String> loads = store.loads(BaselineOptions.name(name));
        if (loads.isEmpty()) {
            throw Failure.invalid("there is no baseline " + name + Nearest.hint(name, store.names())
                    + "; rehearse baseline list says what there is");
        }
        if (load.isPresent() && !loads.contains(load.get())) {
            throw Failure.invalid("baseline " + name + " has no load " + load.get() + Nearest.hint(load.get(), loads)
                    + "; it has " + String.join(", ", loads));
        }
        return load.map(List::of).orElse(loads);
    }

    private static void show(PrintWriter out, ComparableRun run) {
        Provenance p = run.provenance();
        out.println("  " + Escape.terminal(p.run()) + ", " + run.series().seconds() + " s judged, environment "
                + Escape.terminal(p.environment()) + ", seed " + p.seed()
                + (p.gitCommit() == null
                        ? ""
                        : ", commit "
                                + p.gitCommit()
                                        .substring(0, Math.min(7, p.gitCommit().length())))
                + ", tool " + p.tool() + ", host " + Escape.terminal(p.host().name()));
        if (p.forced() != null) {
            out.println("    stored by force although not trusted (" + Escape.terminal(String.join("; ", p.distrust()))
                    + "): " + Escape.terminal(p.forced()));
        }
        for (StepSeries step : run.series().steps()) {
            Latencies all = Latencies.sum(
                    step.latencies().stream().map(LatencySlice::latencies).toList());
            long attempts =
                    step.counts().stream().mapToLong(CountSlice::attempts).sum();
            long failed = step.counts().stream().mapToLong(CountSlice::failed).sum();
            out.printf(
                    "    %-24s %8d attempts %6d failed   p50 %s  p95 %s  p99 %s%n",
                    Escape.terminal(step.step()),
                    attempts,
                    failed,
                    millis(all, 0.5),
                    millis(all, 0.95),
                    millis(all, 0.99));
        }
    }

    private static String millis(Latencies all, double quantile) {
        return all.count() == 0 ? "-" : Figures.millis(all.quantileMicros(quantile) / 1000.0);
    }
}
