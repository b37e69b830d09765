package io.rehearse.runtime.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rehearse.journeys.data.SecretNames;
import io.rehearse.runtime.importing.CurlRequest.Field;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A journey file made of commands of curl, as a browser copies them: a step for each. Values that look like secrets are not written
 * into it; its head says which the environment has to give.
 */
public final class CurlJourney {
    /** Sent anyway, or of no meaning beyond the browser they come from. */
    private static final Set<String> LEFT_OUT = Set.of(
            "host",
            "content-length",
            "connection",
            "accept-encoding",
            "user-agent",
            "cookie",
            "authorization",
            "content-type",
            "traceparent",
            "tracestate",
            "baggage",
            "dnt",
            "te",
            "priority",
            "upgrade-insecure-requests");

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int LINE_MAX = 110;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true)) // 1.50 stays 1.50
            .build();

    private final Map<String, String> secretsByValue = new LinkedHashMap<>();
    private final Map<String, Integer> stepNames = new HashMap<>();
    private final StringBuilder steps = new StringBuilder();

    private CurlJourney() {}

    /**
     * @param commands one or more commands of curl, as typed into a shell
     * @return the text of a journey file
     * @throws NotReadable if something in them cannot be read or said in a journey
     */
    public static String of(String commands) {
        List<CurlRequest> requests =
                ShellWords.of(commands).stream().map(CurlRequest::of).toList();
        if (requests.isEmpty()) {
            throw new NotReadable("there is no command in it; expected curl … as a browser copies it (Copy as cURL)");
        }
        String origin = requests.get(0).origin();
        for (CurlRequest request : requests) {
            if (!request.origin().equals(origin)) {
                throw new NotReadable("two targets, " + origin + " and " + request.origin()
                        + "; a journey has one: import the commands for each by themselves");
            }
        }
        CurlJourney journey = new CurlJourney();
        requests.forEach(journey::step);
        return journey.text(origin, requests);
    }

    private String text(String origin, List<CurlRequest> requests) {
        StringBuilder text = new StringBuilder("// Imported from curl. env/default.yaml beside it says:\n");
        text.append("//   targets: {web: {url: '").append(origin).append("'}}\n");
        if (!secretsByValue.isEmpty()) {
            text.append("//   secrets: {")
                    .append(secretsByValue.values().stream()
                            .map(name -> name + ": env:"
                                    + name.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")))
                    .append("}\n");
        }
        requests.stream()
                .flatMap(request -> request.notes().stream())
                .distinct()
                .forEach(note -> text.append("// ").append(note).append('\n'));
        return text.append("journey('Imported') {\n    target 'web'\n")
                .append(steps)
                .append("}\n")
                .toString();
    }

    private void step(CurlRequest request) {
        String path = request.url().getRawPath().isEmpty() ? "/" : request.url().getRawPath();
        String name = request.method() + " " + path;
        int times = stepNames.merge(name, 1, Integer::sum);
        steps.append("\n    step(")
                .append(quoted(times == 1 ? name : name + ", " + times))
                .append(") {\n");
        String query = request.url().getRawQuery() == null ? "" : request.url().getRawQuery();
        Optional<List<String>> fields =
                form(query).filter(all -> all.stream().anyMatch(one -> one.contains("secret(")));
        String place = query.isEmpty() || fields.isPresent() ? path : path + "?" + query;
        line(request.method().toLowerCase(Locale.ROOT) + " " + quoted(place));
        fields.ifPresent(all -> fields("query", all));
        authorization(request);
        request.header("Cookie").ifPresent(this::cookies);
        for (Field header : request.headers()) {
            String lower = header.name().toLowerCase(Locale.ROOT);
            if (!LEFT_OUT.contains(lower) && !lower.startsWith("sec-") && !lower.startsWith(":")) {
                line("header " + quoted(header.name()) + ", " + value(header.name(), header.value()));
            }
        }
        body(request);
        request.timeoutSeconds().ifPresent(seconds -> line("timeout " + seconds + ".s"));
        steps.append("    }\n");
    }

    private void authorization(CurlRequest request) {
        Optional<String> header = request.header("Authorization");
        if (request.user().isPresent()) {
            String[] user = request.user().get().split(":", 2);
            line("auth basic(" + quoted(user[0]) + ", " + secret("password", user.length > 1 ? user[1] : "") + ")");
        } else if (header.isPresent() && header.get().regionMatches(true, 0, "Bearer ", 0, 7)) {
            line("auth bearer(" + secret("token", header.get().substring(7).strip()) + ")");
        } else if (header.isPresent()) {
            line("header 'Authorization', " + secret("authorization", header.get()));
        }
    }

    private void cookies(String header) {
        List<String> cookies = new ArrayList<>();
        for (String pair : header.split(";\\s*")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = pair.substring(0, equals).strip();
                cookies.add(key(name) + ": " + secret(name, pair.substring(equals + 1)));
            }
        }
        if (!cookies.isEmpty()) {
            fields("cookie", cookies);
        }
    }

    private void body(CurlRequest request) {
        if (!request.parts().isEmpty()) {
            List<String> parts = new ArrayList<>();
            for (Field part : request.parts()) {
                String value = part.value();
                parts.add(key(part.name()) + ": "
                        + (value.startsWith("@") ? file(value.substring(1)) : value(part.name(), value)));
            }
            fields("form", parts);
        }
        if (request.body().isEmpty()) {
            return;
        }
        String body = request.body().get();
        String type = request.header("Content-Type").orElse("application/x-www-form-urlencoded");
        Optional<JsonNode> json = type.contains("json") ? json(body) : Optional.empty();
        Optional<List<String>> form =
                type.startsWith("application/x-www-form-urlencoded") ? form(body) : Optional.empty();
        if (json.isPresent() && json.get().isObject() && !json.get().isEmpty()) {
            fields("json", members(json.get()));
        } else if (json.isPresent() && json.get().isArray()) {
            line("json(" + groovy("", json.get()) + ")");
        } else if (form.isPresent()) {
            fields("form", form.get());
        } else {
            line("body type: " + quoted(type) + ", " + quoted(body));
        }
    }

    private String file(String place) {
        int options = place.indexOf(';');
        String name = options < 0 ? place : place.substring(0, options);
        int type = place.indexOf(";type=");
        return "file(" + quoted(name) + (type < 0 ? "" : ", type: " + quoted(place.substring(type + 6))) + ")";
    }

    private static Optional<JsonNode> json(String body) {
        try {
            return Optional.ofNullable(JSON.readTree(body));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private List<String> members(JsonNode object) {
        List<String> members = new ArrayList<>();
        object.properties()
                .forEach(member ->
                        members.add(key(member.getKey()) + ": " + groovy(member.getKey(), member.getValue())));
        return members;
    }

    private String groovy(String name, JsonNode node) {
        if (node.isObject()) {
            return node.isEmpty() ? "[:]" : "[" + String.join(", ", members(node)) + "]";
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(element -> groovy(name, element))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return node.isTextual() ? value(name, node.textValue()) : node.asText();
    }

    /** Nothing for what is no form: a body that was written by hand. */
    private Optional<List<String>> form(String body) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            try {
                values.computeIfAbsent(decoded(pair.substring(0, equals)), name -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            } catch (IllegalArgumentException notEncoded) {
                return Optional.empty();
            }
        }
        List<String> fields = new ArrayList<>();
        values.forEach((name, each) -> fields.add(key(name) + ": "
                + (each.size() == 1
                        ? value(name, each.get(0))
                        : each.stream().map(one -> value(name, one)).collect(Collectors.joining(", ", "[", "]")))));
        return Optional.of(fields);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** In one line, or one line each. */
    private void fields(String word, List<String> fields) {
        String all = word + " " + String.join(", ", fields);
        line(all.length() <= LINE_MAX ? all : word + " " + String.join(",\n            ", fields));
    }

    private void line(String text) {
        steps.append("        ").append(text).append('\n');
    }

    private String value(String name, String value) {
        return SecretNames.matches(name) && !value.isEmpty() ? secret(name, value) : quoted(value);
    }

    /** The same value is the same secret wherever it stands. */
    private String secret(String of, String value) {
        if (value.isEmpty()) {
            return "''";
        }
        String known = secretsByValue.get(value);
        if (known == null) {
            String[] parts = of.split("[^A-Za-z0-9]+");
            StringBuilder name = new StringBuilder();
            for (String part : parts) {
                if (!part.isEmpty()) {
                    name.append(
                                    name.isEmpty()
                                            ? part.substring(0, 1).toLowerCase(Locale.ROOT)
                                            : part.substring(0, 1).toUpperCase(Locale.ROOT))
                            .append(part.substring(1));
                }
            }
            if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
                name.insert(0, "secret");
            }
            known = name.toString();
            for (int i = 2; secretsByValue.containsValue(known); i++) {
                known = name.toString() + i;
            }
            secretsByValue.put(value, known);
        }
        return "secret(" + quoted(known) + ")";
    }

    private static String key(String name) {
        return IDENTIFIER.matcher(name).matches() ? name : quoted(name);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '\'' -> quoted.append("\\'");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('\'').toString();
    }
}
