package io.rehearse.runtime.cli;

import io.rehearse.journeys.error.Nearest;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.baseline.BaselineStore;
import io.rehearse.reports.render.GitHub;
import io.rehearse.reports.render.RunReport;
import io.rehearse.runtime.run.PlanManifest;
import io.rehearse.runtime.run.RunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a journey under a load and judges it. */
@Command(
        name = "run",
        description = {
            "Run a journey under a load, show it live, judge it and keep everything in a run directory.",
            "Ctrl-C: no more users arrive, those on their way may finish, the report is written. Twice: stop now."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:pass",
            "1:fail: an objective, a comparison, or any failure of a functional run",
            "2:usage, script, plan or configuration invalid",
            "3:inconclusive: too few samples, a generator that cannot be trusted, no baseline to compare with",
            "4:stopped by an abort rule",
            "5:tool or environment error: disk full, target unreachable before the start",
            "130:stopped by Ctrl-C (143: by SIGTERM)"
        })
final class RunCommand implements Callable<Integer> {
    private static final int RUNS_MAX = 100;

    /** What an inconclusive run counts as. */
    enum Inconclusive {
        pass,
        fail
    }

    @Mixin
    private JourneyOptions journey;

    @Mixin
    private LoadOptions load;

    @Mixin
    private BaselineOptions baselines;

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description =
                    "Hold the run against this baseline. Without it against those the script names, if it names any.")
    private String baseline;

    @Option(
            names = "--runs",
            paramLabel = "M",
            description = "Make M runs one after another and judge them together; 1 if left out.")
    private int runs = 1;

    @Option(
            names = "--extend",
            paramLabel = "N",
            description = "While the comparison is inconclusive make N more runs, at most twice.")
    private int extend;

    @Option(names = "--once", description = "One user, one walk: a functional run. Any failure is exit code 1.")
    private boolean once;

    @Option(
            names = {"-v", "--verbose"},
            description = "With --once: show every request, answer, value taken out and check.")
    private boolean verbose;

    @Option(
            names = "--show-secrets",
            description = "With --once on a terminal: nothing is masked on the screen. Files stay masked.")
    private boolean showSecrets;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run directory, new or empty. Otherwise a new one under runs/.")
    private Path out;

    @Option(
            names = "--inconclusive",
            paramLabel = "pass|fail",
            description = "What an inconclusive run counts as: exit code 0 or 1 instead of 3.")
    private Inconclusive inconclusive;

    @Option(names = "--json", description = "Print nothing but summary.json.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkOptions();
        List<Plan> plans = journey.plans();
        Load chosen = load.choose(plans, once);
        if (baseline != null) {
            isThere(BaselineOptions.name(baseline), chosen);
        }
        Runs.Wanted wanted = new Runs.Wanted(runs, extend, against(plans, chosen));
        if (extend > 0 && wanted.baselines().isEmpty()) {
            throw Failure.invalid("--extend adds runs while a comparison is inconclusive: name a --baseline");
        }
        tellNotComparable(wanted.baselines(), plans.get(0), chosen);
        Path directory = directory(plans.get(0));
        try (EmbeddedTargets targets = EmbeddedTargets.startFor(plans)) {
            return run(load.request(targets.plans(), chosen, journey, directory, once && verbose, showSecrets), wanted);
        } finally {
            if (out == null) {
                RunPlace.dropIfEmpty(directory);
            }
        }
    }

    private int run(RunRequest request, Runs.Wanted wanted) throws IOException, InterruptedException {
        PrintWriter writer = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (TerminalScreen terminal = load.terminal()) {
            if (showSecrets && !terminal.canDraw()) {
                throw Failure.invalid("--show-secrets shows them on a terminal only, and this output goes elsewhere:"
                        + " leave it out here");
            }
            Execution execution = new Execution(
                    () -> once && verbose
                            ? new TraceLines(writer, terminal.style())
                            : load.view(writer, err, terminal, json),
                    err);
            PrintWriter progress = json || load.quiet() ? new PrintWriter(java.io.Writer.nullWriter()) : writer;
            Execution.Done done = new Runs(execution, request, wanted, baselines.store(), progress).make();
            int judged = done.report().summary().exitCode();
            int exitCode = exitCode(judged);
            done.view().judged(done.report(), exitCode);
            if (exitCode != judged && !json) {
                writer.println("exit code " + exitCode + " instead of 3, by --inconclusive " + inconclusive);
            }
            if (inconclusive == Inconclusive.fail) {
                done.report().writeJunit(true);
            }
            Optional<GitHub> job = GitHub.of(System.getenv());
            if (job.isPresent()) {
                tell(job.get(), done.report());
            }
            return exitCode;
        }
    }

    /** GitHub reads annotations from either stream; the standard output belongs to the JSON if there is one. */
    private void tell(GitHub job, RunReport report) {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = json ? err : spec.commandLine().getOut();
        job.annotations(report, journey.file()).forEach(out::println);
        out.flush();
        try {
            job.appendSummary(report);
        } catch (IOException e) {
            err.println("the summary of the job could not be written: " + e.getMessage());
        }
    }

    /**
     * What the command line says, else the script. A functional run, stairs, and a run of two environments are not held against the
     * script's baselines: there is nothing that could be compared.
     */
    private List<String> against(List<Plan> plans, Load chosen) {
        if (baseline != null) {
            return List.of(BaselineOptions.name(baseline));
        }
        boolean held = PlanManifest.comparable(chosen) && plans.size() == 1;
        return held
                ? plans.get(0).pass().baselines().stream()
                        .map(against -> BaselineOptions.name(against.baseline()))
                        .distinct()
                        .toList()
                : List.of();
    }

    /** Whoever names a baseline is told before the run that there is none, not after it. */
    private void isThere(String name, Load chosen) throws IOException {
        BaselineStore store = baselines.store();
        List<String> loads = store.loads(name);
        if (!loads.contains(chosen.name())) {
            String near = Nearest.to(name, store.names())
                    .map(other -> "; did you mean '" + other + "'? ")
                    .orElse(". ");
            throw Failure.inconclusive("there is no baseline " + name + " for load " + chosen.name()
                    + (loads.isEmpty() ? near : "; it has " + String.join(", ", loads) + ". ")
                    + "Record it: rehearse baseline record " + name + " " + journey.file() + " --load "
                    + chosen.name() + " --runs 5");
        }
    }

    /** Ten minutes of load later it would be told all the same. */
    private void tellNotComparable(List<String> names, Plan plan, Load chosen) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        for (String name : names) {
            baselines
                    .store()
                    .read(name, chosen.name())
                    .flatMap(stored -> BaselineOptions.notComparable(stored, plan, chosen, journey.file()))
                    .ifPresent(why -> err.println("rehearse: this run is " + why));
        }
        err.flush();
    }

    private int exitCode(int judged) {
        if (judged != ExitCode.INCONCLUSIVE || inconclusive == null) {
            return judged;
        }
        return inconclusive == Inconclusive.pass ? ExitCode.OK : ExitCode.FAIL;
    }

    private void checkOptions() {
        load.check(once);
        if (verbose && !once) {
            throw Failure.invalid(
                    "-v shows every request and goes with --once; failures of a load are in errors.ndjson");
        }
        if (once && (baseline != null || runs > 1 || extend > 0)) {
            throw Failure.invalid(
                    "--once is a functional run and has no times to compare; leave out --baseline, --runs and --extend");
        }
        if (showSecrets && !once) {
            throw Failure.invalid("--show-secrets goes with --once: what a load shows and keeps is always masked");
        }
        if (json && load.quiet()) {
            throw Failure.invalid("--json and --quiet each say what to print; choose one");
        }
        if (runs < 1 || runs > RUNS_MAX) {
            throw Failure.invalid("--runs is from 1 to " + RUNS_MAX + ", not " + runs);
        }
        if (extend < 0 || extend > RUNS_MAX) {
            throw Failure.invalid("--extend is from 0 to " + RUNS_MAX + ", not " + extend);
        }
    }

    private Path directory(Plan plan) {
        return out != null
                ? RunPlace.given(out)
                : RunPlace.fresh(Path.of("runs"), plan.script().name(), Instant.now());
    }
}
