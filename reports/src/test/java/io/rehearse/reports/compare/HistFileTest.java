package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measured data in a text file, from anywhere. */
class HistFileTest {
    private static final String HEADER = "case,run,side,step,second,attempts,errors,values\n";

    @Test
    void linesBecomeRunsStepsAndSeconds() throws IOException {
        List<HistFile.Case> cases = read(HEADER
                + "0,0,base,Login,0,3,1,1000:1 2000:1\n"
                + "0,0,base,Login,1,2,2,\n"
                + "0,0,cand,Login,0,1,0,1500:1\n"
                + "7,0,old,Pay,0,1,0,99:1\n"
                + "7,0,new,Pay,0,1,0,99:1\n");
        assertThat(cases).extracting(HistFile.Case::id).containsExactly(0, 7);
        assertThat(cases).extracting(HistFile.Case::duet).containsExactly(false, true);
        JudgedRun run = cases.get(0).base().get(0);
        assertThat(run.seconds()).isEqualTo(2);
        assertThat(run.attempts()).isEqualTo(5);
        assertThat(run.failed()).isEqualTo(3);
        assertThat(run.steps().get(0).latencies()).hasSize(1);
        assertThat(run.steps().get(0).latencies().get(0).latencies().quantileMicros(1))
                .isEqualTo(2000);
    }

    @Test
    void everyCaseBecomesOneLineOfJson(@TempDir Path dir) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int c = 0; c < 2; c++) {
            for (String side : List.of("base", "cand")) {
                for (int r = 0; r < 3; r++) {
                    for (int t = 0; t < 60; t++) {
                        text.append(String.format("%d,%d,%s,Login,%d,50,0,20479:%d 20991:25%n", c, r, side, t, 25));
                    }
                }
            }
        }
        Path file = dir.resolve("some.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        StringBuilder out = new StringBuilder();
        Map<Verdict, Integer> counts = HistFile.judge(file, Method.reference(), out);
        assertThat(counts).isEqualTo(Map.of(Verdict.PASS, 2));
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode second = new ObjectMapper().readTree(lines.get(1));
        assertThat(second.get("case").asInt()).isEqualTo(1);
        assertThat(second.get("verdict").asText()).isEqualTo("PASS");
        assertThat(second.get("rows")).hasSize(8);
        assertThat(second.get("rows").get(0).get("text").asText())
                .startsWith("The mean over all steps: proved at most +");
        assertThat(second.get("rows").get(0).get("estimate").asDouble()).isZero();
    }

    @Test
    void whatIsDamagedIsRefusedWithFileAndLine() {
        record Case(String line, String message) {}
        for (Case c : List.of(
                new Case(
                        "0,0,base,Login,0,NaN,0,",
                        "x.csv:2: attempts: found NaN, expected a whole number, 0 to 2147483647"),
                new Case(
                        "0,0,base,Login,0,-3,0,",
                        "x.csv:2: attempts: found -3, expected a whole number, 0 to 2147483647"),
                new Case("0,0,base,Login,0,3,4,", "x.csv:2: failed attempts at 0 s: found 4, expected 0 to 3"),
                new Case(
                        "0,0,base,Login,0,3,0,-5:1",
                        "x.csv:2: latency: found -5, expected a whole number, 0 to 2147483647"),
                new Case(
                        "0,0,base,Login,0,3,0,5:x",
                        "x.csv:2: count: found x, expected a whole number, 0 to 2147483647"),
                new Case("0,0,base,Login,0,3,0,5", "x.csv:2: values: found 5, expected latency_us:count"),
                new Case("0,0,left,Login,0,3,0,", "x.csv:2: side: found left, expected base, cand, old or new"),
                new Case(
                        "0,0,base,Login,0,3",
                        "x.csv:2: found 6 fields, expected 8: case,run,side,step,second,attempts,errors,values"))) {
            assertThatThrownBy(() -> read(HEADER + c.line + "\n"))
                    .isInstanceOf(DamagedDataException.class)
                    .hasMessage(c.message);
        }
        assertThatThrownBy(() -> read(HEADER + "0,0,base,Login,4,1,0,\n0,0,base,Login,3,1,0,\n"))
                .hasMessage("x.csv:3: second: found 3, expected more than 4, the one before");
        assertThatThrownBy(() -> read(""))
                .hasMessage("x.csv:1: found null, expected case,run,side,step,second,attempts,errors,values");
    }

    @Test
    void aFileWithOneSideOrOneSecondIsNeverGreen() throws IOException {
        for (String lines :
                List.of("0,0,base,Login,0,3,0,5:3\n", "0,0,base,Login,0,3,0,5:3\n0,0,cand,Login,0,3,0,5:3\n")) {
            assertThat(read(HEADER + lines).get(0).judge(Method.product()).verdict())
                    .isEqualTo(Verdict.INCONCLUSIVE);
        }
    }

    private static List<HistFile.Case> read(String text) throws IOException {
        List<HistFile.Case> cases = new ArrayList<>();
        HistFile.read("x.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), cases::add);
        return cases;
    }
}
