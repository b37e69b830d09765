package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehearse.reports.gate.Cusum;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Standing;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Old and new, one walk a second on each, in virtual time: from the intervals of a run to gate and journal. */
@Timeout(120)
class ProbeSidesTest {
    @TempDir
    private Path directory;

    private static Gate gate(ProbedRun probed) {
        return probed.run().seen().status().standing().gate();
    }

    private List<String> types() throws Exception {
        List<String> types = new ArrayList<>();
        Journal.read(directory.resolve("journal.jsonl"), entry -> types.add(entry.type()));
        return types;
    }

    @Test
    void equalSidesAreNoAlarm() throws Exception {
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            probed.walks(3600, true);
            assertThat(gate(probed).verdict()).isEqualTo(Verdict.PASS);
        }
        assertThat(types()).filteredOn("looked"::equals).hasSizeBetween(58, 60);
        assertThat(types()).filteredOn("observed"::equals).hasSizeBetween(59, 62);
        assertThat(Files.size(directory.resolve("journal.jsonl"))).isLessThan(300_000);
    }

    @Test
    void aSlowerNewSideIsNamedWithBothValuesAndFoundAgainInTheJournal() throws Exception {
        Standing last;
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            probed.walks(1200, true);
            probed.walks(480, true, 420_000);
            assertThat(gate(probed).verdict()).isEqualTo(Verdict.FAIL);
            assertThat(gate(probed).reasons())
                    .anyMatch(r -> r.matches("worse than old: Pay p\\d\\d, \\d+ ms beside \\d+ ms, \\+\\d+ %"
                            + " \\(\\+\\d+ to \\+\\d+ %\\), 5 % allowed, n \\d+ and \\d+ in 10 min"));
            last = probed.run().seen().status().standing();
        }
        Replay replay = new Replay();
        Journal.read(directory.resolve("journal.jsonl"), replay);
        assertThat(replay.standing().sides()).isEqualTo(last.sides());
        assertThat(Timeline.of(directory.resolve("journal.jsonl")))
                .contains(", beside old, env new")
                .contains("8 with the old side")
                .contains("worse than old: Pay p")
                .doesNotContain("looked");
    }

    @Test
    void aSlowerOldSideIsNoAlarm() throws Exception {
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            probed.walks(1200, true);
            probed.old(true, 390_000);
            probed.walks(900, true);
            assertThat(gate(probed).verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void whereOldIsDownNewIsStillWatchedAndNothingIsProved() throws Exception {
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            probed.walks(1200, true);
            probed.old(false, 0);
            probed.walks(60, true);
            assertThat(gate(probed).current()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(gate(probed).reasons())
                    .containsExactly("nothing to hold new against: old is down, 5 of its last 5 walks failed");
            assertThat(gate(probed).latched()).isFalse();
            assertThat(probed.run().seen().status().standing().outage().down()).isFalse();
            probed.walks(3, false);
            assertThat(gate(probed).latch().reasons()).containsExactly("down: 3 of the last 5 walks failed");
        }
    }

    private String get(ProbeServer server, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Everywhere the same: page, metrics, verdict, the last walk of each side, OTLP. */
    @Test
    void bothSidesAreShownWhereverOneIs() throws Exception {
        try (ProbedRun probed = ProbedRun.sideBySide(directory);
                ProbeServer server = ProbeServer.start(probed.run(), Listen.onLoopback(0), probed::now)) {
            probed.walks(1200, true);
            probed.walks(480, true, 420_000);
            probed.old(false, 0);
            probed.walks(4, true);

            assertThat(get(server, ""))
                    .contains("env new beside old")
                    .contains("<h2>New against old</h2>")
                    .contains("<b>Old DOWN since ")
                    .contains("<b>ALARM +")
                    .contains("<h2>Is old up?</h2><p>DOWN since ")
                    .contains("new drawn through, old in dashes");
            assertThat(get(server, "metrics"))
                    .contains("rehearse_gate_old_down{gate=\"checkout\"} 1\n")
                    .contains("rehearse_gate_beside_blind{gate=\"checkout\"} 1\n")
                    .contains("rehearse_gate_beside_alarm{gate=\"checkout\",step=\"Pay\",check=\"p95\"} 1\n")
                    .contains("rehearse_gate_beside_alarm{gate=\"checkout\",step=\"Pay\",check=\"errors\"} 0\n")
                    .contains("rehearse_journeys_total{side=\"old\",journey=\"Checkout\",outcome=\"failed\"} 4\n")
                    .contains("rehearse_journeys_total{side=\"new\",journey=\"Checkout\",outcome=\"failed\"} 0\n")
                    .contains("rehearse_step_duration_seconds_count{side=\"old\",journey=\"Checkout\",step=\"Pay\","
                            + "target=\"shop\"} 1684\n");
            JsonNode sides =
                    Json.mapper().readTree(get(server, "api/v1/gates/checkout")).path("sideBySide");
            assertThat(sides.path("old").asText() + sides.path("oldDown") + sides.path("blind"))
                    .isEqualTo("oldtruetrue");
            JsonNode p95 = sides.path("checks").get(5);
            assertThat(p95.path("step").asText() + " " + p95.path("metric").asText() + " "
                            + p95.path("state").asText())
                    .isEqualTo("Pay p95 ALARM");
            assertThat(p95.path("new").asDouble() / p95.path("old").asDouble() - 1)
                    .isCloseTo(p95.path("change").asDouble(), within(0.001));
            assertThat(p95.path("atLeast").asDouble())
                    .isBetween(p95.path("margin").asDouble(), p95.path("change").asDouble());
            assertThat(get(server, "probe?target=old"))
                    .contains("\nprobe_success 0\n", "\nprobe_duration_seconds 10.00");
            assertThat(get(server, "probe?target=new")).contains("\nprobe_success 1\n");
            assertThat(get(server, "probe?target=stage"))
                    .isEqualTo("target=stage: expected new or old, or one of shop\n");
            assertThat(OtlpMetrics.of(probed.run().seen(), Map.of(), probed.now()))
                    .contains("\"key\":\"side\"", "{\"stringValue\":\"old\"}", "{\"stringValue\":\"new\"}")
                    .contains("rehearse.gate.beside.change")
                    .contains("rehearse.gate.old.down");
        }
    }

    @Test
    void aNewSideThatStopsIsDown() throws Exception {
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            probed.walks(600, true);
            probed.walks(3, false);
            assertThat(gate(probed).latch().reasons()).containsExactly("down: 3 of the last 5 walks failed");
            assertThat(probed.run().seen().status().standing().sides().state()).isEqualTo(Cusum.State.OK);
        }
    }
}
