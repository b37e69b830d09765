package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Percentiles;
import io.rehearse.reports.summary.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The run as one page without script and without anything loaded from elsewhere. Order: verdict, what to do next, trust,
 * objectives, steps, errors, health, provenance.
 */
final class HtmlReport {
    private static final char NO_BREAK = '\u00a0';
    private static final char THIN = '\u202f';
    private static final int EXAMPLES_MAX = 50;

    private final RunReport report;
    private final Summary summary;
    private final RunManifest manifest;
    private final Html html = new Html();

    HtmlReport(RunReport report) {
        this.report = report;
        this.summary = report.summary();
        this.manifest = report.manifest();
    }

    String page() {
        String style = style();
        top();
        objectives();
        stairs();
        steps();
        journeys();
        errors();
        health();
        provenance();
        String title = Sentences.verdict(summary) + ": " + report.journeys() + ", "
                + manifest.load().name() + ", " + manifest.created().truncatedTo(ChronoUnit.SECONDS);
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
                + sha256(style) + "'; base-uri 'none'; form-action 'none'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<title>" + Escape.html(title) + "</title>\n<style>" + style + "</style></head><body><main>\n"
                + html + "</main></body></html>\n";
    }

    private void top() {
        html.open("p", "top");
        html.element(
                "span",
                "",
                report.journeys() + ", load " + manifest.load().name() + ", environment " + report.environments());
        html.element(
                "span", "", figures(manifest.created().truncatedTo(ChronoUnit.SECONDS) + ", run " + manifest.id()));
        html.close("p");
        html.element("p", "verdict v-" + kind(summary.verdict()), Sentences.verdict(summary));
        html.element("h1", "", figures(summary.reasons().get(0)));
        html.element(
                "p",
                "lead",
                figures("Judged: " + Sentences.judged(report) + ". Objectives: "
                        + Sentences.objectives(summary.objectives()) + ". Errors: " + Sentences.errors(summary)
                        + ". Generator trusted: " + (summary.trusted() ? "yes" : "no") + " ("
                        + Sentences.trust(summary) + "). Exit code " + summary.exitCode() + "."));
        String next = Sentences.next(report);
        if (!next.isEmpty()) {
            html.open("p", "next")
                    .element("b", "", "Next: ")
                    .element("code", "", next)
                    .close("p");
        }
        List<String> further =
                new ArrayList<>(summary.reasons().subList(1, summary.reasons().size()));
        summary.distrust().stream().filter(r -> !summary.reasons().contains(r)).forEach(further::add);
        further.addAll(summary.notes());
        if (!further.isEmpty()) {
            html.open("ul", "say");
            further.forEach(reason -> html.element("li", "", figures(reason)));
            html.close("ul");
        }
    }

    private void objectives() {
        html.element("h2", "", "Objectives");
        List<Html.Row> rows = new ArrayList<>();
        for (ObjectiveResult o : Sentences.worstFirst(summary.objectives())) {
            rows.add(new Html.Row(
                    "r-" + kind(o.verdict()),
                    List.of(
                            Html.Cell.words(o.subject()),
                            Html.Cell.words(o.text() + (o.line() == 0 ? " (default)" : "")),
                            number(o.value() == null ? "no data" : Figures.of(o.metric(), o.value())),
                            number(Figures.of(o.metric(), o.limit())),
                            count(o.n()),
                            Html.Cell.words(o.window()),
                            new Html.Cell(
                                    o.verdict() == Verdict.NONE ? "not judged" : word(o),
                                    "l v-" + kind(o.verdict())))));
        }
        if (rows.isEmpty()) {
            html.element("p", "note", "None.");
        } else {
            html.table(List.of("of", "objective", "value", "limit", "n", "phase", "verdict"), rows);
        }
    }

    private static String word(ObjectiveResult o) {
        return o.verdict() == Verdict.PASS ? "pass" : o.verdict().name();
    }

    private void stairs() {
        if (summary.stairs() == null) {
            return;
        }
        html.element("h2", "", "Capacity: " + figures(Sentences.capacity(summary.capacity())));
        List<Html.Row> rows = new ArrayList<>();
        for (Summary.Stair s : summary.stairs()) {
            rows.add(new Html.Row(
                    "r-" + kind(s.verdict()),
                    List.of(
                            Html.Cell.words(s.phase()),
                            number(s.perSecond() == null ? "-" : Figures.digits(s.perSecond()) + "/s"),
                            Html.Cell.words(s.trusted() ? "yes" : "no"),
                            Html.Cell.words(s.verdict().name()))));
        }
        html.table(List.of("stair", "rate", "generator trusted", "verdict"), rows);
    }

    private void steps() {
        List<Summary.StepRow> rows = summary.stairs() == null ? Sentences.worstStepsFirst(summary) : summary.steps();
        html.element("h2", "", "Steps");
        html.element(
                "p",
                "note",
                "Response, from the instant a user wanted to act to the last byte, in milliseconds; timeouts included, "
                        + "other failures not.");
        times(rows, Summary.StepRow::response);
        html.open("details", "").element("summary", "", "Service: from the first byte sent to the last byte read");
        times(rows, Summary.StepRow::service);
        html.close("details");
        html.open("details", "").element("summary", "", "Wait: connection pool, DNS, connect and TLS");
        times(rows, Summary.StepRow::waiting);
        html.close("details");
        html.open("details", "").element("summary", "", "Late: the generator's own delay");
        times(rows, Summary.StepRow::late);
        html.close("details");
        if (!summary.notJudged().isEmpty()) {
            html.open("details", "").element("summary", "", "Phases that are not judged");
            times(summary.notJudged(), Summary.StepRow::response);
            html.close("details");
        }
    }

    private void times(List<Summary.StepRow> rows, Function<Summary.StepRow, Percentiles> times) {
        List<Html.Row> table = new ArrayList<>();
        for (Summary.StepRow row : rows) {
            List<Html.Cell> cells = new ArrayList<>();
            cells.add(Html.Cell.words((row.phase() == null ? "" : row.phase() + ": ") + report.rowName(row)));
            cells.add(count(row.started()));
            cells.add(count(row.ok()));
            cells.add(count(row.failed()));
            percentiles(cells, times.apply(row));
            table.add(new Html.Row("", cells));
        }
        html.table(
                List.of("step", "started", "ok", "failed", "p50", "p90", "p95", "p99", "p99.9", "max", "mean", "n"),
                table);
    }

    private static void percentiles(List<Html.Cell> cells, Percentiles p) {
        if (p == null) {
            for (int i = 0; i < 7; i++) {
                cells.add(Html.Cell.number("-"));
            }
            cells.add(count(0));
            return;
        }
        for (double millis :
                new double[] {p.p50Ms(), p.p90Ms(), p.p95Ms(), p.p99Ms(), p.p999Ms(), p.maxMs(), p.meanMs()}) {
            cells.add(Html.Cell.number(grouped(Figures.digits(millis))));
        }
        cells.add(count(p.n()));
    }

    private void journeys() {
        html.element("h2", "", "Journeys");
        html.element("p", "note", "Response is the sum of a walk's steps, in milliseconds.");
        List<Html.Row> rows = new ArrayList<>();
        for (Summary.JourneyRow j : summary.journeys()) {
            String side = manifest.sides().size() > 1
                    ? ", " + manifest.sides().get(j.side()).name()
                    : "";
            List<Html.Cell> cells = new ArrayList<>();
            cells.add(Html.Cell.words((j.phase() == null ? "" : j.phase() + ": ") + j.journey() + side));
            cells.add(count(j.started()));
            cells.add(count(j.ok()));
            cells.add(count(j.failed()));
            cells.add(count(j.unfinished()));
            cells.add(count(j.dropped().values().stream().mapToLong(n -> n).sum()));
            cells.add(Html.Cell.number(j.cleanupOk() + " / " + j.cleanupFailed()));
            percentiles(cells, j.response());
            rows.add(new Html.Row("", cells));
        }
        html.table(
                List.of(
                        "journey",
                        "started",
                        "ok",
                        "failed",
                        "unfinished",
                        "dropped",
                        "cleanup ok / failed",
                        "p50",
                        "p90",
                        "p95",
                        "p99",
                        "p99.9",
                        "max",
                        "mean",
                        "n"),
                rows);
    }

    private void errors() {
        html.element("h2", "", "Errors");
        html.element("p", "note", figures(Sentences.errors(summary) + " failed in judged phases."));
        if (summary.errors().isEmpty()) {
            return;
        }
        List<Html.Row> rows = new ArrayList<>();
        for (Summary.ErrorRow e : summary.errors()) {
            rows.add(new Html.Row(
                    "",
                    List.of(
                            Html.Cell.words(e.step() == null ? "-" : e.step()),
                            Html.Cell.words(e.message()),
                            Html.Cell.words(e.outcome() == null ? "" : e.outcome()),
                            count(e.count()),
                            count(e.notJudged()),
                            number(Figures.seconds(e.firstSeconds()) + " to " + Figures.seconds(e.lastSeconds())),
                            Html.Cell.words(report.scriptLine(e.line())),
                            Html.Cell.words(e.example() == null ? "" : "errors.ndjson#" + e.example()))));
        }
        html.table(List.of("step", "what", "outcome", "judged", "not judged", "when", "script", "example"), rows);
        List<ErrorExample> examples = report.examples();
        for (int i = 0; i < Math.min(EXAMPLES_MAX, examples.size()); i++) {
            example(i + 1, examples.get(i));
        }
        if (examples.size() > EXAMPLES_MAX) {
            html.element("p", "note", (examples.size() - EXAMPLES_MAX) + " more examples in errors.ndjson.");
        }
    }

    private void example(int number, ErrorExample e) {
        html.open("details", "");
        html.element(
                "summary",
                "",
                "#" + number + "  " + manifest.nameOf(manifest.step(e.step())) + ", " + e.message() + ", " + e.at()
                        + (e.traceId() == null ? "" : ", trace " + e.traceId()));
        if (e.request() != null) {
            html.element("pre", "", e.request());
        }
        if (e.response() != null) {
            html.element("pre", "", e.response());
        }
        html.close("details");
    }

    private void health() {
        Summary.HealthRow h = summary.health();
        html.element("h2", "", "Generator");
        html.facts(List.of(
                List.of("starts", figures(Sentences.trust(summary))),
                List.of("late p99", figures(Figures.millis(h.lateP99Ms()))),
                List.of("longest stall of a lane", figures(Figures.millis(h.stallMs()))),
                List.of(
                        "garbage collector",
                        figures(Figures.millis(h.gcMs()) + " in all, at most " + Figures.millis(h.gcMaxMs())
                                + " in one interval")),
                List.of("CPU, busiest interval", figures(Figures.percent(h.cpuMax()))),
                List.of("CPU taken by other guests (steal), worst interval", figures(Figures.percent(h.stealMax()))),
                List.of("waiting for a CPU, worst interval", figures(Figures.millis(h.runQueueMaxMs()))),
                List.of("closures of the script, worst interval", figures(Figures.millis(h.scriptMaxMs()))),
                List.of("open descriptors, most", grouped(String.valueOf(h.descriptorsMax()))),
                List.of("heap, most", figures(Figures.digits(h.heapMaxBytes() / 1e6) + " MB")),
                List.of("values above 1 h", String.valueOf(h.clamped())),
                List.of("likely cause of lateness", h.cause() == null ? "" : figures(h.cause()))));
    }

    private void provenance() {
        html.element("h2", "", "Provenance");
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of(
                "script",
                manifest.script().name() + ", SHA-256 " + manifest.script().sha256()));
        facts.add(List.of("commit", manifest.gitCommit() == null ? "" : manifest.gitCommit()));
        facts.add(List.of("seed", String.valueOf(manifest.seed())));
        facts.add(List.of("tool", manifest.tool() + ", measurement version " + manifest.measurement()));
        RunManifest.Host host = manifest.host();
        if (host != null) {
            facts.add(List.of(
                    "generator",
                    host.name() + ", " + host.os() + ", " + host.cpus() + " CPUs, "
                            + Figures.digits(host.memoryBytes() / 1e9) + " GB, JDK " + host.jdk() + ", "
                            + manifest.lanes() + " lanes"));
        }
        for (RunManifest.Side side : manifest.sides()) {
            for (RunManifest.Target target : side.targets()) {
                facts.add(List.of(
                        "target " + target.name() + ", " + side.name(),
                        target.url() + ", connections " + target.connections()));
            }
        }
        for (RunManifest.Parameter p : manifest.parameters()) {
            facts.add(List.of("parameter " + p.name(), p.value() + " (" + p.origin() + ")"));
        }
        manifest.settings().forEach((name, value) -> facts.add(List.of(name, value)));
        if (manifest.fingerprint() != null) {
            facts.add(List.of("fingerprint", manifest.fingerprint().sha256()));
        }
        html.facts(facts);
    }

    private static Html.Cell number(String text) {
        return Html.Cell.number(figures(text));
    }

    private static Html.Cell count(long n) {
        return Html.Cell.number(grouped(String.valueOf(n)));
    }

    private static String kind(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    /** A number keeps together with the unit behind it. */
    private static String figures(String text) {
        return text.replaceAll("(?<=\\d) (?=(?:ms|s|min|%|h|MB|GB)\\b|%)", String.valueOf(NO_BREAK));
    }

    /** Whole numbers from 10 000 on in groups of three. */
    private static String grouped(String digits) {
        return digits.length() < 5 || !digits.chars().allMatch(Character::isDigit)
                ? digits
                : digits.replaceAll("(?<=\\d)(?=(\\d{3})+$)", String.valueOf(THIN));
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css is missing from the program", e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
