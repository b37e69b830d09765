package io.rehearse.reports.render;

import static io.rehearse.reports.Sample.BROWSE;
import static io.rehearse.reports.Sample.LOG_IN;
import static io.rehearse.reports.Sample.ORDER;
import static io.rehearse.reports.Sample.below;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import io.rehearse.reports.run.RunWriter;
import io.rehearse.reports.run.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class RunReportTest {
    /** What a hostile or broken server might answer. */
    private static final String NASTY = "<script>alert(1)</script> ]]> \u001b[31mred\u001b[0m \u0000\u0008\ud800 "
            + "\u202e| @everyone [x](http://evil) `tick` \"quoted\"\r\nsecond line";

    private final Sample sample = new Sample();

    @TempDir
    Path temp;

    @BeforeEach
    void objectives() {
        sample.objectives.add(below(Scope.step("Place order"), Metric.P99, 150));
        sample.objectives.add(below(Scope.step("Log in"), Metric.P99, 800));
        sample.objectives.add(below(Scope.everyJourney(), Metric.P95, 2000));
    }

    private RunReport report(RunEnd end, UnaryOperator<Second> more) throws IOException {
        Path path = temp.resolve("runs").resolve("r");
        RunWriter writer = new RunWriter(path, sample.manifest());
        for (int i = 0; i < 25; i++) {
            boolean warm = i < 5 && !sample.functional;
            Second second = Second.at(i)
                    .phase(sample.functional ? 0 : warm ? Sample.WARM_UP : Sample.HOLD)
                    .ok(LOG_IN, 10, 88.2)
                    .ok(BROWSE, 10, 36)
                    .ok(ORDER, 10, 189)
                    .walks(10, 10, 0)
                    .walkTimes(10, 314)
                    .health(2, 0, 0);
            writer.write((warm ? second : more.apply(second)).build());
        }
        writer.close(end);
        return RunReport.of(path);
    }

    private RunReport failed() throws IOException {
        return report(
                RunEnd.finished(Sample.CREATED, 25),
                s -> s.failed(ORDER, 1, "STATUS_ERROR")
                        .error("order", ORDER, "status: expected 201, was 503", "HTTP/1.1 503 Service Unavailable"));
    }

    private RunReport nasty() throws IOException {
        sample.orderName = NASTY;
        String huge = NASTY + "x".repeat(10_000_000);
        return report(
                RunEnd.finished(Sample.CREATED, 25),
                s -> s.failed(ORDER, 1, "STATUS_ERROR").error("order", ORDER, NASTY, huge));
    }

    @Test
    void theTerminalSummaryIsCompleteWithoutColour() throws IOException {
        RunReport report = failed();

        assertThat(report.text().replace(report.directory().toString(), "runs/r"))
                .isEqualTo("""
FAIL  all steps errors 3.23 % is not below 1 % (20 of 620)

                                   ok  failed    p50 ms    p95 ms    p99 ms    max ms         n
Place order                       200      20       189       189       189       189       200
Log in                            200       0      88.3      88.3      88.3      88.3       200
Browse list                       200       0        36        36        36        36       200

objectives  2 of 5 hold, 2 failed, 1 inconclusive
            FAIL  Place order p99 189 ms is not below 150 ms, proved at least 189 ms (n 200)
            FAIL  all steps errors 3.23 % is not below 1 % (20 of 620)
            INCONCLUSIVE  Log in p99 88.3 ms is below 800 ms, but 200 samples are too few: a
            pass needs 1000 (n 200)
            pass  Checkout p95 314 ms is below 2 s (n 200)
            pass  all steps outage 0 s is below 5 s
errors      20 of 620 steps (3.23 %)
            Place order  status: expected 201, was 503  x20  checkout.groovy:31  errors.ndjson#1
trusted     yes: 0 of 620 starts late, worst delay 0 ms, 10/s of 10/s planned
judged      hold, 20 s; 200 walks

next        Look in the service behind POST /api/orders: 100 % of its mean time is wait for the
            first byte.
            Look at the failures of Place order: status: expected 201, was 503, 20 times
            (errors.ndjson#1). One by its trace: 9c1e0b7a52d84f36a1f0c2d7e4b85913.
            After a fix, run it again: rehearse run checkout.groovy --load steady --env new
report      runs/r/report.html
exit code   1
""");
    }

    @Test
    void noLineOfTheTerminalSummaryIsWiderThan96Columns() throws IOException {
        sample.objectives.add(below(Scope.step("Browse list"), Metric.P999, 10));

        assertThat(nasty().text().lines())
                .allSatisfy(line ->
                        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(96));
    }

    @Test
    void theSummaryFileHasItsDocumentedFormAndTheLogsPercentiles() throws IOException {
        RunReport report = failed();
        report.writeFiles();

        JsonNode summary = Json.mapper()
                .readTree(report.directory().resolve("summary.json").toFile());
        assertThat(summary.path("schema").asText()).isEqualTo("rehearse/summary/1");
        assertThat(summary.path("verdict").asText()).isEqualTo("FAIL");
        assertThat(summary.path("exitCode").asInt()).isEqualTo(1);
        assertThat(summary.path("trusted").asBoolean()).isTrue();
        assertThat(summary.path("model").asText()).isEqualTo("open");
        assertThat(summary.path("comparison").isNull()).isTrue();
        JsonNode order = summary.path("steps").path(2);
        assertThat(order.path("step").asText()).isEqualTo("Place order");
        assertThat(order.path("target").asText()).isEqualTo("shop");
        assertThat(order.path("outcomes").path("STATUS_ERROR").asInt()).isEqualTo(20);
        assertThat(order.fieldNames()).toIterable().contains("response", "service", "wait", "late");
        assertThat(summary.path("objectives").path(0).fieldNames())
                .toIterable()
                .contains("id", "verdict", "value", "limit", "n", "window");

        Histogram log = new Histogram(3);
        try (HistogramLogReader reader = new HistogramLogReader(
                report.directory().resolve("intervals.hlog").toFile())) {
            while (reader.hasNext()) {
                Histogram next = (Histogram) reader.nextIntervalHistogram();
                if (next.getTag().equals("Checkout/Place%20order/0/1.hold/response")) {
                    log.add(next);
                }
            }
        }
        assertThat(order.path("response").path("p99Ms").asDouble()).isEqualTo(log.getValueAtPercentile(99) / 1000.0);
        assertThat(order.path("response").path("p50Ms").asDouble()).isEqualTo(log.getValueAtPercentile(50) / 1000.0);
        assertThat(order.path("response").path("n").asLong()).isEqualTo(log.getTotalCount());
    }

    @Test
    void thePageIsSelfContainedAndSaysTheVerdictFirst() throws IOException {
        String page = failed().html();

        assertThat(page)
                .startsWith("<!doctype html>")
                .contains("<h1>All steps errors 3.23\u00a0% is not below 1\u00a0% (20 of 620).</h1>")
                .contains("default-src 'none'; style-src 'sha256-")
                .contains("prefers-color-scheme:dark")
                .contains("width=device-width")
                .contains("errors.ndjson#1")
                .contains("script-src 'sha256-")
                .doesNotContain("src=")
                .doesNotContain("url(")
                .doesNotContain("<link")
                .doesNotContain(" style=");
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://www");
        assertThat(page.indexOf("class=\"verdict")).isLessThan(page.indexOf("<table"));
    }

    @Test
    void whatAServerSentDoesNoHarmInThePage() throws IOException {
        String page = nasty().html();

        assertThat(page.split("<script", -1)).as("our data and our script").hasSize(3);
        assertThat(page)
                .doesNotContain("\u001b")
                .doesNotContain("\u0000")
                .doesNotContain("\u202e")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(page).hasSizeLessThan(200_000);
    }

    @Test
    void whatAServerSentDoesNoHarmInTheTerminal() throws IOException {
        assertThat(nasty().text().replace("\n", ""))
                .doesNotContainPattern("\\p{Cntrl}")
                .doesNotContain("\u202e")
                .contains("<script>alert(1)</script> ]]> red");
    }

    @Test
    void whatAServerSentDoesNoHarmInMarkdown() throws IOException {
        String markdown = nasty().markdown();

        assertThat(markdown)
                .doesNotContain("\u001b")
                .doesNotContain("\u202e")
                .contains("`` <script>alert(1)</script> ]]> red")
                .contains("\\<script\\>alert\\(1\\)\\</script\\>");
        assertThat(markdown.lines().filter(l -> l.startsWith("| ") && l.contains("alert")))
                .isNotEmpty()
                .allSatisfy(l -> assertThat(l.replace("\\|", "").chars().filter(c -> c == '|'))
                        .hasSize(7));
    }

    @Test
    void markdownFitsOneScreen() throws IOException {
        assertThat(failed().markdown())
                .startsWith("### FAIL: all steps errors 3.23 % is not below 1 % \\(20 of 620\\)\n")
                .contains("| `p99.below@Place order 150.0` | Place order | 189 ms | 150 ms | 200 | **FAIL** |")
                .contains("After a fix, run it again: `rehearse run checkout.groovy --load steady --env new`.\n")
                .hasLineCount(24);
    }

    @Test
    void tablesOfMarkdownStandByThemselves() throws IOException {
        ComparedPageTest.tablesStandAlone(failed().markdown());
    }

    @Test
    void aRunOfOneWalkIsMadeAgainWithOnce() throws IOException {
        sample.functional();
        sample.load = "once";
        sample.phases.set(0, new RunManifest.Phase(0, "walks", PhaseKind.WALKS, 0, null, null, null, 1, 1, true));
        assertThat(failed().text())
                .contains("rehearse run checkout.groovy --once --env new")
                .doesNotContain("--load");
    }

    @Test
    void aLoadOfAScriptThatIsCalledOnceIsStillALoad() throws IOException {
        sample.load = "once";
        assertThat(failed().text()).contains("rehearse run checkout.groovy --load once --env new");
    }

    private static Document xml(String text) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (javax.xml.parsers.ParserConfigurationException | org.xml.sax.SAXException e) {
            throw new IOException(e);
        }
    }

    @Test
    void junitHasACasePerObjectiveAndInconclusiveIsSkipped() throws IOException {
        Element suite = (Element)
                xml(failed().junit()).getElementsByTagName("testsuite").item(0);

        assertThat(List.of("tests", "failures", "errors", "skipped"))
                .extracting(suite::getAttribute)
                .containsExactly("7", "2", "0", "1");
        assertThat(suite.getElementsByTagName("failure")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("message")
                        .getNodeValue())
                .isEqualTo("Place order p99 189 ms is not below 150 ms, proved at least 189 ms");
    }

    @Test
    void junitOfAFunctionalRunHasACasePerStep() throws IOException {
        sample.functional();
        Document junit = xml(failed().junit());

        assertThat(junit.getElementsByTagName("testcase").getLength()).isEqualTo(4);
        assertThat(junit.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(junit.getElementsByTagName("failure").item(0).getTextContent())
                .isEqualTo("25 of 275 failed: {STATUS_ERROR=25}\nstatus: expected 201, was 503 checkout.groovy:31 "
                        + "errors.ndjson#1");
    }

    @Test
    void aStoppedRunIsNotGreenInJunit() throws IOException {
        sample.objectives.clear();
        Document junit =
                xml(report(RunEnd.signal(Sample.CREATED, 25, 2), s -> s).junit());

        assertThat(junit.getElementsByTagName("error").getLength()).isEqualTo(1);
        assertThat(junit.getElementsByTagName("error").item(0).getTextContent())
                .startsWith("stopped by signal 2 after 25 s");
    }

    @Test
    void whatAServerSentIsStillXml() throws IOException {
        sample.functional();
        Document junit = xml(nasty().junit());

        assertThat(junit.getElementsByTagName("failure").item(0).getTextContent())
                .contains("<script>alert(1)</script> ]]> \ufffd[31mred");
    }

    @Test
    void allFilesAreWrittenAndCanBeWrittenAgain() throws IOException {
        RunReport report = failed();
        report.writeFiles();
        report.writeFiles();

        try (var files = Files.list(report.directory())) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "run.json",
                            "end.json",
                            "intervals.hlog",
                            "counts.ndjson",
                            "health.ndjson",
                            "errors.ndjson",
                            "summary.json",
                            "report.html",
                            "junit.xml",
                            "summary.md");
        }
    }

    @Test
    void anInconclusiveRunSaysHowLongItMustBe() throws IOException {
        sample.objectives.clear();
        sample.objectives.add(below(Scope.step("Log in"), Metric.P99, 800));

        assertThat(report(RunEnd.finished(Sample.CREATED, 25), s -> s).text())
                .contains(
                        "next        Run longer, so that each percentile has enough values: rehearse run checkout.groovy\n"
                                + "            --load steady --env new --duration 110s\n")
                .contains("exit code   3\n");
    }

    @Test
    void whatTheCommandLineGaveIsInTheCommandThatRunsItAgain() throws IOException {
        sample.settings.put(RunManifest.GIVEN, "my/checkout.groovy --target shop=http://127.0.0.9:8080");
        sample.parameters.add(new RunManifest.Parameter("words", "it's tea", "--set"));

        assertThat(failed().markdown())
                .contains("`rehearse run my/checkout.groovy --target shop=http://127.0.0.9:8080"
                        + " --set 'words=it'\\''s tea' --load steady --env new`");
    }
}
