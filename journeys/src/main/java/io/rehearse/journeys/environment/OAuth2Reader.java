package io.rehearse.journeys.environment;

import io.rehearse.journeys.error.Nearest;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.journeys.plan.OAuth2;
import io.rehearse.journeys.plan.Route;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads the settings of one {@code oauth2} login; keys that are not understood are errors, never ignored. */
final class OAuth2Reader {
    private static final List<String> WORDS = List.of(
            "tokenUrl",
            "clientId",
            "clientSecret",
            "credentials",
            "scope",
            "audience",
            "refreshToken",
            "tls",
            "proxy",
            "timeout");

    private static final long TIMEOUT_NANOS = 10_000_000_000L;

    private final String name;
    private final YamlNode settings;
    private final BiFunction<String, YamlNode, String> secrets;
    private final TargetReader settingsOfTargets;
    private final List<ScriptError> errors = new ArrayList<>();

    /**
     * @param secrets the value of what may be written {@code env:NAME} or {@code file:PATH}, by what it is
     * @param settingsOfTargets reads what a login has in common with a target
     */
    OAuth2Reader(
            String name,
            YamlNode settings,
            BiFunction<String, YamlNode, String> secrets,
            TargetReader settingsOfTargets) {
        this.name = name;
        this.settings = settings;
        this.secrets = secrets;
        this.settingsOfTargets = settingsOfTargets;
    }

    /** @throws ScriptErrors with everything that is not understood */
    OAuth2 read() {
        Map<String, YamlNode> map = settings.map() == null ? Map.of() : settings.map();
        map.forEach((key, value) -> {
            if (!WORDS.contains(key)) {
                errors.add(value.error("unknown key '" + key + "'" + Nearest.hint(key, WORDS) + " (keys: "
                        + String.join(", ", WORDS) + ")"));
            }
        });
        String credentials = text(map.get("credentials")).orElse("header");
        if (!credentials.equals("header") && !credentials.equals("body")) {
            errors.add(map.get("credentials")
                    .error("credentials go in the header or in the body, not '" + credentials + "'"));
        }
        OAuth2 login = new OAuth2(
                name,
                tokenUrl(map.get("tokenUrl")),
                text(map.get("clientId")).orElseGet(() -> missing("clientId: …")),
                secret("clientSecret", map.get("clientSecret")).orElse(""),
                credentials.equals("body"),
                text(map.get("scope")),
                text(map.get("audience")),
                secret("refreshToken", map.get("refreshToken")),
                settingsOfTargets.tls(map.get("tls"), errors),
                settingsOfTargets.proxy(map.get("proxy"), errors),
                settingsOfTargets.time("timeout", map.get("timeout"), TIMEOUT_NANOS, errors));
        if (login.proxy()
                .filter(proxy ->
                        proxy.kind() == Route.Proxy.Kind.SOCKS5 && !proxy.user().isEmpty())
                .isPresent()) {
            errors.add(map.get("proxy")
                    .error(
                            "a token endpoint is not asked through a SOCKS proxy that wants a password: use http://, or a"
                                    + " proxy without"));
        }
        if (!errors.isEmpty()) {
            throw new ScriptErrors(errors);
        }
        return login;
    }

    private String missing(String what) {
        errors.add(settings.error("oauth2 '" + name + "' needs " + what));
        return "";
    }

    private URI tokenUrl(YamlNode node) {
        if (text(node).isEmpty()) {
            missing("tokenUrl: https://…");
            return URI.create("http://127.0.0.1:0");
        }
        try {
            return Environment.url(node.text());
        } catch (IllegalArgumentException notAUrl) {
            errors.add(node.error("tokenUrl is an http or https URL without user, query and fragment"));
            return URI.create("http://127.0.0.1:0");
        }
    }

    private Optional<String> secret(String what, YamlNode node) {
        if (text(node).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(secrets.apply("oauth2 '" + name + "': " + what, node));
        } catch (IllegalArgumentException missing) {
            errors.add(node.error(missing.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<String> text(YamlNode node) {
        return node == null ? Optional.empty() : Optional.ofNullable(node.text());
    }

    /** What must be masked, by what it is. */
    static Map<String, String> secrets(OAuth2 login) {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("oauth2 client secret", login.clientSecret());
        // its Base64 form is what is sent
        secrets.put(
                "oauth2 login", login.clientSecret().isEmpty() ? "" : login.clientId() + ":" + login.clientSecret());
        secrets.put("oauth2 refresh token", login.refreshToken().orElse(""));
        login.proxy().ifPresent(proxy -> secrets.putAll(Environment.secrets(proxy)));
        return secrets;
    }
}
