package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.render.RunReport;
import io.rehearse.runtime.run.PreflightException;
import io.rehearse.runtime.run.Run;
import io.rehearse.runtime.run.RunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
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
            "1:fail: an objective, or any failure of a functional run",
            "2:usage, script, plan or configuration invalid",
            "3:inconclusive: too few samples, or a generator that cannot be trusted",
            "4:stopped by an abort rule",
            "5:tool or environment error: disk full, target unreachable before the start",
            "130:stopped by Ctrl-C (143: by SIGTERM)"
        })
final class RunCommand implements Callable<Integer> {
    private static final int LANES_MAX = 256;

    /** What an inconclusive run counts as. */
    enum Inconclusive {
        pass,
        fail
    }

    @Mixin
    private JourneyOptions journey;

    @Option(
            names = "--load",
            paramLabel = "NAME",
            description = "Which load of the file; without it the one named 'default', else the only one.")
    private String load;

    @Option(names = "--once", description = "One user, one walk: a functional run. Any failure is exit code 1.")
    private boolean once;

    @Option(
            names = {"-v", "--verbose"},
            description = "With --once: show every request, answer, value taken out and check.")
    private boolean verbose;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Length of the last measured phase, as 30s or 5min.")
    private Duration duration;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run directory, new or empty. Otherwise a new one under runs/.")
    private Path out;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same users, data and pauses.")
    private Long seed;

    @Option(names = "--lanes", paramLabel = "N", description = "Event loops; half of the CPUs if left out.")
    private Integer lanes;

    @Option(
            names = "--inconclusive",
            paramLabel = "pass|fail",
            description = "What an inconclusive run counts as: exit code 0 or 1 instead of 3.")
    private Inconclusive inconclusive;

    @Option(names = "--yes", description = "More than 100 users per second, or at once, may go to other machines.")
    private boolean yes;

    @Option(names = "--allow", paramLabel = "HOST", description = "They may go to this one.")
    private List<String> allowed = new ArrayList<>();

    @Option(names = "--json", description = "Print nothing but summary.json.")
    private boolean json;

    @Option(names = "--quiet", description = "Print nothing but the verdict.")
    private boolean quiet;

    @Option(names = "--no-color", description = "No colour, as with the environment variable NO_COLOR.")
    private boolean noColor;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkOptions();
        List<Plan> plans = journey.plans();
        Load chosen = load(plans.get(0));
        Permission.check(plans, chosen, yes, allowed);
        Path directory = directory(plans.get(0));
        try (EmbeddedTargets targets = EmbeddedTargets.startFor(plans)) {
            return run(new RunRequest(
                    targets.plans(),
                    chosen,
                    seed != null ? seed : new SplittableRandom().nextInt(1, 1_000_000_000),
                    lanes(),
                    journey.file().toAbsolutePath().getParent(),
                    directory,
                    once && verbose));
        }
    }

    private int run(RunRequest request) throws IOException, InterruptedException {
        PrintWriter writer = spec.commandLine().getOut();
        try (TerminalScreen terminal = TerminalScreen.open(noColor)) {
            View view = view(writer, terminal);
            ViewThread screen = new ViewThread(view);
            RunReport report;
            try {
                Run run = Run.start(request, List.of(screen));
                stopOnSignals(run, screen);
                report = run.await();
            } catch (PreflightException notReady) {
                throw Failure.environment(notReady.getMessage(), notReady);
            } finally {
                long leftOut = screen.close();
                if (leftOut > 0) {
                    spec.commandLine()
                            .getErr()
                            .println(leftOut + " updates were not shown: the terminal did not take them in time");
                }
            }
            int exitCode = exitCode(report.summary().exitCode());
            view.judged(report, exitCode);
            if (exitCode != report.summary().exitCode() && !json) {
                writer.println("exit code " + exitCode + " instead of 3, by --inconclusive " + inconclusive);
            }
            return exitCode;
        }
    }

    private static void stopOnSignals(Run run, ViewThread screen) {
        AtomicInteger signals = new AtomicInteger();
        Signals.handle(signal -> {
            String name = signal == Signals.INTERRUPT ? "Ctrl-C" : "SIGTERM";
            screen.notice(
                    signals.incrementAndGet() == 1
                            ? name + ": no more users arrive, those on their way may finish; again: stop now"
                            : name + " again: stopping now; what was measured is kept");
            run.stop(signal);
        });
    }

    private View view(PrintWriter writer, TerminalScreen terminal) {
        if (json || quiet) {
            return new Quiet(writer, spec.commandLine().getErr(), json);
        }
        if (once && verbose) {
            return new TraceLines(writer, terminal.style());
        }
        return terminal.canDraw() ? new LiveView(writer, terminal, terminal.style()) : new PlainLines(writer);
    }

    private int exitCode(int judged) {
        if (judged != ExitCode.INCONCLUSIVE || inconclusive == null) {
            return judged;
        }
        return inconclusive == Inconclusive.pass ? ExitCode.OK : ExitCode.FAIL;
    }

    private void checkOptions() {
        if (once && load != null) {
            throw Failure.invalid("--once is a load of its own (one walk); leave out --load or --once");
        }
        if (once && duration != null) {
            throw Failure.invalid("--once is one walk and has no duration; leave out --duration or --once");
        }
        if (verbose && !once) {
            throw Failure.invalid(
                    "-v shows every request and goes with --once; failures of a load are in errors.ndjson");
        }
        if (json && quiet) {
            throw Failure.invalid("--json and --quiet each say what to print; choose one");
        }
        if (lanes != null && (lanes < 1 || lanes > LANES_MAX)) {
            throw Failure.invalid("--lanes is from 1 to " + LANES_MAX + ", not " + lanes);
        }
    }

    private Load load(Plan plan) {
        if (once) {
            return LoadChoice.once();
        }
        Load chosen = LoadChoice.of(plan, Optional.ofNullable(load));
        return duration == null ? chosen : LoadChoice.withDuration(chosen, duration.nanos());
    }

    private Path directory(Plan plan) {
        return out != null
                ? RunPlace.given(out)
                : RunPlace.fresh(Path.of("runs"), plan.script().name(), Instant.now());
    }

    private int lanes() {
        return lanes != null ? lanes : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
