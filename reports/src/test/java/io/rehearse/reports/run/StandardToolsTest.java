package io.rehearse.reports.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehearse.reports.Simulated;
import io.rehearse.reports.render.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.HistogramLogProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code intervals.hlog} in the log processor that comes with HdrHistogram. */
class StandardToolsTest {
    @TempDir
    Path temp;

    @Test
    void theLogProcessorReadsOneTagAndFindsThePercentilesOfTheSummary() throws IOException {
        Simulated simulated = new Simulated();
        simulated.warmUpSeconds = 3;
        simulated.holdSeconds = 20;
        Path run = simulated.write(temp, "run");
        RunReport.of(run).writeFiles();

        new HistogramLogProcessor(new String[] {
                    "-i", run.resolve("intervals.hlog").toString(),
                    "-o", temp.resolve("out").toString(),
                    "-tag", "Checkout/Place%20order/0/1.hold/response",
                    "-outputValueUnitRatio", "1000",
                    "-percentilesOutputTicksPerHalf", "100"
                })
                .run();

        JsonNode order = Json.mapper()
                .readTree(run.resolve("summary.json").toFile())
                .path("steps")
                .path(2);
        assertThat(order.path("step").asText()).isEqualTo("Place order");
        JsonNode response = order.path("response");
        Map<Double, String> names = Map.of(0.5, "p50Ms", 0.9, "p90Ms", 0.95, "p95Ms", 0.99, "p99Ms");
        names.forEach((q, name) ->
                assertThat(at(q)).as(name).isCloseTo(response.path(name).asDouble(), within(0.001)));
        assertThat(at(1)).isCloseTo(response.path("maxMs").asDouble(), within(0.001));
        assertThat(column(1, 2)).as("values").isEqualTo(response.path("n").asDouble());
    }

    private double at(double q) {
        return column(q, 0);
    }

    /** Of the first line at or above a quantile; columns are value, quantile, count. */
    private double column(double q, int column) {
        try (var lines = Files.lines(temp.resolve("out.hgrm"))) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length >= 3 && fields[0].matches("[0-9.]+"))
                    .filter(fields -> Double.parseDouble(fields[1]) >= q - 1e-9)
                    .mapToDouble(fields -> Double.parseDouble(fields[column]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
