package io.rehearse.reports.render;

import io.rehearse.reports.baseline.ComparableRun;
import io.rehearse.reports.baseline.Duet;
import io.rehearse.reports.baseline.KeptComparison;
import io.rehearse.reports.baseline.RunSeries;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunSet;
import io.rehearse.reports.summary.Measured;
import io.rehearse.reports.summary.MeasuredSet;
import io.rehearse.reports.summary.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A judged run, ready to be shown.
 *
 * @param directory of the run as the user should see it
 * @param examples in the order of {@code errors.ndjson}
 * @param compared what it was compared with, and what came of it; empty without a comparison
 */
public record RunReport(
        Path directory,
        RunManifest manifest,
        Summary summary,
        List<ErrorExample> examples,
        Optional<Compared> compared) {

    public RunReport(Path directory, RunManifest manifest, Summary summary, List<ErrorExample> examples) {
        this(directory, manifest, summary, examples, Optional.empty());
    }

    /** The same run with a comparison, which has its say in verdict, exit code and reasons. */
    public RunReport with(Compared comparison) {
        return new RunReport(directory, manifest, summary.with(comparison), examples, Optional.of(comparison));
    }

    /**
     * Reads a directory, as far as it was written, and judges it, also against what it was compared with when it was made. A directory
     * of a set of runs gives the report of the set.
     */
    public static RunReport of(Path path) throws IOException {
        Optional<RunSet> set = RunSet.read(path);
        RunReport alone;
        List<Measured> runs;
        if (set.isPresent()) {
            MeasuredSet measured = MeasuredSet.of(path, set.get());
            alone = new RunReport(path, measured.manifest(), measured.summary(), measured.examples());
            runs = measured.runs();
        } else {
            Measured measured = Measured.of(path);
            alone = new RunReport(path, measured.manifest(), measured.summary(), measured.examples());
            runs = List.of(measured);
        }
        RunReport report = alone;
        if (Duet.is(alone.manifest)) {
            List<Duet.Take> takes =
                    runs.stream().map(run -> Duet.Take.of(run.sides())).toList();
            report = report.with(Duet.of(alone.manifest, takes));
        }
        List<ComparableRun> judged = runs.stream().map(Measured::judged).toList();
        for (Compared compared : KeptComparison.of(path, alone.manifest, judged)) report = report.with(compared);
        return report;
    }

    /**
     * The same run of two environments with the new side held against the old one.
     *
     * @param series of the same run, one for which {@link Duet#is} holds
     */
    public RunReport withSides(RunSeries series) {
        JudgedRun old = series.side(0, manifest.id(), summary.trusted());
        JudgedRun fresh = series.side(1, manifest.id(), summary.trusted());
        return with(Duet.of(manifest, List.of(new Duet.Take(old, fresh))));
    }

    /** The run directories behind this report: its own, or those of the set. */
    public List<Path> runs() throws IOException {
        return RunSet.read(directory).map(set -> set.directories(directory)).orElse(List.of(directory));
    }

    /** Writes {@code summary.json}, {@code report.html}, {@code junit.xml} and {@code summary.md}, replacing older ones. */
    public void writeFiles() throws IOException {
        if (RunSet.read(directory).isPresent()) replace("errors.ndjson", errors());
        replace("summary.json", json());
        replace("report.html", html());
        replace("junit.xml", junit());
        replace("summary.md", markdown());
    }

    /** Writes {@code junit.xml} again, for who wants what is inconclusive to fail. */
    public void writeJunit(boolean inconclusiveFails) throws IOException {
        replace("junit.xml", junit(inconclusiveFails));
    }

    /** A set has the examples of all its runs, one file behind the other. */
    private String errors() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (ErrorExample example : examples) {
            lines.append(Json.mapper().writeValueAsString(example)).append('\n');
        }
        return lines.toString();
    }

    public String json() throws IOException {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n";
    }

    /** Reads the run directory again, for what happened when. */
    public String html() throws IOException {
        return HtmlReport.of(this);
    }

    /** Inconclusive is skipped. */
    public String junit() {
        return junit(false);
    }

    /** @param inconclusiveFails whether what is inconclusive fails instead of being skipped */
    public String junit(boolean inconclusiveFails) {
        return JunitReport.of(this, inconclusiveFails);
    }

    public String markdown() {
        return MarkdownReport.of(this);
    }

    /** The last words in the terminal, at most 96 columns wide. */
    public String text() {
        return TextSummary.of(this);
    }

    private void replace(String name, String text) throws IOException {
        Path temporary = directory.resolve(name + ".tmp");
        try {
            Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
            Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw new IOException("cannot write " + directory.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    /** {@code checkout.groovy:31}, or empty when no line is to blame. */
    String scriptLine(int line) {
        return line > 0 ? manifest.script().name() + ":" + line : "";
    }

    /** Name of the step, with that of the environment where there are two, and of the stair where there are several. */
    String rowName(Summary.StepRow row) {
        return stepName(row)
                + (manifest.sides().size() > 1
                        ? ", " + manifest.sides().get(row.side()).name()
                        : "");
    }

    /** Name of the step, with that of its journey where several have a step of that name. */
    String stepName(Summary.StepRow row) {
        boolean unique = manifest.journeys().stream()
                        .flatMap(j -> j.steps().stream())
                        .filter(s -> s.name().equals(row.step()))
                        .count()
                == 1;
        return (unique ? "" : row.journey() + ": ") + row.step();
    }

    /** {@code Checkout}, or all journeys of the script. */
    String journeys() {
        return String.join(
                ", ",
                manifest.journeys().stream().map(RunManifest.Journey::name).toList());
    }

    /** {@code new}, or {@code old and new}. */
    String environments() {
        return String.join(
                " and ", manifest.sides().stream().map(RunManifest.Side::name).toList());
    }

    String measuredPhases() {
        return String.join(
                ", ",
                manifest.load().phases().stream()
                        .filter(RunManifest.Phase::measured)
                        .map(RunManifest.Phase::name)
                        .toList());
    }

    /** Whether an old and a new environment ran together. */
    boolean duet() {
        return manifest.sides().size() > 1;
    }

    /** The side that is judged: the new one. */
    int side() {
        return manifest.sides().size() - 1;
    }

    /** Steps of the plan, each once, those to look at first in front. */
    List<RunManifest.Step> worstFirst() {
        List<RunManifest.Step> steps = new ArrayList<>();
        for (Summary.StepRow row : summary.stairs() == null ? Sentences.worstStepsFirst(summary) : summary.steps()) {
            RunManifest.Step step = step(row);
            if (!steps.contains(step)) {
                steps.add(step);
            }
        }
        compared.ifPresent(c -> {
            List<String> order = ComparedWords.worstFirst(c.comparison());
            steps.sort(Comparator.comparingInt(s -> {
                int place = order.indexOf(manifest.nameOf(s));
                return place < 0 ? order.size() : place;
            }));
        });
        return steps;
    }

    private RunManifest.Step step(Summary.StepRow row) {
        return manifest.journeys().stream()
                .filter(j -> j.name().equals(row.journey()))
                .flatMap(j -> j.steps().stream())
                .filter(s -> s.name().equals(row.step()))
                .findFirst()
                .orElseThrow();
    }

    /** The row of a step over all measured phases; null when there is none, as of stairs. */
    Summary.StepRow row(RunManifest.Step step, int side) {
        return summary.steps().stream()
                .filter(r -> r.phase() == null && r.side() == side && step(r) == step)
                .findFirst()
                .orElse(null);
    }
}
