package io.rehearse.runtime.cli;

import io.rehearse.reports.baseline.BaselineStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes a baseline. */
@Command(
        name = "remove",
        description = "Remove a baseline, or one load of it. The runs themselves stay where they are.")
final class BaselineRemove implements Callable<Integer> {
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
        List<String> removed = BaselineShow.loads(store, name, Optional.ofNullable(load));
        store.remove(name, Optional.ofNullable(load));
        spec.commandLine().getOut().println("removed " + name + ": " + String.join(", ", removed));
        return ExitCode.OK;
    }
}
