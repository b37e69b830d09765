package io.rehearse.runtime.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.reports.baseline.Baseline;
import io.rehearse.reports.baseline.BaselineStore;
import io.rehearse.reports.baseline.ComparableRun;
import io.rehearse.reports.baseline.Comparisons;
import io.rehearse.reports.baseline.Limits;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.HistFile;
import io.rehearse.reports.compare.Method;
import io.rehearse.reports.compare.Verdict;
import io.rehearse.reports.render.ComparisonText;
import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Measured;
import io.rehearse.runtime.run.PlanManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds runs against runs or a baseline, without any traffic. */
@Command(
        name = "compare",
        description = {
            "Hold B against A. Each is a run directory, a set of runs or the name of a baseline; more words after B are further runs of B.",
            "Limits are those the newer run was made with; --replay takes them from a script as it is now, --worse-by from here."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:pass: proved as good as A within the limits",
            "1:fail",
            "2:usage, a damaged file",
            "3:inconclusive, or not comparable"
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "A B", description = "What is held against (A), and what is judged (B …).")
    private List<String> subjects = new ArrayList<>();

    @Option(
            names = "--load",
            paramLabel = "NAME",
            description = "Which load of a baseline; that of the runs if left out.")
    private String load;

    @Option(
            names = "--replay",
            paramLabel = "SCRIPT",
            description = "Judge with the limits (objectives and against blocks) of this script as it is now.")
    private Path replay;

    @Option(
            names = "--worse-by",
            paramLabel = "LIMIT",
            description =
                    "A limit, wins over the script's: p95=10%%, p99=25%%,10ms, errors=0.5points, 'Log in:p95=5%%'.")
    private List<String> worseBy = new ArrayList<>();

    @Option(
            names = "--json",
            description = "Print the comparison as JSON, the same bytes for the same runs and limits.")
    private boolean json;

    @Option(
            names = "--hist",
            paramLabel = "FILE",
            description = {
                "Judge measured data of any origin: lines of case,run,side,step,second,attempts,errors,values,",
                "plain or gzipped; prints a line of JSON for each case."
            })
    private Path hist;

    @Mixin
    private BaselineOptions baselines;

    @Spec
    private CommandSpec spec;

    /** @param manifest of the last run; null for a baseline */
    private record Side(String name, String baseline, RunManifest manifest, List<ComparableRun> runs) {
        String load() {
            return runs.isEmpty() ? null : runs.get(0).provenance().load().name();
        }
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (hist != null) return hist(out);
        if (subjects.size() < 2) {
            throw Failure.invalid(
                    "compare needs two things: rehearse compare A B, each a run directory, a set of runs or a baseline");
        }
        BaselineStore store = baselines.store();
        List<String> second = subjects.subList(1, subjects.size());
        String of = load != null ? load : loadOf(subjects);
        Side base = side(store, subjects.get(0), of);
        Side candidate = side(store, second.get(0), of);
        for (String more : second.subList(1, second.size())) candidate = with(candidate, side(store, more, of));
        Compared compared = Comparisons.of(base.name, base.runs, candidate.runs, limits(base, candidate), help(base));
        int exitCode = compared.verdict() == Verdict.PASS
                ? ExitCode.OK
                : compared.verdict() == Verdict.FAIL ? ExitCode.FAIL : ExitCode.INCONCLUSIVE;
        if (json) {
            ObjectNode node = compared.json();
            out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } else {
            out.print(ComparisonText.of(compared, exitCode));
        }
        out.flush();
        return exitCode;
    }

    private static Side with(Side one, Side more) {
        if (one.manifest == null || more.manifest == null) {
            throw Failure.invalid("several words after A are runs of one version; a baseline stands by itself");
        }
        List<ComparableRun> all = new ArrayList<>(one.runs);
        all.addAll(more.runs);
        return new Side(one.name, null, more.manifest, all);
    }

    /** The load of the first run directory among the words; null if all are baselines. */
    private static String loadOf(List<String> words) throws IOException {
        for (String word : words) {
            if (isRun(word)) {
                List<Path> directories = Keeping.directories(Path.of(word));
                if (directories.isEmpty()) throw Failure.invalid(word + " is a set of runs without a run");
                return new io.rehearse.reports.run.RunDirectory(directories.get(0))
                        .manifest()
                        .load()
                        .name();
            }
        }
        return null;
    }

    private static boolean isRun(String word) {
        return Files.isDirectory(Path.of(word));
    }

    private static Side side(BaselineStore store, String word, String load) throws IOException {
        if (isRun(word)) {
            List<ComparableRun> runs = new ArrayList<>();
            RunManifest manifest = null;
            for (Path directory : Keeping.directories(Path.of(word))) {
                Measured run = Measured.of(directory);
                if (run.sides().size() > 1) {
                    throw Failure.invalid(word + " has two environments side by side; its own report compares them");
                }
                manifest = run.manifest();
                runs.add(run.judged());
            }
            String name =
                    Path.of(word).toAbsolutePath().normalize().getFileName().toString();
            return new Side(name, null, manifest, runs);
        }
        if (!BaselineStore.isName(word) || store.loads(word).isEmpty()) {
            throw Failure.invalid("'" + word + "' is neither a run directory nor a baseline"
                    + io.rehearse.journeys.error.Nearest.hint(word, store.names()));
        }
        List<String> loads = store.loads(word);
        String which = load != null ? load : loads.size() == 1 ? loads.get(0) : null;
        if (which == null) {
            throw Failure.invalid(
                    "which load? Baseline " + word + " has " + String.join(", ", loads) + "; say --load NAME");
        }
        Optional<Baseline> baseline = store.read(word, which);
        if (baseline.isEmpty()) {
            throw Failure.inconclusive("baseline " + word + " has no runs of load " + which + "; it has "
                    + String.join(", ", loads) + ". Record it: rehearse baseline record " + word + " FILE --load "
                    + which
                    + " --runs 5");
        }
        return new Side(word, word, null, baseline.get().runs());
    }

    private static String help(Side base) {
        return base.baseline == null
                ? "Make both runs with the same journey and load."
                : "Record it anew: rehearse baseline record " + base.baseline + " FILE --load " + base.load()
                        + " --runs 5";
    }

    private Limits limits(Side base, Side candidate) {
        List<Objective> objectives = candidate.manifest == null ? List.of() : candidate.manifest.objectives();
        List<RunManifest.Against> blocks = candidate.manifest == null ? List.of() : candidate.manifest.against();
        if (replay != null) {
            if (!Files.isRegularFile(replay)) throw Failure.invalid("--replay " + replay + ": there is no such script");
            Pass pass = Journeys.compile(
                            replay,
                            new Inputs(
                                    Optional.empty(),
                                    Map.of(),
                                    candidate.runs.get(0).provenance().targets(),
                                    System.getenv()))
                    .pass();
            objectives = PlanManifest.objectives(pass);
            blocks = PlanManifest.against(pass);
        }
        String name = base.baseline;
        List<RunManifest.Margin> margins = new ArrayList<>();
        // runs held against runs: the script's only block is meant, whatever it is called
        blocks.stream()
                .filter(a -> name == null ? true : a.baseline().equals(name))
                .limit(name == null && blocks.size() > 1 ? 0 : 1)
                .forEach(a -> margins.addAll(a.margins()));
        worseBy.forEach(text -> margins.add(WorseBy.parse(text)));
        return Limits.of(
                candidate.runs.get(0).provenance().load(),
                objectives,
                Optional.of(new RunManifest.Against(name, margins, 0)),
                false);
    }

    private int hist(PrintWriter out) throws IOException {
        if (!subjects.isEmpty()) throw Failure.invalid("--hist FILE stands by itself, without runs");
        if (!Files.isRegularFile(hist)) throw Failure.invalid("--hist " + hist + ": there is no such file");
        Map<Verdict, Integer> counts = HistFile.judge(hist, Method.product().withWarmUpCut(true), out);
        out.flush();
        return counts.getOrDefault(Verdict.FAIL, 0) > 0
                ? ExitCode.FAIL
                : counts.getOrDefault(Verdict.INCONCLUSIVE, 0) > 0 || counts.isEmpty()
                        ? ExitCode.INCONCLUSIVE
                        : ExitCode.OK;
    }
}
