package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.baseline.Baseline;
import io.rehearse.reports.baseline.BaselineStore;
import io.rehearse.reports.baseline.Comparability;
import io.rehearse.reports.render.Escape;
import io.rehearse.runtime.run.PlanManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where baselines are kept. */
final class BaselineOptions {
    @Option(
            names = "--baselines",
            paramLabel = "DIR",
            description = "Where baselines are kept; 'baselines' in the working directory if left out.")
    private Path directory = Path.of("baselines");

    BaselineStore store() {
        return new BaselineStore(directory);
    }

    /** As the user gave it. */
    Path directory() {
        return directory;
    }

    /** A name that can be one, else what is wrong with it. */
    static String name(String name) {
        if (!BaselineStore.isName(name)) {
            throw Failure.invalid(
                    "'" + name + "' is no name for a baseline: letters, digits, '.', '_' and '-', at most 100,"
                            + " beginning with a letter or digit");
        }
        return name;
    }

    /** Why a run of the plan will not be held against a baseline, and what to do; empty if it will be. */
    static Optional<String> notComparable(Baseline with, Plan plan, Load load, Path script) {
        List<String> refusals = Comparability.of(
                        with.runs().get(with.runs().size() - 1).provenance(), PlanManifest.planned(plan, load))
                .refusals();
        return refusals.isEmpty()
                ? Optional.empty()
                : Optional.of("not comparable with " + with.name() + ": "
                        + Escape.terminal(String.join("; ", refusals))
                        + ". Record it anew: rehearse baseline record " + with.name() + " " + script + " --load "
                        + load.name() + " --runs 5");
    }
}
