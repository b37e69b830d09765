package io.rehearse.runtime.cli;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Numbers;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.compare.RowText;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.render.Escape;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.Phase;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import io.rehearse.reports.summary.Percentiles;
import io.rehearse.reports.summary.Summary;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.run.WalkedOnce;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** A run for pipes and CI: one event a line (time, word, facts), nothing drawn twice, made to be searched. */
final class PlainLines implements View {
    private static final int STEPS_MAX = 8;
    private static final int ERRORS_MAX = 20;
    /** A line every ten seconds; after the first minute of a long load every minute. */
    private static final double OFTEN_SECONDS = 10;

    private static final double SELDOM_SECONDS = 60;
    private static final double LONG_SECONDS = 180;

    private final PrintWriter out;
    private final Set<String> told = new HashSet<>();
    private Progress progress;
    private RunManifest manifest;
    private Phase phase;
    private double nextSeconds = OFTEN_SECONDS;
    private int errorsLeftOut;
    private final List<WalkedOnce> walkedBefore = new ArrayList<>();

    PlainLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void started(RunManifest started) {
        manifest = started;
        progress = new Progress(started);
        line(
                0,
                "start",
                Texts.journeys(manifest) + ", load " + manifest.load().name() + ", env " + Texts.environments(manifest)
                        + ", seed " + manifest.seed() + ", run " + manifest.id());
        String preflight = manifest.settings().get("preflight");
        if (preflight != null && !preflight.isEmpty()) {
            line(0, "preflight", preflight);
        }
        walkedBefore.forEach(walk -> tell(0, walk));
        phase = manifest.load().phases().get(0);
        phaseBegins(0, 0);
    }

    @Override
    public void walked(WalkedOnce walk) {
        if (manifest == null) {
            walkedBefore.add(walk);
        } else {
            tell(progress.seconds(), walk);
        }
    }

    private void tell(double seconds, WalkedOnce walk) {
        line(
                seconds,
                walk.word(),
                (walk.side().isEmpty() ? "" : walk.side() + ": ")
                        + (walk.failure().isEmpty() ? "ok" : "FAILED") + ", "
                        + Figures.millis(walk.nanos() / 1e6));
    }

    @Override
    public void interval(Interval interval, List<LaneInterval.Example> examples) {
        // who is waited for when the load ends: some of them come to their end within this interval, all in a short one
        long onTheirWay = progress.walksInFlight();
        progress.accept(interval);
        double now = interval.endSeconds();
        if (progress.phase().index() != phase.index()) {
            // a phase shorter than an interval is told all the same
            for (int i = phase.index() + 1; i <= progress.phase().index(); i++) {
                phase = manifest.phase(i);
                phaseBegins(
                        i == progress.phase().index()
                                ? Math.max(phase.startSeconds(), interval.startSeconds())
                                : phase.startSeconds(),
                        onTheirWay);
            }
        }
        for (ErrorExample example : interval.examples()) {
            if (told.add(example.fingerprint())) {
                error(now, example);
            }
        }
        if (now + 1e-6 >= nextSeconds) {
            progress(now);
            double load = Texts.loadSeconds(manifest);
            boolean seldom = now + 1e-6 >= SELDOM_SECONDS && !(load <= LONG_SECONDS);
            nextSeconds = nextSeconds + (seldom ? SELDOM_SECONDS : OFTEN_SECONDS);
        }
    }

    @Override
    public void notice(String text) {
        line(progress == null ? 0 : progress.seconds(), "note", text);
    }

    @Override
    public void ended(RunEnd end) {
        end.warnings().forEach(warning -> line(end.seconds(), "warning", warning));
        if (errorsLeftOut > 0) {
            line(end.seconds(), "errors", errorsLeftOut + " more kinds of failures, all counted in the summary");
        }
        line(
                end.seconds(),
                "end",
                how(end) + progress.walksStarted() + " users" + ", "
                        + progress.trust().lateStarts() + " late starts"
                        + (progress.arrivalsDropped() > 0
                                ? ", " + progress.arrivalsDropped() + " arrivals dropped"
                                : ""));
    }

    private static String how(RunEnd end) {
        String reasons = end.reasons().isEmpty() ? "" : " (" + String.join("; ", end.reasons()) + ")";
        return switch (end.how()) {
            case FINISHED -> "";
            case ABORTED -> "stopped by an abort rule" + reasons + ", ";
            case SIGNAL -> "stopped by signal " + end.signal() + ", ";
            case ERROR -> "error" + reasons + ", ";
        };
    }

    @Override
    public void judged(RunReport report, int exitCode) {
        Summary summary = report.summary();
        double now = summary.end() == null ? 0 : summary.end().seconds();
        for (Summary.StepRow row : summary.steps()) {
            Percentiles p = row.response();
            line(
                    now,
                    "step",
                    (row.phase() == null ? "" : row.phase() + ": ") + row.step() + side(row.side()) + "  ok " + row.ok()
                            + ", failed " + row.failed()
                            + (p == null
                                    ? ""
                                    : ", p50 " + Figures.millis(p.p50Ms()) + ", p95 " + Figures.millis(p.p95Ms())
                                            + ", p99 " + Figures.millis(p.p99Ms()) + ", max "
                                            + Figures.millis(p.maxMs()) + ", n " + p.n()));
        }
        int held = 0;
        for (ObjectiveResult objective : summary.objectives()) {
            if (objective.verdict() == Verdict.FAIL) {
                line(now, "FAIL", objective.reason() + ", n " + objective.n());
            } else if (objective.verdict() == Verdict.INCONCLUSIVE) {
                line(now, "INCONCL.", objective.reason() + ", n " + objective.n());
            } else if (objective.verdict() == Verdict.PASS) {
                held++;
            }
        }
        if (!summary.objectives().isEmpty() && !summary.functional()) {
            line(now, "pass", held + " of " + summary.objectives().size() + " objectives hold");
        }
        report.compared().ifPresent(compared -> comparison(now, compared));
        if (summary.capacity() != null && summary.capacity().perSecond() != null) {
            line(
                    now,
                    "capacity",
                    (summary.capacity().atLeast() ? "at least " : "")
                            + Figures.digits(summary.capacity().perSecond()) + "/s");
        }
        line(now, "report", report.directory().resolve("report.html").toString());
        line(
                now,
                "verdict",
                (summary.verdict() == Verdict.NONE ? "none" : summary.verdict().name()) + ", exit code " + exitCode
                        + ": " + summary.reasons().get(0));
    }

    private void comparison(double now, Compared compared) {
        int passed = 0;
        int tooFew = 0;
        int untrusted = 0;
        for (Row row : compared.comparison().rows()) {
            boolean open = row.verdict() == io.rehearse.reports.compare.Verdict.INCONCLUSIVE;
            if (row.verdict() == io.rehearse.reports.compare.Verdict.PASS) {
                passed++;
            } else if (row.numbers().cause() == Numbers.Cause.UNTRUSTED) {
                untrusted++;
            } else if (open && !row.decidable()) {
                tooFew++;
            } else {
                RowText text = RowText.of(row);
                int baseRuns = compared.comparison().setup().baseRuns();
                line(
                        now,
                        open ? "INCONCL." : row.verdict().name(),
                        (row.step() == null ? "All steps" : row.step()) + " "
                                + row.metric().label() + " " + text.candidate() + ", baseline " + compared.baseline()
                                + " " + text.base() + ": " + text.change() + ", interval " + text.interval()
                                + ", limit " + text.limit() + ", n "
                                + row.numbers().candidateCount() + ", "
                                + (baseRuns == 1 ? "1 run" : baseRuns + " runs"));
            }
        }
        if (!compared.comparison().rows().isEmpty()) {
            line(
                    now,
                    "compared",
                    passed + " rows pass against " + compared.baseline()
                            + (tooFew == 0 ? "" : ", " + tooFew + " have too few values for this load")
                            + (untrusted == 0 ? "" : ", " + untrusted + " are open: the generator is not trusted"));
        }
    }

    private String side(int side) {
        return manifest.sides().size() > 1 ? ", " + manifest.sides().get(side).name() : "";
    }

    private void phaseBegins(double seconds, long onTheirWay) {
        if (phase.kind() == PhaseKind.DRAIN) {
            line(seconds, "phase", "finish: waiting for " + onTheirWay + " users");
            return;
        }
        String length = phase.durationSeconds() == null
                ? phase.walks() == null ? " without end" : ""
                : (phase.fromPerSecond() != null && !phase.fromPerSecond().equals(phase.toPerSecond())
                                ? " over "
                                : " for ")
                        + Figures.seconds(phase.durationSeconds());
        line(
                seconds,
                "phase",
                Texts.phase(phase)
                        + length
                        + (phase.walks() != null ? "" : phase.measured() ? " (judged)" : " (not judged)"));
    }

    private void progress(double now) {
        double load = Texts.loadSeconds(manifest);
        String of = Double.isNaN(load) ? "" : "/" + Texts.minutes(load);
        List<String> steps = new ArrayList<>();
        int rows = 0;
        for (RunManifest.Journey journey : manifest.journeys()) {
            for (RunManifest.Step step : journey.steps()) {
                if (rows++ < STEPS_MAX) {
                    steps.add(manifest.nameOf(step) + " " + onEachSide(side -> p95(side, step)));
                }
            }
        }
        if (rows > STEPS_MAX) {
            steps.add((rows - STEPS_MAX) + " more");
        }
        boolean two = manifest.sides().size() > 1;
        line(
                now,
                Texts.minutes(now) + of,
                Figures.digits(progress.startedPerSecond()) + "/s  in flight "
                        + onEachSide(side -> String.valueOf(progress.walksInFlight(side)))
                        + "  failed "
                        + onEachSide(side -> progress.failedOf(side) + " of " + progress.endedOf(side))
                        + (two ? "  p95 ms, old|new: " : "  p95 ms: ") + String.join(", ", steps));
    }

    private String p95(int side, RunManifest.Step step) {
        return Figures.digits(progress.responseMillis(side, step.index(), 95));
    }

    private String onEachSide(IntFunction<String> fact) {
        return manifest.sides().stream().map(side -> fact.apply(side.index())).collect(Collectors.joining("|"));
    }

    private void error(double now, ErrorExample example) {
        if (told.size() > ERRORS_MAX) {
            errorsLeftOut++;
            return;
        }
        String step = example.step() < 0 ? "" : manifest.step(example.step()).name() + side(example.side()) + "  ";
        line(
                now,
                "errors",
                step + example.message()
                        + (example.line() > 0 ? " (" + manifest.script().name() + ":" + example.line() + ")" : "")
                        + ", errors.ndjson");
    }

    private void line(double seconds, String word, String facts) {
        out.println((Texts.clock(manifest, seconds) + " " + Texts.fit(word, Math.max(10, word.length())) + " "
                        + Escape.terminal(facts))
                .stripTrailing());
    }
}
