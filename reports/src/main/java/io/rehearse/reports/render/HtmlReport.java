package io.rehearse.reports.render;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;

/**
 * The run as one page with nothing loaded from elsewhere. Complete without its script, readable without its style; the
 * policy in its head allows exactly these two. Order: verdict, what to do next, trust, comparison, objectives, time, percentiles, where
 * the time goes, errors, health, provenance.
 */
final class HtmlReport {
    private HtmlReport() {}

    static String of(RunReport report) throws IOException {
        Page page = Page.of(report);
        Html body = new Html()
                .add(TopSection.of(page))
                .add(ComparisonSection.of(page))
                .add(ObjectivesSection.of(page))
                .add(TimeSection.of(page))
                .add(DistributionSection.of(page))
                .add(BreakdownSection.of(page))
                .add(ErrorsSection.of(page))
                .add(trust(page))
                .add(ProvenanceSection.of(page))
                .add(footer(page));
        String style = resource("report.css");
        String script = resource("report.js");
        String title = Sentences.verdict(report.summary()) + ": " + report.journeys() + ", "
                + report.manifest().load().name() + ", "
                + report.manifest().created().truncatedTo(ChronoUnit.SECONDS);
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                + HashSource.of(style) + "; script-src " + HashSource.of(script)
                + "; base-uri 'none'; form-action 'none'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<title>" + Escape.html(title) + "</title>\n<style>" + style + "</style></head><body><main>\n"
                + body + "</main>\n<script type=\"application/json\" id=\"series\">" + Readout.json(page)
                + "</script>\n<script>" + script + "</script></body></html>\n";
    }

    /** The generator, and beside it the runs of the comparison: what the numbers rest on. */
    private static Html trust(Page page) {
        return new Html()
                .open("div", "class", "cols")
                .open("div")
                .add(TrustSection.of(page))
                .close("div")
                .open("div")
                .add(ComparisonSection.runs(page))
                .close("div")
                .close("div")
                .line();
    }

    private static Html footer(Page page) {
        return new Html()
                .open("footer")
                .text("Beside this page: ")
                .element(
                        "code",
                        "",
                        "summary.json run.json intervals.hlog counts.ndjson errors.ndjson junit.xml summary.md")
                .text(". The same input gives the same page: ")
                .element("code", "", "rehearse report " + page.manifest().id())
                .text(". Times of day are UTC.")
                .close("footer")
                .line();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
