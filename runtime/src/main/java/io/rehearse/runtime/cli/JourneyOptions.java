package io.rehearse.runtime.cli;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Environment;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.render.Escape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words that say which journey is meant, for which environment and with which values. */
final class JourneyOptions {
    @Parameters(paramLabel = "FILE", description = "The journey file, a Groovy script.")
    private Path file;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            description = "Environment: env/NAME.yaml beside the journey file or in the working directory.")
    private List<String> environments = new ArrayList<>();

    @Option(names = "--target", paramLabel = "NAME=URL", description = "Where a target is; wins over the environment.")
    private Map<String, String> targets = new LinkedHashMap<>();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Value of a param of the script, with its unit.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--source",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Local addresses that connections are made from, in turn; wins over the environment.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--connect-to",
            paramLabel = "NAME=HOST[:PORT]",
            description =
                    "Where connections to a target go; Host and TLS keep the URL's name. Wins over the environment.")
    private Map<String, String> connectTo = new LinkedHashMap<>();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file of the certificates that are trusted; wins over the environment.")
    private Path ca;

    Path file() {
        return file;
    }

    /** One plan for each environment named, at least one; what is printed about the script's mistakes comes from there. */
    List<Plan> plans() {
        if (!Files.isRegularFile(file)) {
            throw Failure.invalid(
                    Files.isDirectory(file)
                            ? file + " is a directory; name the journey file in it"
                            : "there is no file " + file + "; rehearse new DIR writes one to start from");
        }
        if (environments.size() > 2) {
            throw Failure.invalid("at most two environments run together: --env old --env new");
        }
        if (environments.isEmpty()) {
            return List.of(Journeys.compile(file, inputs(Optional.empty())));
        }
        return environments.stream()
                .map(name -> Journeys.compile(file, inputs(Optional.of(name))))
                .toList();
    }

    /** The environments named, as the plans were read for them. */
    List<Environment> environments() {
        Path directory = file.toAbsolutePath().getParent();
        return environments.isEmpty()
                ? List.of(Environment.load(inputs(Optional.empty()), directory))
                : environments.stream()
                        .map(name -> Environment.load(inputs(Optional.of(name)), directory))
                        .toList();
    }

    /** File, targets and ways to them in words a shell reads. */
    String given() {
        List<String> words = new ArrayList<>(List.of(file.toString()));
        targets.forEach((name, url) -> words.addAll(List.of("--target", name + "=" + url)));
        connectTo.forEach((name, place) -> words.addAll(List.of("--connect-to", name + "=" + place)));
        if (!sources.isEmpty()) {
            words.addAll(List.of("--source", String.join(",", sources)));
        }
        if (ca != null) {
            words.addAll(List.of("--ca", ca.toString()));
        }
        return words.stream().map(Escape::shell).collect(Collectors.joining(" "));
    }

    private Inputs inputs(Optional<String> environment) {
        return new Inputs(
                environment,
                settings,
                targets,
                sources,
                connectTo,
                Optional.ofNullable(ca).map(Path::toString),
                System.getenv());
    }
}
