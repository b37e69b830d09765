package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Two seeds of each of the 18 scenarios of the reference implementation's data generator: same rows, same numbers, same verdicts. More
 * seeds: {@link GoldenFilesTest}.
 */
class GoldenTest {
    private static final int SCENARIOS = 18;
    private static final int CASES = 2;
    /** All steps and 6 steps, each with p50, p95, p99 and errors. */
    private static final int ROWS = 7 * 4;

    @Test
    void everyRowAgreesWithTheReferenceToOneMillionth() throws IOException {
        Golden golden = new Golden();
        for (int scenario = 1; scenario <= SCENARIOS; scenario++) {
            String name = String.format("S%02d", scenario);
            List<HistFile.Case> cases = CompactHist.read(resource(name + ".hist.gz"));
            List<String> expected;
            try (InputStream in = new GZIPInputStream(resource(name + ".golden.jsonl.gz"))) {
                expected = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }
            assertThat(cases).as(name).hasSize(CASES);
            assertThat(expected).as(name).hasSize(CASES);
            for (int i = 0; i < CASES; i++) {
                golden.check(
                        name + " case " + i, cases.get(i).judge(Method.reference()), Golden.parse(expected.get(i)));
            }
        }
        assertThat(golden.cases).isEqualTo(SCENARIOS * CASES);
        assertThat(golden.rows).isEqualTo(SCENARIOS * CASES * ROWS);
    }

    private static InputStream resource(String name) {
        return GoldenTest.class.getResourceAsStream("golden/" + name);
    }
}
