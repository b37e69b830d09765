package io.rehearse.journeys.environment;

import io.rehearse.journeys.data.SecretNames;
import io.rehearse.journeys.error.Nearest;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.journeys.plan.OAuth2;
import io.rehearse.journeys.plan.Route;
import io.rehearse.journeys.plan.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The environment a script is read for: targets, parameters and secrets, each from the first that has it: command line,
 * {@code REHEARSE_*} variable, environment file, the layers it extends.
 */
public final class Environment {
    private static final List<String> WORDS = List.of("extends", "targets", "params", "secrets", "oauth2", "control");
    private static final int LAYERS_MAX = 10;
    private static final String CONTROL_VARIABLE = "REHEARSE_CONTROL";

    private final String name;
    private final Inputs inputs;
    private final Path directory;
    private final Map<String, YamlNode> targets = new LinkedHashMap<>();
    private final Map<String, YamlNode> parameters = new LinkedHashMap<>();
    private final Map<String, YamlNode> secrets = new LinkedHashMap<>();
    private final Map<String, YamlNode> logins = new LinkedHashMap<>();
    private YamlNode control;

    private Environment(String name, Inputs inputs, Path directory) {
        this.name = name;
        this.inputs = inputs;
        this.directory = directory;
    }

    /**
     * Looks for {@code env/<name>.yaml} beside the script, then in the working directory.
     *
     * @throws ScriptErrors when a named file is missing or anything in a file is not understood
     */
    public static Environment load(Inputs inputs, Path scriptDirectory) {
        String name = inputs.environment().orElse("default");
        Optional<Path> file = find(name, scriptDirectory);
        if (file.isEmpty() && inputs.environment().isPresent()) {
            throw new ScriptErrors(List.of(missing(name, "environment '" + name + "'", scriptDirectory)));
        }
        Path directory = file.map(found -> found.toAbsolutePath().getParent()).orElse(scriptDirectory);
        Environment environment = new Environment(name, inputs, directory);
        List<ScriptError> errors = new ArrayList<>();
        List<String> layers = new ArrayList<>();
        Optional<Path> layer = file;
        while (layer.isPresent()) {
            layers.add(layer.get().toString());
            YamlNode extended = environment.add(layer.get(), errors);
            if (extended == null) {
                break;
            }
            layer = find(String.valueOf(extended.text()), scriptDirectory);
            if (layer.isEmpty()) {
                errors.add(extended.error("no environment '" + extended.text() + "' to extend; looked for env/"
                        + extended.text() + ".yaml beside this file"));
            } else if (layers.contains(layer.get().toString()) || layers.size() == LAYERS_MAX) {
                errors.add(extended.error("environments extend each other in a circle: " + String.join(" → ", layers)));
                break;
            }
        }
        if (!errors.isEmpty()) {
            throw new ScriptErrors(errors);
        }
        return environment;
    }

    public String name() {
        return name;
    }

    /** Names of the targets that are known, for messages and for URLs of foreign hosts. */
    public Collection<String> targetNames() {
        List<String> names = new ArrayList<>(targets.keySet());
        inputs.targets().keySet().stream()
                .sorted()
                .filter(target -> !names.contains(target))
                .forEach(names::add);
        return names;
    }

    /**
     * The target of that name; empty when neither the command line nor a file gives its URL.
     *
     * @throws ScriptErrors when its settings are not understood
     */
    public Optional<Target> target(String target, int index) {
        YamlNode settings = targets.get(target);
        String variable = "REHEARSE_TARGET_" + upperCase(target);
        Optional<TargetReader.Given> url = Optional.ofNullable(inputs.targets().get(target))
                .map(given -> new TargetReader.Given(given, "--target " + target))
                .or(() -> Optional.ofNullable(inputs.variables().get(variable))
                        .map(given -> new TargetReader.Given(given, variable)));
        if (settings == null && url.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TargetReader(target, index, directory, inputs).read(settings, url));
    }

    /** The value given to a parameter, if any, and who gave it. */
    public Optional<Given> parameter(String parameter) {
        String variable = "REHEARSE_" + upperCase(parameter);
        if (inputs.settings().containsKey(parameter)) {
            return Optional.of(new Given(inputs.settings().get(parameter), "--set", ""));
        }
        if (inputs.variables().containsKey(variable)) {
            return Optional.of(new Given(inputs.variables().get(variable), variable, ""));
        }
        YamlNode node = parameters.get(parameter);
        return node == null || node.text() == null
                ? Optional.empty()
                : Optional.of(new Given(node.text(), "environment " + name, node.file() + ":" + node.line()));
    }

    /** Names of targets given by {@code --connect-to}. */
    public Collection<String> connectTo() {
        return inputs.connectTo().keySet();
    }

    /** URL of what is reached on the same way as the targets, if any, and who gave it: a variable or a file. */
    public Optional<Given> control() {
        String url = inputs.variables().get(CONTROL_VARIABLE);
        if (url != null) {
            return Optional.of(new Given(url, CONTROL_VARIABLE, ""));
        }
        return Optional.ofNullable(control)
                .map(node -> new Given(node.text(), "environment " + name, node.file() + ":" + node.line()));
    }

    /** Names given by {@code --set}. */
    public Collection<String> settings() {
        return inputs.settings().keySet();
    }

    /**
     * The value of a secret.
     *
     * @throws IllegalArgumentException with what is missing and where it was looked for; never with the value
     */
    public String secret(String secret) {
        YamlNode node = secrets.get(secret);
        if (node == null || node.text() == null) {
            throw new IllegalArgumentException("no secret '" + secret + "' in environment '" + name + "'"
                    + Nearest.hint(secret, secrets.keySet()) + "; write under secrets: in env/" + name + ".yaml: "
                    + secret + ": env:NAME or file:PATH");
        }
        return value("secret '" + secret + "'", node, " (" + node.file() + ":" + node.line() + ")");
    }

    /** What is written {@code env:NAME} or {@code file:PATH}, or as it is. */
    private String value(String what, YamlNode node, String place) {
        if (node.text().startsWith("env:")) {
            String variable = node.text().substring(4).trim();
            String value = inputs.variables().get(variable);
            if (value == null || value.isEmpty()) {
                throw new IllegalArgumentException(what + ": environment variable " + variable + " is not set" + place);
            }
            return value;
        }
        if (node.text().startsWith("file:")) {
            Path file = directory.resolve(node.text().substring(5).trim());
            try {
                return Files.readString(file).stripTrailing();
            } catch (IOException unreadable) {
                throw new IllegalArgumentException(what + ": file " + file + " cannot be read" + place, unreadable);
            }
        }
        return node.text();
    }

    /**
     * Where the tokens of a name come from.
     *
     * @throws IllegalArgumentException when there is no such name
     * @throws ScriptErrors when its settings are not understood
     */
    public OAuth2 oauth2(String login) {
        YamlNode settings = logins.get(login);
        if (settings == null) {
            throw new IllegalArgumentException("no oauth2 '" + login + "' in environment '" + name + "'"
                    + Nearest.hint(login, logins.keySet()) + "; write under oauth2: in env/" + name + ".yaml: " + login
                    + ": {tokenUrl: https://…, clientId: …, clientSecret: env:NAME}");
        }
        return new OAuth2Reader(
                        login,
                        settings,
                        (what, node) -> value(what, node, ""),
                        new TargetReader(login, 0, directory, inputs))
                .read();
    }

    /** What a login's settings hold that must be masked, by what it is. */
    public static Map<String, String> secrets(OAuth2 login) {
        return OAuth2Reader.secrets(login);
    }

    /** What a target's settings hold that must be masked, by what it is: values of telling headers, the proxy's password. */
    public static Map<String, String> secrets(Target target) {
        Map<String, String> secrets = new LinkedHashMap<>(target.headers());
        secrets.keySet().removeIf(header -> !SecretNames.matches(header));
        target.route().proxy().ifPresent(proxy -> secrets.putAll(secrets(proxy)));
        return secrets;
    }

    /** What must be masked of a proxy, by what it is; its Base64 form is what is sent. */
    static Map<String, String> secrets(Route.Proxy proxy) {
        Map<String, String> secrets = new LinkedHashMap<>();
        if (!proxy.password().isEmpty()) {
            secrets.put("proxy password", proxy.password());
            secrets.put("proxy login", proxy.user() + ":" + proxy.password());
        }
        return secrets;
    }

    /**
     * A value and who gave it.
     *
     * @param origin "--set", "REHEARSE_RATE", "environment new"
     * @param place file and line; empty unless it is a file
     */
    public record Given(String text, String origin, String place) {}

    private YamlNode add(Path file, List<ScriptError> errors) {
        YamlNode root;
        try {
            root = YamlNode.read(shown(file), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            errors.add(ScriptError.of(shown(file), "cannot be read as UTF-8 text"));
            return null;
        } catch (ScriptErrors notYaml) {
            errors.addAll(notYaml.errors());
            return null;
        }
        if (root.map() == null) {
            errors.add(root.error("an environment has the keys " + String.join(", ", WORDS)));
            return null;
        }
        root.map().forEach((key, node) -> {
            switch (key) {
                case "extends" -> {}
                case "control" -> {
                    if (node.text() == null) {
                        errors.add(node.error("control is the URL of something else on the way to the targets, as"
                                + " https://10.0.0.1"));
                    }
                    control = control == null ? node : control;
                }
                case "targets" ->
                    members(node, errors).forEach((target, settings) -> {
                        errors.addAll(TargetReader.unknownKeys(settings));
                        targets.merge(target, settings, Environment::layered);
                    });
                case "params" -> members(node, errors).forEach(parameters::putIfAbsent);
                case "oauth2" ->
                    members(node, errors)
                            .forEach((login, settings) -> logins.merge(login, settings, Environment::layered));
                case "secrets" -> members(node, errors).forEach(secrets::putIfAbsent);
                default ->
                    errors.add(node.error("unknown key '" + key + "'" + Nearest.hint(key, WORDS) + " (keys: "
                            + String.join(", ", WORDS) + ")"));
            }
        });
        return root.map().get("extends");
    }

    private static Map<String, YamlNode> members(YamlNode node, List<ScriptError> errors) {
        if (node.map() == null && node.text() != null) {
            errors.add(node.error("'" + node.text() + "' stands where names with values are expected"));
        }
        return node.map() == null ? Map.of() : node.map();
    }

    /** The upper layer's keys win, one by one. */
    private static YamlNode layered(YamlNode upper, YamlNode lower) {
        if (upper.map() == null || lower.map() == null) {
            return upper;
        }
        Map<String, YamlNode> both = new LinkedHashMap<>(lower.map());
        upper.map().forEach((key, node) -> both.merge(key, node, (below, above) -> layered(above, below)));
        return new YamlNode(upper.file(), upper.line(), upper.column(), null, both);
    }

    private static Optional<Path> find(String name, Path scriptDirectory) {
        for (Path place : List.of(scriptDirectory.resolve("env"), Path.of("env"))) {
            for (String ending : List.of(".yaml", ".yml")) {
                Path file = place.resolve(name + ending);
                if (Files.isRegularFile(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    private static ScriptError missing(String name, String what, Path scriptDirectory) {
        List<String> known = new ArrayList<>();
        for (Path place : List.of(scriptDirectory.resolve("env"), Path.of("env"))) {
            try (var files = Files.list(place)) {
                files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".yaml") || file.endsWith(".yml"))
                        .map(file -> file.substring(0, file.lastIndexOf('.')))
                        .filter(file -> !known.contains(file))
                        .sorted()
                        .forEach(known::add);
            } catch (IOException noSuchDirectory) {
                continue;
            }
        }
        return ScriptError.of(
                "env/" + name + ".yaml",
                "no " + what + Nearest.hint(name, known) + "; "
                        + (known.isEmpty() ? "there is no environment" : "environments: " + String.join(", ", known))
                        + " beside the script or in the working directory");
    }

    private static String shown(Path file) {
        return "env/" + file.getFileName();
    }

    /** {@code maxUsers} and {@code max-users} are {@code MAX_USERS}. */
    private static String upperCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }

    /** The URL as a target needs it, or what is wrong with it. */
    static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (java.net.URISyntaxException notAUrl) {
            throw new IllegalArgumentException(urlMessage(text), notAUrl);
        }
        throw new IllegalArgumentException(urlMessage(text));
    }

    private static String urlMessage(String text) {
        String shown = text.replaceAll("//[^/]*@", "//***@").replaceAll("[?].*", "?***");
        return "'" + shown + "' is not the URL of a target: write http://host:port or https://host, a path may follow";
    }
}
