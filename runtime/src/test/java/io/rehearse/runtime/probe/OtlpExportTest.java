package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.rehearse.reports.run.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OtlpExportTest {
    @TempDir
    private Path directory;

    /** What a collector got: path, a header, the body. */
    private record Got(String path, String type, String key, JsonNode body) {}

    private static Map<String, String> environment(String endpoint) {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint,
                "OTEL_EXPORTER_OTLP_HEADERS",
                "api-key=s%3Dcret+1, x=y",
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=new",
                "OTEL_SERVICE_NAME",
                "shop-probe",
                "OTEL_METRIC_EXPORT_INTERVAL",
                "100",
                "OTEL_EXPORTER_OTLP_TIMEOUT",
                "2000");
    }

    @Test
    void aCollectorGetsEverythingSinceTheStart() throws Exception {
        BlockingQueue<Got> got = new LinkedBlockingQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        collector.createContext("/", exchange -> {
            try (exchange) {
                got.add(new Got(
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestHeaders().getFirst("Content-Type"),
                        exchange.getRequestHeaders().getFirst("api-key"),
                        Json.mapper().readTree(exchange.getRequestBody())));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
        try (ProbedRun probed = new ProbedRun(directory)) {
            probed.walks(660, true);
            probed.walks(3, false);
            String url = "http://127.0.0.1:" + collector.getAddress().getPort() + "/";
            OtlpExport export = OtlpExport.start(environment(url), probed.run()::seen, probed::now)
                    .orElseThrow();
            Got first = got.poll(60, TimeUnit.SECONDS);
            export.close();
            assertThat(List.of(first.path(), first.type(), first.key()))
                    .containsExactly("/v1/metrics", "application/json; charset=UTF-8", "s=cret+1");
            JsonNode all = first.body().path("resourceMetrics").path(0);
            // nodes, not text: the order of a JSON object's members means nothing
            assertThat(all.path("resource").path("attributes"))
                    .contains(
                            Json.mapper()
                                    .readTree("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"shop-probe\"}}"),
                            Json.mapper()
                                    .readTree(
                                            "{\"key\":\"deployment.environment.name\",\"value\":{\"stringValue\":\"new\"}}"));
            JsonNode metrics = all.path("scopeMetrics").path(0).path("metrics");
            assertThat(points(metrics, "rehearse.gate.verdict", "gauge").findValuesAsText("asInt"))
                    .containsExactly("0", "1", "0");
            assertThat(points(metrics, "rehearse.journeys", "sum").findValuesAsText("asInt"))
                    .containsExactly("660", "3");
            JsonNode pay =
                    points(metrics, "rehearse.step.duration", "histogram").path(1);
            assertThat(pay.path("count").isTextual()).isTrue();
            assertThat(pay.path("count").asText()).isEqualTo("663");
            assertThat(pay.path("bucketCounts"))
                    .hasSize(pay.path("explicitBounds").size() + 1);
            assertThat(pay.path("startTimeUnixNano").asText()).matches("\\d+");
            assertThat(export.error()).isNull();
        } finally {
            collector.stop(0);
        }
    }

    private static JsonNode points(JsonNode metrics, String name, String kind) {
        for (JsonNode metric : metrics) {
            if (metric.path("name").asText().equals(name)) {
                return metric.path(kind).path("dataPoints");
            }
        }
        throw new AssertionError("no metric " + name + " in " + metrics);
    }

    @Test
    void aReceiverThatIsNotThereIsShownAndDisturbsNothing() throws Exception {
        try (ProbedRun probed = new ProbedRun(directory)) {
            OtlpExport export = OtlpExport.start(environment("http://127.0.0.1:1"), probed.run()::seen, probed::now)
                    .orElseThrow();
            probed.run().exporting(export);
            while (export.error() == null) {
                Thread.sleep(20);
            }
            probed.walks(660, true);
            assertThat(ProbeWords.health(probed.run().seen()))
                    .startsWith("660 walks, late 0 ms, 0 dropped, journal written, OTLP: no answer of"
                            + " http://127.0.0.1:1/v1/metrics: ")
                    .doesNotContain("cret");
        }
    }

    @Test
    void whatTheEnvironmentSaysWronglyIsNamed() {
        assertThat(OtlpExport.Settings.of(Map.of())).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> OtlpExport.check(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://x:4317", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")))
                .hasMessage("OTEL_EXPORTER_OTLP_PROTOCOL=grpc: a probe speaks http/json only; set"
                        + " OTEL_EXPORTER_OTLP_PROTOCOL=http/json and the endpoint's HTTP port (4318), or unset"
                        + " OTEL_EXPORTER_OTLP_ENDPOINT");
        assertThatThrownBy(() -> OtlpExport.check(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")))
                .hasMessage("OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318: expected an http or https URL, as"
                        + " http://127.0.0.1:4318");
        assertThatThrownBy(() -> OtlpExport.check(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://x", "OTEL_METRIC_EXPORT_INTERVAL", "1s")))
                .hasMessage("OTEL_METRIC_EXPORT_INTERVAL=1s: expected milliseconds, as 60000");
    }
}
