package io.rehearse.runtime.cli;

import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.render.Escape;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.runtime.driver.LaneInterval;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Nothing while the run goes on; at the end the verdict ({@code --quiet}) or the summary as JSON ({@code --json}). */
final class Quiet implements View {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    Quiet(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    @Override
    public void started(RunManifest manifest) {}

    @Override
    public void interval(Interval interval, List<LaneInterval.Example> examples) {}

    @Override
    public void ended(RunEnd end) {}

    @Override
    public void notice(String line) {
        err.println(line);
    }

    @Override
    public void judged(RunReport report, int exitCode) {
        if (json) {
            try {
                out.print(report.json());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            Verdict verdict = report.summary().verdict();
            out.println((verdict == Verdict.NONE ? "NO VERDICT" : verdict.name()) + "  "
                    + Escape.terminal(report.summary().reasons().get(0)));
            report.summary().objectives().stream()
                    .filter(o -> o.verdict() == Verdict.FAIL || o.verdict() == Verdict.INCONCLUSIVE)
                    .map(ObjectiveResult::reason)
                    .filter(reason -> !report.summary().reasons().get(0).endsWith(reason))
                    .forEach(reason -> out.println("      " + Escape.terminal(reason)));
            out.println("      " + report.directory().resolve("report.html") + ", exit code " + exitCode);
        }
        out.flush();
    }
}
