package io.rehearse.runtime.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rehearse.reports.run.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a receiver is sent, in its own format: Slack incoming webhooks, PagerDuty Events API v2, Alertmanager API v2. Pure; texts are
 * cut to what the receivers take.
 */
final class Payload {
    private static final int SLACK_TEXT_MAX = 3000;
    private static final int SUMMARY_MAX = 1024;
    /** Sent again every minute while firing: a receiver that hears nothing for so long resolves the alert itself. */
    private static final long ALERTMANAGER_FIRING_SECONDS = 300;

    private Payload() {}

    static String of(Action action, Alert alert, Instant now) {
        Object body;
        if (action.isCommand() || action.template() == Action.Template.JSON) {
            body = alert;
        } else {
            body = switch (action.template()) {
                case SLACK -> slack(alert);
                case PAGERDUTY -> pagerDuty(alert, action.secret());
                case ALERTMANAGER -> alertmanager(alert, now);
                case JSON -> alert;
            };
        }
        try {
            return Json.mapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an alert that is no JSON", e);
        }
    }

    private static Map<String, Object> slack(Alert alert) {
        String lines = "*" + escaped(alert.title()) + "*\n" + escaped(String.join("\n", alert.reasons())) + "\n`"
                + escaped(alert.command()) + "`";
        return ordered(
                "text",
                cut(escaped(alert.title()), SLACK_TEXT_MAX),
                "blocks",
                List.of(ordered(
                        "type", "section", "text", ordered("type", "mrkdwn", "text", cut(lines, SLACK_TEXT_MAX)))));
    }

    private static Map<String, Object> pagerDuty(Alert alert, String routingKey) {
        boolean over = alert.change() == Alert.Change.RECOVERED || alert.change() == Alert.Change.CLEARED;
        Map<String, Object> event = ordered(
                "routing_key", routingKey, "event_action", over ? "resolve" : "trigger", "dedup_key", alert.key());
        if (!over) {
            event.put("client", "rehearse");
            event.put(
                    "payload",
                    ordered(
                            "summary",
                            cut(alert.title(), SUMMARY_MAX),
                            "source",
                            "rehearse probe " + alert.gate(),
                            "severity",
                            "critical",
                            "timestamp",
                            alert.at(),
                            "component",
                            alert.gate(),
                            "custom_details",
                            ordered("reasons", alert.reasons(), "next", alert.command())));
        }
        return event;
    }

    private static List<Object> alertmanager(Alert alert, Instant now) {
        Instant end = alert.firing() ? now.plusSeconds(ALERTMANAGER_FIRING_SECONDS) : alert.at();
        return List.of(ordered(
                "labels",
                ordered("alertname", "RehearseGateFailed", "gate", alert.gate(), "severity", "critical"),
                "annotations",
                ordered(
                        "summary",
                        cut(alert.title(), SUMMARY_MAX),
                        "description",
                        cut(String.join("; ", alert.reasons()), SLACK_TEXT_MAX)),
                "startsAt",
                alert.since(),
                "endsAt",
                end));
    }

    /** What Slack wants escaped. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 1) + "…";
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
