package io.rehearse.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Simulated;
import io.rehearse.reports.baseline.RunSeries;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Judge;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.compare.Method;
import io.rehearse.reports.run.RunDirectory;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

/** A run against a baseline, several runs of a version, and old and new side by side, in every rendering. */
class ComparedPageTest {
    @TempDir
    static Path temp;

    private static RunReport slower;
    private static RunReport unchanged;
    private static RunReport duet;
    private static RunReport failing;
    private static RunReport failingSet;

    @BeforeAll
    static void runs() throws IOException {
        Simulated simulated = new Simulated();
        simulated.warmUpSeconds = 5;
        simulated.holdSeconds = 60;
        List<JudgedRun> base = simulated.runs(temp, "base", 5);
        List<JudgedRun> same = simulated.runs(temp, "same", 3);
        unchanged = RunReport.of(temp.resolve("same-2")).with(Simulated.compared("main", base, same));
        simulated.slower = 1.4;
        simulated.burst = 5;
        List<JudgedRun> worse = simulated.runs(temp, "worse", 1);
        slower = RunReport.of(temp.resolve("worse-0")).with(Simulated.compared("main", base, worse));
        simulated.burst = 40;
        List<JudgedRun> broken = simulated.runs(temp, "broken", 3);
        failing = RunReport.of(temp.resolve("broken-0")).with(Simulated.compared("main", base, broken.subList(0, 1)));
        failingSet = RunReport.of(temp.resolve("broken-0")).with(Simulated.compared("main", base, broken));
        Simulated both = new Simulated().duet();
        both.holdSeconds = 60;
        both.slower = 1.3;
        both.burst = 40;
        RunSeries series = RunSeries.of(new RunDirectory(both.write(temp, "duet")));
        List<JudgedRun> old = List.of(series.side(0, "old", true));
        List<JudgedRun> now = List.of(series.side(1, "new", true));
        Compared sides = new Compared("old", Judge.duet(old, now, Method.productDuet()), old, now);
        duet = RunReport.of(temp.resolve("duet")).with(sides);
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test
    void thePageSaysInOrderVerdictNextTrustComparisonObjectivesTimeDistributionErrorsProvenance() throws IOException {
        assertThat(slower.html())
                .containsSubsequence(
                        "class=\"mark v-fail\"",
                        "<h1>Place order is ",
                        "What to do next",
                        "Generator trusted",
                        "id=\"compare\"",
                        "id=\"objectives\"",
                        "id=\"time\"",
                        "id=\"percentiles\"",
                        "id=\"where\"",
                        "id=\"errors\"",
                        "id=\"trust\"",
                        "id=\"runs\"",
                        "id=\"provenance\"");
    }

    @Test
    void everyRowHasValueLimitIntervalAndAWordBesideItsShape() throws IOException {
        String page = slower.html();
        String table = page.substring(page.indexOf("id=\"compare\""), page.indexOf("id=\"objectives\""));
        int rows = slower.compared().orElseThrow().comparison().rows().size();

        assertThat(rows).isEqualTo(16);
        assertThat(count(table, "class=\"l c-v\""))
                .as("a verdict in each row and the heading")
                .isEqualTo(rows + 1);
        assertThat(count(table, "class=\"c-iv\" data-l=\"Interval\"")).isEqualTo(rows);
        assertThat(count(table, "viewBox=\"0 0 330 24\""))
                .as("a drawing in each row")
                .isEqualTo(rows);
        assertThat(table)
                .contains(">FAIL<")
                .contains("n = 3000 against 15\u202f000")
                .contains("POST /api/2");
    }

    @Test
    void tablesStayTablesForAScreenReader() throws IOException {
        String page = slower.html();

        int tables = count(page, "<table");
        assertThat(count(page, "role=\"table\"")).isEqualTo(tables);
        assertThat(count(page, "<caption")).isEqualTo(tables);
        assertThat(count(page, "<th "))
                .isEqualTo(count(page, "scope=\"col\"")
                        + count(page, "scope=\"row\"")
                        + count(page, "scope=\"rowgroup\""));
        assertThat(count(page, "<svg"))
                .isEqualTo(count(page, "role=\"img\" aria-label=\"") + count(page, "aria-hidden=\"true\""));
        assertThat(page)
                .contains("tabindex=\"0\"")
                .contains("aria-live=\"polite\"")
                .contains("<html lang=\"en\">");
    }

    @Test
    void theBaselinesRangeIsDrawnBehindTimeAndPercentiles() throws IOException {
        assertThat(slower.html()).contains("grey: p95 of the baseline").contains("class=\"f-band\"");
        assertThat(RunReport.of(slower.directory()).html())
                .as("without a comparison there is none")
                .doesNotContain("p95 of the baseline")
                .doesNotContain("id=\"compare\"");
    }

    @Test
    void severalRunsOfAVersionAreToldAndListed() throws IOException {
        String page = unchanged.html();

        assertThat(page)
                .contains("These runs")
                .contains("Ticks above are the 3 runs of this version.")
                .contains("<h1>As good as main (5 runs).</h1>");
        for (String run : List.of("base-0", "base-4", "same-0", "same-2")) {
            assertThat(page).contains("<code>" + run + "</code>");
        }
    }

    @Test
    void aDuetShowsBothSidesOnTheSameCharts() throws IOException {
        String page = duet.html();

        assertThat(page)
                .contains("Blue: p50, p95 and p99 of new; grey: of old.")
                .contains(">old p95 ")
                .contains(">new p95 ")
                .contains("id=\"compare\"")
                .contains("rehearse run checkout.groovy --load steady");
        assertThat(page).doesNotContain("p95 of the baseline");
    }

    @Test
    void theTerminalsColumnsFitAndDoNotTouch() {
        for (RunReport report : List.of(slower, duet)) {
            assertThat(report.text().lines())
                    .anyMatch(line -> line.endsWith(" FAIL"))
                    .allMatch(line -> line.codePointCount(0, line.length()) <= 96)
                    .noneMatch(line -> line.matches(".*\\S(FAIL|SUSPECT|inconclusive)"));
        }
    }

    @Test
    void markdownIsOneScreenAndSaysWhatFailedAndWhatDidNot() {
        assertThat(slower.markdown())
                .startsWith("### FAIL: Place order is ")
                .containsPattern(
                        "\\| Place order \\| p95 \\| \\S+ ms \\| \\S+ ms \\| \\*\\*\\+\\d+ %\\*\\* \\| .* \\| \\*\\*FAIL\\*\\* \\|")
                .contains("Log in is as good as main: proved at most ")
                .contains("--baseline main`");
        assertThat(slower.markdown().lines()).hasSizeLessThanOrEqualTo(40);
        assertThat(unchanged.markdown()).startsWith("### PASS: As good as main").contains("| All steps | p95 |");
    }

    @Test
    void everyTableOfMarkdownStandsByItself() {
        for (RunReport report : List.of(slower, unchanged, duet, failing, failingSet)) {
            tablesStandAlone(report.markdown());
        }
        for (RunReport report : List.of(duet, failing, failingSet)) {
            assertThat(report.markdown())
                    .as("both tables, with sentences between them")
                    .containsPattern("(?s)\n\\| step \\| metric \\|.*\\|\n\n[A-Z].*\n\n\\| objective \\| of \\|");
        }
    }

    /** As GitHub reads it: a header with a row of dashes below it and an empty line above it, each row with as many cells. */
    static void tablesStandAlone(String markdown) {
        List<String> lines = markdown.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("\\|(:?-+:?\\|)+")) {
                assertThat(lines.get(i - 1)).startsWith("| ").endsWith(" |");
                assertThat(lines.get(i - 2)).as("above " + lines.get(i - 1)).isEmpty();
                for (int row = i + 1; !lines.get(row).isEmpty(); row++) {
                    assertThat(count(lines.get(row).replace("\\|", ""), "|"))
                            .as(lines.get(row))
                            .isEqualTo(count(lines.get(i), "|"));
                }
            }
        }
    }

    private static void validate(String junit) throws SAXException, IOException {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(ComparedPageTest.class.getResource("/jenkins-junit.xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(junit)));
    }

    @Test
    void junitIsWhatJenkinsReadsAndHasACaseForEachRow() throws Exception {
        for (RunReport report : List.of(slower, unchanged, duet)) {
            validate(report.junit());
            int rows = report.compared().orElseThrow().comparison().rows().size();
            assertThat(count(report.junit(), ": p95 against ")
                            + count(report.junit(), ": p50 against ")
                            + count(report.junit(), ": p99 against ")
                            + count(report.junit(), ": errors against "))
                    .isEqualTo(rows);
        }
        assertThat(slower.junit()).contains("name=\"Place order: p95 against main\" time=\"0.000\"><failure message=");
    }

    @Test
    void whatIsInconclusiveIsSkippedUnlessToldToFail() throws Exception {
        Simulated simulated = new Simulated();
        simulated.holdSeconds = 40;
        simulated.runNoise = 0;
        List<JudgedRun> one = simulated.runs(temp, "one", 1);
        simulated.medianMs = new double[] {93, 38, 183};
        List<JudgedRun> other = simulated.runs(temp, "other", 1);
        RunReport report = RunReport.of(temp.resolve("other-0")).with(Simulated.compared("main", one, other));

        assertThat(report.compared().orElseThrow().verdict().name()).isEqualTo("INCONCLUSIVE");
        assertThat(report.junit())
                .contains("comparison against main\" time=\"0.000\"><skipped message=")
                .doesNotContain("<failure");
        assertThat(report.junit(true)).contains("comparison against main\" time=\"0.000\"><failure message=");
        validate(report.junit(true));
    }
}
