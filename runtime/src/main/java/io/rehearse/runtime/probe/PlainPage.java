package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Cusum;
import io.rehearse.reports.gate.ExpectDown;
import io.rehearse.reports.gate.Gate;
import io.rehearse.reports.objective.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A probe for those who only want to know whether it works: in plain words, without numbers of detectors, addresses, messages of the
 * target, traces or commands. Reloads itself; has no script.
 */
final class PlainPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private PlainPage() {}

    static String of(ProbeRun.Seen seen, Instant now) {
        ProbeStatus status = seen.status();
        Gate gate = status.gateAt(now);
        String name = StatusPage.escaped(status.started().gate());
        StringBuilder out = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append(
                        "<meta name=\"color-scheme\" content=\"light dark\"><meta http-equiv=\"refresh\" content=\"10\">")
                .append("<title>")
                .append(name)
                .append("</title><style>")
                .append(StatusPage.STYLE)
                .append("</style></head><body><main><header class=\"top\"><span><b>")
                .append(name)
                .append("</b></span> <span>")
                .append(TIME.format(now))
                .append(" UTC</span></header><div class=\"big\"><h1 class=\"")
                .append(colour(gate, status, now))
                .append("\">")
                .append(word(gate, status, now))
                .append("</h1></div>");
        for (String sentence : sentences(gate, status, now)) {
            out.append("<p class=\"lead\">")
                    .append(StatusPage.escaped(sentence))
                    .append("</p>");
        }
        out.append("<table class=\"steps\"><tbody>");
        for (Row row : seen.rows()) {
            out.append("<tr><th scope=\"row\" class=\"l w\">")
                    .append(StatusPage.escaped(row.step()))
                    .append("</th><td class=\"l\">")
                    .append(how(row))
                    .append("</td></tr>");
        }
        return out.append("</tbody></table></main></body></html>\n").toString();
    }

    /** Planned downtime and what was latched and is over are no alarm to those who look here. */
    private static Verdict colour(Gate gate, ProbeStatus status, Instant now) {
        return status.expectsDown(now) ? Verdict.INCONCLUSIVE : gate.current();
    }

    private static String word(Gate gate, ProbeStatus status, Instant now) {
        if (status.expectsDown(now)) {
            return "Planned downtime";
        }
        if (gate.current() == Verdict.FAIL) {
            return status.standing().outage().down() ? "Not working" : "Worse than it should be";
        }
        return gate.current() == Verdict.PASS ? "Working" : "Not known yet";
    }

    private static List<String> sentences(Gate gate, ProbeStatus status, Instant now) {
        Optional<String> downtime = status.downtime(now).map(when -> downtime(when, status, now));
        Optional<String> failed = Optional.of(gate)
                .filter(Gate::latched)
                .map(g -> "There was a problem at "
                        + day(status.at(g.latch().atMillis()), now) + " UTC. "
                        + (g.recovered()
                                ? "It is over; somebody still has to confirm that."
                                : g.current() == Verdict.FAIL
                                        ? "It is not over."
                                        : "Whether it is over is not known yet."));
        // what is now comes before what is to come
        return Stream.of(failed, downtime).flatMap(Optional::stream).toList();
    }

    private static String downtime(ExpectDown when, ProbeStatus status, Instant now) {
        String to = day(status.second(when.toMillis()), now);
        return (status.expectsDown(now)
                        ? "It is down as planned until " + to
                        : "Downtime is planned from " + day(status.second(when.fromMillis()), now) + " to " + to)
                + " UTC: " + when.reason();
    }

    /** Without the day if that is today. */
    private static String day(Instant at, Instant now) {
        return (Duration.between(now, at).abs().toHours() < 12 ? TIME : DAY).format(at);
    }

    private static String how(Row row) {
        if (Double.isNaN(row.okShare())) {
            return "not tried in the last 10 minutes";
        }
        long worked = Math.round(row.okShare() * row.n());
        String usual = row.state() == Cusum.State.ALARM
                ? "<b>worse than usual</b>; "
                : row.state() == Cusum.State.WATCH ? "perhaps worse than usual; " : "";
        return usual + worked + " of " + row.n() + " tries worked in the last 10 minutes";
    }
}
