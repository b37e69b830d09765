package io.rehearse.reports.render;

import static io.rehearse.reports.Sample.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunWriter;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/** What a hostile or broken server, or a careless script, may put into names, addresses, messages and excerpts. */
class HostileTextTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z!?][a-zA-Z0-9-]*)([^>]*)>");
    private static final List<String> OUR_TAGS = List.of(
            ("!doctype html head meta title style body main header span b p h1 h2 div ul ol li a pre code dl dt dd table caption thead"
                            + " tbody tr th td svg path rect circle text tspan figure figcaption details summary footer script")
                    .split(" "));

    @TempDir
    Path temp;

    static Stream<String> corpus() {
        return Stream.of(
                "<script>alert(1)</script>",
                "</script><script>alert(1)</script>",
                "<!-- <script> -->",
                "</style><img src=x onerror=alert(1)>",
                "\" onmouseover=\"alert(1)\" x=\"",
                "' onfocus='alert(1)' autofocus='",
                "javascript:alert(1)",
                "]]></failure><testcase name=\"forged\"/>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;",
                "\u001b[2J\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\",
                "\u0000\u0001\u0008\u000b\u007f\u0085\u009b31m\ud800 \udfff \ufffe",
                "\u202eevil\u202c \u2066isolated\u2069 \u200f",
                "line one\r\nline two\n\n::error::forged\n::stop-commands::x\n\n### forged heading\n\n| forged | row |",
                "| cell | `tick` ``ticks`` [link](http://evil) ![image](http://evil/x.png) @everyone #1 **bold**",
                "%0A::error::forged %25",
                "x".repeat(10_000_000));
    }

    private RunReport report(String hostile) throws IOException {
        Sample sample = new Sample();
        sample.orderName = hostile.length() > 1000 ? hostile.substring(0, 1000) : hostile;
        sample.sides.set(
                0,
                new RunManifest.Side(
                        0,
                        "new",
                        List.of(new RunManifest.Target(0, "shop", "http://h/" + sample.orderName, "shared"))));
        Path path = temp.resolve("r");
        RunWriter writer = new RunWriter(path, sample.manifest());
        for (int i = 0; i < 25; i++) {
            Second second = Second.at(i).phase(i < 5 ? 0 : 1).ok(ORDER, 10, 189).walks(10, 10, 0);
            second.failed(ORDER, 1, "STATUS_ERROR").error(hostile, ORDER, hostile, hostile);
            writer.write(second.build());
        }
        writer.close(RunEnd.finished(Sample.CREATED, 25));
        return RunReport.of(path);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void doesNoHarmAnywhere(String hostile) throws Exception {
        RunReport report = report(hostile);

        page(report.html());
        xml(report.junit());
        terminal(report.text());
        markdown(report.markdown());
        report.writeFiles();
        GitHub.of(Map.of("GITHUB_STEP_SUMMARY", temp.resolve("s").toString()))
                .orElseThrow()
                .annotations(report, Path.of("checkout.groovy"))
                .forEach(line -> {
                    assertThat(line).startsWith("::").doesNotContain("\n", "\r", "\u001b");
                    assertThat(line.split("::", -1))
                            .as("title and message of " + line)
                            .hasSizeGreaterThanOrEqualTo(3);
                });
    }

    /** Only our own tags and attributes are in the page, the only scripts are ours, and nothing is loaded. */
    private static void page(String page) {
        assertThat(page.length()).isLessThan(1_000_000);
        String outside = page.replaceAll("(?s)<style>.*?</style>", "").replaceAll("(?s)<script[^>]*>.*?</script>", "");
        assertThat(page.split("<script", -1)).as("our data and our script").hasSize(3);
        TAG.matcher(outside).results().forEach(tag -> {
            assertThat(tag.group(2).toLowerCase(java.util.Locale.ROOT)).isIn(OUR_TAGS);
            assertThat(tag.group(3).replaceAll("\"[^\"]*\"", ""))
                    .as("attributes outside of quotes")
                    .doesNotContainPattern("(?i)\\bon[a-z]+|style|src|href='");
        });
        assertThat(outside).doesNotContainPattern("(?i)href=\"(?!#)").doesNotContainPattern("[\\p{Cntrl}&&[^\n\t]]");
        assertThat(outside).doesNotContainPattern("[\u202a-\u202e\u2066-\u2069\u200e\u200f]");
    }

    private static void xml(String junit) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var cases = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(junit)))
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            assertThat(cases.item(i).getAttributes().getNamedItem("name").getNodeValue())
                    .isNotEqualTo("forged");
        }
    }

    private static void terminal(String text) {
        assertThat(text.replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
        assertThat(text).doesNotContainPattern("[\u202a-\u202e\u2066-\u2069\u200e\u200f]");
        assertThat(text.lines()).allSatisfy(line -> {
            assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(96);
            assertThat(line.strip()).as("a command to a CI runner").doesNotStartWith("::");
        });
    }

    private static void markdown(String text) {
        assertThat(text.length()).isLessThan(20_000);
        assertThat(text.replace("\n", "")).doesNotContainPattern("\\p{Cntrl}").doesNotContain("\u202e");
        assertThat(text.lines())
                .as("no heading, row or command of its own")
                .noneMatch(line -> line.matches("#+ forged.*|\\| forged.*|::.*"));
        String outsideOfCode = text.replaceAll("(?s)(`+)(?!`).*?(?<!`)\\1(?!`)", "");
        assertThat(outsideOfCode.replaceAll("\\\\.", ""))
                .as("no tag, link or mention outside of code")
                .doesNotContainPattern("<(?!/?details>|/?summary>)|\\]\\(|@[a-z]");
    }
}
