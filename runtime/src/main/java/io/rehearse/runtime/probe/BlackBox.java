package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The last walk as blackbox_exporter would tell of it, so that alerts made for that go on working. It is not walked because somebody
 * asks, and nothing is said of a walk that nobody saw: then the answer is 503, which Prometheus sees as {@code up 0}.
 */
final class BlackBox {
    private BlackBox() {}

    /** @param status of HTTP */
    record Answer(int status, String text) {}

    /**
     * @param journey null: the only one
     * @param target an environment, or a target of the judged one; null: any
     */
    static Answer of(ProbeRun.Seen seen, String journey, String target, Instant now) {
        if (seen.tallies() == null) {
            return new Answer(503, "nothing was measured yet\n");
        }
        List<String> names = seen.tallies().journeys().stream()
                .map(Tallies.JourneyFigures::journey)
                .toList();
        String name = journey == null && names.size() == 1 ? names.get(0) : journey;
        if (!names.contains(name)) {
            return new Answer(400, "journey=" + name + ": expected one of " + String.join(", ", names) + "\n");
        }
        String problem = target == null ? null : unknown(seen, target);
        if (problem != null) {
            return new Answer(400, problem);
        }
        ProbeStatus status = seen.status();
        boolean old = target != null && target.equals(status.started().about().get(Started.BESIDE));
        Tallies side = old ? seen.old() : seen.tallies();
        Tallies.LastWalk last = side.journeys().get(names.indexOf(name)).last();
        long age =
                Duration.between(status.at(status.standing().seenMillis()), now).toMillis();
        if (last == null || status.isOld(now)) {
            return new Answer(
                    503, last == null ? "no walk has ended yet\n" : "nothing was seen for " + age / 1000 + " s\n");
        }
        Outage outage =
                old ? status.standing().sides().old() : status.standing().outage();
        boolean success = last.ok() && !outage.down() && outage.overdue() == 0;
        StringBuilder text = new StringBuilder();
        Metrics.head(text, "probe_success", "gauge", "1 if the last walk was good and none hangs.");
        text.append("probe_success ").append(success ? 1 : 0).append('\n');
        Metrics.head(text, "probe_duration_seconds", "gauge", "Response times of the last walk, thinking left out.");
        if (!Double.isNaN(last.seconds())) {
            text.append("probe_duration_seconds ").append(last.seconds()).append('\n');
        }
        Metrics.head(text, "probe_expected_down", "gauge", "1 while the target is announced to be down.");
        text.append("probe_expected_down ")
                .append(status.expectsDown(now) ? 1 : 0)
                .append('\n');
        return new Answer(200, text.toString());
    }

    private static String unknown(ProbeRun.Seen seen, String target) {
        String environment = seen.status().started().about().get(Started.ENVIRONMENT);
        String beside = seen.status().started().about().get(Started.BESIDE);
        List<String> targets = seen.tallies().steps().stream()
                .map(Tallies.StepFigures::target)
                .distinct()
                .toList();
        return target.equals(environment) || target.equals(beside) || targets.contains(target)
                ? null
                : "target=" + target + ": expected " + environment + (beside == null ? "" : " or " + beside)
                        + ", or one of " + String.join(", ", targets) + "\n";
    }
}
