package io.rehearse.runtime.probe;

import java.util.List;

/**
 * Something that is done when the gate changes.
 *
 * @param name unique in the probe; what journal and screens call it
 * @param rollback done once for a failure, and only while the target is seen failing; otherwise it is told of every change
 * @param command program and arguments; empty for a webhook
 * @param template what a webhook sends; null for a command
 * @param url of the webhook, may hold a secret; null for a command
 * @param secret PagerDuty: the routing key; otherwise signs the body (HMAC-SHA256); null: none
 * @param timeoutSeconds of one try, 1 to 600
 */
public record Action(
        String name,
        boolean rollback,
        List<String> command,
        Template template,
        String url,
        String secret,
        int timeoutSeconds) {

    /** What a webhook understands. */
    public enum Template {
        /** The alert as JSON, its fields as they are. */
        JSON,
        /** Slack's incoming webhook. */
        SLACK,
        /** PagerDuty Events API v2. */
        PAGERDUTY,
        /** Alertmanager API v2; sent again and again while it fires, otherwise Alertmanager would resolve it. */
        ALERTMANAGER
    }

    public Action {
        command = List.copyOf(command);
    }

    boolean isCommand() {
        return template == null;
    }

    /** Whether the receiver recognises a repetition, so that one more try after a crash calls nobody twice. */
    boolean repeatable() {
        return !rollback && (template == Template.PAGERDUTY || template == Template.ALERTMANAGER);
    }
}
