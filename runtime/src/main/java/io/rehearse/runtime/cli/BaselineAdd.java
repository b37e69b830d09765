package io.rehearse.runtime.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds runs that were made already. */
@Command(
        name = "add",
        description = "Add runs, or all runs of a set, to a baseline; it is made if it is not there.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:added",
            "2:no run directory, or a damaged baseline",
            "3:the runs cannot be a baseline together"
        })
final class BaselineAdd implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The baseline, for example before-cutover.")
    private String name;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "RUN", description = "Run directories or sets of runs.")
    private List<Path> runs;

    @Mixin
    private ForceOptions force;

    @Mixin
    private BaselineOptions baselines;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        new Keeping(baselines.store(), BaselineOptions.name(name), force.reason())
                .add(runs, spec.commandLine().getOut());
        return ExitCode.OK;
    }
}
