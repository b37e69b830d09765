package io.rehearse.runtime.cli;

import io.rehearse.reports.baseline.Baseline;
import io.rehearse.reports.baseline.BaselineStore;
import io.rehearse.reports.render.Escape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists baselines. */
@Command(name = "list", description = "List the baselines and their loads.")
final class BaselineList implements Callable<Integer> {
    @Mixin
    private BaselineOptions baselines;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BaselineStore store = baselines.store();
        PrintWriter out = spec.commandLine().getOut();
        for (String name : store.names()) {
            for (String load : store.loads(name)) {
                Baseline baseline = store.read(name, load).orElseThrow();
                int runs = baseline.runs().size();
                long forced = baseline.runs().stream()
                        .filter(r -> r.provenance().forced() != null)
                        .count();
                out.printf(
                        "%-24s %-12s %3d %-5s %8s  recorded %s%s%n",
                        name,
                        Escape.terminal(load),
                        runs,
                        runs == 1 ? "run" : "runs",
                        Keeping.size(Files.size(store.file(name, load))),
                        baseline.runs().get(runs - 1).provenance().recorded(),
                        forced == 0 ? "" : ", " + forced + " stored by force");
            }
        }
        if (store.names().isEmpty()) {
            out.println("no baselines yet: rehearse baseline record NAME FILE --load LOAD --runs 5");
        }
        out.flush();
        return ExitCode.OK;
    }
}
