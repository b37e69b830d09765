package io.rehearse.runtime.cli;

import io.rehearse.reports.baseline.BaselineStore;
import io.rehearse.reports.baseline.KeptComparison;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.compare.Verdict;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.render.Escape;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.RunSet;
import io.rehearse.reports.summary.Summary;
import io.rehearse.runtime.run.RunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Makes one run, or several one after another that are judged together as a set, and holds them against baselines.
 *
 * <pre>
 * runs/20261122T021407Z-checkout/          the set: set.json, and the reports of all runs together
 *     run-1/ run-2/ run-3/                 whole run directories
 * </pre>
 */
final class Runs {
    private static final int EXTENSIONS_MAX = 2;
    /** From this exit code on a run did not end as planned: no further one is made. */
    private static final int STOPPED = 4;

    /**
     * @param runs how many, 1 or more
     * @param extend how many more while nothing is decided, at most twice; 0: none
     * @param baselines names of what they are held against; may be empty
     */
    record Wanted(int runs, int extend, List<String> baselines) {
        boolean set() {
            return runs > 1 || extend > 0;
        }
    }

    private final Execution execution;
    private final RunRequest request;
    private final Wanted wanted;
    private final BaselineStore store;
    private final PrintWriter out;

    /**
     * @param request its directory is that of the run, or of the set
     * @param out where it is told that a run of a set is done
     */
    Runs(Execution execution, RunRequest request, Wanted wanted, BaselineStore store, PrintWriter out) {
        this.execution = execution;
        this.request = request;
        this.wanted = wanted;
        this.store = store;
        this.out = out;
    }

    Execution.Done make() throws IOException, InterruptedException {
        // a damaged baseline is told before any traffic, not after it
        for (String name : wanted.baselines) store.read(name, load());
        return wanted.set() ? set() : single();
    }

    private Execution.Done single() throws IOException, InterruptedException {
        Execution.Done done = execution.run(request);
        if (wanted.baselines.isEmpty() || done.report().summary().exitCode() == ExitCode.ENVIRONMENT) {
            return done;
        }
        keep();
        return judged(done);
    }

    private Execution.Done set() throws IOException, InterruptedException {
        Path directory = request.directory();
        RunSet set = RunSet.begun(directory.getFileName().toString(), Instant.now(), wanted.runs, wanted.extend);
        set.write(directory);
        if (!wanted.baselines.isEmpty()) keep();
        int target = wanted.runs;
        for (int extensions = 0; ; extensions++) {
            Execution.Done done = null;
            while (set.runs().size() < target) {
                int number = set.runs().size() + 1;
                String name = "run-" + number;
                out.println("run " + number + " of " + target + ", " + directory.resolve(name));
                out.flush();
                done = next(
                        request.in(directory.resolve(name), request.seed() + number - 1),
                        set.runs().size());
                set = set.with(name);
                set.write(directory);
                told(name, done.report().summary());
                if (done.report().summary().exitCode() >= STOPPED) return judged(done);
            }
            Execution.Done judged = judged(done);
            if (wanted.extend == 0 || extensions == EXTENSIONS_MAX || !open(judged.report())) return judged;
            target += wanted.extend;
            out.println("not decided after " + Texts.runs(set.runs().size()) + ", " + wanted.extend + " more");
        }
    }

    /** A run that cannot start ends the set; what the runs before it measured is reported first. */
    private Execution.Done next(RunRequest run, int made) throws IOException, InterruptedException {
        try {
            return execution.run(run);
        } catch (Failure notStarted) {
            if (made > 0) {
                RunReport report = RunReport.of(request.directory());
                report.writeFiles();
                Summary summary = report.summary();
                out.println(Texts.runs(made) + " made before: " + summary.verdict() + ", "
                        + Escape.terminal(summary.reasons().get(0)) + "; "
                        + request.directory().resolve("report.html"));
                out.flush();
            }
            throw notStarted;
        }
    }

    private void told(String name, Summary summary) {
        out.println(name + " " + summary.verdict() + ", " + Figures.seconds(Math.round(summary.seconds())) + " judged: "
                + Escape.terminal(summary.reasons().get(0)));
        out.flush();
    }

    /** Reads back what was written: the verdict is the one that {@code rehearse report} will give, too. */
    private Execution.Done judged(Execution.Done last) throws IOException {
        RunReport report = RunReport.of(request.directory());
        report.writeFiles();
        return new Execution.Done(report, last.view());
    }

    private void keep() throws IOException {
        KeptComparison.keep(request.directory(), wanted.baselines, load(), wanted.extend > 0, store);
    }

    private String load() {
        return request.load().name();
    }

    /** Whether more runs could decide it: some row is open, and nothing that more runs do not change stands in the way. */
    private static boolean open(RunReport report) {
        if (report.compared().isEmpty()
                || report.summary().verdict() != io.rehearse.reports.objective.Verdict.INCONCLUSIVE) {
            return false;
        }
        Compared compared = report.compared().get();
        boolean blocked = compared.comparison().concerns().stream()
                .map(c -> c.kind().effect())
                .anyMatch(e -> e == Concern.Effect.INVALIDATES || e == Concern.Effect.KEEPS_FROM_PASSING);
        return compared.verdict() == Verdict.INCONCLUSIVE
                && !blocked
                && compared.comparison().rows().stream()
                        .anyMatch(r ->
                                r.verdict() == Verdict.SUSPECT || r.decidable() && r.verdict() == Verdict.INCONCLUSIVE);
    }
}
