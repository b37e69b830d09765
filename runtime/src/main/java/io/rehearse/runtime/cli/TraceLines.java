package io.rehearse.runtime.cli;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.render.Escape;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.run.WalkedOnce;
import java.io.PrintWriter;
import java.util.List;

/** {@code --once -v}: every step as it happened: the request, the answer, what was read from it, and what was wrong. */
final class TraceLines implements View {
    private static final int WIDTH = 96;

    private final PrintWriter out;
    private final Style style;
    private RunManifest manifest;

    TraceLines(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    @Override
    public void started(RunManifest started) {
        manifest = started;
        out.println(Texts.journeys(manifest) + ", env " + Texts.environments(manifest) + ", seed " + manifest.seed());
        for (RunManifest.Side side : manifest.sides()) {
            for (RunManifest.Target target : side.targets()) {
                out.println("target "
                        + Escape.terminal(target.name() + (manifest.sides().size() > 1 ? " of " + side.name() : "")
                                + " at " + target.url() + ", connections " + target.connections()));
            }
        }
    }

    @Override
    public void interval(Interval interval, List<LaneInterval.Example> examples) {
        examples.forEach(this::step);
    }

    private void step(LaneInterval.Example example) {
        String side = manifest.sides().size() > 1
                ? ", " + manifest.sides().get(example.side()).name()
                : "";
        step(example, side, manifest.startNanos(), manifest.script().name());
    }

    @Override
    public void walked(WalkedOnce walk) {
        out.println();
        out.println(Escape.terminal(walk.name()) + ", not measured: "
                + (walk.failure().isEmpty() ? "ok" : "FAILED") + ", " + Figures.millis(walk.nanos() / 1e6));
        String side = walk.side().isEmpty() ? "" : ", " + walk.side();
        walk.steps().forEach(step -> step(step, side, walk.startNanos(), walk.script()));
        out.println();
        out.flush();
    }

    private void step(LaneInterval.Example example, String side, long startNanos, String script) {
        boolean ok = example.outcome() == Outcome.OK;
        double seconds = (example.dueAtNanos() - startNanos) / 1e9;
        String name = Escape.terminal(example.step().name() + side);
        String result = (ok ? "ok" : example.outcome().name()) + "  " + Figures.millis(example.responseNanos() / 1e6);
        String left = (example.cleaning() ? "afterwards, line " + example.step().line() + Escape.terminal(side) : name)
                + "  " + "at " + Figures.digits(Math.max(0, seconds)) + " s";
        out.println();
        String rule = "-".repeat(Math.max(3, WIDTH - left.length() - result.length() - 2));
        out.println(left + " " + style.secondary(rule) + " " + (ok ? style.good(result) : style.failed(result)));
        if (!ok && !example.message().isEmpty()) {
            out.println("  "
                    + style.failed("! " + Escape.terminal(example.message())
                            + (example.line() > 0 ? "  (" + script + ":" + example.line() + ")" : "")));
        }
        block("> ", example.request());
        block("< ", example.response());
        block("= ", example.read());
        out.flush();
    }

    private void block(String mark, String text) {
        if (text != null && !text.isEmpty()) {
            text.lines().forEach(line -> out.println(("  " + mark + Escape.terminal(line)).stripTrailing()));
        }
    }

    @Override
    public void notice(String line) {
        out.println(line);
    }

    @Override
    public void ended(RunEnd end) {
        out.println();
    }

    @Override
    public void judged(RunReport report, int exitCode) {
        out.print(report.text());
        out.flush();
    }
}
