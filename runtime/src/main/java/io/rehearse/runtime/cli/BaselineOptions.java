package io.rehearse.runtime.cli;

import io.rehearse.reports.baseline.BaselineStore;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where baselines are kept. */
final class BaselineOptions {
    @Option(
            names = "--baselines",
            paramLabel = "DIR",
            description = "Where baselines are kept; 'baselines' in the working directory if left out.")
    private Path directory = Path.of("baselines");

    BaselineStore store() {
        return new BaselineStore(directory);
    }

    /** As the user gave it. */
    Path directory() {
        return directory;
    }

    /** A name that can be one, else what is wrong with it. */
    static String name(String name) {
        if (!BaselineStore.isName(name)) {
            throw Failure.invalid(
                    "'" + name + "' is no name for a baseline: letters, digits, '.', '_' and '-', at most 100,"
                            + " beginning with a letter or digit");
        }
        return name;
    }
}
