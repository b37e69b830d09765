package io.rehearse.runtime.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Look;
import io.rehearse.reports.gate.Pairing;
import io.rehearse.reports.gate.SideBySide;
import io.rehearse.reports.gate.Stream;
import io.rehearse.reports.gate.Window;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A probe as an OTLP request of metrics, in JSON: 64-bit integers are strings there, enumerations numbers. Cumulative. */
final class OtlpMetrics {
    private static final int CUMULATIVE = 2;
    private static final String SIDE = "side";

    private final ProbeRun.Seen seen;
    private final ProbeStatus status;
    private final String start;
    private final String now;
    private final List<Object> metrics = new ArrayList<>();

    private OtlpMetrics(ProbeRun.Seen seen, Instant now) {
        this.seen = seen;
        this.status = seen.status();
        // counters begin with the process, not with the journal
        this.start = nanos(status.started().arrivals().from());
        this.now = nanos(now);
    }

    static String of(ProbeRun.Seen seen, Map<String, String> resource, Instant now) {
        OtlpMetrics of = new OtlpMetrics(seen, now);
        of.gate(now);
        of.checks();
        of.sides();
        of.budget();
        if (seen.tallies() != null) {
            of.walks();
        }
        Map<String, Object> scope = Map.of("scope", Map.of("name", "rehearse"), "metrics", of.metrics);
        Map<String, Object> all = Map.of(
                "resourceMetrics",
                List.of(Map.of(
                        "resource", Map.of("attributes", attributes(resource)), "scopeMetrics", List.of(scope))));
        try {
            return Json.mapper().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metrics that are no JSON", e);
        }
    }

    private void gate(Instant at) {
        Gate gate = status.gateAt(at);
        List<Object> points = new ArrayList<>();
        for (Verdict verdict : List.of(Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE)) {
            points.add(integer(gate.verdict() == verdict ? 1 : 0, "verdict", verdict.name()));
        }
        metric("rehearse.gate.verdict", "1", "gauge", Map.of("dataPoints", points));
        metric("rehearse.gate.latched", "1", "gauge", Map.of("dataPoints", List.of(integer(gate.latched() ? 1 : 0))));
        long down = status.standing().outage().down() ? 1 : 0;
        metric("rehearse.gate.down", "1", "gauge", Map.of("dataPoints", List.of(integer(down))));
        long expected = status.expectsDown(at) ? 1 : 0;
        metric("rehearse.gate.expected_down", "1", "gauge", Map.of("dataPoints", List.of(integer(expected))));
    }

    private void checks() {
        List<Object> values = new ArrayList<>();
        List<Object> thresholds = new ArrayList<>();
        List<Stream> streams = status.rules().streams();
        for (int i = 0; i < streams.size(); i++) {
            Stream stream = streams.get(i);
            Window hour = status.standing().degradation().streams().get(i).last(60);
            String[] names = {"step", stream.step(), "check", stream.metric()};
            if (hour.attempts() > 0) {
                values.add(real((double) hour.bad() / hour.attempts(), names));
            }
            thresholds.add(real(stream.share(), names));
        }
        if (!streams.isEmpty()) {
            metric("rehearse.gate.check.value", "1", "gauge", Map.of("dataPoints", values));
            metric("rehearse.gate.check.threshold", "1", "gauge", Map.of("dataPoints", thresholds));
        }
    }

    private void budget() {
        if (status.standing().budget() != null) {
            double left = status.standing().budget().left(status.rules().budget());
            metric("rehearse.budget.remaining", "1", "gauge", Map.of("dataPoints", List.of(real(left))));
        }
    }

    private void walks() {
        List<Object> walks = new ArrayList<>();
        List<Object> failures = new ArrayList<>();
        List<Object> durations = new ArrayList<>();
        Map<String, Tallies> sides = new LinkedHashMap<>();
        if (seen.old() != null) {
            sides.put("old", seen.old());
        }
        sides.put(seen.old() == null ? null : "new", seen.tallies());
        sides.forEach((side, tallies) -> {
            for (Tallies.JourneyFigures j : tallies.journeys()) {
                walks.add(integer(j.ok(), "journey", j.journey(), "outcome", "ok", SIDE, side));
                walks.add(integer(j.failed(), "journey", j.journey(), "outcome", "failed", SIDE, side));
            }
            for (Tallies.StepFigures s : tallies.steps()) {
                s.failed().forEach((reason, count) -> failures.add(failed(s, reason, count, side)));
                durations.add(histogram(s, side));
            }
        });
        metric("rehearse.journeys", "{walk}", "sum", sum(walks));
        if (!failures.isEmpty()) {
            metric("rehearse.failures", "{step}", "sum", sum(failures));
        }
        Map<String, Object> histogram = new LinkedHashMap<>();
        histogram.put("aggregationTemporality", CUMULATIVE);
        histogram.put("dataPoints", durations);
        metric("rehearse.step.duration", "s", "histogram", histogram);
    }

    private Map<String, Object> failed(Tallies.StepFigures s, String reason, long count, String side) {
        return integer(
                count,
                "journey",
                s.journey(),
                "step",
                s.step(),
                "target",
                s.target(),
                "error.type",
                reason,
                SIDE,
                side);
    }

    /** New held against old: how much worse it is, and how much worse it may be. */
    private void sides() {
        SideBySide sides = status.standing().sides();
        if (sides == null) {
            return;
        }
        metric(
                "rehearse.gate.old.down",
                "1",
                "gauge",
                Map.of("dataPoints", List.of(integer(sides.old().down() ? 1 : 0))));
        List<Object> changes = new ArrayList<>();
        List<Object> margins = new ArrayList<>();
        for (int i = 0; i < sides.pairs().size(); i++) {
            Pairing pairing = status.rules().pairings().get(i);
            Look look = sides.pairs().get(i).look();
            if (!look.saysNothing()) {
                boolean points = pairing.isErrors();
                String[] names = {"step", pairing.step(), "check", pairing.metric()};
                changes.add(real(points ? look.change() : Math.expm1(look.change()), names));
                margins.add(real(points ? look.margin() : Math.expm1(look.margin()), names));
            }
        }
        metric("rehearse.gate.beside.change", "1", "gauge", Map.of("dataPoints", changes));
        metric("rehearse.gate.beside.threshold", "1", "gauge", Map.of("dataPoints", margins));
    }

    private Map<String, Object> histogram(Tallies.StepFigures s, String side) {
        Map<String, Object> point = point("journey", s.journey(), "step", s.step(), "target", s.target(), SIDE, side);
        long count = s.buckets().stream().mapToLong(Long::longValue).sum();
        point.put("count", String.valueOf(count));
        point.put("sum", s.sumSeconds());
        point.put("bucketCounts", s.buckets().stream().map(String::valueOf).toList());
        point.put("explicitBounds", Arrays.stream(Tallies.BOUNDS).boxed().toList());
        return point;
    }

    private static Map<String, Object> sum(List<Object> points) {
        return Map.of("aggregationTemporality", CUMULATIVE, "isMonotonic", true, "dataPoints", points);
    }

    private void metric(String name, String unit, String kind, Map<String, Object> data) {
        metrics.add(Map.of("name", name, "unit", unit, kind, data));
    }

    private Map<String, Object> integer(long value, String... names) {
        Map<String, Object> point = point(names);
        point.put("asInt", String.valueOf(value));
        return point;
    }

    private Map<String, Object> real(double value, String... names) {
        Map<String, Object> point = point(names);
        point.put("asDouble", value);
        return point;
    }

    /** @param names and values of attributes, in turn; those whose value is null are left out */
    private Map<String, Object> point(String... names) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("gate", status.started().gate());
        for (int i = 0; i < names.length; i += 2) {
            if (names[i + 1] != null) {
                labels.put(names[i], names[i + 1]);
            }
        }
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("attributes", attributes(labels));
        point.put("startTimeUnixNano", start);
        point.put("timeUnixNano", now);
        return point;
    }

    private static List<Object> attributes(Map<String, String> values) {
        List<Object> list = new ArrayList<>();
        values.forEach((key, value) -> list.add(Map.of("key", key, "value", Map.of("stringValue", value))));
        return list;
    }

    private static String nanos(Instant at) {
        return String.valueOf(at.getEpochSecond() * 1_000_000_000L + at.getNano());
    }
}
