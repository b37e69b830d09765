package io.rehearse.runtime.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Baselines: named sets of runs, in files made to be kept in git. */
@Command(
        name = "baseline",
        description = {
            "Keep runs under a name, to hold later runs against them.",
            "A baseline has one file for each load, baselines/NAME/LOAD.ndjson, a line for each run and step."
        },
        subcommands = {
            BaselineRecord.class,
            BaselineAdd.class,
            BaselineList.class,
            BaselineShow.class,
            BaselineRemove.class,
            BaselinePush.class,
            BaselinePull.class
        },
        synopsisSubcommandLabel = "COMMAND")
final class BaselineCommand implements java.util.concurrent.Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.INVALID;
    }
}
