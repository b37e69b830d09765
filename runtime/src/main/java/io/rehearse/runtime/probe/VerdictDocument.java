package io.rehearse.runtime.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rehearse.reports.gate.Cusum;
import io.rehearse.reports.gate.ExpectDown;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.Look;
import io.rehearse.reports.gate.PairState;
import io.rehearse.reports.gate.Pairing;
import io.rehearse.reports.gate.SideBySide;
import io.rehearse.reports.gate.Stream;
import io.rehearse.reports.gate.Window;
import io.rehearse.reports.run.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verdict as JSON for a controller that waits, {@code rehearse/gate/1}. */
final class VerdictDocument {
    private VerdictDocument() {}

    static String of(ProbeStatus status, Instant now) {
        Gate gate = status.gateAt(now);
        long seen = status.standing().seenMillis();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "rehearse/gate/1");
        document.put("gate", status.started().gate());
        document.put("verdict", gate.verdict());
        document.put("current", gate.current());
        document.put("latched", gate.latched());
        document.put("recovered", gate.recovered());
        document.put("promote", gate.promotes());
        document.put("rollback", gate.rollsBack());
        document.put("at", now);
        document.put(
                "ageMs",
                seen < 0 ? null : Duration.between(status.at(seen), now).toMillis());
        document.put("reasons", gate.reasons());
        if (gate.latched()) {
            document.put("failedAt", status.at(gate.latch().atMillis()));
            document.put("failedBecause", gate.latch().reasons());
        }
        document.put("walks", status.standing().walks());
        document.put("down", status.standing().outage().down());
        if (status.standing().budget() != null) {
            document.put(
                    "budgetLeft", status.standing().budget().left(status.rules().budget()));
            document.put("budgetState", status.standing().budget().state());
        }
        document.put("expectedDown", status.expectsDown(now));
        document.put(
                "downtimes",
                status.standing().downtimes().notOver(status.millis(now)).stream()
                        .map(when -> downtime(status, when))
                        .toList());
        List<Object> checks = new ArrayList<>();
        for (int i = 0; i < status.rules().streams().size(); i++) {
            checks.add(check(
                    status.rules().streams().get(i),
                    status.standing().degradation().streams().get(i)));
        }
        document.put("checks", checks);
        if (status.hasOld()) {
            document.put("sideBySide", sides(status));
        }
        document.put("about", status.started().about());
        try {
            return Json.mapper().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a verdict that is no JSON", e);
        }
    }

    /** The present one, or one to come. */
    private static Map<String, Object> downtime(ProbeStatus status, ExpectDown when) {
        Map<String, Object> downtime = new LinkedHashMap<>();
        downtime.put("from", status.second(when.fromMillis()));
        downtime.put("to", status.second(when.toMillis()));
        downtime.put("reason", when.reason());
        downtime.put("counts", when.counts());
        return downtime;
    }

    private static Map<String, Object> sides(ProbeStatus status) {
        SideBySide sides = status.standing().sides();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("old", status.started().about().get(Started.BESIDE));
        document.put("oldDown", sides.old().down());
        document.put("blind", sides.isBlind());
        document.put("state", sides.state());
        document.put("comparedSeconds", sides.seenSeconds());
        List<Object> checks = new ArrayList<>();
        for (int i = 0; i < sides.pairs().size(); i++) {
            checks.add(pair(status.rules().pairings().get(i), sides.pairs().get(i)));
        }
        document.put("checks", checks);
        return document;
    }

    /** Values in ms, of errors shares; changes as ratios (0.3 is 30 % slower), of errors differences of shares. */
    private static Map<String, Object> pair(Pairing pairing, PairState pair) {
        Look look = pair.look();
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("step", pairing.step());
        check.put("metric", pairing.metric());
        check.put("state", pair.state());
        if (!look.saysNothing()) {
            check.put("old", look.old());
            check.put("new", look.fresh());
            check.put("change", ratio(pairing, look.change()));
            check.put("atLeast", ratio(pairing, look.lower()));
            check.put("atMost", ratio(pairing, look.upper()));
            check.put("margin", ratio(pairing, look.margin()));
            check.put("n", Map.of("old", look.oldCount(), "new", look.freshCount()));
            check.put("minutes", look.minutes());
        }
        return check;
    }

    private static double ratio(Pairing pairing, double change) {
        return Math.rint(1e6 * (pairing.isErrors() ? change : Math.expm1(change))) / 1e6;
    }

    private static Map<String, Object> check(Stream stream, Cusum cusum) {
        Window hour = cusum.last(60);
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("step", stream.step());
        check.put("metric", stream.metric());
        check.put("state", cusum.state());
        check.put("bad", hour.bad());
        check.put("n", hour.attempts());
        check.put("tolerated", stream.share());
        check.put("limitMs", stream.isErrors() ? null : stream.limitMicros() / 1000.0);
        check.put("baseline", stream.baseline());
        check.put("evidence", cusum.statistic());
        return check;
    }
}
