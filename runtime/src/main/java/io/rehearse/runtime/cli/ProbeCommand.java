package io.rehearse.runtime.cli;

import io.rehearse.journeys.data.SecretNames;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.baseline.Baseline;
import io.rehearse.reports.baseline.Comparability;
import io.rehearse.reports.baseline.ComparableRun;
import io.rehearse.reports.baseline.Limits;
import io.rehearse.reports.baseline.Provenance;
import io.rehearse.reports.compare.Tolerance;
import io.rehearse.reports.gate.Degradation;
import io.rehearse.reports.gate.ErrorBudget;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.Stream;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.Wakeup;
import io.rehearse.runtime.probe.Action;
import io.rehearse.runtime.probe.ActionFile;
import io.rehearse.runtime.probe.Announcement;
import io.rehearse.runtime.probe.Arrivals;
import io.rehearse.runtime.probe.DamagedJournalException;
import io.rehearse.runtime.probe.Listen;
import io.rehearse.runtime.probe.OtlpExport;
import io.rehearse.runtime.probe.Probe;
import io.rehearse.runtime.probe.ProbeRun;
import io.rehearse.runtime.probe.ProbeServer;
import io.rehearse.runtime.probe.ProbeWords;
import io.rehearse.runtime.probe.Sender;
import io.rehearse.runtime.probe.Started;
import io.rehearse.runtime.response.Masking;
import io.rehearse.runtime.run.Run;
import io.rehearse.runtime.run.RunRequest;
import io.rehearse.runtime.run.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Walks a target without end and keeps a verdict on it. */
@Command(
        name = "probe",
        description = {
            "Walk a target without end and say whether it is down, worse than its baseline, or out of its error budget.",
            "With --env old --env new both are walked, and new is held against old, too.",
            "Ends with Ctrl-C or SIGTERM; the exit code is the verdict. A restart continues from the journal."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:pass",
            "1:fail: it failed and nobody cleared it",
            "2:usage, script, plan or configuration invalid",
            "3:inconclusive: too little seen, or no baseline that can be compared with",
            "5:tool or environment error"
        })
final class ProbeCommand implements Callable<Integer> {
    private static final long PART_SECONDS = 3600;
    private static final long PART_BYTES_MAX = 64L << 20;
    private static final int PARTS_MAX = 48;
    /** Shorter values of variables are no secrets, and hiding them would hide the rest. */
    private static final int HIDDEN_LENGTH_MIN = 8;

    @Mixin
    private JourneyOptions journey;

    @Option(
            names = "--load",
            paramLabel = "NAME",
            defaultValue = "canary",
            description = "Which load of the file, '${DEFAULT-VALUE}' if left out; its last phase goes on without end.")
    private String load;

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description = "What it is compared with; without it only outages and the budget are watched.")
    private String baseline;

    @Mixin
    private BaselineOptions baselines;

    @Option(
            names = "--budget",
            paramLabel = "GOAL/TIME",
            description = "Error budget, as 99.5%%/4h: so many walks must be good in any such time;"
                    + " that of pass if left out.")
    private String budget;

    @Option(
            names = "--gate",
            paramLabel = "NAME",
            description = "Name of the gate; that of the journey file if left out.")
    private String gate;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            defaultValue = "journal.jsonl",
            description = "What was seen and done, '${DEFAULT-VALUE}' if left out; continued if it exists.")
    private Path journal;

    @Option(
            names = "--actions",
            paramLabel = "FILE",
            description = "JSON file: who is told, and how it is rolled back.")
    private Path actions;

    @Mixin
    private DowntimeOptions downtimes;

    @Mixin
    private ListenOptions listening;

    @Option(names = "--duration", paramLabel = "TIME", description = "End after so long; without it never.")
    private Duration duration;

    @Mixin
    private ControlOption control;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the last two days are kept, an hour in each run directory; probes/GATE if left out.")
    private Path out;

    @Mixin
    private TrafficOptions traffic;

    @Spec
    private CommandSpec spec;

    /** The baseline is of something else. */
    private static final class NotComparable extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotComparable(String message) {
            super(message);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Plan> plans = journey.plans();
        Load chosen = LoadChoice.of(plans.get(0), Optional.of(load));
        checkSides(plans);
        if (chosen.model() != Load.Model.OPEN) {
            throw Failure.invalid("load '" + load + "' is a number of users or walks; a probe needs a rate, for example"
                    + " load('canary') { hold 1.perSecond, 1.h }");
        }
        Load endless = LoadChoice.withDuration(chosen, duration == null ? Load.FOREVER : duration.nanos());
        traffic.permit(plans, endless);
        List<Action> acts = actions();
        Optional<Listen> listen = listening.listen(System.getenv());
        checkExport();
        List<Announcement> announced = downtimes.announced(journal, Instant.now());
        Optional<Baseline> base = baseline();
        if (baseline != null && base.isEmpty()) {
            return inconclusive("there is no baseline " + baseline + " of load " + load + " in " + baselines.directory()
                    + "; record one first: rehearse baseline record " + baseline + " " + journey.file() + " --load "
                    + load + " --runs 5");
        }
        Optional<ControlOption.Control> way = control.of(journey.environments());
        Path directory = out != null ? out : Path.of("probes", gateName());
        try (EmbeddedTargets targets = EmbeddedTargets.startFor(plans)) {
            RunRequest request = new RunRequest(
                    targets.plans(),
                    endless,
                    traffic.seed(),
                    1,
                    Wakeup.TIMER,
                    journey.file().toAbsolutePath().getParent(),
                    null,
                    directory,
                    false,
                    new RunRequest.Watching(nextArrival(), PART_SECONDS, PART_BYTES_MAX, PARTS_MAX),
                    false);
            return run(request, new Starting(base, acts, request, listen, announced, way));
        } catch (NotComparable refused) {
            return inconclusive(refused.getMessage());
        }
    }

    private void checkSides(List<Plan> plans) {
        List<Load> loads = new ArrayList<>();
        for (Plan plan : plans) {
            loads.add(LoadChoice.of(plan, Optional.of(load)));
        }
        if (plans.size() == 2 && plans.get(0).environment().equals(plans.get(1).environment())) {
            throw Failure.invalid("--env " + plans.get(0).environment() + " is there twice: old and new are two"
                    + " environments, the old one first, as in --env old --env new");
        }
        SideBySide.check(plans, loads);
    }

    /** Before anything is sent, and not in the middle of the night. */
    private static void checkExport() {
        try {
            OtlpExport.check(System.getenv());
        } catch (IllegalArgumentException wrong) {
            throw Failure.invalid(wrong.getMessage());
        }
    }

    private long nextArrival() throws IOException {
        try {
            return Probe.nextArrival(journal, Instant.now());
        } catch (DamagedJournalException damaged) {
            throw Failure.environment(damaged.getMessage(), damaged);
        }
    }

    private int inconclusive(String why) {
        spec.commandLine().getErr().println(why);
        return ExitCode.INCONCLUSIVE;
    }

    private int run(RunRequest request, Starting starting) throws IOException, InterruptedException {
        PrintWriter writer = spec.commandLine().getOut();
        try (TerminalScreen terminal = traffic.terminal()) {
            starting.view = new ProbeView(writer, terminal.canDraw(), terminal, terminal.style(), starting::seen);
            Optional<Run> run;
            try {
                run = new Readiness(request, starting).start(duration == null ? Long.MAX_VALUE : duration.nanos());
            } catch (UncheckedIOException e) {
                throw Failure.environment(e.getCause().getMessage(), e);
            }
            starting.show();
            boolean broken = run.isPresent() && run.get().await().summary().exitCode() == ExitCode.ENVIRONMENT;
            starting.probe.close();
            starting.view.close();
            return ended(starting.seen(), writer, broken);
        } finally {
            starting.close();
        }
    }

    private int ended(ProbeRun.Seen seen, PrintWriter writer, boolean broken) {
        Gate last = seen.status().standing().gate();
        int exitCode = last.verdict() == Verdict.PASS
                ? ExitCode.OK
                : last.verdict() == Verdict.FAIL ? ExitCode.FAIL : ExitCode.INCONCLUSIVE;
        exitCode = broken && exitCode != ExitCode.FAIL ? ExitCode.ENVIRONMENT : exitCode;
        writer.println("verdict " + last.verdict() + ", exit code " + exitCode + "; journal " + journal);
        writer.flush();
        return exitCode;
    }

    private static ProbeServer serve(Starting starting, Listen listen) {
        try {
            return ProbeServer.start(starting.probe, listen, InstantSource.system());
        } catch (IOException e) {
            throw Failure.environment(e.getMessage(), e);
        }
    }

    private List<Action> actions() throws IOException {
        try {
            return actions == null ? List.of() : ActionFile.read(actions, System.getenv());
        } catch (IllegalArgumentException wrong) {
            throw Failure.invalid(wrong.getMessage());
        }
    }

    private Optional<Baseline> baseline() throws IOException {
        if (baseline == null) {
            return Optional.empty();
        }
        return baselines.store().read(BaselineOptions.name(baseline), load);
    }

    private Pass.Budget budget() {
        String[] parts = budget.split("/", 2);
        if (parts.length != 2 || !parts[0].matches("\\d{1,2}(\\.\\d{1,4})?%")) {
            throw Failure.invalid("--budget '" + budget + "': expected a goal and a time, as 99.5%/4h");
        }
        double goal = Double.parseDouble(parts[0].substring(0, parts[0].length() - 1)) / 100;
        return new Pass.Budget(goal, Duration.parse(parts[1]).nanos());
    }

    private String gateName() {
        String name = gate != null
                ? gate
                : journey.file()
                        .getFileName()
                        .toString()
                        .replaceFirst("\\.groovy$", "")
                        .replaceAll("[^A-Za-z0-9._-]", "-");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw Failure.invalid("--gate '" + name + "': expected 1 to 63 letters, digits, '.', '_' or '-'");
        }
        return name;
    }

    /** Opens the probe as soon as the run has a manifest, before its first request, and passes the run on to it. */
    private final class Starting implements Readiness.Waiting {
        private final Optional<Baseline> base;
        private final List<Action> acts;
        private final RunRequest request;
        private final Optional<Listen> listen;
        private final List<Announcement> announced;
        private final Optional<ControlOption.Control> way;
        private final List<String> leftOut = new ArrayList<>();
        private final Sender sender;
        private ProbeRun probe;
        private ProbeServer server;
        private ProbeView view;
        private boolean shown;

        Starting(
                Optional<Baseline> base,
                List<Action> acts,
                RunRequest request,
                Optional<Listen> listen,
                List<Announcement> announced,
                Optional<ControlOption.Control> way) {
            this.base = base;
            this.acts = acts;
            this.request = request;
            this.listen = listen;
            this.announced = announced;
            this.way = way;
            this.sender = new Sender(InstantSource.system(), masking());
        }

        /** What journeys must not show, and what variables, the token and other actions hold: a command that is run may have it. */
        private Masking masking() {
            List<String> hidden = new ArrayList<>();
            System.getenv().forEach((name, value) -> {
                if (SecretNames.matches(name) || name.endsWith("_HEADERS")) {
                    hidden.add(value);
                    // headers are written name=value, and the value may be the kind of login and what it is
                    hidden.addAll(List.of(value.split("[=,\\s]+")));
                }
            });
            listen.map(Listen::token).ifPresent(hidden::add);
            for (Action act : acts) {
                hidden.add(act.secret());
                hidden.add(act.url());
            }
            hidden.removeIf(value -> value == null || value.length() < HIDDEN_LENGTH_MIN);
            return Masking.of(request.sides()).and(hidden);
        }

        ProbeRun.Seen seen() {
            return probe.seen();
        }

        @Override
        public void started(RunManifest manifest) {
            open(manifest);
            probe.started(manifest);
            if (manifest.sides().size() > 1) {
                probe.continuesFrom(request.directory());
            }
        }

        @Override
        public void notReady(RunManifest manifest, String reason) {
            open(manifest);
            probe.notObserved(reason);
            show();
        }

        /** The journal; it may be open since something was waited for. */
        private void open(RunManifest manifest) {
            if (probe != null) {
                return;
            }
            Rules rules = new Rules(
                    base.map(b -> streams(b, manifest)).orElse(List.of()),
                    budgetOf(manifest),
                    Math.round(manifest.intervalSeconds() * 1000),
                    manifest.sides().size() == 2 ? ProbeRun.pairings(manifest) : List.of());
            Map<String, String> about = new TreeMap<>();
            about.put("script", manifest.script().name());
            int judged = manifest.sides().size() - 1;
            about.put(Started.ENVIRONMENT, manifest.sides().get(judged).name());
            if (judged > 0) {
                about.put(Started.BESIDE, manifest.sides().get(0).name());
            }
            about.put("load", manifest.load().name());
            about.put("run", manifest.id());
            about.put("version", Version.tool());
            way.ifPresent(control -> about.put("control", control.toString()));
            base.ifPresent(b -> about.put("baseline", b.name()));
            listen.filter(l -> l.port() > 0).ifPresent(l -> about.put("endpoints", l.url(l.port())));
            if (!leftOut.isEmpty()) {
                about.put("leftOut", String.join("; ", leftOut));
            }
            try {
                Started what = new Started(gateName(), 0, rules, arrivals(manifest), about);
                probe = ProbeRun.open(
                        journal,
                        what,
                        acts,
                        judged,
                        sender,
                        way.map(ControlOption.Control::url).orElse(null));
                probe.expectDown(announced);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Endpoints, screen and export, once. */
        void show() {
            if (shown) {
                return;
            }
            shown = true;
            if (listen.isPresent()) {
                server = serve(this, listen.get());
            }
            OtlpExport.start(System.getenv(), this::seen, InstantSource.system())
                    .ifPresent(probe::exporting);
            spec.commandLine().getOut().println(told());
            view.start();
        }

        @Override
        public void notice(String line) {
            probe.notice(line);
        }

        private Arrivals arrivals(RunManifest manifest) {
            return new Arrivals(
                    request.watching().firstArrival(), request.load().perSecondMax(), manifest.created());
        }

        private List<Stream> streams(Baseline from, RunManifest manifest) {
            Provenance now = Provenance.of(manifest, manifest.sides().size() - 1, List.of());
            for (ComparableRun run : from.runs()) {
                List<String> refusals = Comparability.of(run.provenance(), now).refusals();
                if (!refusals.isEmpty()) {
                    throw new NotComparable("not comparable with " + from.name() + ": " + String.join("; ", refusals));
                }
            }
            Optional<RunManifest.Against> against = manifest.against().stream()
                    .filter(a -> a.baseline().equals(from.name()))
                    .findFirst();
            Tolerance.Set set = Tolerance.of(
                    from.series(), Limits.of(manifest, against, false).method(), (int)
                            (Degradation.WINDOW_MILLIS / 1000));
            leftOut.addAll(set.leftOut());
            return set.streams().stream().map(Stream::of).toList();
        }

        /** The command line's, else the script's; null: none. */
        private ErrorBudget budgetOf(RunManifest manifest) {
            Pass.Budget wanted =
                    budget != null ? budget() : request.sides().get(0).pass().budget();
            if (wanted == null) {
                return null;
            }
            double rate = manifest.load().phases().stream()
                    .filter(p -> p.measured() && p.toPerSecond() != null)
                    .reduce((first, last) -> last)
                    .map(RunManifest.Phase::toPerSecond)
                    .orElse(0.0);
            try {
                return new ErrorBudget(wanted.goal(), wanted.windowNanos() / 1_000_000, rate);
            } catch (IllegalArgumentException refused) {
                throw Failure.invalid(refused.getMessage());
            }
        }

        String told() {
            Rules rules = probe.seen().status().rules();
            return "probing, gate " + gateName() + ", " + rules.streams().size() + " streams against "
                    + (baseline == null ? "no baseline" : baseline)
                    + (rules.pairings().isEmpty() ? "" : ", " + rules.pairings().size() + " side by side")
                    + (leftOut.isEmpty() ? "" : " (left out: " + String.join("; ", leftOut) + ")")
                    + (rules.budget() == null ? "" : ", " + ProbeWords.inShort(rules.budget())) + ", " + acts.size()
                    + " actions, "
                    + way.map(control -> "control " + control + ", ").orElse("")
                    + (announced.isEmpty() ? "" : announced.size() + " downtimes announced, ") + "journal "
                    + journal
                    + (server == null ? "" : ", " + server.url());
        }

        @Override
        public void interval(Interval interval, List<LaneInterval.Example> examples) {
            probe.interval(interval, examples);
        }

        @Override
        public void tokenExpires(Instant at, String reason) {
            probe.tokenExpires(at, reason);
        }

        @Override
        public void stopping(double atSeconds) {
            probe.stopping(atSeconds);
        }

        @Override
        public void notWritten(String reason) {
            probe.notWritten(reason);
        }

        @Override
        public void ended(RunEnd end) {
            probe.ended(end);
        }

        void close() throws IOException, InterruptedException {
            if (server != null) {
                server.close();
            }
            if (probe != null) {
                probe.close();
            }
        }
    }
}
