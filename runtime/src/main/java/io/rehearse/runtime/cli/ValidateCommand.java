package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compiles a journey file and says everything that is wrong with it. */
@Command(
        name = "validate",
        description = "Compile and check a journey file without traffic; every error with file:line:column.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is wrong", "2:something is, and was printed"})
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private JourneyOptions journey;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        for (Plan plan : journey.plans()) {
            String loads = plan.loads().stream().map(Load::name).collect(Collectors.joining(", "));
            spec.commandLine()
                    .getOut()
                    .println(plan.script().name() + "  valid: "
                            + counted(plan.journeys().size(), "journey") + ", "
                            + counted(plan.steps().size(), "step") + ", environment " + plan.environment() + ", "
                            + (loads.isEmpty() ? "no load but --once" : "loads: " + loads));
        }
        return ExitCode.OK;
    }

    private static String counted(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
