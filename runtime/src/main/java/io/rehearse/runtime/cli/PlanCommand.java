package io.rehearse.runtime.cli;

import io.rehearse.journeys.environment.Environment;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.PlanText;
import io.rehearse.reports.baseline.Baseline;
import io.rehearse.reports.baseline.Limits;
import io.rehearse.reports.baseline.Provenance;
import io.rehearse.reports.compare.Forecast;
import io.rehearse.reports.compare.Words;
import io.rehearse.reports.render.Escape;
import io.rehearse.runtime.run.ExpectedUsers;
import io.rehearse.runtime.run.PlanManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a run would do. */
@Command(
        name = "plan",
        description =
                "Print what a run would do, without doing it: targets, steps, load, limits, where values come from.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the plan was printed",
            "3:there is no such baseline, or nothing that can be compared with it",
            "2:something is wrong with the file, and was printed"
        })
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private JourneyOptions journey;

    @Option(
            names = "--load",
            paramLabel = "NAME",
            description = "Which load of the file; without it the one named 'default', else the only one.")
    private String load;

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description = "Say what this load and --runs runs could prove against this baseline.")
    private String baseline;

    @Option(names = "--runs", paramLabel = "M", description = "With --baseline: how many runs; 1 if left out.")
    private int runs = 1;

    @Mixin
    private BaselineOptions baselines;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Plan> plans = journey.plans();
        List<Load> loads = plans.stream()
                .map(plan -> LoadChoice.of(plan, Optional.ofNullable(load)))
                .toList();
        SideBySide.check(plans, loads);
        UsersAtOnce.check(plans, loads.get(0));
        for (int i = 0; i < plans.size(); i++) {
            out.print(PlanText.of(plans.get(i), loads.get(i)));
        }
        List<Environment> environments = journey.environments();
        ControlOption.ofEnvironment(environments.get(environments.size() - 1))
                .ifPresent(control -> out.println("control     " + control + ", asked by a probe when walks fail"));
        Plan plan = plans.get(0);
        Load chosen = loads.get(0);
        if (plans.size() > 1) {
            out.println("side by side  every user comes twice, once on each side: " + SideBySide.total(chosen)
                    + " in all, twice the load");
        }
        out.println("expected    about " + ExpectedUsers.of(plan, chosen) * plans.size() + " users at once; more than "
                + ExpectedUsers.inFlightMax(plan, chosen, plans.size()) + " are not let in (DROPPED_TARGET)"
                + (plans.size() > 1 ? ", half of them on each side" : "") + "; assumed: "
                + ExpectedUsers.assumptions(plan));
        int exitCode = baseline == null ? ExitCode.OK : forecast(out, plan, chosen);
        out.flush();
        return exitCode;
    }

    /** What could be proved, before any traffic; exit code 3 if there is nothing to compare with. */
    private int forecast(PrintWriter out, Plan plan, Load chosen) throws IOException {
        if (runs < 1) {
            throw Failure.invalid("--runs is 1 or more, not " + runs);
        }
        String name = BaselineOptions.name(baseline);
        Optional<Baseline> stored = baselines.store().read(name, chosen.name());
        if (stored.isEmpty()) {
            out.println("baseline    there is no " + name + " for load " + chosen.name()
                    + ". Record it: rehearse baseline record " + name + " " + journey.file() + " --load "
                    + chosen.name() + " --runs 5");
            return ExitCode.INCONCLUSIVE;
        }
        Optional<String> notComparable = BaselineOptions.notComparable(stored.get(), plan, chosen, journey.file());
        if (notComparable.isPresent()) {
            out.println("baseline    " + notComparable.get());
            return ExitCode.INCONCLUSIVE;
        }
        Provenance last =
                stored.get().runs().get(stored.get().runs().size() - 1).provenance();
        Limits limits = Limits.of(
                last.load(),
                PlanManifest.objectives(plan.pass()),
                PlanManifest.against(plan.pass()).stream()
                        .filter(a -> a.baseline().equals(name))
                        .findFirst(),
                false);
        int count = stored.get().runs().size();
        out.println("baseline    " + name + ", " + Texts.runs(count) + " of load " + chosen.name() + "; with "
                + Texts.runs(runs) + " of this version, 4 times out of 5:");
        for (Forecast row : Forecast.of(stored.get().series(), runs, limits.method())) {
            out.println("            " + Escape.terminal(Words.forecast(row)));
        }
        out.println(
                "            proves: an unchanged version is proved not to be worse than that; finds: such a change fails");
        return ExitCode.OK;
    }
}
