package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.PlanText;
import io.rehearse.runtime.run.ExpectedUsers;
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
        exitCodeList = {"0:the plan was printed", "2:something is wrong with the file, and was printed"})
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private JourneyOptions journey;

    @Option(
            names = "--load",
            paramLabel = "NAME",
            description = "Which load of the file; without it the one named 'default', else the only one.")
    private String load;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Plan> plans = journey.plans();
        for (Plan plan : plans) {
            Load chosen = LoadChoice.of(plan, Optional.ofNullable(load));
            out.print(PlanText.of(plan, chosen));
            out.println("expected    about " + ExpectedUsers.of(plan, chosen) + " users at once; more than "
                    + ExpectedUsers.inFlightMax(plan, chosen, plans.size()) + " are not let in (DROPPED_TARGET);"
                    + " assumed: " + ExpectedUsers.assumptions(plan));
        }
        out.flush();
        return ExitCode.OK;
    }
}
