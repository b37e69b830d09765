package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehearse.reports.run.Json;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real Prometheus makes of the metrics and of the alerts that are shipped; left out where there is none. */
@Timeout(180)
class PrometheusTest {
    private static final Path RULES = Path.of("../examples/deploy/rehearse-probe.rules.yml");

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    private static String program(String name) {
        for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(entry, name))) {
                return Path.of(entry, name).toString();
            }
        }
        assumeTrue(false, name + " is not installed: install Debian's package prometheus");
        return null;
    }

    private static String said(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private String get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void promtoolHasNothingAgainstMetricsAndRules() throws Exception {
        String promtool = program("promtool");
        try (ProbedRun probed = new ProbedRun(directory);
                ProbeServer server = ProbeServer.start(probed.run(), Listen.onLoopback(0), probed::now)) {
            probed.walks(120, true);
            probed.walks(3, false);
            for (String path : List.of("metrics", "probe")) {
                assertThat(said(get(server.url() + path), promtool, "check", "metrics"))
                        .isEmpty();
            }
        }
        try (ProbedRun probed = ProbedRun.sideBySide(directory.resolve("sides"));
                ProbeServer server = ProbeServer.start(probed.run(), Listen.onLoopback(0), probed::now)) {
            probed.walks(720, true);
            probed.walks(3, false);
            for (String path : List.of("metrics", "probe?target=old")) {
                assertThat(said(get(server.url() + path), promtool, "check", "metrics"))
                        .isEmpty();
            }
        }
        assertThat(said("", promtool, "check", "rules", RULES.toString())).contains("SUCCESS: 12 rules found");
    }

    /** As recording rules, which are parsed; the variables are Grafana's. */
    @Test
    void promtoolUnderstandsTheQueriesOfTheDashboard() throws Exception {
        String promtool = program("promtool");
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        for (String query : DashboardTest.queries()) {
            String filled = query.replace("$__rate_interval", "1m")
                    .replace("$gate", "checkout")
                    .replace("$instance", "127.0.0.1:9180");
            rules.append("  - {record: 'query:").append(rules.length()).append("', expr: '");
            rules.append(filled).append("'}\n");
        }
        Path file = Files.writeString(directory.resolve("dashboard.yml"), rules);
        assertThat(said("", promtool, "check", "rules", file.toString())).contains("SUCCESS");
    }

    /** Everything stands against the target, and is told of unless it was announced. */
    @Test
    void inAnnouncedDowntimeTheAlertsOnTheTargetKeepSilent() throws Exception {
        String promtool = program("promtool");
        assertThat(said("", promtool, "test", "rules", alerts(0, "[{labels: '{}', value: 6}]")))
                .contains("SUCCESS");
        assertThat(said("", promtool, "test", "rules", alerts(1, "[]"))).contains("SUCCESS");
    }

    /** A test of the rules in promtool's words, which expects so many alerts. */
    private String alerts(int expectedDown, String count) throws IOException {
        String test = """
                rule_files: ['RULES']
                tests:
                - interval: 1m
                  input_series:
                  - {series: 'rehearse_gate_expected_down{gate="g"}', values: 'EXPECTED+0x60'}
                  - {series: 'rehearse_gate_down{gate="g"}', values: '1+0x60'}
                  - {series: 'rehearse_gate_check_alarm{gate="g",step="Pay",check="p95"}', values: '1+0x60'}
                  - {series: 'rehearse_gate_beside_alarm{gate="g",step="Pay",check="p95"}', values: '1+0x60'}
                  - {series: 'rehearse_gate_beside_blind{gate="g"}', values: '0+0x60'}
                  - {series: 'rehearse_budget_burn_rate{gate="g",window="short"}', values: '20+0x60'}
                  - {series: 'rehearse_budget_remaining_ratio{gate="g"}', values: '0+0x60'}
                  - {series: 'rehearse_gate_verdict{gate="g",verdict="INCONCLUSIVE"}', values: '1+0x60'}
                  promql_expr_test:
                  - {expr: 'count(ALERTS{alertstate="firing"})', eval_time: 45m, exp_samples: COUNT}
                """.replace("RULES", RULES.toAbsolutePath().normalize().toString())
                .replace("EXPECTED", String.valueOf(expectedDown))
                .replace("COUNT", count);
        return Files.writeString(directory.resolve("rules-test.yml"), test).toString();
    }

    @Test
    void prometheusScrapesAndItsAlertsFire() throws Exception {
        String prometheus = program("prometheus");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (ProbedRun probed = new ProbedRun(directory);
                ProbeServer server = ProbeServer.start(probed.run(), Listen.onLoopback(0), probed::now)) {
            probed.walks(120, true);
            probed.walks(5, false);
            Path configuration = Files.writeString(
                    directory.resolve("prometheus.yml"),
                    "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: ['"
                            + RULES.toAbsolutePath().normalize() + "']\nscrape_configs:\n- job_name: rehearse\n"
                            + "  static_configs: [{targets: ['127.0.0.1:" + server.port() + "']}]\n");
            Process process = new ProcessBuilder(
                            prometheus,
                            "--config.file=" + configuration,
                            "--storage.tsdb.path=" + directory.resolve("tsdb"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("prometheus.log").toFile())
                    .start();
            try {
                assertThat(firing(process, port))
                        .contains("RehearseGateFailed", "RehearseTargetDown")
                        .doesNotContain("RehearseProbeGone", "RehearseDiskFull", "RehearseStepWorse");
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    /** Names of the alerts that fire, as soon as there are two. */
    private List<String> firing(Process process, int port) throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 600 && names.size() < 2 && process.isAlive(); i++) {
            Thread.sleep(200);
            names.clear();
            try {
                JsonNode alerts = Json.mapper().readTree(get("http://127.0.0.1:" + port + "/api/v1/alerts"));
                for (JsonNode alert : alerts.path("data").path("alerts")) {
                    if (alert.path("state").asText().equals("firing")) {
                        names.add(alert.path("labels").path("alertname").asText());
                    }
                }
            } catch (IOException notYetThere) {
                continue;
            }
        }
        assertThat(names)
                .as(Files.readString(directory.resolve("prometheus.log")))
                .hasSizeGreaterThanOrEqualTo(2);
        return names;
    }
}
