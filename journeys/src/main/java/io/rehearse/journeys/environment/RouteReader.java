package io.rehearse.journeys.environment;

import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.plan.Route;
import io.rehearse.journeys.plan.Route.Place;
import io.rehearse.journeys.plan.Route.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how connections get to a target: {@code connectTo}, {@code source}, {@code proxy}. */
final class RouteReader {
    static final List<String> WORDS = List.of("connectTo", "source", "proxy");

    private static final String HOST = "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)";
    private static final Pattern PLACE = Pattern.compile(HOST + "(?::(\\d{1,5}))?");
    private static final Pattern PROXY =
            Pattern.compile("(http|socks5)://(?:([^:@/]*):([^@/]*)@)?(" + HOST + ":\\d{1,5})/?");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+");

    private final List<String> given;
    private final Optional<String> connectTo;
    private final Map<String, String> variables;
    private final List<ScriptError> errors;

    /**
     * @param given sources of the command line
     * @param connectTo of the command line
     * @param variables of the environment, for values written {@code env:NAME}
     */
    RouteReader(
            List<String> given, Optional<String> connectTo, Map<String, String> variables, List<ScriptError> errors) {
        this.given = given;
        this.connectTo = connectTo;
        this.variables = variables;
        this.errors = errors;
    }

    Route read(Map<String, YamlNode> map) {
        return new Route(connectTo(map.get("connectTo")), sources(map.get("source")), proxy(map.get("proxy")));
    }

    private Optional<Place> connectTo(YamlNode node) {
        if (connectTo.isPresent()) {
            return place(connectTo.get(), wrong -> ScriptError.of("--connect-to", wrong));
        }
        return node == null || node.text() == null ? Optional.empty() : place(node.text(), node::error);
    }

    private Optional<Place> place(String text, Function<String, ScriptError> told) {
        Optional<Place> place = place(text);
        if (place.isEmpty()) {
            errors.add(told.apply("connectTo is a host, or host:port, not '" + text + "'"));
        }
        return place;
    }

    private static Optional<Place> place(String text) {
        Matcher found = PLACE.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        String host = found.group(1).startsWith("[")
                ? found.group(1).substring(1, found.group(1).length() - 1)
                : found.group(1);
        int port = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
        return found.group(2) != null && (port < 1 || port > 65535)
                ? Optional.empty()
                : Optional.of(new Place(host, port));
    }

    private List<String> sources(YamlNode node) {
        if (!given.isEmpty()) {
            return addresses(given, wrong -> ScriptError.of("--source", wrong));
        }
        return node == null || node.text() == null
                ? List.of()
                : addresses(List.of(node.text().split("[, ]+")), node::error);
    }

    private List<String> addresses(List<String> sources, Function<String, ScriptError> told) {
        for (String source : sources) {
            if (!ADDRESS.matcher(source).matches()) {
                errors.add(told.apply("source is one or more addresses of this machine, like 10.0.0.1, 10.0.0.2, not '"
                        + source + "'"));
            }
        }
        return sources;
    }

    /** What is wrong is told without the value: it may hold a password. */
    Optional<Proxy> proxy(YamlNode node) {
        if (node == null || node.text() == null) {
            return Optional.empty();
        }
        String text = node.text();
        if (text.startsWith("env:")) {
            text = variables.get(text.substring(4).trim());
            if (text == null || text.isEmpty()) {
                errors.add(node.error("proxy: environment variable "
                        + node.text().substring(4).trim() + " is not set"));
                return Optional.empty();
            }
        }
        Matcher found = PROXY.matcher(text);
        Optional<Place> place = found.matches() ? place(found.group(4)) : Optional.empty();
        if (place.isEmpty()) {
            errors.add(node.error("proxy is http://host:port or socks5://host:port, with user:password@ before the host"
                    + " if it asks for them, percent-encoded; or env:NAME of a variable that says so"));
            return Optional.empty();
        }
        return Optional.of(new Proxy(
                found.group(1).equals("http") ? Proxy.Kind.HTTP : Proxy.Kind.SOCKS5,
                place.get(),
                decoded(found.group(2)),
                decoded(found.group(3))));
    }

    private static String decoded(String text) {
        return text == null ? "" : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
