package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How often each verdict is given on fresh seeds of the data generator, against the limits it wrote beside its files as
 * {@code truth.json}: {@code -Drehearse.rates=DIR}.
 */
@EnabledIfSystemProperty(named = "rehearse.rates", matches = ".+")
class RateFilesTest {
    /** The hard outage rule of the product on top of the bare statistics, for the scenario that has an outage. */
    private static final Method WITH_OUTAGE = Method.reference().withHard(new Method.Hard(5, 1, 0, false));

    @Test
    void theRatesStayWithinTheLimitsOfEveryScenario() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(Path.of(System.getProperty("rehearse.rates")))) {
            files = walk.filter(p -> p.toString().endsWith(".csv.gz")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".csv.gz", "");
            JsonNode truth = new ObjectMapper()
                    .readTree(file.resolveSibling("truth.json").toFile())
                    .get(name);
            Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
            Map<Verdict, Integer> withOutage = new EnumMap<>(Verdict.class);
            int[] decidedP99 = new int[1];
            HistFile.read(file, c -> {
                Comparison comparison = c.judge(Method.reference());
                counts.merge(comparison.verdict(), 1, Integer::sum);
                withOutage.merge(c.judge(WITH_OUTAGE).verdict(), 1, Integer::sum);
                decidedP99[0] += comparison.rows().stream()
                        .filter(r -> r.metric().label().equals("p99"))
                        .filter(r -> r.verdict() == Verdict.PASS || r.verdict() == Verdict.FAIL)
                        .count();
            });
            int cases = counts.values().stream().mapToInt(i -> i).sum();
            System.out.printf(
                    "%s of %d: %s, limits %s (with the outage rule %s)%n",
                    name, cases, counts, truth.get("limits"), withOutage);
            assertThat(cases).as(name).isEqualTo(truth.get("cases").asInt());
            truth.get("limits").fields().forEachRemaining(limit -> {
                Verdict verdict = Verdict.valueOf(limit.getKey());
                double rate = counts.getOrDefault(verdict, 0) / (double) cases;
                assertThat(rate)
                        .as("%s %s", name, verdict)
                        .isBetween(
                                slack(limit.getValue().get(0).asDouble(), -1, cases),
                                slack(limit.getValue().get(1).asDouble(), 1, cases));
            });
            if (name.equals("S14") || name.equals("S16"))
                assertThat(counts).as(name).doesNotContainKey(Verdict.FAIL);
            if (name.equals("S15"))
                assertThat(decidedP99[0]).as("S15: decided p99 rows").isZero();
            if (name.equals("S18"))
                assertThat(withOutage.get(Verdict.FAIL)).as("S18").isEqualTo(cases);
        }
    }

    /** Three standard errors of a rate. */
    private static double slack(double limit, int sign, int cases) {
        return limit + sign * 3 * Math.sqrt(limit * (1 - limit) / cases);
    }
}
