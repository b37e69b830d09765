package io.rehearse.journeys.environment;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line and the machine give to the reading of a script.
 *
 * @param environment name of the environment file; empty for {@code default}, which need not exist
 * @param settings parameters by name, as {@code --set name=value} gives them
 * @param targets URLs by target name, as {@code --target name=URL} gives them
 * @param sources local addresses that connections are made from, instead of those of the environment; may be empty
 * @param connectTo where connections to targets go, by the target's name, as {@code --connect-to name=host:port} gives it
 * @param caFile trusted certificates of all targets and token endpoints, instead of those of the environment
 * @param variables the environment variables of the process
 */
public record Inputs(
        Optional<String> environment,
        Map<String, String> settings,
        Map<String, String> targets,
        List<String> sources,
        Map<String, String> connectTo,
        Optional<String> caFile,
        Map<String, String> variables) {

    public Inputs {
        settings = Map.copyOf(settings);
        targets = Map.copyOf(targets);
        sources = List.copyOf(sources);
        connectTo = Map.copyOf(connectTo);
        variables = Map.copyOf(variables);
    }

    /** Along the way that the environment says. */
    public Inputs(
            Optional<String> environment,
            Map<String, String> settings,
            Map<String, String> targets,
            Map<String, String> variables) {
        this(environment, settings, targets, List.of(), Map.of(), Optional.empty(), variables);
    }

    /** Nothing from the command line, the variables of this process. */
    public static Inputs none() {
        return new Inputs(Optional.empty(), Map.of(), Map.of(), System.getenv());
    }

    /** The same with the URL of one more target. */
    public Inputs target(String name, String url) {
        Map<String, String> more = new java.util.HashMap<>(targets);
        more.put(name, url);
        return new Inputs(environment, settings, more, sources, connectTo, caFile, variables);
    }
}
