package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Check;
import io.rehearse.reports.gate.Cusum;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.gate.PairState;
import io.rehearse.reports.gate.Pairing;
import io.rehearse.reports.gate.SideBySide;
import io.rehearse.reports.gate.Spending;
import io.rehearse.reports.gate.Stream;
import io.rehearse.reports.gate.Window;
import io.rehearse.reports.objective.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;

/** A probe in Prometheus' text format 0.0.4: base units, thresholds beside values. Counters begin anew with the process. */
final class Metrics {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder();
    private final ProbeRun.Seen seen;
    private final ProbeStatus status;
    private final String gate;

    private Metrics(ProbeRun.Seen seen) {
        this.seen = seen;
        this.status = seen.status();
        this.gate = label("gate", status.started().gate());
    }

    static String of(ProbeRun.Seen seen, Instant now) {
        Metrics metrics = new Metrics(seen);
        metrics.gate(now);
        metrics.downtime(now);
        metrics.detectors();
        metrics.sides();
        metrics.budget();
        metrics.actions();
        if (seen.tallies() != null) {
            metrics.walks();
        }
        return metrics.out.toString();
    }

    private void gate(Instant now) {
        Gate at = status.gateAt(now);
        head("rehearse_gate_verdict", "gauge", "1 for the verdict the gate has now, 0 for the others.");
        for (Verdict verdict : List.of(Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE)) {
            line(
                    "rehearse_gate_verdict",
                    gate + "," + label("verdict", verdict.name()),
                    at.verdict() == verdict ? 1 : 0);
        }
        head("rehearse_gate_latched", "gauge", "1 while a FAIL is latched.");
        line("rehearse_gate_latched", gate, at.latched() ? 1 : 0);
        head("rehearse_gate_down", "gauge", "1 while the target is down.");
        line("rehearse_gate_down", gate, status.standing().outage().down() ? 1 : 0);
        head("rehearse_gate_last_seen_timestamp_seconds", "gauge", "When walks were seen last.");
        line(
                "rehearse_gate_last_seen_timestamp_seconds",
                gate,
                status.standing().seenMillis() < 0
                        ? 0
                        : status.at(status.standing().seenMillis()).toEpochMilli() / 1000.0);
    }

    /** What an alert needs to keep silent in announced downtime. */
    private void downtime(Instant now) {
        head("rehearse_gate_expected_down", "gauge", "1 while the target is announced to be down: nothing is judged.");
        line("rehearse_gate_expected_down", gate, status.expectsDown(now) ? 1 : 0);
        status.downtime(now).ifPresent(when -> {
            String start = "rehearse_gate_expected_down_start_timestamp_seconds";
            head(start, "gauge", "When the present announced downtime began, or the next one will; none without one.");
            line(start, gate, status.second(when.fromMillis()).getEpochSecond());
            String end = "rehearse_gate_expected_down_end_timestamp_seconds";
            head(end, "gauge", "When it will be over.");
            line(end, gate, status.second(when.toMillis()).getEpochSecond());
        });
    }

    private void detectors() {
        List<Stream> streams = status.rules().streams();
        if (streams.isEmpty()) {
            return;
        }
        List<Cusum> states = status.standing().degradation().streams();
        head("rehearse_gate_check_value", "gauge", "Share of bad requests or attempts in the last hour.");
        each("rehearse_gate_check_value", streams, states, (stream, cusum) -> {
            Window last = cusum.last(60);
            return last.attempts() == 0 ? Double.NaN : (double) last.bad() / last.attempts();
        });
        head("rehearse_gate_check_threshold", "gauge", "Share of them that is tolerated.");
        each("rehearse_gate_check_threshold", streams, states, (stream, cusum) -> stream.share());
        head("rehearse_gate_check_samples", "gauge", "How many were counted in the last hour.");
        each(
                "rehearse_gate_check_samples",
                streams,
                states,
                (stream, cusum) -> cusum.last(60).attempts());
        head("rehearse_gate_check_alarm", "gauge", "1 while the check is in alarm.");
        each("rehearse_gate_check_alarm", streams, states, (stream, cusum) -> alarm(cusum.state()));
        head("rehearse_gate_check_limit_seconds", "gauge", "Slower requests are bad; 0 for a check of errors.");
        each("rehearse_gate_check_limit_seconds", streams, states, (stream, cusum) -> stream.limitMicros() / 1e6);
    }

    private static double alarm(Cusum.State state) {
        return state == Cusum.State.ALARM ? 1 : 0;
    }

    /** New held against old. */
    private void sides() {
        SideBySide sides = status.standing().sides();
        if (sides == null) {
            return;
        }
        head("rehearse_gate_old_down", "gauge", "1 while the old side is down: no failure of the target.");
        line("rehearse_gate_old_down", gate, sides.old().down() ? 1 : 0);
        head("rehearse_gate_beside_blind", "gauge", "1 while there is nothing to hold the new side against.");
        line("rehearse_gate_beside_blind", gate, sides.isBlind() ? 1 : 0);
        List<Pairing> pairings = status.rules().pairings();
        List<PairState> states = sides.pairs();
        head(
                "rehearse_gate_beside_change_ratio",
                "gauge",
                "How much worse new is than old: 0.3 is 30 %, of errors points.");
        each(
                "rehearse_gate_beside_change_ratio",
                pairings,
                states,
                (pairing, pair) -> ratio(pairing, pair.look().change(), pair));
        head("rehearse_gate_beside_threshold_ratio", "gauge", "How much worse it may be.");
        each(
                "rehearse_gate_beside_threshold_ratio",
                pairings,
                states,
                (pairing, pair) -> ratio(pairing, pair.look().margin(), pair));
        head("rehearse_gate_beside_samples", "gauge", "How many of the new side that rests on.");
        each(
                "rehearse_gate_beside_samples",
                pairings,
                states,
                (pairing, pair) -> pair.look().freshCount());
        head("rehearse_gate_beside_alarm", "gauge", "1 while new is proved to be worse than old.");
        each("rehearse_gate_beside_alarm", pairings, states, (pairing, pair) -> alarm(pair.state()));
    }

    private static double ratio(Pairing pairing, double change, PairState pair) {
        return pair.look().saysNothing() ? Double.NaN : pairing.isErrors() ? change : Math.expm1(change);
    }

    /** A line for each check: what is said of it and of its state. */
    private <C extends Check, S> void each(
            String name, List<C> checks, List<S> states, ToDoubleBiFunction<C, S> value) {
        for (int i = 0; i < checks.size(); i++) {
            C check = checks.get(i);
            String labels = gate + "," + label("step", check.step()) + "," + label("check", check.metric());
            line(name, labels, value.applyAsDouble(check, states.get(i)));
        }
    }

    private void budget() {
        Spending spending = status.standing().budget();
        if (spending == null) {
            return;
        }
        head("rehearse_budget_remaining_ratio", "gauge", "Share of the error budget that is left.");
        line(
                "rehearse_budget_remaining_ratio",
                gate,
                spending.left(status.rules().budget()));
        head("rehearse_budget_burn_rate", "gauge", "How fast it goes: 1 uses exactly all of it in its window.");
        for (boolean fast : new boolean[] {true, false}) {
            line(
                    "rehearse_budget_burn_rate",
                    gate + "," + label("window", fast ? "short" : "long"),
                    spending.burn(status.rules().budget(), fast));
        }
    }

    private void actions() {
        head("rehearse_actions_total", "counter", "Actions begun, by how they ended, since the journal began.");
        Deeds.Counts counts = status.counts();
        line("rehearse_actions_total", gate + "," + label("result", "ok"), counts.ok());
        line("rehearse_actions_total", gate + "," + label("result", "failed"), counts.failed());
        line("rehearse_actions_total", gate + "," + label("result", "unknown"), counts.unknown());
        head("rehearse_journal_writable", "gauge", "0 if the journal cannot be written, as on a full disk.");
        line("rehearse_journal_writable", gate, status.journalError() == null ? 1 : 0);
        head("rehearse_run_writable", "gauge", "0 if the run directory cannot be written.");
        line("rehearse_run_writable", gate, seen.runError() == null ? 1 : 0);
        head("rehearse_intervals_lost_total", "counter", "Intervals the prober had no time for.");
        line("rehearse_intervals_lost_total", gate, seen.notTaken());
    }

    private interface OfSide {
        void write(Tallies tallies, String side);
    }

    /** The judged side, and the old one where it is walked; only then there is a label for it. */
    private void each(OfSide what) {
        boolean two = seen.old() != null;
        if (two) {
            what.write(seen.old(), label("side", "old") + ",");
        }
        what.write(seen.tallies(), two ? label("side", "new") + "," : "");
    }

    private void walks() {
        head("rehearse_journeys_total", "counter", "Walks that ended.");
        each((tallies, side) -> tallies.journeys().forEach(j -> {
            String labels = side + label("journey", j.journey()) + ",";
            line("rehearse_journeys_total", labels + label("outcome", "ok"), j.ok());
            line("rehearse_journeys_total", labels + label("outcome", "failed"), j.failed());
        }));
        head("rehearse_journey_duration_seconds", "histogram", "Response times of walks, thinking left out.");
        each((tallies, side) -> tallies.journeys()
                .forEach(j -> histogram(
                        "rehearse_journey_duration_seconds",
                        side + label("journey", j.journey()),
                        j.buckets(),
                        j.sumSeconds())));
        head("rehearse_step_duration_seconds", "histogram", "Response times of steps, from the wish to the last byte.");
        each((tallies, side) -> tallies.steps()
                .forEach(s ->
                        histogram("rehearse_step_duration_seconds", side + labels(s), s.buckets(), s.sumSeconds())));
        head("rehearse_failures_total", "counter", "Failed steps by reason.");
        each((tallies, side) -> tallies.steps()
                .forEach(s -> s.failed().entrySet().stream()
                        .sorted(java.util.Map.Entry.comparingByKey())
                        .forEach(e -> line(
                                "rehearse_failures_total",
                                side + labels(s) + "," + label("reason", e.getKey()),
                                e.getValue()))));
        head("rehearse_last_completed_timestamp_seconds", "gauge", "When a walk ended last.");
        each((tallies, side) ->
                line("rehearse_last_completed_timestamp_seconds", side + gate, tallies.lastCompleted()));
        head("rehearse_dropped_total", "counter", "Arrivals that never began.");
        each((tallies, side) -> line("rehearse_dropped_total", side + gate, tallies.dropped()));
    }

    private static String labels(Tallies.StepFigures s) {
        return label("journey", s.journey()) + "," + label("step", s.step()) + "," + label("target", s.target());
    }

    private void histogram(String name, String labels, List<Long> buckets, double sum) {
        long below = 0;
        for (int i = 0; i < Tallies.BOUNDS.length; i++) {
            below += buckets.get(i);
            line(name + "_bucket", labels + "," + label("le", number(Tallies.BOUNDS[i])), below);
        }
        below += buckets.get(Tallies.BOUNDS.length);
        line(name + "_bucket", labels + "," + label("le", "+Inf"), below);
        line(name + "_sum", labels, sum);
        line(name + "_count", labels, below);
    }

    private void head(String name, String type, String help) {
        head(out, name, type, help);
    }

    static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void line(String name, String labels, double value) {
        out.append(name)
                .append('{')
                .append(labels)
                .append("} ")
                .append(number(value))
                .append('\n');
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%d", (long) value)
                : Double.toString(value);
    }

    static String label(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
