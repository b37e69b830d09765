package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.runtime.run.PlanManifest;
import io.rehearse.runtime.run.RunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a load several times and keeps the runs as a baseline. */
@Command(
        name = "record",
        description = "Run a load several times, one run after another, and add the runs to a baseline.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:recorded",
            "1:the runs broke an objective; they are kept in runs/, not in the baseline",
            "2:usage, script, plan or configuration invalid",
            "3:the runs cannot be a baseline: too short, not trusted, not comparable with what is there",
            "4, 5, 130, 143:a run did not end as planned"
        })
final class BaselineRecord implements Callable<Integer> {
    private static final int RUNS_MAX = 100;

    @Parameters(paramLabel = "NAME", description = "The baseline, for example before-cutover.")
    private String name;

    @Mixin
    private JourneyOptions journey;

    @Mixin
    private LoadOptions load;

    @Option(
            names = "--runs",
            paramLabel = "M",
            description = "How many runs; 5 if left out, with which the noise between runs is known well enough.")
    private int runs = 5;

    @Mixin
    private ForceOptions force;

    @Mixin
    private BaselineOptions baselines;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        load.check(false);
        if (runs < 1 || runs > RUNS_MAX) {
            throw Failure.invalid("--runs is from 1 to " + RUNS_MAX + ", not " + runs);
        }
        Keeping keeping = new Keeping(baselines.store(), BaselineOptions.name(name), force.reason());
        List<Plan> plans = journey.plans();
        if (plans.size() > 1) {
            throw Failure.invalid("a baseline has runs of one environment; name one --env");
        }
        Load chosen = load.choose(plans, false);
        if (!PlanManifest.comparable(chosen)) {
            throw Failure.invalid(
                    "load '" + chosen.name()
                            + "' cannot be a baseline: counted walks have checks and stairs have a capacity, not times to compare");
        }
        // what is there and cannot be read is told before the traffic
        baselines.store().read(name, chosen.name());
        Path directory = RunPlace.fresh(Path.of("runs"), plans.get(0).script().name(), Instant.now());
        PrintWriter out = spec.commandLine().getOut();
        try (EmbeddedTargets targets = EmbeddedTargets.startFor(plans);
                TerminalScreen terminal = load.terminal()) {
            RunRequest request = load.request(targets.plans(), chosen, journey, directory, false, false);
            Execution execution = new Execution(
                    () -> load.view(out, spec.commandLine().getErr(), terminal, false),
                    spec.commandLine().getErr());
            Execution.Done done =
                    new Runs(execution, request, new Runs.Wanted(runs, 0, List.of()), baselines.store(), out).make();
            int exitCode = done.report().summary().exitCode();
            done.view().judged(done.report(), exitCode);
            if (exitCode != ExitCode.OK && exitCode != ExitCode.INCONCLUSIVE) {
                out.println("not added to " + name + ": the runs are no good baseline (exit code " + exitCode + ")");
                return exitCode;
            }
        } finally {
            RunPlace.dropIfEmpty(directory);
        }
        keeping.add(List.of(directory), out);
        return ExitCode.OK;
    }
}
