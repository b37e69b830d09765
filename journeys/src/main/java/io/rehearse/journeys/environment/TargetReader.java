package io.rehearse.journeys.environment;

import io.rehearse.journeys.error.Nearest;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.journeys.plan.Headers;
import io.rehearse.journeys.plan.Limits;
import io.rehearse.journeys.plan.Route;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Target.Connections;
import io.rehearse.journeys.plan.Target.Connections.Policy;
import io.rehearse.journeys.plan.Target.Tls;
import io.rehearse.journeys.plan.Target.Tls.Resumption;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the settings of one target; keys that are not understood are errors, never ignored. */
final class TargetReader {
    private static final URI NOT_STARTED = URI.create("http://127.0.0.1:0");
    private static final long CONNECT_TIMEOUT_NANOS = 5_000_000_000L;
    private static final int CONNECTIONS = 64;
    private static final List<String> WORDS = List.of(
            "url", "embedded", "headers", "tls", "connections", "connectTo", "source", "proxy", "limits", "allow");
    private static final List<String> TLS_WORDS =
            List.of("insecure", "ca", "certificate", "key", "serverName", "resumption");
    private static final List<String> CONNECTIONS_WORDS = List.of("policy", "max", "connectTimeout");
    private static final Map<String, Resumption> RESUMPTIONS =
            Map.of("on", Resumption.ON, "off", Resumption.OFF, "perUser", Resumption.PER_USER);
    private static final Map<String, Policy> POLICIES =
            Map.of("shared", Policy.SHARED, "perUser", Policy.PER_USER, "fresh", Policy.FRESH);

    private static final Pattern NUMBER = Pattern.compile("([1-9]\\d{0,8})");
    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,8}) ?(kB|MB|GB)");
    private static final Map<String, Integer> SIZES = Map.of("kB", 1_000, "MB", 1_000_000, "GB", 1_000_000_000);

    private final String name;
    private final int index;
    private final Path directory;
    private final List<String> sources;
    private final Optional<String> connectTo;
    private final Optional<String> caFile;
    private final Map<String, String> variables;
    private final List<ScriptError> errors = new ArrayList<>();

    /** A URL from above the file, and who gave it. */
    record Given(String url, String origin) {}

    /** @param inputs sources of the command line, and variables for values written {@code env:NAME} */
    TargetReader(String name, int index, Path directory, Inputs inputs) {
        this.name = name;
        this.index = index;
        this.directory = directory;
        this.sources = inputs.sources();
        this.connectTo = Optional.ofNullable(inputs.connectTo().get(name));
        this.caFile = inputs.caFile();
        this.variables = inputs.variables();
    }

    /** Told for every target of a file, used or not. */
    static List<ScriptError> unknownKeys(YamlNode settings) {
        List<ScriptError> errors = new ArrayList<>();
        unknownKeys(settings, WORDS, errors);
        if (settings.map() != null) {
            unknownKeys(settings.map().get("tls"), TLS_WORDS, errors);
            unknownKeys(settings.map().get("connections"), CONNECTIONS_WORDS, errors);
            unknownKeys(
                    settings.map().get("limits"),
                    List.copyOf(Limits.DEFAULT.byWord().keySet()),
                    errors);
        }
        return errors;
    }

    private static void unknownKeys(YamlNode node, List<String> words, List<ScriptError> errors) {
        if (node == null || node.map() == null) {
            return;
        }
        node.map().forEach((key, value) -> {
            if (!words.contains(key)) {
                errors.add(value.error("unknown key '" + key + "'" + Nearest.hint(key, words) + " (keys: "
                        + String.join(", ", words) + ")"));
            }
        });
    }

    Target read(YamlNode settings, Optional<Given> given) {
        Map<String, YamlNode> map = settings == null || settings.map() == null ? Map.of() : settings.map();
        Optional<String> embedded = given.isPresent() ? Optional.empty() : text(map.get("embedded"));
        Target target = new Target(
                index,
                name,
                url(settings, map, given, embedded),
                embedded,
                headers(map.get("headers")),
                connections(map.get("connections")),
                tls(map.get("tls")),
                new RouteReader(sources, connectTo, variables, errors).read(map),
                limits(map.get("limits")),
                bool(map.get("allow")));
        checkResumption(target, map);
        if (!errors.isEmpty()) {
            throw new ScriptErrors(errors);
        }
        return target;
    }

    private URI url(YamlNode settings, Map<String, YamlNode> map, Optional<Given> given, Optional<String> embedded) {
        YamlNode node = map.get("url");
        try {
            if (given.isPresent()) {
                return Environment.url(given.get().url());
            }
            if (embedded.isPresent()) {
                return NOT_STARTED;
            }
            if (node != null && node.text() != null) {
                return Environment.url(node.text());
            }
            errors.add(settings.error("target '" + name + "' has no url"));
        } catch (IllegalArgumentException notAUrl) {
            errors.add(
                    given.isPresent()
                            ? ScriptError.of(given.get().origin(), notAUrl.getMessage())
                            : node.error(notAUrl.getMessage()));
        }
        return NOT_STARTED;
    }

    private Map<String, String> headers(YamlNode node) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (node != null && node.map() != null) {
            node.map().forEach((header, value) -> {
                String words = text(value).orElse("");
                Stream.of(Headers.problemOfName(header), Headers.problemOfValue(words))
                        .filter(problem -> !problem.isEmpty())
                        .forEach(problem -> errors.add(value.error(problem)));
                headers.put(header, words);
            });
        }
        return headers;
    }

    private Connections connections(YamlNode node) {
        Map<String, YamlNode> map = node == null ? Map.of() : node.map() == null ? Map.of("policy", node) : node.map();
        Policy policy = Policy.SHARED;
        YamlNode named = map.get("policy");
        if (named != null) {
            policy = POLICIES.get(text(named).orElse(""));
            if (policy == null) {
                errors.add(named.error("connections are shared, perUser or fresh, not '" + named.text() + "'"));
                policy = Policy.SHARED;
            }
        }
        return new Connections(
                policy,
                max(map.get("max")),
                time("connectTimeout", map.get("connectTimeout"), CONNECT_TIMEOUT_NANOS, errors));
    }

    private int max(YamlNode node) {
        String text = text(node).orElse(String.valueOf(CONNECTIONS));
        if (text.equals("unlimited")) {
            return Connections.UNLIMITED;
        }
        if (!text.matches("[1-9]\\d{0,5}")) {
            errors.add(node.error("max is a number of connections from 1 on or 'unlimited', not '" + text + "'"));
            return CONNECTIONS;
        }
        return Integer.parseInt(text);
    }

    /** @param without what it is when nothing is written */
    long time(String what, YamlNode node, long without, List<ScriptError> mistakes) {
        if (node == null) {
            return without;
        }
        String text = text(node).orElse("");
        Matcher found = Pattern.compile("([1-9]\\d{0,6}) ?(ms|s)").matcher(text);
        if (!found.matches()) {
            mistakes.add(node.error(what + " is a time like 500ms or 5s, not '" + text + "'"));
            return without;
        }
        return Long.parseLong(found.group(1)) * (found.group(2).equals("s") ? 1_000_000_000L : 1_000_000L);
    }

    private Limits limits(YamlNode node) {
        Map<String, Integer> limits = Limits.DEFAULT.byWord();
        if (node != null && node.map() == null && node.text() != null) {
            errors.add(node.error("limits have names, like {body: 64 MB}, not '" + node.text() + "'"));
        }
        if (node != null && node.map() != null) {
            Map<String, Integer> highest = Limits.HIGHEST.byWord();
            node.map().forEach((word, value) -> {
                if (highest.containsKey(word)) {
                    limits.put(word, limit(word, value, highest.get(word)));
                }
            });
        }
        return Limits.of(limits);
    }

    private int limit(String word, YamlNode node, int highest) {
        Matcher found = (Limits.isSize(word) ? SIZE : NUMBER).matcher(text(node).orElse(""));
        long limit = !found.matches()
                ? 0
                : Long.parseLong(found.group(1)) * (Limits.isSize(word) ? SIZES.get(found.group(2)) : 1);
        if (limit == 0 || limit > highest) {
            errors.add(node.error("the limit " + word + " is a " + (Limits.isSize(word) ? "size like 500 kB" : "number")
                    + ", " + Limits.value(word, highest) + " at most, not '"
                    + text(node).orElse("") + "'"));
            return highest;
        }
        return (int) limit;
    }

    /** TLS settings that are no target's, their mistakes for somebody else to tell. */
    Tls tls(YamlNode node, List<ScriptError> mistakes) {
        unknownKeys(node, TLS_WORDS, errors);
        Tls tls = tls(node);
        mistakes.addAll(errors);
        return tls;
    }

    /** A proxy that is no target's, likewise. */
    Optional<Route.Proxy> proxy(YamlNode node, List<ScriptError> mistakes) {
        return new RouteReader(sources, connectTo, variables, mistakes).proxy(node);
    }

    private Tls tls(YamlNode node) {
        Map<String, YamlNode> map = node == null || node.map() == null ? Map.of() : node.map();
        return new Tls(
                bool(map.get("insecure")),
                ca(map.get("ca")),
                file(map.get("certificate")),
                file(map.get("key")),
                text(map.get("serverName")),
                resumption(map.get("resumption")));
    }

    private Resumption resumption(YamlNode node) {
        String text = text(node).orElse("on");
        Resumption resumption = RESUMPTIONS.get(text);
        if (resumption == null) {
            errors.add(node.error("resumption of TLS sessions is on, off or perUser, not '" + text + "'"));
            return Resumption.ON;
        }
        return resumption;
    }

    /** Of a shared connection nobody can say whose session it resumes. */
    private void checkResumption(Target target, Map<String, YamlNode> map) {
        if (target.tls().resumption() == Resumption.PER_USER
                && target.connections().policy() == Policy.SHARED) {
            errors.add(
                    map.get("tls")
                            .map()
                            .get("resumption")
                            .error(
                                    "resumption: perUser goes with connections of one user: write connections: perUser or fresh"));
        }
    }

    private Optional<String> ca(YamlNode node) {
        if (caFile.isPresent() && !java.nio.file.Files.isReadable(Path.of(caFile.get()))) {
            errors.add(ScriptError.of("--ca", "file " + caFile.get() + " cannot be read"));
        }
        return caFile.isPresent() ? caFile : file(node);
    }

    private Optional<String> file(YamlNode node) {
        Optional<String> file = text(node).map(name -> directory.resolve(name).toString());
        if (file.isPresent() && !java.nio.file.Files.isReadable(Path.of(file.get()))) {
            errors.add(node.error("file " + file.get() + " cannot be read"));
        }
        return file;
    }

    private boolean bool(YamlNode node) {
        String text = text(node).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            errors.add(node.error("true or false is expected, not '" + text + "'"));
        }
        return text.equals("true");
    }

    private static Optional<String> text(YamlNode node) {
        return node == null ? Optional.empty() : Optional.ofNullable(node.text());
    }
}
