package io.rehearse.runtime.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rehearse.reports.run.Json;
import io.rehearse.runtime.probe.Action.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which actions a probe has: a JSON file, in which {@code ${NAME}} is the environment variable of that name, so that no secret
 * need be written there.
 *
 * <pre>
 * {"actions": [
 *   {"name": "page", "webhook": "pagerduty", "secret": "${PAGERDUTY_ROUTING_KEY}"},
 *   {"name": "chat", "webhook": "slack", "url": "${SLACK_WEBHOOK}"},
 *   {"name": "undo", "exec": ["./rollback.sh"], "rollback": true, "timeoutSeconds": 120}
 * ]}
 * </pre>
 */
public final class ActionFile {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Set<String> KEYS =
            Set.of("name", "rollback", "exec", "webhook", "url", "secret", "timeoutSeconds");
    private static final String PAGERDUTY_URL = "https://events.pagerduty.com/v2/enqueue";
    private static final int TIMEOUT_SECONDS = 10;
    private static final int TIMEOUT_SECONDS_MAX = 600;

    private final Path file;
    private final Map<String, String> environment;

    private ActionFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * @param environment where {@code ${NAME}} is looked up
     * @throws IllegalArgumentException if something in it is wrong: where, what was found, what was expected
     * @throws IOException if it cannot be read
     */
    public static List<Action> read(Path file, Map<String, String> environment) throws IOException {
        return new ActionFile(file, environment).read();
    }

    private List<Action> read() throws IOException {
        JsonNode root;
        try {
            root = Json.mapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw wrong("line " + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()), e.getOriginalMessage());
        }
        JsonNode list = root.path("actions");
        if (!list.isArray()) {
            throw wrong("at the top", "no list 'actions': expected {\"actions\": [ … ]}");
        }
        List<Action> actions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode node : list) {
            Action action = action(node, actions.size() + 1);
            if (!names.add(action.name())) {
                throw wrong("action '" + action.name() + "'", "occurs twice: give each action a name of its own");
            }
            actions.add(action);
        }
        return List.copyOf(actions);
    }

    private Action action(JsonNode node, int number) {
        String name = node.path("name").asText("");
        String where = name.isBlank() ? "action " + number : "action '" + name + "'";
        if (!name.matches("[A-Za-z0-9._-]{1,40}")) {
            throw wrong(where, "name '" + name + "': expected 1 to 40 letters, digits, '.', '_' or '-'");
        }
        for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!KEYS.contains(key)) {
                throw wrong(
                        where,
                        "unknown word '" + key + "': expected one of "
                                + String.join(", ", KEYS.stream().sorted().toList()));
            }
        }
        if (node.has("exec") == node.has("webhook")) {
            throw wrong(where, "expected either \"exec\": [program, arguments…] or \"webhook\": a template");
        }
        int timeout = node.path("timeoutSeconds").asInt(TIMEOUT_SECONDS);
        if (timeout < 1 || timeout > TIMEOUT_SECONDS_MAX) {
            throw wrong(where, "timeoutSeconds " + timeout + ": expected 1 to " + TIMEOUT_SECONDS_MAX);
        }
        String secret = node.has("secret") ? filled(node.path("secret").asText(), where) : null;
        boolean rollback = node.path("rollback").asBoolean(false);
        if (node.has("exec")) {
            List<String> command = new ArrayList<>();
            node.path("exec").forEach(part -> command.add(filled(part.asText(), where)));
            if (command.isEmpty()) {
                throw wrong(where, "exec is empty: expected [program, arguments…]");
            }
            return new Action(name, rollback, command, null, null, secret, timeout);
        }
        return webhook(node, where, name, rollback, secret, timeout);
    }

    private Action webhook(JsonNode node, String where, String name, boolean rollback, String secret, int timeout) {
        String word = node.path("webhook").asText();
        List<String> words = Arrays.stream(Template.values())
                .map(t -> t.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!words.contains(word)) {
            throw wrong(where, "webhook '" + word + "': expected one of " + String.join(", ", words));
        }
        Template template = Template.valueOf(word.toUpperCase(Locale.ROOT));
        String url = node.has("url")
                ? filled(node.path("url").asText(), where)
                : template == Template.PAGERDUTY ? PAGERDUTY_URL : "";
        if (!url.matches("https?://[^\\s]+")) {
            throw wrong(where, "no url: expected \"url\": \"https://…\"");
        }
        if (template == Template.PAGERDUTY && secret == null) {
            throw wrong(where, "no routing key: expected \"secret\": \"${PAGERDUTY_ROUTING_KEY}\"");
        }
        return new Action(name, rollback, List.of(), template, url, secret, timeout);
    }

    private String filled(String text, String where) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String value = environment.get(matcher.group(1));
            if (value == null || value.isEmpty()) {
                throw wrong(where, "the environment has no variable " + matcher.group(1) + ": set it");
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(out).toString();
    }

    private IllegalArgumentException wrong(String where, String what) {
        return new IllegalArgumentException(file + ", " + where + ": " + what);
    }
}
